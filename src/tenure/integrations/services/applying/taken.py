"""Which numbers rows of equal content have already."""

from tenure.accounts.models import ExternalId


def count_taken(workspace_id: int, kind: str, system: str, base: str) -> int:
    """Return how many records are known by a content or contract already: the next one gets the next number."""
    rows = ExternalId.objects.filter(workspace_id=workspace_id, kind=kind, system=system)
    return rows.filter(value=base).count() + rows.filter(value__startswith=f"{base}#").count()
