"""Which alerts there are, within a person's scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from tenure.accounts.models import Account
from tenure.foundation.models import Activity, User
from tenure.playbooks.alerts.queries.rules import RuleSetting, list_rules
from tenure.playbooks.models import Alert, AlertRule, AlertSnooze
from tenure_engine.alerts import all_rules

OPEN, RESTING, ENDED, ALL = "open", "resting", "ended", "all"
RECENT_DAYS = 90
WEEK_DAYS = 7


def list_alerts(*, user: User, state: str = OPEN, rule: str = "", severity: str = "") -> QuerySet[Alert]:
    """Return alerts a person sees, with `snoozed_until` where the rule rests for the account.

    `open` are those that still hold and do not rest, `resting` those that hold and rest, `ended` those that ended
    within 90 days.
    """
    seen = Alert.objects.visible_to(user).select_related("account__workspace", "cta__owner")
    rows: QuerySet[Any] = _with_rests(seen)
    rows = rows.filter(rule=rule) if rule else rows
    rows = rows.filter(severity=severity) if severity else rows
    if state == OPEN:
        return rows.filter(ended_on__isnull=True).exclude(pk__in=_resting())
    if state == RESTING:
        return rows.filter(pk__in=_resting())
    if state == ENDED:
        return rows.filter(ended_on__gt=timezone.localdate() - timedelta(days=RECENT_DAYS))
    return rows


def _with_rests(rows: QuerySet[Alert]) -> QuerySet[Any]:
    live = _live_rests().filter(account=OuterRef("account"), rule=OuterRef("rule"))
    return rows.annotate(snoozed_until=Subquery(live.values("until")[:1]))


def _live_rests() -> QuerySet[AlertSnooze]:
    return AlertSnooze.objects.filter(ended_at__isnull=True, until__gt=timezone.localdate()).order_by()


def _resting() -> QuerySet[Any]:
    """Return the ids of open alerts that rest: found once from the few rests, not asked of each alert."""
    with_alerts = _live_rests().filter(account__alerts__rule=F("rule"), account__alerts__ended_on__isnull=True)
    return with_alerts.values("account__alerts")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with what it raised among what a person sees."""

    setting: RuleSetting
    open: int
    recent: int


def list_rules_with_counts(*, user: User) -> list[RuleRow]:
    """Return every rule with the number of its open alerts, and of those of 90 days."""
    since = timezone.localdate() - timedelta(days=RECENT_DAYS)
    rows = Alert.objects.visible_to(user).order_by().values("rule")
    counted = {
        row["rule"]: row
        for row in rows.annotate(
            open=Count("pk", filter=Q(ended_on__isnull=True)), recent=Count("pk", filter=Q(opened_on__gt=since))
        )
    }
    nothing = {"open": 0, "recent": 0}
    found = [(each, counted.get(each.name, nothing)) for each in list_rules(user.workspace_id or 0)]
    return [RuleRow(each, counts["open"], counts["recent"]) for each, counts in found]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures above the list."""

    open: int
    accounts: int
    new: int
    resting: int


def get_figures(*, user: User) -> Figures:
    """Return how many alerts are open, on how many customers, new within a week, and how many rest."""
    rows = list_alerts(user=user, state=OPEN)
    since = timezone.localdate() - timedelta(days=WEEK_DAYS)
    counted = rows.order_by().aggregate(
        open=Count("pk"), accounts=Count("account", distinct=True), new=Count("pk", filter=Q(opened_on__gt=since))
    )
    resting = list_alerts(user=user, state=RESTING).order_by().count()
    return Figures(counted["open"], counted["accounts"], counted["new"], resting)


def alerts_of_account(*, account: Account, ended: int = 5) -> list[Alert]:
    """Return the open alerts of an account, then those that ended last.

    The caller has found the account within the person's scope. One query: a rule has at most one open alert.
    """
    rows = _with_rests(Alert.objects.filter(account=account))
    newest = rows.order_by(F("ended_on").desc(nulls_first=True), "-opened_on", "-pk")[: len(all_rules()) + ended]
    found = list(newest)
    for row in found:
        row.account = account
    still = [row for row in found if row.is_open]
    return still + [row for row in found if not row.is_open][:ended]


def other_times(*, user: User, alert: Alert, limit: int = 10) -> list[Alert]:
    """Return when else the same rule raised something about the same account, newest first."""
    rows = Alert.objects.visible_to(user).filter(account_id=alert.account_id, rule=alert.rule).exclude(pk=alert.pk)
    return list(rows.order_by("-opened_on", "-pk")[:limit])


def find_rest(*, user: User, alert: Alert) -> AlertSnooze | None:
    """Return the rest of an alert's rule on its account, if one is running."""
    rows: QuerySet[AlertSnooze] = AlertSnooze.objects.visible_to(user).select_related("by")
    running = rows.filter(ended_at__isnull=True, until__gt=timezone.localdate())
    return running.filter(account_id=alert.account_id, rule=alert.rule).first()


def changes_of(rule: AlertRule | None, *, limit: int = 20) -> Iterable[Activity]:
    """Return who set a rule and when, newest first."""
    if rule is None:
        return []
    rows = Activity.objects.filter(workspace_id=rule.workspace_id, verb="alert_rule.changed", subject_id=rule.pk)
    return list(rows.select_related("actor")[:limit])


def newest_look(*, workspace_id: int) -> date | None:
    """Return the day that the rules looked at last."""
    rows = AlertRule.objects.filter(workspace_id=workspace_id, raised_through__isnull=False)
    return rows.order_by("-raised_through").values_list("raised_through", flat=True).first()
