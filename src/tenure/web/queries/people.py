"""Who can be given customers."""

from collections.abc import Sequence

from tenure.foundation.choices import WRITING_ROLES
from tenure.foundation.models import User


def people_for(user: User) -> Sequence[User]:
    """Return the people of the workspace who may own customers, the person first."""
    rows = User.objects.filter(workspace_id=user.workspace_id, is_active=True, role__in=WRITING_ROLES)
    return sorted(rows, key=lambda one: (one.pk != user.pk, str(one).casefold()))
