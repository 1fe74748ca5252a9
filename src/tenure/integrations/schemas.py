"""Bodies of the import's API."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field


class ImportIn(Schema):
    """How an uploaded file is to be taken."""

    kind: str = Field(description="The kind of record, or several with commas between them.")
    mapping: str = Field("", description="A mapping as YAML; without it, columns are found by their names.")
    dry_run: bool = Field(False, description="Only say what would happen; start it later with /run.")
    create_missing: bool = Field(False, description="Make accounts that rows name but nobody knows.")
    known_at: str = Field("", description="Since when the rows are known: a date, or a time.")
    history: bool = Field(False, description="Each row was known on its own date (assumed).")
    date_order: str = Field("", pattern="^(dmy|mdy|ymd)?$", description="How dates such as 03/04/2026 are meant.")
    system: str = Field("", max_length=60, description="Whose ids these are.")


class CountsOut(Schema):
    """What became of the rows, or would become of them."""

    created: int
    updated: int
    unchanged: int
    rejected: int
    skipped: int


class StepOut(CountsOut):
    """The counts of one kind."""

    kind: str


class ImportOut(Schema):
    """An import: where it stands and what came of it."""

    id: int
    file: str
    state: str
    rows: int
    counts: CountsOut
    kinds: list[StepOut]
    dry_run: list[StepOut] | None = Field(None, description="What the dry run found, until the import has begun.")
    known_time: str
    share_assumed: float | None
    seconds: float
    problem: str
    notes: list[str]
    done: int = Field(description="Rows dealt with, while it runs.")
    total: int
    made_at: datetime
    made_by: str | None
    undone_at: datetime | None


class ImportPage(Schema):
    """Some imports, the newest first."""

    data: list[ImportOut]
    next_cursor: int | None


class RejectOut(Schema):
    """A rejected row."""

    id: int
    row: int
    kind: str
    column: str
    reason: str
    cells: dict[str, str]


class RejectPage(Schema):
    """Some rejected rows, in the order of the file."""

    data: list[RejectOut]
    next_cursor: int | None


class CorrectionIn(Schema):
    """The cells of a row as they should be; what is not named stays."""

    cells: dict[str, str]


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: list[dict[str, Any]] = []
