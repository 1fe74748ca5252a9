"""Keeping books: one a workspace in each process, brought up to date when the data changed.

Every write leaves a row in the activity log or a version of a record; the newest of both, the newest computed day and
the rollup's state are the book's version. A few changed accounts are read again at once. When very many changed, a
small book is read anew at once and a large one in the background, while the former one serves and says its time.
"""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from django.conf import settings
from django.db import connection
from django.utils import timezone

from tenure.accounts.models import RecordVersion
from tenure.events.queries import log_of
from tenure.foundation.models import Activity, Workspace
from tenure.health.models import HealthDay
from tenure.health.queries import find_newest_day
from tenure.health.queries.explanations import ABOUT, day_files
from tenure.web.queries.book.loading import load_facts
from tenure.web.queries.book.merging import merge
from tenure.web.queries.book.snapshot import Book, Measured, Used
from tenure.web.queries.usage import weekly_matrix

logger = logging.getLogger(__name__)
AT_ONCE_ROWS = 5_000
FEW_ACCOUNTS = 400
MOST_BOOKS = 8
LONGEST_LIFE = timedelta(minutes=15)
USAGE_LIFE = timedelta(minutes=5)  # events arrive all the time; sparklines of weeks may wait
LATE_ROWS = 50  # PostgreSQL hands numbers out before the commit: look a little back
HARMLESS = ("portfolio_view.", "token.", "notice.", "notification.", "digest.", "alert_rule.")


NEWEST = (
    f"SELECT (SELECT MAX(id) FROM {Activity._meta.db_table}), (SELECT MAX(id) FROM {RecordVersion._meta.db_table}), "  # noqa: S608
    f"(SELECT MAX(computed_at) FROM {HealthDay._meta.db_table} WHERE workspace_id = %s)"
)
"""What the newest of everything is: asked with every page, so at once and past the ORM, which takes longer."""


class Version(NamedTuple):
    """What a book was read at. Two that are equal know the same."""

    day: date
    activity: int
    record: int
    computed: str
    rollup: int


@dataclass
class _Kept:
    book: Book
    version: Version
    is_busy: bool = False


_books: dict[tuple[str, str, int], _Kept] = {}
_lock = threading.RLock()


def get_book(workspace_id: int) -> Book:
    """Return the book of a workspace: as new as the data, or, while a large one is read anew, the one before."""
    key = _key(workspace_id)
    version = read_version(workspace_id)
    with _lock:
        kept = _books.get(key)
        if kept is None:
            while len(_books) >= MOST_BOOKS:
                del _books[next(iter(_books))]
            kept = _books[key] = _Kept(read_book(workspace_id, version), version)
        elif kept.version != version or timezone.now() - kept.book.made_at > LONGEST_LIFE:
            _refresh(kept, workspace_id, version)
        return kept.book


def warm_books() -> None:
    """Read every workspace's book behind the start of a server, so that nobody's first page waits for it."""

    def read() -> None:
        try:
            for workspace in Workspace.objects.all():
                get_book(workspace.pk)
        except Exception:  # such as a database without tables yet: the first page reads the book then
            logger.exception("the book could not be read at the start")
        finally:
            connection.close()

    threading.Thread(target=read, daemon=True).start()


def find_kept_book(workspace_id: int, day: date) -> Book | None:
    """Return the book that is in memory for a day, as far as sparklines may be behind; None where there is none."""
    with _lock:
        kept = _books.get(_key(workspace_id))
    if kept is None or kept.book.day != day or timezone.now() - kept.book.made_at > LONGEST_LIFE:
        return None
    return kept.book


def is_behind(book: Book) -> bool:
    """Return whether a newer state than this book is being read."""
    with _lock:
        return any(kept.book is book and kept.is_busy for kept in _books.values())


def forget_books() -> None:
    """Drop every book, so that the next question reads it anew."""
    with _lock:
        _books.clear()


def _key(workspace_id: int) -> tuple[str, str, int]:
    return str(connection.settings_dict["NAME"]), str(settings.TENURE_HOME), workspace_id


def read_version(workspace_id: int) -> Version:
    """Return what a book read now would know: a query and a look at a file."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [workspace_id])
        activity, record, computed = cursor.fetchone()
    return Version(timezone.localdate(), activity or 0, record or 0, str(computed or ""), rollup_stamp(workspace_id))


def rollup_stamp(workspace_id: int) -> int:
    """Return a number that changes with the rollup."""
    return log_of(workspace_id).rollup_changed_ns()


def read_book(workspace_id: int, version: Version) -> Book:
    """Read a whole book."""
    facts = load_facts(workspace_id=workspace_id, day=version.day)
    measured, used = read_measures(workspace_id), read_usage(workspace_id, version.day)
    return Book(facts, measured, used, version.day, timezone.now())


def read_measures(workspace_id: int) -> Measured:
    """Read the measures of the newest computed day."""
    day = find_newest_day(workspace_id)
    values = day_files(workspace_id).read(day) if day else None
    if values is None:
        return Measured(None, np.zeros(0, dtype=np.int64), {})
    columns = {name: column for name, column in values.columns.items() if not name.startswith(ABOUT)}
    return Measured(day, values.accounts, columns)


def read_usage(workspace_id: int, day: date) -> Used:
    """Read the active users of each week."""
    ids, weeks = weekly_matrix(workspace_id=workspace_id, accounts=None, day=day)
    return Used(ids, weeks)


def _refresh(kept: _Kept, workspace_id: int, version: Version) -> None:
    age = timezone.now() - kept.book.made_at
    if age < USAGE_LIFE:
        version = version._replace(rollup=kept.version.rollup)
    changed = _changed_accounts(kept, version)
    if changed is not None and len(changed) <= FEW_ACCOUNTS:
        if version == kept.version:
            return
        facts = kept.book.facts
        if changed:
            new = load_facts(workspace_id=workspace_id, day=version.day, only=changed)
            facts = merge(facts, new, np.array(sorted(changed), dtype=np.int64))
        kept.book = kept.book.with_facts(facts)
        kept.version = version
    elif len(kept.book) <= AT_ONCE_ROWS or connection.in_atomic_block:
        kept.book, kept.version = read_book(workspace_id, version), version
    elif not kept.is_busy:
        kept.is_busy = True
        threading.Thread(target=_read_behind, args=(kept, workspace_id, version), daemon=True).start()


def _read_behind(kept: _Kept, workspace_id: int, version: Version) -> None:
    try:
        book = read_book(workspace_id, version)
        with _lock:
            kept.book, kept.version = book, version
    except Exception:
        logger.exception("the book of workspace %s could not be read anew", workspace_id)
    finally:
        kept.is_busy = False
        connection.close()


def _changed_accounts(kept: _Kept, version: Version) -> set[int] | None:
    """Return the accounts that changed since the book was read, None where that may be any."""
    before = kept.version
    if (before.day, before.computed, before.rollup) != (version.day, version.computed, version.rollup):
        return None
    if timezone.now() - kept.book.made_at > LONGEST_LIFE:
        return None
    late = LATE_ROWS if connection.vendor == "postgresql" else 0
    activities = Activity.objects.filter(pk__gt=before.activity - late).order_by()
    rows: Sequence[tuple[str, int | None]] = list(activities.values_list("verb", "account_id")[: 4 * FEW_ACCOUNTS])
    versions = RecordVersion.objects.filter(pk__gt=before.record - late).order_by()
    accounts = list(versions.values_list("account_id", flat=True)[: 4 * FEW_ACCOUNTS])
    if len(rows) == 4 * FEW_ACCOUNTS or len(accounts) == 4 * FEW_ACCOUNTS:
        return None
    if any(account is None and not verb.startswith(HARMLESS) for verb, account in rows):
        return None
    return {account for _verb, account in rows if account is not None} | {pk for pk in accounts if pk is not None}
