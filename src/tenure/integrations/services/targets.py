"""What a file can be imported as: every importable kind of record, and events."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tenure.accounts.kinds import Field, RecordKind, list_kinds

EVENTS = "events"
# what others refer to comes first
ORDER = (
    "accounts",
    "products",
    "contacts",
    "contracts",
    "invoices",
    "opportunities",
    "tickets",
    "problems",
    "losses",
)
EVENT_FIELDS = (
    Field("event_id", "text", _("Event id"), virtual=True),
    Field("account_id", "ref", _("Account"), ref="accounts"),
    Field("line_id", "ref", _("Contract line"), ref="contracts"),
    Field("user_id", "text", _("User")),
    Field("name", "text", _("Event"), required=True),
    Field("occurred_at", "datetime", _("When"), required=True),
    Field("count", "int", _("Count")),
    Field("seconds", "int", _("Seconds")),
    Field("value", "decimal", _("Value")),
)


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that rows of a file may become."""

    name: str
    label_plural: Any
    id_field: str
    fields: tuple[Field, ...]
    record_kind: RecordKind | None = None

    @property
    def effective(self) -> str:
        """The field whose date is the effective time, or nothing."""
        return self.record_kind.effective if self.record_kind else "occurred_at"

    @property
    def closing(self) -> tuple[str, ...]:
        """The fields whose later dates make further versions."""
        return self.record_kind.closing if self.record_kind else ()


def list_targets() -> list[Target]:
    """Return every target in the order in which they are imported."""
    targets = [
        Target(kind.name, kind.label_plural, kind.id_field, kind.fields, kind)
        for kind in list_kinds()
        if kind.importable
    ]
    targets.append(Target(EVENTS, _("Events"), "event_id", EVENT_FIELDS))
    return sorted(targets, key=lambda target: _place(target.name))


def get_target(name: str) -> Target:
    """Return a target by its name; raises KeyError."""
    return {target.name: target for target in list_targets()}[name]


def fields_by_kind() -> dict[str, tuple[Field, ...]]:
    """Return the field declarations that mapping takes."""
    return {target.name: target.fields for target in list_targets()}


def _place(name: str) -> tuple[int, str]:
    if name == EVENTS:
        return len(ORDER) + 1, name
    return (ORDER.index(name), name) if name in ORDER else (len(ORDER), name)
