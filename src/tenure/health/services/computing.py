"""Computing days: measure values, scores, history, and the current state. The same day again gives the same rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from tenure.foundation.models import Workspace
from tenure.health.history import DayValues
from tenure.health.models import HealthDay
from tenure.health.queries.cards import CurrentCard, card_for
from tenure.health.queries.explanations import CARD, COVERAGE, CUSTOMER, SCORE, day_files, fresh_column
from tenure.health.queries.inputs import load_inputs
from tenure.health.queries.touched import begin_days
from tenure.health.series import NOT_COMPUTED
from tenure.health.services.keeping import Scored, save_scores
from tenure.health.services.scorecards import ensure_scorecards
from tenure_engine.health.scoring import UNKNOWN, score_all
from tenure_engine.health.values import Key, Use, evaluate
from tenure_engine.measures import all_measures
from tenure_engine.period import from_day, to_day
from tenure_engine.windows.freshness import last_days
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Grid
from tenure_engine.windows.records import received, sum_states

Float64 = NDArray[np.float64]
Int64 = NDArray[np.int64]
Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Computed:
    """What a run did."""

    days: int
    accounts: int


def compute_days(
    *,
    workspace: Workspace,
    first: date,
    last: date,
    known_on: date | None = None,
    inputs: Inputs | None = None,
    progress: Progress = silent,
) -> Computed:
    """Compute every day from `first` to `last` for all accounts, with the knowledge of `known_on` or of now.

    A month at a time: files first, then the scores, then the fill state, so that a crash leaves nothing half said.
    `inputs` of that knowledge may be given where they are loaded already.
    """
    cards = ensure_scorecards(workspace=workspace)
    inputs = inputs or load_inputs(workspace.pk, known_on=known_on)
    begins = begin_days(workspace.pk, inputs)
    keys = stored_keys(cards)
    total, done = (last - first).days + 1, 0
    progress(0, total)
    for begin, end in _by_month(first, last):
        values = evaluate(inputs, keys, to_day(begin), to_day(end))
        scored = _score(inputs, cards, values, begins, to_day(begin), to_day(end))
        _write_files(workspace, inputs, values, scored, known_on or timezone.localdate(), cards)
        save_scores(workspace=workspace, accounts=inputs.accounts.ids, month=begin.replace(day=1), scored=scored)
        _mark(workspace, inputs, scored, known_on or timezone.localdate(), cards)
        done += (end - begin).days + 1
        progress(done, total)
    return Computed(total, len(inputs.accounts))


def stored_keys(cards: Sequence[CurrentCard]) -> list[Key]:
    """Return what is kept of each day: every measure at its usual window, and what the cards tell."""
    keys = [
        Key(name, measure.default_window, Use.VALUE)
        for name, measure in all_measures().items()
        if not measure.takes_event
    ]
    for current in cards:
        keys += current.card.told_keys()
    return list(dict.fromkeys(keys))


def _by_month(first: date, last: date) -> Iterator[tuple[date, date]]:
    begin = first
    while begin <= last:
        following = (begin.replace(day=28) + timedelta(days=4)).replace(day=1)
        end = min(last, following - timedelta(days=1))
        yield begin, end
        begin = following


def _score(
    inputs: Inputs, cards: Sequence[CurrentCard], values: Mapping[Key, Float64], begins: Int64, first: int, last: int
) -> Scored:
    grid = Grid(len(inputs.accounts), first, last)
    score = np.full((grid.accounts, grid.days), UNKNOWN, dtype=np.int64)
    coverage = np.zeros_like(score)
    card_of_account = np.zeros(grid.accounts, dtype=np.int64)
    chosen = [card_for(segment, cards) for segment in inputs.accounts.segment]
    for current in cards:
        rows = np.array([each is current for each in chosen], dtype=np.bool_)
        if rows.any():
            scores = score_all(current.card, {key: values[key][rows] for key in current.card.needed_keys()})
            score[rows], coverage[rows], card_of_account[rows] = scores.score, scores.coverage, current.version_id
    has_begun = grid.numbers()[None, :] >= begins[:, None]
    score[~has_begun] = NOT_COMPUTED
    return Scored(first, score, coverage, card_of_account, customers(inputs, grid) & has_begun, has_begun)


def customers(inputs: Inputs, grid: Grid) -> NDArray[np.bool_]:
    """Return who is a customer on each day: who has an active recurring line; all, where no contract is known."""
    lines = inputs.lines
    active = sum_states(inputs, lines, grid, starts=lines.starts, ends=lines.ends, where=lines.is_recurring) > 0
    active[:, ~received(inputs, Source.CONTRACTS, grid)] = True
    return active


def _write_files(
    workspace: Workspace,
    inputs: Inputs,
    values: Mapping[Key, Float64],
    scored: Scored,
    known_on: date,
    cards: Sequence[CurrentCard],
) -> None:
    files = day_files(workspace.pk)
    last = scored.first + scored.score.shape[1] - 1
    fresh = {source: last_days(inputs, source, scored.first, last) for source in Source}
    about = {
        "known_on": known_on.isoformat(),
        "computed_at": timezone.now().isoformat(),
        "cards": {current.name: current.version_id for current in cards},
    }
    days = {}
    for place in range(scored.score.shape[1]):
        columns = {str(key): column[:, place] for key, column in values.items()}
        columns[CARD] = scored.card.astype(np.float64)
        columns[SCORE] = np.where(scored.score[:, place] < 0, np.nan, scored.score[:, place] / 100)
        columns[CUSTOMER] = scored.is_customer[:, place].astype(np.float64)
        columns[COVERAGE] = scored.coverage[:, place] / 10_000
        columns |= {fresh_column(source): column[:, place] for source, column in fresh.items()}
        rows = scored.has_begun[:, place]
        if not rows.all():
            columns = {name: column[rows] for name, column in columns.items()}
        days[from_day(scored.first + place)] = DayValues(inputs.accounts.ids[rows], columns, about)
    files.write(days)


@transaction.atomic
def _mark(workspace: Workspace, inputs: Inputs, scored: Scored, known_on: date, cards: Sequence[CurrentCard]) -> None:
    """Write the fill state of the days."""
    segments = np.array(inputs.accounts.segment, dtype=object)
    rows = [
        HealthDay(
            workspace=workspace,
            day=from_day(scored.first + place),
            known_on=known_on,
            cards={current.name: current.version_id for current in cards},
            averages=_averages(segments, scored.score[:, place], scored.is_customer[:, place]),
            accounts=int(scored.has_begun[:, place].sum()),
            is_stale=False,
            computed_at=timezone.now(),
        )
        for place in range(scored.score.shape[1])
    ]
    HealthDay.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["workspace", "day"],
        update_fields=["known_on", "cards", "averages", "accounts", "is_stale", "computed_at"],
    )


def _averages(
    segments: NDArray[np.object_], score: Int64, is_customer: NDArray[np.bool_]
) -> dict[str, tuple[int, int]]:
    """Return the mean score (hundredths) and the number of customers with a score, by segment."""
    counted = is_customer & (score >= 0)
    found = {}
    for segment in sorted(set(segments[counted])):
        of_segment = score[counted & (segments == segment)]
        found[str(segment)] = (round(int(of_segment.sum()) / len(of_segment)), len(of_segment))
    return found
