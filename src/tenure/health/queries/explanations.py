"""The score of one account on one day with its exact explanation, and why it moved between two days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from django.conf import settings

from tenure.accounts.models import Account
from tenure.health.history import DayFiles
from tenure.health.models import HealthDay, ScorecardVersion
from tenure.health.queries.cards import CurrentCard, card_for, card_of, current_cards
from tenure.health.queries.inputs import load_inputs
from tenure_engine.health.moves import Movement, why_moved
from tenure_engine.health.scoring import Explanation, explain
from tenure_engine.health.values import Key, evaluate
from tenure_engine.period import from_day, to_day
from tenure_engine.windows.freshness import last_days
from tenure_engine.windows.inputs import Source

ABOUT = "~"
CARD, SCORE, COVERAGE, CUSTOMER = "~card", "~score", "~coverage", "~customer"


class NoScorecard(LookupError):
    """No scorecard judges the account."""


@dataclass(frozen=True, slots=True)
class Told:
    """A score explained. `known_on` is the day whose knowledge it rests on, None for what is known now.

    `fresh` is the last day with something of the account, by source; `is_stored` tells that it was kept.
    """

    account: Account
    day: date
    known_on: date | None
    card: CurrentCard
    explanation: Explanation
    values: Mapping[Key, float]
    fresh: Mapping[Source, date]
    is_stored: bool
    segment_average: int | None = None

    @property
    def score(self) -> float | None:
        """The score from 0 to 100."""
        return None if self.explanation.score is None else self.explanation.score / 100

    @property
    def coverage(self) -> float:
        """The share of the weights whose measures are known."""
        return self.explanation.coverage / 10_000


def day_files(workspace_id: int) -> DayFiles:
    """Return the measure history of a workspace."""
    return DayFiles(Path(settings.TENURE_HOME) / "health" / str(workspace_id))


def explain_account(
    *, account: Account, day: date, known_on: date | None = None, is_kept_enough: bool = True
) -> Told:
    """Return the score of an account at the end of a day, explained.

    Without `known_on`, what was kept of that day is taken where there is something and that `is_kept_enough`; else
    it is computed with all that is known. Raises NoScorecard where none is in use.
    """
    if known_on is None and is_kept_enough:
        stored = _stored(account, day)
        if stored is not None:
            return stored
    return _computed(account, day, known_on)


def why_account_moved(
    *, account: Account, before: date, after: date, known_on: date | None = None
) -> tuple[Told, Told, Movement]:
    """Return the score on two days and the rows' differences, which add up to the difference of the scores."""
    earlier = explain_account(account=account, day=before, known_on=known_on)
    later = explain_account(account=account, day=after, known_on=known_on)
    return earlier, later, why_moved(earlier.explanation, later.explanation)


def _stored(account: Account, day: date) -> Told | None:
    state = HealthDay.objects.filter(workspace_id=account.workspace_id, day=day, is_stale=False).first()
    values = day_files(account.workspace_id).read_of(day, account.pk) if state else None
    if state is None or values is None:
        return None
    about = {name: values.pop(name) for name in list(values) if name.startswith(ABOUT)}
    version = ScorecardVersion.objects.filter(pk=int(np.nan_to_num(about.get(CARD, 0.0)))).first()
    if version is None:
        return None
    known = {Key.parse(name): value for name, value in values.items()}
    current = CurrentCard(version.pk, version.number, card_of(version))
    average = state.averages.get(account.segment)
    return Told(
        account=account,
        day=day,
        known_on=state.known_on,
        card=current,
        explanation=explain(current.card, known),
        values=known,
        fresh=_fresh({source: about.get(fresh_column(source), np.nan) for source in Source}),
        is_stored=True,
        segment_average=average[0] if average else None,
    )


def _computed(account: Account, day: date, known_on: date | None) -> Told:
    inputs = load_inputs(account.workspace_id, known_on=known_on, account_ids=[account.pk])
    current = card_for(inputs.accounts.segment[0], current_cards(account.workspace_id))
    if current is None:
        raise NoScorecard("no scorecard is in use; run 'tenure measures run' or take one into use")
    number = to_day(day)
    found = evaluate(inputs, current.card.told_keys(), number, number)
    values = {key: float(column[0, 0]) for key, column in found.items()}
    return Told(
        account=account,
        day=day,
        known_on=known_on,
        card=current,
        explanation=explain(current.card, values),
        values=values,
        fresh=_fresh({source: float(last_days(inputs, source, number, number)[0, 0]) for source in Source}),
        is_stored=False,
    )


def fresh_column(source: Source) -> str:
    """Return the name of the column that keeps how fresh a source is."""
    return f"~fresh.{source.value}"


def _fresh(days: Mapping[Source, float]) -> dict[Source, date]:
    return {source: from_day(int(day)) for source, day in days.items() if not np.isnan(day)}
