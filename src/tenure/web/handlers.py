"""What the portfolio does about facts of other domains: the demo's views come and go with it."""

from tenure.foundation.facts import on
from tenure.foundation.models import Activity
from tenure.web.services.brought_views import remove_brought_views, save_brought_views


@on("demo.loaded")
def on_demo_loaded(activity: Activity) -> None:
    """Save the views that the demo's people have."""
    save_brought_views(workspace_id=activity.workspace_id, views=activity.data.get("views", []))


@on("demo.removed")
def on_demo_removed(activity: Activity) -> None:
    """Drop those that did not go with their owners."""
    remove_brought_views(workspace_id=activity.workspace_id, views=activity.data.get("views", []))
