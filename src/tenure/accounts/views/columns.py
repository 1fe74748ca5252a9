"""How the fields of a kind stand in a table and on a page."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from tenure.accounts.choices import OwnerRole
from tenure.accounts.kinds import Field, RecordKind
from tenure.accounts.links import record_url
from tenure.accounts.queries.records import visible_records
from tenure.accounts.services.ownership import OWNER_FIELDS
from tenure.foundation.models import User
from tenure.ui.tables import Cell, Column

SORTED_BY = {
    "accounts": "name",
    "contacts": "name",
    "products": "name",
    "agreements": "number",
    "contracts": "starts_on",
}
KINDS = {
    "int": "number",
    "decimal": "number",
    "amount": "money",
    "date": "date",
    "datetime": "instant",
    "choice": "badge",
}


class Columns:
    """The columns of a kind for one person; names of records they may not read stay away."""

    def __init__(self, kind: RecordKind, actor: User) -> None:
        self.kind = kind
        self.actor = actor
        self._parents: set[int] | None = None

    def table(self) -> list[Column]:
        """The columns of the list: those the kind shows first, then the rest to be chosen."""
        shown = [self.kind.field(name) for name in self.kind.columns]
        rest = [entry for entry in self.kind.fields if entry not in shown and entry.name in self._readable]
        first = self.column(shown[0], is_first=True)
        columns = [first, *(self.column(entry) for entry in shown[1:])]
        return [*columns, *(self.column(entry, is_shown=False) for entry in rest), self._external_id()]

    def page(self) -> list[Column]:
        """The columns as facts of one record's page."""
        entries = [entry for entry in self.kind.fields if entry.name in self._readable]
        return [self.column(entry) for entry in entries]

    @property
    def _readable(self) -> set[str]:
        stored = {entry.name for entry in self.kind.stored}
        return stored | (set(OWNER_FIELDS) | {"team"} if self.kind.name == "accounts" else set())

    def column(self, entry: Field, *, is_first: bool = False, is_shown: bool = True) -> Column:
        """Return the column of one field; the first leads to the record."""
        kind = "name" if is_first and entry.type in ("text", "long_text", "ref") else KINDS.get(entry.type, "text")
        return Column(
            name=entry.name,
            title=entry.label,
            kind=kind,  # type: ignore[arg-type]
            value=self._value(entry, is_name=kind == "name"),
            sort=self._sort(entry),
            link=self._link(entry, is_first),
            currency=self._currency,
            is_shown=is_shown,
            is_fixed=is_first,
            template="accounts/cells/first.html" if is_first and kind != "name" else "",
        )

    def _value(self, entry: Field, *, is_name: bool) -> Callable[[Any], Any]:
        if entry.type == "person":
            return lambda row: next(
                (str(own.user) for own in row.owners.all() if own.role == OWNER_FIELDS[entry.name]), ""
            )
        if entry.name == "team" and entry.virtual:
            return lambda row: str(row.team or "")
        if entry.type == "ref":
            return lambda row: self._name_of(entry, row) or (str(row) if is_name else "")
        if entry.type == "choice":
            labels = dict(entry.choices)
            return lambda row: labels.get(getattr(row, entry.attribute), getattr(row, entry.attribute))
        if entry.type == "bool":
            return lambda row: {True: _("Yes"), False: _("No")}.get(getattr(row, entry.attribute))
        if entry.type == "tags":
            return lambda row: ", ".join(str(tag) for tag in getattr(row, entry.attribute) or [])
        return lambda row: getattr(row, entry.attribute) if not is_name else getattr(row, entry.attribute) or str(row)

    def _name_of(self, entry: Field, row: Any) -> str:
        target_id = getattr(row, entry.attribute)
        if target_id is None or (entry.name == "parent_id" and target_id not in self._visible_parents()):
            return ""
        return str(getattr(row, entry.attr or entry.name))

    def _visible_parents(self) -> set[int]:
        if self._parents is None:
            rows = visible_records(kind=self.kind, actor=self.actor).filter(children__isnull=False).order_by()
            self._parents = set(rows.values_list("pk", flat=True))
        return self._parents

    def _link(self, entry: Field, is_first: bool) -> Callable[[Any], str] | None:
        if is_first:
            return lambda row: record_url(self.kind.name, row.pk)
        if entry.type != "ref":
            return None
        return lambda row: record_url(entry.ref, getattr(row, entry.attribute)) if self._name_of(entry, row) else ""

    def _sort(self, entry: Field) -> str | bool:
        if entry.type in ("person", "tags", "long_text"):
            return False
        if entry.name == "team" and entry.virtual:
            return "team__name"
        if entry.type == "ref":
            return f"{entry.attr or entry.name}__{SORTED_BY.get(entry.ref, 'pk')}"
        return entry.attribute

    def _currency(self, row: Any) -> str:
        own = str(getattr(row, "currency", "") or "")
        return own or (self.actor.workspace.currency if self.actor.workspace else "")

    def _external_id(self) -> Column:
        title = self.kind.field(self.kind.id_field).label
        return Column(self.kind.id_field, title, value=lambda row: getattr(row, "external_id", None), is_shown=False)


def cells_of(columns: Iterable[Column], record: Any) -> list[Cell]:
    """Return the facts of one record."""
    return [
        Cell(
            column,
            record,
            column.of(record),
            column.link(record) if column.link else "",
            column.currency_of(record) if column.kind == "money" else "",
        )
        for column in columns
    ]


def owners_of(account: Any) -> dict[str, Any]:
    """Return an account's owners by role."""
    found = {own.role: own.user for own in account.owners.all()}
    return {role.value: found.get(role) for role in OwnerRole}
