"""Who may see what of a book: the ids of the person's accounts as a mask. No scope means no rows."""

from collections.abc import Sequence

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.web.queries.book.parts import Bool, Int64
from tenure.web.queries.book.snapshot import Book


def visible_in(book: Book, user: User) -> Bool:
    """Return which accounts of a book the person may see, as the database says it now.

    Who sees as many accounts as the workspace has sees all of them; then no id needs to be fetched.
    """
    rows = Account.objects.visible_to(user)
    if not rows.query.is_empty() and _is_everything(rows, user):
        return np.ones(len(book), dtype=np.bool_)
    return mask_of(book, ids_of(rows))


def _is_everything(rows: QuerySet[Account], user: User) -> bool:
    everything = Account.objects.filter(workspace_id=user.workspace_id)
    # the same question needs no answer: it is the one of an administrator
    return str(rows.query) == str(everything.query) or rows.count() == everything.count()


def mask_of(book: Book, ids: Int64) -> Bool:
    """Return which accounts of a book are among `ids`; an id the book does not know stands for nothing."""
    mask = np.zeros(len(book), dtype=np.bool_)
    places = book.facts.places_of(ids)
    mask[places[places >= 0]] = True
    return mask


def ids_of(rows: QuerySet[Account]) -> Int64:
    """Return the ids of accounts, past the ORM's own rows: they may be very many."""
    if rows.query.is_empty():
        return np.zeros(0, dtype=np.int64)
    sql, params = rows.order_by().values_list("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchall()
    return np.fromiter((row[0] for row in found), dtype=np.int64, count=len(found))


def chosen_in(book: Book, visible: Bool, ids: Sequence[int]) -> Int64:
    """Return the places of some accounts among the visible ones, in the order of names."""
    chosen: Int64 = np.flatnonzero(mask_of(book, np.array(ids, dtype=np.int64)) & visible)
    return chosen
