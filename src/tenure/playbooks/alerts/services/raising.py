"""Raising alerts: once a day the rules look at all customers, and what they find is opened, kept up or ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db import transaction

from tenure.accounts.models import Account
from tenure.foundation.models import Workspace
from tenure.health.queries import find_newest_day
from tenure.playbooks.alerts.queries.facts import load_facts
from tenure.playbooks.alerts.queries.rules import RuleSetting, list_rules
from tenure.playbooks.alerts.services.calling import call_for_alerts
from tenure.playbooks.alerts.services.keeping import Keeper
from tenure.playbooks.alerts.services.snoozing import end_expired
from tenure.playbooks.models import Alert, AlertRule
from tenure_engine.alerts import SINCE_DAYS, Facts, Order, watch
from tenure_engine.period import to_day

LOOK_BACK_DAYS = 90
Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Raised:
    """What a run did: `day` is the day looked at, None where no day has been computed yet."""

    day: date | None
    opened: int = 0
    ended: int = 0
    called: int = 0


def raise_alerts(*, workspace: Workspace, as_of: date | None = None, progress: Progress = silent) -> Raised:
    """Raise the alerts of a day, by default the newest that health has computed, and of days missed before it.

    Looking at the same day again, with the same data, changes nothing; with other data the day's alerts follow it.
    The first time, the last 90 days are looked at too, so that it is known since when things are as they are; what
    had ended by then calls nobody. All of it rests on what is known now.
    """
    day = as_of or find_newest_day(workspace.pk)
    if day is None:
        return Raised(None)
    is_anew = not Alert.objects.filter(workspace=workspace).exists()
    _forget_later(workspace, day)
    end_expired(workspace_id=workspace.pk)
    settings = [each for each in list_rules(workspace.pk) if each.is_on]
    keepers = [_keeper(workspace, each, day, is_anew) for each in settings]
    first = min((_reach(keeper) for keeper in keepers), default=to_day(day))
    facts = load_facts(workspace.pk, first=first, last=to_day(day))
    orders = [_order(keeper, facts, day) for keeper in keepers]
    accounts = set(Account.objects.filter(workspace=workspace).order_by().values_list("pk", flat=True))
    opened = ended = 0
    for keeper, seen in zip(keepers, watch(facts, orders, progress), strict=True):
        kept = keeper.keep(seen, facts.inputs.accounts.ids, accounts)
        opened, ended = opened + kept.opened, ended + kept.ended
    _mark(workspace, settings, day)
    return Raised(day, opened, ended, call_for_alerts(workspace=workspace))


def _keeper(workspace: Workspace, setting: RuleSetting, day: date, is_anew: bool) -> Keeper:
    """Return what keeps a rule's alerts, over the days that it has not looked at yet."""
    earliest = day - timedelta(days=LOOK_BACK_DAYS - 1)
    through = setting.row.raised_through if setting.row is not None else None
    if is_anew or through is None:
        return Keeper(workspace, setting, earliest, day, is_first_look=True)
    first = min(day, max(through + timedelta(days=1), earliest))
    return Keeper(workspace, setting, first, day, is_first_look=False)


def _reach(keeper: Keeper) -> int:
    """Return the first day whose score is read."""
    setting = keeper.setting
    return to_day(keeper.first) - setting.rule.reach(setting.parameters) - SINCE_DAYS


def _order(keeper: Keeper, facts: Facts, day: date) -> Order:
    was_open = np.isin(facts.inputs.accounts.ids, list(keeper.carried))
    setting = keeper.setting
    return Order(setting.rule, setting.parameters, to_day(keeper.first), to_day(day), was_open)


@transaction.atomic
def _forget_later(workspace: Workspace, day: date) -> None:
    """Take back what was found on later days: the data that made them the newest ones are gone."""
    Alert.objects.filter(workspace=workspace, opened_on__gt=day).delete()
    Alert.objects.filter(workspace=workspace, ended_on__gt=day).update(ended_on=None)
    AlertRule.objects.filter(workspace=workspace, raised_through__gt=day).update(
        raised_through=day - timedelta(days=1)
    )


@transaction.atomic
def _mark(workspace: Workspace, settings: Sequence[RuleSetting], day: date) -> None:
    """Keep through which day each rule has looked."""
    rows = [AlertRule(workspace=workspace, name=each.name, raised_through=day) for each in settings]
    AlertRule.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["workspace", "name"], update_fields=["raised_through"]
    )
