"""The history of a record: what was known when, from whom, and what each version changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.accounts.kinds import Field, RecordKind
from tenure.accounts.models import RecordVersion
from tenure.accounts.queries.records import label_records
from tenure.accounts.queries.versions import list_versions
from tenure.accounts.services.records.values import CUSTOM, from_json
from tenure.foundation.models import User
from tenure.ui.numbers import format_day, format_instant, format_money, format_number, join_words

LATE = timedelta(hours=1)
MOST = 100
LONG = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, in words."""

    label: Any
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One version with what it changed against the one known before it."""

    version: RecordVersion
    what: Any
    changes: list[Change]
    is_late: bool

    @property
    def is_long(self) -> bool:
        """Whether the changes are better folded."""
        return len(self.changes) > LONG


def history_of(*, kind: RecordKind, actor: User, record_id: int) -> list[Step]:
    """Return the versions of a record that the actor may read, newest first, at most 100."""
    rows = list_versions(workspace_id=actor.workspace_id or 0, kind=kind.name, record_id=record_id)
    versions = list(rows.reverse()[: MOST + 1])[::-1]
    labels = _labels(kind, actor, versions)
    steps = []
    before: RecordVersion | None = None
    for version in versions:
        earlier = {} if before is None or before.is_deleted else before.data
        later = {} if version.is_deleted else version.data
        changes = list(_changes(kind, earlier, later, labels))
        steps.append(Step(version, _what(before, version), changes, version.recorded_at - version.known_at > LATE))
        before = version
    return steps[::-1][:MOST]


def _what(before: RecordVersion | None, version: RecordVersion) -> Any:
    if version.is_deleted:
        return gettext_lazy("Deleted")
    if before is None:
        return gettext_lazy("First known")
    return gettext_lazy("Restored") if before.is_deleted else gettext_lazy("Changed")


def _changes(
    kind: RecordKind, before: Mapping[str, Any], after: Mapping[str, Any], labels: Mapping[str, Mapping[int, str]]
) -> Iterable[Change]:
    for entry in kind.stored:
        old, new = before.get(entry.name), after.get(entry.name)
        if (old or None) != (new or None) or (old is False) != (new is False):
            texts = [in_words(entry, data.get(entry.name), data, labels) for data in (before, after)]
            yield Change(entry.label, *texts)
    old_custom, new_custom = before.get(CUSTOM) or {}, after.get(CUSTOM) or {}
    for name in sorted({*old_custom, *new_custom}):
        if old_custom.get(name) != new_custom.get(name):
            yield Change(name, _plain(old_custom.get(name)), _plain(new_custom.get(name)))


def in_words(entry: Field, value: Any, data: Mapping[str, Any], labels: Mapping[str, Mapping[int, str]]) -> str:
    """Return a version's value as a person reads it; an empty text where there is none."""
    if value is None or value in ("", []):
        return ""
    if entry.type == "ref":
        return labels.get(entry.ref, {}).get(int(value), f"#{value}")
    if entry.type == "choice":
        return str(dict(entry.choices).get(value, value))
    if entry.type == "bool":
        return _("Yes") if value else _("No")
    if entry.type == "tags":
        return join_words(value)
    return _typed_words(from_json(entry, value), str(data.get("currency") or ""), entry.type == "amount")


def _typed_words(value: Any, currency: str, is_amount: bool) -> str:
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, date):
        return format_day(value)
    if is_amount:
        return format_money(value, currency)
    return format_number(value) if isinstance(value, Decimal) else str(value)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _labels(kind: RecordKind, actor: User, versions: Sequence[RecordVersion]) -> dict[str, dict[int, str]]:
    """Names of the records that any version refers to, by their kind."""
    ids: dict[str, set[int]] = defaultdict(set)
    for entry in kind.stored:
        if entry.type == "ref":
            ids[entry.ref] |= {int(one.data[entry.name]) for one in versions if one.data.get(entry.name)}
    return {ref: label_records(kind=ref, actor=actor, ids=wanted) for ref, wanted in ids.items()}
