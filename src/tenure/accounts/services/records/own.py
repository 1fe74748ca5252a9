"""References of rows to rows of their own kind: a parent, the line renewed or amended.

What is named may stand further down, or be rejected. So rows are put into an order in which nothing is written before
what it names; rows that name one another in a circle never get their turn.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import F

from tenure.accounts.kinds import Field
from tenure.accounts.models import ContractLine
from tenure.accounts.services.records.inputs import Pk
from tenure.accounts.services.records.references import NAMES, UNKNOWN, UNKNOWN_ACCOUNT
from tenure.accounts.services.records.rows import Row
from tenure_engine.words import N_

if TYPE_CHECKING:
    from tenure.accounts.services.records.writer import RecordWriter

ITSELF = N_("the row names itself")


def order(writer: "RecordWriter", rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Return the rows that can be written, each after those it names, and the rows that have to wait.

    What is known already is resolved; what is among the rows is put down as `late`, to be linked as they are written.
    """
    fields = _fields(writer)
    if not fields:
        return list(rows), []
    _resolve(writer, fields, rows)
    missing = {id(row): len(set(_named(row, fields).values())) for row in rows}
    naming: dict[str, list[Row]] = {}
    for row in rows:
        for value in set(_named(row, fields).values()):
            naming.setdefault(value, []).append(row)
    ready, turn = [], deque(row for row in rows if not missing[id(row)])
    while turn:
        row = turn.popleft()
        ready.append(row)
        for other in naming.pop(row.given.key, ()) if not row.problems else ():
            missing[id(other)] -= 1
            if not missing[id(other)]:
                turn.append(other)
    for row in ready:
        row.late, row.is_waiting = _named(row, fields), False
        for name in row.late:
            del row.values[name]
    waiting = [row for row in rows if missing[id(row)]]
    for row in waiting:
        row.is_waiting = True
    return ready, waiting


def without_orphans(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Return the rows to go on with, and those that name a row which has been rejected meanwhile: they wait again."""
    kept, orphans = [], []
    gone = {row.given.key for row in rows if row.problems} - {row.given.key for row in rows if not row.problems}
    for row in rows:
        if row.is_open and gone & set(row.late.values()):
            gone.add(row.given.key)
            row.values |= row.late
            row.late, row.is_waiting = {}, True
            orphans.append(row)
        else:
            kept.append(row)
    return kept, orphans


def link_new(writer: "RecordWriter", made: Sequence[tuple[Row, Any]]) -> None:
    """Let records that were made together point to each other."""
    linked = [(row, record) for row, record in made if row.late]
    if not linked:
        return
    link(writer, [row for row, _record in linked])
    fields = _fields(writer)
    for row, record in linked:
        for entry in fields:
            if row.values.get(entry.name) is not None:
                setattr(record, entry.attribute, int(row.values[entry.name]))
    columns = [entry.attr or entry.name for entry in fields]
    writer.kind.model._default_manager.bulk_update([record for _row, record in linked], columns, batch_size=100)


def link(writer: "RecordWriter", rows: Iterable[Row]) -> None:
    """Resolve what rows name among those that were written with them."""
    late = [row for row in rows if row.late and not row.problems]
    known = writer.resolver.look_up(writer.kind.name, {value for row in late for value in row.late.values()})
    for row in late:
        row.values |= {name: Pk(known[value]) for name, value in row.late.items()}
        row.late = {}


def find_elsewhere(writer: "RecordWriter", rows: Sequence[Row]) -> bool:
    """Let rows name the last line of the contract they renew, or an account made for them; return if any did."""
    fields, found = _fields(writer), False
    keys = {row.given.key for row in rows}
    for row in rows:
        for name, value in _named(row, fields).items():
            pk = _line_of_contract(writer, value)
            if pk is None and value not in keys and writer.kind.name == "accounts" and writer.resolver.create_missing:
                known = writer.resolver.look_up("accounts", [value]).get(value)
                pk = known or writer.resolver.make("accounts", value, row.given.known_at, row.given.is_assumed)
            if pk is not None:
                row.values[name], found = Pk(pk), True
    return found


def reject(writer: "RecordWriter", rows: Sequence[Row]) -> None:
    """Reject rows that name what is nowhere, or what is rejected itself."""
    kind = writer.kind.name
    fields = _fields(writer)
    _resolve(writer, fields, rows)
    for row in rows:
        for name, value in _named(row, fields).items():
            if kind == "accounts":
                row.reject(name, UNKNOWN_ACCOUNT, value=value)
            else:
                row.reject(name, UNKNOWN, kind=NAMES.get(kind, kind), value=value)


def _fields(writer: "RecordWriter") -> list[Field]:
    kind = writer.kind
    return [entry for entry in kind.fields if entry.type == "ref" and entry.ref == kind.name]


def _named(row: Row, fields: Sequence[Field]) -> dict[str, str]:
    """The references of an open row to its own kind that are not resolved yet."""
    if not row.is_open:
        return {}
    values = {entry.name: row.values.get(entry.name) for entry in fields}
    return {name: str(value) for name, value in values.items() if value is not None and not isinstance(value, Pk)}


def _resolve(writer: "RecordWriter", fields: Sequence[Field], rows: Sequence[Row]) -> None:
    values = {value for row in rows for value in _named(row, fields).values()}
    known = writer.resolver.look_up(writer.kind.name, values) if values else {}
    for row in rows:
        for name, value in _named(row, fields).items():
            if value == row.given.key:
                row.reject(name, ITSELF)
            elif value in known:
                row.values[name] = Pk(known[value])


def _line_of_contract(writer: "RecordWriter", value: str) -> int | None:
    """A renewal may name the contract renewed instead of one of its lines: take the line that ends last."""
    if writer.kind.name != "contracts":
        return None
    contract = writer.resolver.look_up("agreements", [value]).get(value)
    lines = ContractLine.objects.filter(contract_id=contract) if contract is not None else ContractLine.objects.none()
    return lines.order_by(F("ends_on").desc(nulls_first=True), "pk").values_list("pk", flat=True).first()
