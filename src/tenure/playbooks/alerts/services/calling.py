"""Calls to action that alerts ask for.

Alerts of one account whose rules share a reason share one call, which tells them all. An alert calls once: what a
person ended is not opened again while the alert holds, and a new one waits until two weeks have passed. An alert
that ends closes nothing; the call says that it is over.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from tenure.accounts.models import AccountOwner
from tenure.foundation.models import User, Workspace
from tenure.health.queries import health_of
from tenure.playbooks.alerts.services.pieces import pieces
from tenure.playbooks.alerts.words import Data, clause_of, ended_clause
from tenure.playbooks.choices import BELOW_BAND, CtaKind
from tenure.playbooks.models import Alert, AlertSnooze, Completion, Cta
from tenure.playbooks.queries.arr import RevenueBook
from tenure.playbooks.services.ctas import Call, open_cta
from tenure_engine.alerts import Rule, Severity, all_rules

QUIET_DAYS = 14
CALLS_A_TRANSACTION = 50  # each asks the database several times
JOINS = {"health.falling": BELOW_BAND}
"""Reasons that add nothing where a call of another reason is open: who is at risk is looked at anyway."""
HEALTH_SPEAKS = "band"
"""Stands in the evidence of calls that health keeps up to date: it says better why, so an alert only joins."""
ORDER = list(Severity)
Key = tuple[int, str]


@dataclass(slots=True)
class Group:
    """Alerts of one account and reason: those its open call rests on, and those that call now."""

    told: list[Alert]
    waiting: list[Alert]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What calls need beside the alerts, by account."""

    today: date
    arr: Mapping[int, Mapping[str, Decimal]]
    owners: Mapping[int, User]
    ctas: Mapping[Key, Cta]


def call_for_alerts(*, workspace: Workspace) -> int:
    """Open the calls that open alerts ask for, and bring the open ones up to date; return how many are new."""
    today = timezone.localdate()
    rules = all_rules()
    groups = _groups(workspace, rules, today)
    accounts = sorted({account for account, _reason in groups})
    open_ctas = Cta.objects.filter(workspace=workspace, closed_at__isnull=True, account_id__in=accounts)
    around = Surroundings(
        today,
        RevenueBook(accounts).arr_on(today),
        _owners(accounts),
        {(cta.account_id, cta.reason): cta for cta in open_ctas},
    )
    opened = 0
    for piece in pieces(list(groups.items()), CALLS_A_TRANSACTION):
        with transaction.atomic():
            opened += sum(_call(key, group, rules, around) for key, group in piece)
    return opened


def _groups(workspace: Workspace, rules: Mapping[str, Rule], today: date) -> dict[Key, Group]:
    rows = Alert.objects.filter(workspace=workspace, rule__in=list(rules)).select_related("account__workspace", "cta")
    groups: dict[Key, Group] = defaultdict(lambda: Group([], []))
    for alert in rows.filter(cta__isnull=False, cta__closed_at__isnull=True).order_by("pk"):
        groups[alert.account_id, rules[alert.rule].reason].told.append(alert)
    resting, quiet = _resting(workspace, today), _quiet(workspace)
    for alert in rows.filter(cta__isnull=True, ended_on__isnull=True).order_by("pk"):
        key = (alert.account_id, rules[alert.rule].reason)
        if (alert.account_id, alert.rule) not in resting and key not in quiet:
            groups[key].waiting.append(alert)
    return groups


def _call(key: Key, group: Group, rules: Mapping[str, Rule], around: Surroundings) -> bool:
    """Open or bring up to date the call of one account and reason; return whether it is new."""
    account_id, reason = key
    there = around.ctas.get((account_id, JOINS.get(reason, reason))) or around.ctas.get(key)
    if there is None and not group.waiting:
        return False
    if there is not None and (there.reason != reason or is_healths(there)):
        return _link(group.waiting, there, False)
    call = call_of(reason, [*group.told, *group.waiting], rules, around)
    if there is not None and not group.waiting and _says(there, call):
        return False
    account = (group.waiting or group.told)[0].account
    cta, is_new = open_cta(actor=None, account=account, call=call, owner=around.owners.get(account_id))
    return _link(group.waiting, cta, is_new)


def is_healths(cta: Cta) -> bool:
    """Whether health opened a call and keeps it up to date."""
    return HEALTH_SPEAKS in cta.evidence


def _says(cta: Cta, call: Call) -> bool:
    """Whether a call to action says all this already."""
    return list(cta.clauses) == list(call.clauses) and cta.at_risk_amount == call.at_risk_amount


def _link(alerts: Iterable[Alert], cta: Cta, is_new: bool) -> bool:
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(cta=cta)
    return is_new


def call_of(reason: str, alerts: list[Alert], rules: Mapping[str, Rule], around: Surroundings) -> Call:
    """Return the call that alerts of one account and reason ask for: what is so, then what is over."""
    ordered = sorted(alerts, key=lambda alert: (ORDER.index(rules[alert.rule].severity), alert.opened_on, alert.pk))
    first = ordered[0]
    arr = around.arr.get(first.account_id, {})
    currency = max(arr, key=lambda code: arr[code]) if arr else ""
    kind = CtaKind(rules[first.rule].kind.value)
    is_at_risk = kind != CtaKind.OPPORTUNITY
    days = min(rules[alert.rule].severity.due_days for alert in ordered)
    return Call(
        reason=reason,
        due_on=around.today + timedelta(days=days),
        kind=kind,
        clauses=list(_clauses(reason, ordered, rules)),
        evidence={"alerts": [{"alert": alert.pk, "rule": alert.rule} for alert in ordered]},
        at_risk_amount=arr.get(currency) if is_at_risk else None,
        currency=currency if is_at_risk else "",
    )


def _clauses(reason: str, alerts: Iterable[Alert], rules: Mapping[str, Rule]) -> Iterable[Data]:
    rows = list(alerts)
    for alert in rows:
        if alert.ended_on is None:
            yield clause_of_alert(alert, rules[alert.rule])
    if reason == BELOW_BAND and rows:
        yield from (dict(clause) for clause in _health_clauses(rows[0].account_id))
    for alert in rows:
        if alert.ended_on is not None:
            yield ended_clause(rules[alert.rule], alert.ended_on.isoformat())


def clause_of_alert(alert: Alert, rule: Rule) -> Data:
    """Return what an alert says now, as data."""
    currency = alert.account.currency or alert.account.workspace.currency
    return clause_of(rule, alert.latest or alert.evidence, alert.parameters, currency)


def _health_clauses(account_id: int) -> list[Mapping[str, Any]]:
    state = health_of([account_id]).get(account_id)
    return list(state.clauses) if state is not None else []


def _resting(workspace: Workspace, today: date) -> set[tuple[int, str]]:
    rows = AlertSnooze.objects.filter(workspace=workspace, ended_at__isnull=True, until__gt=today)
    return set(rows.values_list("account_id", "rule"))


def _quiet(workspace: Workspace) -> set[Key]:
    """Return what a person ended within the last two weeks."""
    since = timezone.now() - timedelta(days=QUIET_DAYS)
    rows = Completion.objects.filter(cta__workspace=workspace, ended_at__isnull=True, at__gte=since, by__isnull=False)
    return set(rows.values_list("cta__account_id", "cta__reason"))


def _owners(accounts: Iterable[int]) -> dict[int, User]:
    rows = AccountOwner.objects.filter(account_id__in=list(accounts), role="csm").select_related("user")
    return {row.account_id: row.user for row in rows}
