"""What the pages of the import share."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from tenure.integrations.models import ImportBatch
from tenure.integrations.queries import list_batches
from tenure.integrations.services.batches import settle_batch


def batch_of(request: HttpRequest, pk: int) -> ImportBatch:
    """Return an import that this person may see; 404 for any other."""
    batch: ImportBatch = get_object_or_404(list_batches(user=request.user), pk=pk)  # type: ignore[arg-type]
    settle_batch(batch=batch)
    return batch


def bar_of(counts: dict[str, int]) -> list[dict[str, Any]]:
    """Return the parts of a bar of counts: name, count, where it begins and how long it is, in per cent."""
    total = sum(counts.values())
    parts, start = [], 0.0
    for name, count in counts.items():
        width = 100 * count / total if total else 0
        parts.append({"name": name, "count": count, "x": f"{start:.3f}", "width": f"{width:.3f}"})
        start += width
    return parts
