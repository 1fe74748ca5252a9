"""The mapping of a file: its columns with samples side by side, what each becomes, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenure.integrations.choices import BatchState, KnownTime
from tenure.integrations.files.mapping import (
    ColumnProposal,
    Mapping,
    MappingError,
    Proposal,
    ambiguous_dates,
    dump_mapping,
    load_mapping,
)
from tenure.integrations.files.reading import FileError, FileShape
from tenure.integrations.forms import (
    ColumnRow,
    ImportOptionsForm,
    changed_mapping,
    chosen_of,
    computed_fields,
    control_name,
    field_choices,
)
from tenure.integrations.models import ImportBatch, SavedMapping
from tenure.integrations.queries import find_same_file, list_mappings
from tenure.integrations.services.batches import look_again, propose_for, set_steps, start_check
from tenure.integrations.services.mappings import delete_mapping, save_mapping
from tenure.integrations.services.plans import plan_text
from tenure.integrations.services.running import source_of_report
from tenure.integrations.services.targets import Target, get_target, list_targets
from tenure.integrations.views.shared import batch_of
from tenure.integrations.wording import error_json, error_text, mapping_json, text_of
from tenure.ui import flash
from tenure.ui.registry import WRITERS, page

SAMPLES = 3
FEW = 10
ORDERS = ("dmy", "mdy", "ymd")


@dataclass(slots=True)
class KindPart:
    """One kind of the page: its mapping, its columns, what is wrong with it."""

    target: Target
    mapping: Mapping
    columns: list[ColumnRow]
    computed: list[tuple[str, str]]
    missing: list[Any]
    preset: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[ColumnRow]:
        """The columns shown at once: all of a narrow file, of a wide one those that become something."""
        return self.columns if len(self.columns) <= FEW else [row for row in self.columns if row.is_used]

    @property
    def folded(self) -> list[ColumnRow]:
        """The columns of a wide file that are kept or left out."""
        return [] if len(self.columns) <= FEW else [row for row in self.columns if not row.is_used]

    @property
    def text(self) -> str:
        """The mapping as YAML."""
        return dump_mapping(self.mapping)


@page("import/<int:pk>/mapping/", name="import-mapping", title=gettext_lazy("Mapping"), roles=WRITERS)
@require_http_methods(["GET", "POST"])
def import_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what the file holds and where; begin the dry run once that is said."""
    batch = batch_of(request, pk)
    if batch.state not in (BatchState.DRAFT, BatchState.CHECKED) or not batch.stored_as:
        return redirect("import-batch", batch.pk)
    if request.method == "POST":
        return _decide(request, batch)
    return _show(request, batch, _base_mappings(request, batch), ImportOptionsForm(initial=_initial(batch)))


def _initial(batch: ImportBatch) -> dict[str, Any]:
    return {
        "known_time": batch.known_time,
        "known_on": batch.known_at.date() if batch.known_at else None,
        "create_missing": batch.create_missing,
        "system": batch.system,
    }


def _base_mappings(request: HttpRequest, batch: ImportBatch) -> list[Mapping]:
    """The chosen kinds with the mapping to begin with: a saved one, the one decided before, or what is proposed."""
    saved = _saved(request)
    kinds = request.GET.getlist("kind")
    decided = {step.kind: load_mapping(step.mapping) for step in batch.steps.all()}
    if saved is not None:
        decided = {saved.kind: load_mapping(saved.text)}
    if not kinds:
        kinds = list(decided) or _likely(propose_for(batch))
    known = {target.name for target in list_targets()}
    found = []
    for kind in dict.fromkeys(kind for kind in kinds if kind in known):
        best = None if kind in decided else propose_for(batch, kind).best
        found.append(decided.get(kind) or (best.mapping if best else Mapping(kind)))
    return found


def _likely(proposal: Proposal) -> list[str]:
    """The kinds chosen at first: all that a known shape feeds, else the best."""
    sure = [entry.kind for entry in proposal.candidates if entry.sure and entry.preset is not None]
    return sure or [entry.kind for entry in proposal.candidates[:1]] or ["accounts"]


def _saved(request: HttpRequest) -> SavedMapping | None:
    given = request.GET.get("saved", "")
    if not given.isdecimal():
        return None
    return get_object_or_404(list_mappings(user=request.user), pk=int(given))  # type: ignore[arg-type]


def _show(
    request: HttpRequest,
    batch: ImportBatch,
    mappings: Sequence[Mapping],
    form: ImportOptionsForm,
    problem: str = "",
) -> HttpResponse:
    shape = source_of_report(batch).inner
    parts = [_part(batch, mapping, shape) for mapping in mappings]
    likely = {entry.kind for entry in propose_for(batch).candidates if entry.sure}
    chosen = {part.target.name for part in parts}
    context = {
        "batch": batch,
        "shape": shape,
        "parts": parts,
        "form": form,
        "question": _question(batch, parts, shape),
        "orders": ORDERS,
        "date_order": batch.options.get("date_order", ""),
        "notes": [
            text_of({"template": note.template, "params": note.params, "words": note.words}) for note in shape.notes
        ],
        "kinds": [(target, target.name in chosen, target.name in likely) for target in list_targets()],
        "saved": list_mappings(user=request.user),  # type: ignore[arg-type]
        "same": find_same_file(batch),
        "problem": problem or error_text(batch.problem),
    }
    status = 422 if problem or form.errors or any(part.faults for part in parts) else 200
    return render(request, "integrations/mapping.html", context, status=status if request.method == "POST" else 200)


def _part(batch: ImportBatch, mapping: Mapping, shape: FileShape) -> KindPart:
    target = get_target(mapping.kind)
    best = propose_for(batch, mapping.kind).best
    proposed = {entry.column: entry for entry in best.columns} if best else {}
    labels = {entry.name: entry.label for entry in target.fields}
    columns = []
    for number, column in enumerate(shape.columns):
        chosen = chosen_of(mapping, column.name)
        columns.append(
            ColumnRow(
                name=column.name,
                samples=column.samples[:SAMPLES],
                chosen=chosen,
                choices=field_choices(target, chosen),
                reason=_reason(proposed.get(column.name), chosen),
                control=control_name(mapping.kind, number),
                is_used=chosen not in ("", "*"),
            )
        )
    missing = [labels[entry.name] for entry in target.fields if entry.required and not _is_fed(entry.name, mapping)]
    preset = best.preset.title if best and best.preset and best.mapping.fields == mapping.fields else ""
    return KindPart(
        target, mapping, columns, computed_fields(mapping, target), missing, preset, _faults(batch, mapping)
    )


def _is_fed(name: str, mapping: Mapping) -> bool:
    stand_ins = {"account_id": ("account_name", "line_id", "contract_id")}
    return any(one in mapping.fields for one in (name, *stand_ins.get(name, ())))


def _reason(proposed: ColumnProposal | None, chosen: str) -> str:
    if proposed is None or "+".join(proposed.fields) != chosen.replace("*", ""):
        return ""
    message = proposed.reason
    return text_of({"template": message.template, "params": message.params, "words": message.words})


def _faults(batch: ImportBatch, mapping: Mapping) -> list[str]:
    try:
        plan_text(batch, mapping.kind, mapping, source_of_report(batch).inner, timezone.now())
    except MappingError as error:
        return [error_text(mapping_json(error))]
    return []


def _question(batch: ImportBatch, parts: Sequence[KindPart], shape: FileShape) -> Any:
    """The date order that only a person knows, or None."""
    for part in parts:
        if not part.faults:
            plan = plan_text(batch, part.target.name, part.mapping, shape, timezone.now()).plan
            question = ambiguous_dates(plan)
            if question is not None:
                return question
    return None


def _decide(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Take what was chosen; ask again where something is open, else begin the dry run."""
    form = ImportOptionsForm(request.POST)
    try:
        mappings = _posted(request, batch)
    except MappingError as error:
        mappings = _base_mappings(request, batch)
        return _show(request, batch, mappings, form, error_text(mapping_json(error)))
    if "again" in request.POST:
        query = "&".join(f"kind={kind}" for kind in request.POST.getlist("kind"))
        return HttpResponseRedirect(f"{reverse('import-mapping', args=[batch.pk])}?{query}")
    order = request.POST.get("date_order", "")
    if order in ORDERS and order != batch.options.get("date_order"):
        try:
            look_again(batch=batch, options={"date_order": order})
        except FileError as error:
            return _show(request, batch, mappings, form, error_text(error_json(error)))
    if not form.is_valid() or not mappings:
        return _show(request, batch, mappings, form, "" if mappings else _("Choose what the file holds."))
    shape = source_of_report(batch).inner
    parts = [_part(batch, mapping, shape) for mapping in mappings]
    if any(part.faults for part in parts):
        return _show(request, batch, mappings, form)
    if _question(batch, parts, shape) is not None:
        return _show(request, batch, mappings, form, _("Say in which order day, month and year stand."))
    _keep(request, batch, mappings, parts, form)
    return redirect("import-batch", batch.pk)


def _posted(request: HttpRequest, batch: ImportBatch) -> list[Mapping]:
    names = source_of_report(batch).inner.names
    known = {target.name for target in list_targets()}
    mappings = []
    for kind in dict.fromkeys(request.POST.getlist("kind")):
        if kind not in known:
            raise BadRequest("no such kind")
        base_text = request.POST.get(f"base-{kind}", "")
        if not base_text:
            best = propose_for(batch, kind).best
            mappings.append(best.mapping if best else Mapping(kind))
            continue
        written = request.POST.get(f"yaml-{kind}", "").replace("\r\n", "\n")
        base = load_mapping(base_text.replace("\r\n", "\n"))
        if written.strip() and written.strip() != base_text.replace("\r\n", "\n").strip():
            mapping = load_mapping(written)
        else:
            mapping = changed_mapping(base, names, request.POST)
        if mapping.kind != kind:
            raise BadRequest("a mapping of another kind")
        mappings.append(mapping)
    return mappings


def _keep(
    request: HttpRequest,
    batch: ImportBatch,
    mappings: Sequence[Mapping],
    parts: Sequence[KindPart],
    form: ImportOptionsForm,
) -> None:
    data = form.cleaned_data
    set_steps(
        batch=batch,
        mappings=mappings,
        presets=[part.preset for part in parts],
        system=data["system"].strip(),
        create_missing=data["create_missing"],
        known_time=KnownTime(data["known_time"]),
        known_at=form.known_at,
    )
    name = data["save_as"].strip()
    for mapping in mappings if name else ():
        title = name if len(mappings) == 1 else f"{name} ({mapping.kind})"
        save_mapping(actor=request.user, name=title, mapping=mapping)  # type: ignore[arg-type]
    start_check(batch=batch, actor=request.user)  # type: ignore[arg-type]


@page("import/mappings/<int:pk>.yml", name="import-saved", title=gettext_lazy("Mapping"), roles=WRITERS)
@require_GET
def saved_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a kept mapping as YAML."""
    saved = get_object_or_404(list_mappings(user=request.user), pk=pk)  # type: ignore[arg-type]
    return _yaml(saved.text, f"mapping-{saved.pk}")


@page("import/<int:pk>/mapping/<slug:kind>.yml", name="import-yaml", title=gettext_lazy("Mapping"), roles=WRITERS)
@require_GET
def used_mapping(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out the mapping of an import as YAML."""
    step = get_object_or_404(batch_of(request, pk).steps, kind=kind)
    return _yaml(step.mapping, f"import-{pk}-{kind}")


def _yaml(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.yml"'
    return response


@page("import/mappings/<int:pk>/delete/", name="import-saved-delete", title=gettext_lazy("Mapping"), roles=WRITERS)
@require_POST
def delete_saved(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a kept mapping."""
    saved = get_object_or_404(list_mappings(user=request.user), pk=pk)  # type: ignore[arg-type]
    delete_mapping(actor=request.user, saved=saved)  # type: ignore[arg-type]
    flash.done(request, _("The mapping “%(name)s” was dropped.") % {"name": saved.name})
    return redirect("import")
