"""The demo's records, through the same writer as every import, each version with its own known time."""

import time
from collections.abc import Callable, Iterator

from django.db import connection

from tenure.accounts.kinds import get_kind
from tenure.accounts.models import Account, Note
from tenure.accounts.queries.external import resolve_external
from tenure.accounts.services.records import RecordInput, RecordWriter
from tenure.foundation.models import User
from tenure.integrations.demo.queries import SYSTEM
from tenure.integrations.demo.types import ID_FIELDS, DemoCompany, Row
from tenure.integrations.models import ImportBatch

CHUNK = 500
PAUSE_SECONDS = 0.002  # so that others get to write on SQLite
ORDER = (
    "products",
    "accounts",
    "contacts",
    "agreements",
    "contracts",
    "tickets",
    "invoices",
    "surveys",
    "touchpoints",
    "problems",
    "losses",
    "opportunities",
    "devices",
)
Say = Callable[[str, int], None]
_PEOPLE = ("owner", "sales_owner", "onboarding_owner")


class DemoRejected(Exception):
    """A row of the demo was not taken: a fault of the demo itself."""


def load_records(*, batch: ImportBatch, company: DemoCompany, say: Say) -> dict[str, int]:
    """Write all kinds in the order of their references and return the number of records by kind."""
    counts = {}
    for kind in ORDER:
        inputs = list(_inputs(company, kind))
        counts[kind] = len({given.key for given in inputs})
        _write(batch, kind, inputs)
        say(kind, counts[kind])
    counts["notes"] = _write_notes(batch, company)
    return counts


def _write(batch: ImportBatch, kind: str, inputs: list[RecordInput]) -> None:
    writer = RecordWriter(
        kind=get_kind(kind), workspace=batch.workspace, actor=None, import_id=batch.pk, system=SYSTEM
    )
    for start in range(0, len(inputs), CHUNK):
        outcomes = writer.apply(inputs[start : start + CHUNK])
        _check(kind, [(outcome.row, str(problem)) for outcome in outcomes for problem in outcome.problems])
        if connection.vendor == "sqlite":
            time.sleep(PAUSE_SECONDS)
    _check(kind, [(outcome.row, str(problem)) for outcome in writer.finish() for problem in outcome.problems])


def _check(kind: str, problems: list[tuple[int, str]]) -> None:
    if problems:
        row, text = problems[0]
        raise DemoRejected(f"{kind}, row {row}: {text} ({len(problems)} in all)")


def _inputs(company: DemoCompany, kind: str) -> Iterator[RecordInput]:
    """Yield the newest state of each record first, its earlier versions after: then no record is written twice."""
    rows = _agreements(company) if kind == "agreements" else company.records[kind]
    id_field = "contract_id" if kind == "agreements" else ID_FIELDS[kind]
    newest = {row[id_field]: row for row in rows}
    earlier = [row for row in rows if newest[row[id_field]] is not row]
    for number, row in enumerate([*(newest[key] for key in sorted(newest)), *earlier], 1):
        yield RecordInput(
            row=number,
            key=str(row[id_field]),
            values=_values(kind, id_field, row, is_newest=newest[row[id_field]] is row),
            known_at=row["known_at"],
            system=SYSTEM,
        )


def _values(kind: str, id_field: str, row: Row, *, is_newest: bool) -> Row:
    values = {name: value for name, value in row.items() if name not in (id_field, "known_at")}
    if kind == "contracts":
        # the contract's own, written as agreements
        del values["signed_on"], values["auto_renew"]
    if kind == "accounts":
        fields = {entry.name for entry in get_kind(kind).fields}
        values["custom"] = {name: values.pop(name) for name in list(values) if name not in fields}
        values["tags"] = [tag for tag in str(values["tags"]).split("; ") if tag]
        if not is_newest:
            for name in _PEOPLE:  # owners have no history of their own
                del values[name]
    return values


def _agreements(company: DemoCompany) -> list[Row]:
    """Return one row for each contract: its own dates, and which contract it renews."""
    contracts: dict[str, Row] = {}
    contract_of = {row["line_id"]: row["contract_id"] for row in company.records["contracts"]}
    for row in company.latest("contracts").values():
        found = contracts.setdefault(
            row["contract_id"],
            {
                "contract_id": row["contract_id"],
                "account_id": row["account_id"],
                "number": row["contract_id"],
                "signed_on": row["signed_on"],
                "start_date": row["start_date"],
                "end_date": row["end_date"],
                "currency": row["currency"],
                "renewal_of": None,
                "auto_renew": row["auto_renew"],
                "known_at": row["known_at"],
            },
        )
        if row["renewal_of"]:
            found["renewal_of"] = contract_of[row["renewal_of"]]
    first = {}
    for row in reversed(company.records["contracts"]):
        first[row["contract_id"]] = row["known_at"]
    rows = [{**row, "known_at": first[row["contract_id"]]} for row in contracts.values()]
    return sorted(rows, key=lambda row: (row["known_at"], row["contract_id"]))


def _write_notes(batch: ImportBatch, company: DemoCompany) -> int:
    rows = company.records["notes"]
    accounts = resolve_external(
        workspace_id=batch.workspace_id,
        kind="accounts",
        values=[row["account_id"] for row in rows],
        system=SYSTEM,
    )
    authors = {user.email: user for user in User.objects.filter(workspace=batch.workspace)}
    there = set(Account.objects.filter(pk__in=accounts.values()).values_list("pk", flat=True))
    notes = [
        Note(
            workspace=batch.workspace,
            account_id=accounts[row["account_id"]],
            author=authors.get(row["author"]),
            text=row["text"],
            at=row["at"],
        )
        for row in rows
        if accounts.get(row["account_id"]) in there
    ]
    Note.objects.bulk_create(notes, batch_size=100)
    return len(notes)
