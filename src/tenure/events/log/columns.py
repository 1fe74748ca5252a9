"""The columns of an event: as the caller gives them, and as the log keeps them."""

import pyarrow as pa

TIME = pa.timestamp("us", "UTC")
BUCKETS = 16

# what a caller hands in; `row_number` is the caller's own and only for reports
DRAFT = pa.schema(
    [
        ("account_id", pa.int64()),
        ("user_id", pa.string()),
        ("name", pa.string()),
        ("occurred_at", TIME),
        ("known_at", TIME),
        ("is_assumed", pa.bool_()),
        ("source", pa.string()),
        ("message_id", pa.string()),
        ("import_id", pa.int64()),
        ("count", pa.int64()),
        ("seconds", pa.int64()),
        ("value", pa.float64()),
        ("properties", pa.string()),
        ("row_number", pa.int64()),
    ]
)

# what stands for a value that was not given; columns that are not here must be given
DEFAULTS: dict[str, bool | int | str] = {
    "user_id": "",
    "is_assumed": False,
    "import_id": 0,
    "count": 1,
    "seconds": 0,
    "properties": "{}",
    "row_number": 0,
}

# what a data file holds; month and bucket are in its path
STORED = pa.schema(
    [
        pa.field("account_id", pa.int64(), nullable=False),
        pa.field("user_id", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("occurred_at", TIME, nullable=False),
        pa.field("known_at", TIME, nullable=False),
        pa.field("is_assumed", pa.bool_(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("message_id", pa.string(), nullable=False),
        pa.field("import_id", pa.int64(), nullable=False),
        pa.field("count", pa.int64(), nullable=False),
        pa.field("seconds", pa.int64(), nullable=False),
        pa.field("value", pa.float64(), nullable=True),
        pa.field("properties", pa.string(), nullable=False),
    ]
)

# what two events with the same id must agree in
CONTENT = ["account_id", "user_id", "name", "occurred_at", "count", "seconds", "value", "properties"]

PARTITIONED_BY = ["month", "bucket"]
TABLE = pa.schema(
    [*STORED, pa.field("month", pa.string(), nullable=False), pa.field("bucket", pa.int32(), nullable=False)]
)


def bucket_of(account: int) -> int:
    """Return the bucket of the log that holds an account's events."""
    return account % BUCKETS


def to_drafts(table: pa.Table) -> pa.Table:
    """Return the table with exactly the draft columns, defaults filled in.

    Raises ValueError when a column is unknown, cannot be read as its type, or a needed one is missing.
    """
    unknown = set(table.column_names) - set(DRAFT.names)
    if unknown:
        raise ValueError(f"unknown event columns: {', '.join(sorted(unknown))}")
    columns = [_draft_column(table, field) for field in DRAFT]
    return pa.table(columns, schema=DRAFT)


def _draft_column(table: pa.Table, field: pa.Field) -> pa.ChunkedArray | pa.Array:
    default = DEFAULTS.get(field.name)
    if field.name not in table.column_names:
        if default is None and field.name != "value":
            raise ValueError(f"the column {field.name} is missing")
        return (
            pa.nulls(len(table), field.type)
            if default is None
            else pa.repeat(pa.scalar(default, field.type), len(table))
        )
    column = table.column(field.name)
    if column.type != field.type:
        try:
            column = column.cast(field.type)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise ValueError(f"the column {field.name} is not {field.type}: {error}") from error
    return column if default is None else column.fill_null(pa.scalar(default, field.type))
