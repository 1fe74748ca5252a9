"""Rejected rows: why, and corrected in place."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tenure.integrations.choices import UNDOABLE_STATES
from tenure.integrations.models import RejectedRow
from tenure.integrations.queries import faults_of, list_rejects
from tenure.integrations.services.corrections import NotCorrectable, correct_row
from tenure.integrations.services.running import source_of_report
from tenure.integrations.services.targets import get_target
from tenure.integrations.views.shared import batch_of
from tenure.ui import flash
from tenure.ui.registry import WRITERS, page

PER_PAGE = 25
FIRST_CELLS = 6


@page("import/<int:pk>/rejects/", name="import-rejects", title=gettext_lazy("Rejected rows"), roles=WRITERS)
@require_GET
def import_rejects(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the rejected rows of an import, each with its reason and what it says."""
    batch = batch_of(request, pk)
    shown = Paginator(list_rejects(batch), PER_PAGE).get_page(request.GET.get("page"))
    names = source_of_report(batch).inner.names
    context = {
        "batch": batch,
        "page": shown,
        "rows": [row_context(reject, names) for reject in shown],
        "may_correct": batch.state in UNDOABLE_STATES,
        "several": batch.steps.count() > 1,
    }
    return render(request, "integrations/rejects.html", context)


@page("import/<int:pk>/rejects/<int:row>/", name="import-correct", title=gettext_lazy("Correct a row"), roles=WRITERS)
@require_POST
def import_correct(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Run one row again with what was typed."""
    batch = batch_of(request, pk)
    reject = get_object_or_404(list_rejects(batch), pk=row)
    names = source_of_report(batch).inner.names
    cells = {
        name: request.POST[f"cell-{number}"] for number, name in enumerate(names) if f"cell-{number}" in request.POST
    }
    try:
        correct_row(reject=reject, cells=cells, actor=request.user)  # type: ignore[arg-type]
    except NotCorrectable:
        flash.failed(request, _("This row cannot be corrected now; its import has changed in the meantime."))
        return redirect("import-rejects", batch.pk)
    if getattr(request, "htmx", False):
        context = {"batch": batch, "entry": row_context(reject, names), "may_correct": True}
        return render(request, "integrations/parts/reject.html", context)
    if reject.corrected_at is not None:
        flash.done(request, _("Row %(row)s was imported.") % {"row": reject.row})
    return redirect("import-rejects", batch.pk)


def row_context(reject: RejectedRow, names: tuple[str, ...]) -> dict[str, Any]:
    """Return what the template of a row needs; the columns at fault come first."""
    faults = faults_of(reject)
    at_fault = {column for column, _reason in faults}
    cells = [
        {"number": number, "name": name, "text": reject.cells.get(name, ""), "is_at_fault": name in at_fault}
        for number, name in enumerate(names)
    ]
    cells.sort(key=lambda cell: not cell["is_at_fault"])
    return {
        "reject": reject,
        "kind": get_target(reject.step.kind).label_plural,
        "faults": faults,
        "cells": cells[:FIRST_CELLS],
        "more": cells[FIRST_CELLS:],
    }
