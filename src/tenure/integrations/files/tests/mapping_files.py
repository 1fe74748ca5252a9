"""Small fields and files for the tests of mapping."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tenure.integrations.files.mapping import MappedRow, apply_mapping, load_mapping, plan_mapping
from tenure.integrations.files.mapping.plans import Plan
from tenure.integrations.files.reading import Chunk, FileShape, ReadOptions, read_rows, sniff
from tenure.integrations.files.tests.reading_files import write

SNAPSHOT = date(2026, 1, 31)


@dataclass(frozen=True)
class Field:
    name: str
    type: str = "text"
    choices: Sequence[Any] = ()
    required: bool = False


ACCOUNTS = (
    Field("account_id"),
    Field("name"),
    Field("parent_id", "ref"),
    Field("industry"),
    Field("region"),
    Field("country"),
    Field("size", "int"),
    Field("segment"),
    Field("stage"),
    Field("source"),
    Field("acquisition_cost", "amount"),
    Field("currency"),
    Field("website"),
    Field("signed_on", "date"),
    Field("tags", "tags"),
    Field("owner", "person"),
)
CONTRACTS = (
    Field("line_id"),
    Field("contract_id", "ref"),
    Field("account_id", "ref", required=True),
    Field("product", "ref"),
    Field("kind", "choice", (("seat", "Per seat"), ("one_off", "One-off"))),
    Field("start_date", "date", required=True),
    Field("end_date", "date"),
    Field("quantity", "decimal"),
    Field("mrr", "amount"),
    Field("arr", "amount"),
    Field("unit_price", "amount"),
    Field("billing_months", "int"),
    Field("currency"),
    Field("trial", "bool"),
    Field("auto_renew", "bool"),
)
EVENTS = (
    Field("event_id"),
    Field("account_id", "ref"),
    Field("line_id", "ref"),
    Field("user_id"),
    Field("name", required=True),
    Field("occurred_at", "datetime", required=True),
    Field("count", "int"),
    Field("seconds", "int"),
    Field("value", "decimal"),
)
TICKETS = (
    Field("ticket_id"),
    Field("account_id", "ref", required=True),
    Field("contact_id", "ref"),
    Field("subject"),
    Field("topic"),
    Field("status", "choice", (("open", "Open"), ("pending", "Pending"), ("solved", "Solved"), ("closed", "Closed"))),
    Field("severity", "int"),
    Field("opened_at", "datetime", required=True),
    Field("first_response_at", "datetime"),
    Field("resolved_at", "datetime"),
    Field("satisfaction", "int"),
    Field("escalated", "bool"),
)
LOSSES = (
    Field("loss_id"),
    Field("account_id", "ref", required=True),
    Field("lost_on", "date", required=True),
    Field("reason"),
    Field("detail"),
)
KINDS: dict[str, Sequence[Field]] = {
    "accounts": ACCOUNTS,
    "contracts": CONTRACTS,
    "events": EVENTS,
    "tickets": TICKETS,
    "losses": LOSSES,
}


def shape_of(tmp_path: Path, text: str, name: str = "file.csv", **options: Any) -> FileShape:
    return sniff(write(tmp_path / name, text), ReadOptions(**options))


def planned(
    tmp_path: Path, text: str, mapping: str, timezone: str = "UTC", **options: Any
) -> tuple[Plan, list[Chunk]]:
    """The plan of a mapping (YAML) for a file (text) and the file's chunks."""
    shape = shape_of(tmp_path, text, **options)
    loaded = load_mapping(mapping)
    plan = plan_mapping(loaded, shape, KINDS[loaded.kind], snapshot=SNAPSHOT, timezone=timezone)
    return plan, list(read_rows(tmp_path / "file.csv", shape))


def mapped(tmp_path: Path, text: str, mapping: str, timezone: str = "UTC", **options: Any) -> list[MappedRow]:
    """The rows of a file (text) under a mapping (YAML)."""
    plan, chunks = planned(tmp_path, text, mapping, timezone, **options)
    return [row for chunk in chunks for row in apply_mapping(plan, chunk)]


def values_of(tmp_path: Path, text: str, mapping: str, field: str, **options: Any) -> list[Any]:
    """One field of every row; the code of the problem where there is one."""
    rows = mapped(tmp_path, text, mapping, **options)
    return [row.problems[0].message.code if row.problems else row.values.get(field) for row in rows]
