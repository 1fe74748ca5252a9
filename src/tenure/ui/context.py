"""What every page's frame needs."""

from typing import Any

from django.http import HttpRequest

from tenure.ui.registry import navigation


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation of the person who asks."""
    return {"navigation": navigation(getattr(request, "user", None))}
