"""What a file can be: its kinds, and for each kind which column feeds which field, with the reason."""

from collections.abc import Mapping as AbcMapping
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tenure.integrations.files.mapping.presets import Preset, find_presets, fit
from tenure.integrations.files.mapping.sources import FieldLike
from tenure.integrations.files.mapping.spec import (
    EXTRA_FIELDS,
    Column,
    CurrencyIn,
    Mapping,
    Source,
    mapping_columns,
    source_columns,
)
from tenure.integrations.files.mapping.texts import reason_message
from tenure.integrations.files.mapping.vocabulary import field_of_header, header_key, header_keys
from tenure.integrations.files.reading.messages import Message
from tenure.integrations.files.reading.types import ColumnShape, FileShape

_TELLING = {
    "accounts": "name industry size website parent_id",
    "contacts": "contact_id email title role",
    "products": "product_id list_price",
    "contracts": "line_id contract_id mrr arr unit_price",
    "events": "event_id name user_id",
    "tickets": "ticket_id severity resolved_at first_response_at",
    "invoices": "invoice_id due_on issued_on",
    "surveys": "answer_id score",
    "touchpoints": "touchpoint_id direction minutes outcome",
    "losses": "loss_id lost_on",
    "problems": "problem_id problem solved_on solution saved_amount",
    "opportunities": "opportunity_id closes_on is_won",
    "devices": "device_id serial",
}
TELLING: dict[str, frozenset[str]] = {kind: frozenset(names.split()) for kind, names in _TELLING.items()}
"""Fields of which a file of this kind has at least one: an account and a date alone prove nothing."""

_COMMON = frozenset({"date", "time", "day", "id", "type", "status", "value", "日期", "时间", "编号", "类型", "状态"})
"""Headers that stand in files of every kind."""

_STAND_INS = {"account_id": ("account_name", "line_id", "contract_id")}
_ID_POINTS, _REQUIRED_POINTS, _FIELD_POINTS, _SYNONYM_POINTS, _MISSING_POINTS = 6, 3, 2, 1, -5
_PRESET_POINTS = 1_000
_FITTING_LOOKS: dict[str, frozenset[str]] = {
    "int": frozenset({"int", "decimal", "empty", "text"}),
    "decimal": frozenset({"int", "decimal", "empty", "text"}),
    "amount": frozenset({"int", "decimal", "empty", "text"}),
    "date": frozenset({"date", "datetime", "int", "empty", "text"}),
    "datetime": frozenset({"date", "datetime", "int", "empty", "text"}),
    "bool": frozenset({"bool", "int", "decimal", "empty", "text"}),
}


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """What is proposed for one column: the fields it feeds (none: kept or left out), why, and what stands in it."""

    column: str
    fields: tuple[str, ...]
    reason: Message
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindProposal:
    """A kind the file can feed. `sure`: all it needs is there. `missing`: required fields that nothing feeds."""

    kind: str
    mapping: Mapping
    preset: Preset | None
    score: int
    sure: bool
    columns: tuple[ColumnProposal, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """All kinds a file can feed, best first; where several are sure, the file is worth importing once per kind."""

    candidates: tuple[KindProposal, ...]

    @property
    def best(self) -> KindProposal | None:
        """The likeliest kind, or None where no column means anything."""
        return self.candidates[0] if self.candidates else None

    @property
    def sure(self) -> tuple[KindProposal, ...]:
        """The kinds for which the file has all that is needed."""
        return tuple(candidate for candidate in self.candidates if candidate.sure)


def propose(shape: FileShape, kinds: AbcMapping[str, Sequence[FieldLike]], kind: str | None = None) -> Proposal:
    """Return what a file can be; with `kind` given, only that. `kinds`: the fields of each kind, its id first."""
    names = [kind] if kind is not None else list(kinds)
    proven = [(preset, score) for preset, score in find_presets(shape) if preset.mapping.kind in names]
    top = max((score for _, score in proven), default=0)
    by_preset: dict[str, Preset] = {}
    for preset, score in proven:
        if score == top and preset.mapping.kind in kinds:
            by_preset.setdefault(preset.mapping.kind, preset)
    candidates = [
        _from_preset(by_preset[name], shape, kinds[name])
        if name in by_preset
        else _from_headers(name, shape, kinds[name], is_alone=kind is not None)
        for name in names
    ]
    if by_preset and kind is None:
        candidates = [candidate for candidate in candidates if candidate.preset]
    worth = [candidate for candidate in candidates if candidate.mapping.fields and (kind or candidate.score > 0)]
    worth.sort(key=lambda candidate: -candidate.score)
    return Proposal(tuple(_doubted(candidate, worth[0]) for candidate in worth))


def _doubted(candidate: KindProposal, best: KindProposal) -> KindProposal:
    """Return a candidate, unsure if it tells nothing that the best one does not: a contact's name is no account's."""
    if candidate is best or candidate.preset or not candidate.sure:
        return candidate
    telling = TELLING.get(candidate.kind, frozenset())
    explained = {entry.column for entry in best.columns if entry.fields}
    own = [entry for entry in candidate.columns if set(entry.fields) & telling and entry.column not in explained]
    return candidate if own else replace(candidate, sure=False)


def _from_preset(preset: Preset, shape: FileShape, fields: Sequence[FieldLike]) -> KindProposal:
    mapping = fit(preset, shape.names)
    known = {field.name for field in fields} | set(EXTRA_FIELDS)
    mapping = replace(mapping, fields={name: source for name, source in mapping.fields.items() if name in known})
    missing = _missing(mapping, fields)
    reasons = {
        column: reason_message("preset", words=("title",), title=preset.title) for column in mapping_columns(mapping)
    }
    return KindProposal(
        kind=mapping.kind,
        mapping=mapping,
        preset=preset,
        score=_PRESET_POINTS,
        sure=True,
        columns=_columns(mapping, shape, reasons),
        missing=missing,
    )


def _from_headers(kind: str, shape: FileShape, fields: Sequence[FieldLike], *, is_alone: bool) -> KindProposal:
    allowed = {field.name: field for field in fields}
    chosen, reasons = _match(kind, shape.columns, allowed)
    sources = {name: Source(Column(column.name)) for name, column in chosen.items()}
    sources |= _currency(chosen, allowed)
    order = {field.name: place for place, field in enumerate(fields)}
    ordered = {name: sources[name] for name in sorted(sources, key=lambda name: order.get(name, len(order)))}
    mapping = Mapping(kind=kind, fields=ordered)
    missing = _missing(mapping, fields)
    telling = TELLING.get(kind, frozenset(ordered)) & {
        name
        for name, column in chosen.items()
        if reasons[column.name].code == "canonical" or header_key(column.name) not in _COMMON
    }
    score = _score(fields, ordered, missing, reasons, {name: column.name for name, column in chosen.items()})
    return KindProposal(
        kind=kind,
        mapping=mapping,
        preset=None,
        score=score,
        sure=not missing and bool(telling) and (score > 0 or is_alone),
        columns=_columns(mapping, shape, reasons),
        missing=missing,
    )


def _match(
    kind: str, columns: Sequence[ColumnShape], allowed: dict[str, FieldLike]
) -> tuple[dict[str, ColumnShape], dict[str, Message]]:
    """Return the column of each field and the reasons: a field's own name first, then its synonyms by likelihood."""
    chosen: dict[str, ColumnShape] = {}
    reasons: dict[str, Message] = {}
    own = {key: name for name in (*allowed, *EXTRA_FIELDS) for key in header_keys(name)}
    rivals: list[tuple[int, int, str, ColumnShape]] = []
    for column in columns:
        field = next((own[key] for key in header_keys(column.name) if key in own), None)
        if field is not None and field not in chosen and _may_have(field, allowed):
            chosen[field] = column
            reasons[column.name] = reason_message("canonical")
            continue
        meant = field_of_header(kind, column.name)
        if meant is not None and _may_have(meant[0], allowed) and _looks_right(meant[0], column, allowed):
            rivals.append((meant[1], column.index, meant[0], column))
    for _, _, field, column in sorted(rivals, key=lambda rival: rival[:2]):
        if field in chosen:
            reasons[column.name] = reason_message("taken", field=field, other=chosen[field].name)
        else:
            chosen[field] = column
            reasons[column.name] = reason_message("synonym", column=column.name, field=field)
    return chosen, reasons


def _may_have(field: str, allowed: dict[str, FieldLike]) -> bool:
    if field == "account_name":
        return "account_id" in allowed and allowed["account_id"].type == "ref"
    return field in allowed or field in EXTRA_FIELDS


def _looks_right(field: str, column: ColumnShape, allowed: dict[str, FieldLike]) -> bool:
    kind = allowed[field].type if field in allowed else "text"
    return column.looks in _FITTING_LOOKS.get(kind, frozenset({column.looks}))


def _currency(chosen: dict[str, ColumnShape], allowed: dict[str, FieldLike]) -> dict[str, Source]:
    """Return a source for the currency where no column names it but the amounts do, by sign or code."""
    if "currency" in chosen or "currency" not in allowed:
        return {}
    for name, column in chosen.items():
        if name in allowed and allowed[name].type == "amount" and column.currencies:
            return {"currency": Source(CurrencyIn(column.name))}
    return {}


def _missing(mapping: Mapping, fields: Sequence[FieldLike]) -> tuple[str, ...]:
    fed = mapping.fields.keys()
    missing = [field.name for field in fields if field.required and field.name not in fed]
    if mapping.kind == "events":
        missing.append("account_id")
    absent = (name for name in missing if name not in fed)
    return tuple(name for name in absent if not any(other in fed for other in _STAND_INS.get(name, ())))


def _score(
    fields: Sequence[FieldLike],
    sources: dict[str, Source],
    missing: Sequence[str],
    reasons: dict[str, Message],
    columns: dict[str, str],
) -> int:
    score = _MISSING_POINTS * len(missing)
    for place, field in enumerate(fields):
        if field.name not in sources:
            continue
        column = columns.get(field.name)
        is_own = column is not None and reasons[column].code == "canonical"
        score += _FIELD_POINTS if is_own else _SYNONYM_POINTS
        score += _REQUIRED_POINTS if field.required else 0
        score += _ID_POINTS if place == 0 and is_own else 0
    return score


def _columns(mapping: Mapping, shape: FileShape, reasons: dict[str, Message]) -> tuple[ColumnProposal, ...]:
    feeds: dict[str, list[str]] = {}
    for field, source in mapping.fields.items():
        for column in dict.fromkeys(source_columns(source)):
            feeds.setdefault(column, []).append(field)
    filters = {skip.condition.column for skip in mapping.skip}
    return tuple(
        ColumnProposal(
            column=column.name,
            fields=tuple(feeds.get(column.name, ())),
            reason=_reason(column, mapping, reasons, feeds, filters),
            samples=column.samples,
        )
        for column in shape.columns
    )


def _reason(
    column: ColumnShape,
    mapping: Mapping,
    reasons: dict[str, Message],
    feeds: dict[str, list[str]],
    filters: set[str],
) -> Message:
    name = column.name
    if name in feeds or (name in reasons and reasons[name].code == "taken" and mapping.effective_rest == "ignore"):
        return reasons.get(name) or reason_message("canonical")
    if name in filters:
        return reason_message("filter")
    if name in mapping.ignore:
        return reason_message("ignored")
    kept = {"custom": "kept_custom", "properties": "kept_property", "ignore": "unused"}
    return reason_message(kept[mapping.effective_rest])
