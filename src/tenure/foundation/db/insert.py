"""Many rows at once, where nobody needs their ids back."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values (in the order of the field names) within the caller's transaction.

    Three times as fast as `bulk_create`, which builds an object and an SQL expression for every value.
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
    with connection.cursor() as cursor:
        cursor.executemany(sql, data)
