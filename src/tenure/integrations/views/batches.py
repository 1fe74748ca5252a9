"""The list of imports, the upload, and one import from its dry run to its undo."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenure.integrations.choices import BatchState
from tenure.integrations.files.error_file import error_lines
from tenure.integrations.files.reading import FileError
from tenure.integrations.models import COUNTS, ImportBatch
from tenure.integrations.queries import find_same_file, list_batches, list_rejects, rejected_rows
from tenure.integrations.services.batches import (
    discard_batch,
    settle_batch,
    start_job,
    start_run,
    upload_file,
)
from tenure.integrations.services.reporting import reasons_of
from tenure.integrations.services.running import source_of_report
from tenure.integrations.services.targets import get_target, list_targets
from tenure.integrations.uploads import MB, TOO_LARGE, upload_limit
from tenure.integrations.views.shared import bar_of, batch_of
from tenure.integrations.wording import error_json, error_text, text_of
from tenure.ui import flash
from tenure.ui.registry import WRITERS, Nav, page

PER_PAGE = 30


@page(
    "import/",
    name="import",
    title=gettext_lazy("Import"),
    roles=WRITERS,
    nav=Nav(icon="upload", order=90, key="i", group="data"),
)
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Take a file, and show what was imported before."""
    if request.method == "POST":
        return _upload(request)
    return _list(request)


def _list(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    batches = list(list_batches(user=request.user)[:PER_PAGE])  # type: ignore[arg-type]
    for batch in batches:
        settle_batch(batch=batch)
    context = {
        "batches": [_row(batch) for batch in batches],
        "problem": problem,
        "limit": upload_limit(),
        "targets": list_targets(),
    }
    return render(request, "integrations/imports.html", context, status=status)


def _upload(request: HttpRequest) -> HttpResponse:
    uploaded = request.FILES.get("file")
    if request.META.get(TOO_LARGE):
        limit = upload_limit() // MB
        text = _(
            "The file is larger than %(limit)s MB. Nothing was kept. Split it, or import it on the command line."
        )
        return _list(request, text % {"limit": limit}, status=413)
    if uploaded is None:
        return _list(request, _("No file came with the form. Choose one and send it again."), status=422)
    try:
        batch = upload_file(
            actor=request.user,  # type: ignore[arg-type]
            file_name=uploaded.name or "",
            blocks=uploaded.chunks(),
        )
    except FileError as error:
        text = _("%(file)s was not taken; nothing of it was kept. %(why)s")
        return _list(request, text % {"file": uploaded.name, "why": error_text(error_json(error))}, status=422)
    return redirect("import-mapping", batch.pk)


def _row(batch: ImportBatch) -> dict[str, Any]:
    counts = batch.counts
    return {
        "batch": batch,
        "kinds": [get_target(step.kind).label_plural for step in batch.steps.all()],
        "counts": counts,
        "bar": bar_of(counts),
    }


@page("import/<int:pk>/", name="import-batch", title=gettext_lazy("Import"), roles=WRITERS)
@require_GET
def import_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where an import stands: its dry run, its progress, or what came of it."""
    batch = batch_of(request, pk)
    if batch.state == BatchState.DRAFT and not batch.problem:
        return redirect("import-mapping", batch.pk)
    context: dict[str, Any] = {"batch": batch, "problem": error_text(batch.problem), "same": find_same_file(batch)}
    if batch.is_busy:
        return render(request, "integrations/busy.html", context)
    if batch.state in (BatchState.DRAFT, BatchState.CHECKED):
        return render(request, "integrations/check.html", context | _check(batch))
    return render(request, "integrations/result.html", context | _result(batch))


def _check(batch: ImportBatch) -> dict[str, Any]:
    result = batch.check_result
    steps = []
    for step in result.get("steps", []):
        target = get_target(step["kind"])
        labels = {field.name: field.label for field in target.fields}
        counts = {name: step[name] for name in COUNTS}
        steps.append(
            {
                "label": target.label_plural,
                "counts": counts,
                "bar": bar_of(counts),
                "skips": [(text_of(skip), skip["count"]) for skip in step["skips"]],
                "samples": [_sample(name, rows, labels) for name, rows in step["sample"].items() if rows],
                "reasons": reasons_of((row["row"], row["problems"]) for row in step["rejects"]),
            }
        )
    return {
        "steps": steps,
        "notes": [text_of(note) for note in result.get("notes", [])],
        "assumed": result.get("assumed_share"),
    }


def _sample(name: str, rows: list[dict[str, Any]], labels: dict[str, Any]) -> dict[str, Any]:
    columns = list(dict.fromkeys(column for row in rows for column in row["values"]))
    return {
        "name": name,
        "heads": [labels.get(column, column) for column in columns],
        "rows": [(row["row"], [row["values"].get(column, "") for column in columns]) for row in rows],
    }


def _result(batch: ImportBatch) -> dict[str, Any]:
    rejects = list_rejects(batch)
    undo = batch.report.get("undo", {})
    return {
        "steps": [
            {
                "label": get_target(step.kind).label_plural,
                "counts": {name: getattr(step, name) for name in COUNTS},
                "bar": bar_of({name: getattr(step, name) for name in COUNTS}),
                "skips": [(text_of(skip), skip["count"]) for skip in step.skips],
            }
            for step in batch.steps.all()
        ],
        "notes": [text_of(note) for note in batch.report.get("notes", [])],
        "assumed": batch.assumed_share,
        "open_rejects": rejects.count(),
        "reasons": reasons_of((row.row, row.problems) for row in rejects[:5000])[:10],
        "undo": undo,
        "undo_kept": [text_of(kept) for kept in undo.get("kept", [])],
    }


@page("import/<int:pk>/run/", name="import-run", title=gettext_lazy("Run an import"), roles=WRITERS)
@require_POST
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an import, or go on with one that was stopped."""
    batch = batch_of(request, pk)
    if batch.is_runnable and batch.state != BatchState.DRAFT:
        start_run(batch=batch, actor=request.user)  # type: ignore[arg-type]
    else:
        flash.failed(request, _("This import cannot be run now; its state has changed in the meantime."))
    return redirect("import-batch", batch.pk)


@page("import/<int:pk>/undo/", name="import-undo", title=gettext_lazy("Undo an import"), roles=WRITERS)
@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import back in the background."""
    batch = batch_of(request, pk)
    if batch.is_undoable:
        start_job(batch=batch, actor=request.user, kind="import.undo", state=BatchState.UNDOING)  # type: ignore[arg-type]
    else:
        flash.failed(request, _("This import cannot be undone now; its state has changed in the meantime."))
    return redirect("import-batch", batch.pk)


@page("import/<int:pk>/discard/", name="import-discard", title=gettext_lazy("Drop a file"), roles=WRITERS)
@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a file that was not imported."""
    batch = batch_of(request, pk)
    if batch.began_at is None and not batch.is_busy:
        discard_batch(batch=batch, actor=request.user)  # type: ignore[arg-type]
        flash.done(request, _("The file was dropped; nothing of it was kept."))
        return HttpResponseRedirect(reverse("import"))
    flash.failed(request, _("This import has begun; undo it instead."))
    return redirect("import-batch", batch.pk)


@page("import/<int:pk>/errors.csv", name="import-errors", title=gettext_lazy("Rejected rows"), roles=WRITERS)
@require_GET
def import_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the rejected rows as a file that can be corrected and imported."""
    batch = batch_of(request, pk)
    names = source_of_report(batch).inner.names
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.writelines(error_lines(names, batch.file_name, rejected_rows(batch)))
    name = f"{slugify(batch.file_name.rsplit('.', 1)[0]) or 'import'}-{batch.pk}-rejected.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
