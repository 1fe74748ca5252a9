"""References of a chunk of rows: accounts, contacts, products, and rows of the same kind."""

from typing import TYPE_CHECKING

from django.db.models import Max

from tenure.accounts.kinds import Field
from tenure.accounts.models import ContractLine
from tenure.accounts.services.records.inputs import Outcome, Pk
from tenure.accounts.services.records.rows import Row
from tenure.accounts.services.records.values import merged, restore
from tenure_engine.words import N_

if TYPE_CHECKING:
    from tenure.accounts.services.records.writer import RecordWriter

UNKNOWN_ACCOUNT = N_("unknown account '%(value)s': import accounts first, or allow missing ones to be made")
UNKNOWN = N_("unknown %(kind)s '%(value)s'")
NAMES = {
    "contacts": N_("contact"),
    "products": N_("product"),
    "contracts": N_("contract line"),
    "agreements": N_("contract"),
    "accounts": N_("account"),
}


def resolve(writer: "RecordWriter", rows: list[Row]) -> None:
    """Replace external ids by our own; a row whose reference is unknown is rejected or, for its own kind, later."""
    for entry in writer.kind.fields:
        if entry.type == "ref":
            _resolve_field(writer, entry, rows)
    if writer.kind.hangs_on_account:
        _keep_to_scope(writer, rows)
    elif writer.kind.name == "accounts":
        allowed = writer.resolver.may_write_to(row.record_id for row in rows if row.record_id is not None)
        for row in rows:
            if row.record_id is not None and row.record_id not in allowed:
                row.reject("account_id", UNKNOWN_ACCOUNT, value=row.given.key)


def _resolve_field(writer: "RecordWriter", entry: Field, rows: list[Row]) -> None:
    pending = [
        row
        for row in rows
        if row.is_open and row.values.get(entry.name) is not None and not isinstance(row.values[entry.name], Pk)
    ]
    found = writer.resolver.look_up(entry.ref, {str(row.values[entry.name]) for row in pending})
    for row in pending:
        value = str(row.values[entry.name])
        if value in found:
            row.values[entry.name] = Pk(found[value])
        elif entry.ref == writer.kind.name:
            row.late[entry.name] = value
            del row.values[entry.name]
        else:
            _missing(writer, entry, row, value)


def _missing(writer: "RecordWriter", entry: Field, row: Row, value: str) -> None:
    resolver, given = writer.resolver, row.given
    if entry.ref == "products" or (entry.ref == "accounts" and resolver.create_missing):
        row.values[entry.name] = Pk(resolver.make(entry.ref, value, given.known_at, given.is_assumed))
    elif entry.ref == "contacts" and resolver.create_missing and isinstance(row.values.get("account_id"), Pk):
        account_id = int(row.values["account_id"])
        row.values[entry.name] = Pk(
            resolver.make(entry.ref, value, given.known_at, given.is_assumed, account_id=account_id)
        )
    elif entry.ref == "accounts":
        row.reject(entry.name, UNKNOWN_ACCOUNT, value=value)
    else:
        row.reject(entry.name, UNKNOWN, kind=NAMES.get(entry.ref, entry.ref), value=value)


def _keep_to_scope(writer: "RecordWriter", rows: list[Row]) -> None:
    """What a person may not change is as unknown to them as what is not there."""
    touched = {int(row.values["account_id"]) for row in rows if isinstance(row.values.get("account_id"), Pk)}
    allowed = writer.resolver.may_write_to(touched)
    for row in rows:
        account = row.values.get("account_id")
        if row.is_open and isinstance(account, Pk) and int(account) not in allowed:
            row.reject("account_id", UNKNOWN_ACCOUNT, value=row.given.values.get("account_id", account))


def finish(writer: "RecordWriter", rows: list[Row]) -> list[Outcome]:
    """Set the references that pointed to rows further down; name those that point nowhere."""
    outcomes = []
    wanted: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.late.items():
            wanted.setdefault(writer.kind.field(name).ref, set()).add(value)
    known = {kind: writer.resolver.look_up(kind, values) for kind, values in wanted.items()}
    for row in rows:
        resolved = {}
        for name, value in row.late.items():
            record_id = known[writer.kind.field(name).ref].get(value) or _line_of_contract(writer, value)
            if record_id is None:
                row.reject(name, UNKNOWN, kind=NAMES.get(writer.kind.name, writer.kind.name), value=value)
            else:
                resolved[name] = Pk(record_id)
        if resolved:
            _set_late(writer, row, resolved)
        if row.problems:
            outcomes.append(row.outcome())
    return outcomes


def _line_of_contract(writer: "RecordWriter", value: str) -> int | None:
    """A renewal may name the contract renewed instead of one of its lines: take the line that ends last."""
    if writer.kind.name != "contracts":
        return None
    contract = writer.resolver.look_up("agreements", [value]).get(value)
    if contract is None:
        return None
    lines = ContractLine.objects.filter(contract_id=contract)
    last = lines.aggregate(last=Max("ends_on"))["last"]
    return lines.filter(ends_on=last).values_list("pk", flat=True).first()


def _set_late(writer: "RecordWriter", row: Row, resolved: dict[str, Pk]) -> None:
    """Complete the row's own version and, if it is the newest, its record."""
    from tenure.accounts.models import RecordVersion

    versions = RecordVersion.objects.filter(
        workspace=writer.workspace, kind=writer.kind.name, record_id=row.written_id
    ).order_by("known_at", "id")
    mine = [version for version in versions if version.known_at >= row.given.known_at]
    for version in mine:
        version.data = merged(writer.kind, version.data, resolved)
        version.save(update_fields=["data"])
    record = writer.kind.model._default_manager.get(pk=row.record_id)
    if mine:
        restore(writer.kind, record, mine[-1].data)
        record.save()
