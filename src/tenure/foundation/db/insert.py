"""Many rows at once, in a few statements."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

MOST_VALUES = 30_000
"""So many values one statement may have: SQLite takes 32,766."""


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, key: Sequence[str] = ()
) -> None:
    """Insert rows of values (in the order of the field names), whose ids nobody needs, in the caller's transaction.

    With `key`, the fields of a unique constraint, a row that is there already is changed to the values given. Three
    times as fast as `bulk_create`, which builds an object and an SQL expression for every value.
    """
    fields = [model._meta.get_field(name) for name in columns]
    prepare = [field.get_db_prep_save for field in fields]  # type: ignore[union-attr]
    data = [tuple(prep(value, connection) for prep, value in zip(prepare, row, strict=True)) for row in rows]
    if not data:
        return
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)  # type: ignore[union-attr]
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 -- names of our models
    if key:
        sql += _or_change(model, columns, key)
    with connection.cursor() as cursor:
        cursor.executemany(sql, data)


def insert_records(records: Sequence[models.Model]) -> None:
    """Insert new records of one model within the caller's transaction, and give them their ids."""
    if not records:
        return
    meta = records[0]._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    marks = f"({', '.join(['%s'] * len(fields))})"
    step = MOST_VALUES // len(fields)
    with connection.cursor() as cursor:
        for begin in range(0, len(records), step):
            part = records[begin : begin + step]
            rows = f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES {', '.join([marks] * len(part))}"  # noqa: S608 -- names of our models
            cursor.execute(f"{rows} RETURNING {quote(meta.pk.column)}", _values(part, fields))
            for record, (pk,) in zip(part, cursor.fetchall(), strict=True):
                record.pk = pk
                record._state.adding, record._state.db = False, connection.alias


def _values(records: Sequence[models.Model], fields: Sequence[Any]) -> list[Any]:
    return [
        field.get_db_prep_save(field.pre_save(record, True), connection) for record in records for field in fields
    ]


def _or_change(model: type[models.Model], columns: Sequence[str], key: Sequence[str]) -> str:
    quote = connection.ops.quote_name
    column = {name: quote(str(model._meta.get_field(name).column)) for name in columns}  # type: ignore[union-attr]
    sets = ", ".join(f"{column[name]} = excluded.{column[name]}" for name in columns if name not in key)
    return f" ON CONFLICT ({', '.join(column[name] for name in key)}) DO UPDATE SET {sets}"
