"""References of a chunk of rows to other kinds: accounts, contacts, products."""

from typing import TYPE_CHECKING

from tenure.accounts.kinds import Field
from tenure.accounts.services.records.inputs import Pk
from tenure.accounts.services.records.rows import Row
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
    "tickets": N_("ticket"),
}


def resolve(writer: "RecordWriter", rows: list[Row]) -> None:
    """Replace external ids by our own; a row whose reference is unknown is rejected.

    References to rows of the same kind are settled already.
    """
    for entry in writer.kind.fields:
        if entry.type == "ref" and entry.ref != writer.kind.name:
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
