"""What the rules look at: inputs, scorecards and averages, as known today or as it was known then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
from numpy.typing import NDArray

from tenure.events.log.retrying import read_again
from tenure.events.queries import log_of
from tenure.health.models import HealthDay
from tenure.health.queries.cards import card_for, current_cards
from tenure.health.queries.inputs import coverage_of_workspace, load_inputs
from tenure.playbooks.alerts.choices import Knowledge
from tenure_engine.alerts import Facts, stand
from tenure_engine.period import from_day, to_day
from tenure_engine.windows.inputs import MICROSECONDS_A_DAY, Inputs
from tenure_engine.windows.knowledge import Knowledge as Seen
from tenure_engine.windows.small import feed_of

Int64 = NDArray[np.int64]
MORNING_AFTER = 1
"""A day is looked at on the morning after, with what is known by the end of that day."""


def load_facts(
    workspace_id: int,
    *,
    first: int,
    last: int,
    knowledge: Knowledge = Knowledge.NOW,
    account_ids: Sequence[int] | None = None,
) -> Facts:
    """Return the facts of some accounts, or all, with their scores from the first to the last day (numbers).

    Scores are those of the scorecards in use today. Of some accounts only, the averages of their segments are those
    that health has kept.
    """
    inputs = load_inputs(workspace_id, account_ids=account_ids)
    if knowledge == Knowledge.THEN:
        inputs = as_known_then(workspace_id, inputs)
    cards = current_cards(workspace_id)
    judges = [card_for(segment, cards) for segment in inputs.accounts.segment]
    standing = stand(inputs, [None if judge is None else judge.card for judge in judges], first, last)
    facts = Facts(inputs, standing)
    return facts if account_ids is None else _with_kept_averages(workspace_id, facts, first, last)


def as_known_then(workspace_id: int, inputs: Inputs) -> Inputs:
    """Return inputs of which each day sees only what was known on the morning after.

    Records are exact: each version counts from when it was known. A user's day in the product counts from when the
    first of its events was known; events of that day which arrived still later count with it.
    """
    known = _known_of_rows(workspace_id, inputs)
    days = inputs.user_days.day.astype(np.int64)
    return replace(
        inputs,
        knowledge=Seen.then().lagged(MORNING_AFTER),
        user_known=known,
        feed=inputs.feed if known is None else feed_of(days, known),
        cache={},
    )


LATE = """WITH seen AS (
    SELECT account_id, user_id, epoch_us(occurred_at) // $day AS day, epoch_us(known_at) // $day AS known
    FROM read_parquet($files, hive_partitioning = false)
), late AS (SELECT DISTINCT account_id, user_id, day FROM seen WHERE known > day)
SELECT account_id, user_id, day, min(known) AS known FROM seen JOIN late USING (account_id, user_id, day)
GROUP BY ALL HAVING min(known) > day"""
"""Users' days in the product of which nothing was known on the day itself, and since when something is."""


def _known_of_rows(workspace_id: int, inputs: Inputs) -> Int64 | None:
    """Return the day on which each row of the rollup was known at first; None where every one was in time."""
    late = read_again(lambda: _late_rows(workspace_id), duckdb.IOException)
    table = inputs.user_days
    if late is None or not len(table.day):
        return None
    place = {name: number for number, name in enumerate(table.users)}
    user = np.array([place.get(name, -1) for name in late["user_id"]], dtype=np.int64)
    known = table.day.astype(np.int64)
    ours = _keys(table.account, table.user, known)
    theirs = _keys(late["account_id"].astype(np.int64), user, late["day"].astype(np.int64))
    at = np.minimum(np.searchsorted(ours, theirs), len(ours) - 1)
    same = ours[at] == theirs
    known[at[same]] = late["known"].astype(np.int64)[same]
    return known


def _late_rows(workspace_id: int) -> dict[str, NDArray[np.generic]] | None:
    files = [str(file.path) for file in log_of(workspace_id).table.files()]
    if not files:
        return None
    with duckdb.connect() as con:
        found = con.execute(LATE, {"files": files, "day": MICROSECONDS_A_DAY}).fetchnumpy()
    return found if len(found["day"]) else None


def _keys(account: Int64, user: Int64, day: Int64) -> NDArray[np.void]:
    """Return keys that sort as (account, user, day) do."""
    columns = np.stack([account, user, day], axis=1).astype(">i8")
    columns ^= np.int64(np.iinfo(np.int64).min)  # so that bytes compare as the signed numbers do
    return np.ascontiguousarray(columns).view(np.dtype((np.void, 24))).reshape(-1)


def _with_kept_averages(workspace_id: int, facts: Facts, first: int, last: int) -> Facts:
    """Return the facts with the averages of the segments as health kept them day by day."""
    rows = HealthDay.objects.filter(workspace_id=workspace_id, day__gte=from_day(first), day__lte=from_day(last))
    names = sorted(set(facts.inputs.accounts.segment))
    average = np.full((len(names), last - first + 1), np.nan)
    customers = np.zeros(average.shape, dtype=np.int64)
    for day, averages in rows.values_list("day", "averages"):
        for number, name in enumerate(names):
            if name in averages:
                place = to_day(day) - first
                average[number, place], customers[number, place] = averages[name]
    segment = np.array([names.index(name) for name in facts.inputs.accounts.segment], dtype=np.int64)
    standing = replace(facts.standing, average=average, customers=customers, segment=segment)
    return replace(facts, standing=standing)


def known_since(workspace_id: int, inputs: Inputs) -> date | None:
    """Return the day since which anything at all has been known; None where nothing is."""
    days = [each.first_known for each in coverage_of_workspace(workspace_id).values()]
    days += [int(inputs.feed.known.min())] if len(inputs.feed.known) else []
    return from_day(min(days)) if days else None
