"""Calls to action that alerts ask for.

Alerts of one account whose rules share a reason share one call, which tells them all. An alert calls once: what a
person ended is not opened again while the alert holds, and a new one waits until two weeks have passed. An alert
that ends closes nothing; the call says that it is over.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from tenure.accounts.models import Account
from tenure.foundation.db.update import update_rows
from tenure.foundation.models import Workspace
from tenure.health.queries import health_of
from tenure.playbooks.alerts.words import Data, clause_of, ended_clause
from tenure.playbooks.choices import BELOW_BAND, CtaKind
from tenure.playbooks.models import Alert, AlertSnooze, Completion, Cta
from tenure.playbooks.queries.arr import RevenueBook
from tenure.playbooks.services.ctas import Asked, Call, open_ctas
from tenure.playbooks.services.pieces import pieces
from tenure.playbooks.services.telling import csms_of
from tenure_engine.alerts import Rule, Severity, all_rules

QUIET_DAYS = 14
JOINS = {"health.falling": BELOW_BAND}
"""Reasons that add nothing where a call of another reason is open: who is at risk is looked at anyway."""
HEALTH_SPEAKS = "band"
"""Stands in the evidence of calls that health keeps up to date: it says better why, so an alert only joins."""
ORDER = list(Severity)
Key = tuple[int, str]
TOLD = ("account", "rule", "opened_on", "ended_on", "evidence", "latest", "parameters", "cta")
"""What a call tells of an alert."""
SAID = ("account", "reason", "evidence", "clauses", "at_risk_amount", "due_on")
"""What tells whether an open call says all of it already."""


@dataclass(slots=True)
class Group:
    """Alerts of one account and reason: those its open call rests on, and those that call now."""

    told: list[Alert]
    waiting: list[Alert]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What calls need beside the alerts, by account: yearly revenue, who owns a new call (by id), the currency, what
    health says, and the open calls, also by reason.
    """

    today: date
    arr: Mapping[int, Mapping[str, Decimal]]
    owners: Mapping[int, int]
    currencies: Mapping[int, str]
    health: Mapping[int, Sequence[Data]]
    ctas: Mapping[Key, Cta]


def call_for_alerts(*, workspace: Workspace) -> int:
    """Open the calls that open alerts ask for, and bring the open ones up to date; return how many are new."""
    rules = all_rules()
    groups = _groups(workspace, rules)
    around = _surroundings(workspace, groups)
    return sum(_call(workspace, piece, rules, around) for piece in pieces(list(groups.items())))


def _groups(workspace: Workspace, rules: Mapping[str, Rule]) -> dict[Key, Group]:
    rows = Alert.objects.filter(workspace=workspace, rule__in=list(rules)).only(*TOLD).order_by("pk")
    groups: dict[Key, Group] = defaultdict(lambda: Group([], []))
    for alert in rows.filter(cta__isnull=False, cta__closed_at__isnull=True):
        groups[alert.account_id, rules[alert.rule].reason].told.append(alert)
    resting, quiet = _resting(workspace, timezone.localdate()), _quiet(workspace)
    for alert in rows.filter(cta__isnull=True, ended_on__isnull=True):
        key = (alert.account_id, rules[alert.rule].reason)
        if (alert.account_id, alert.rule) not in resting and key not in quiet:
            groups[key].waiting.append(alert)
    return groups


def _surroundings(workspace: Workspace, groups: Collection[Key]) -> Surroundings:
    """Return what the calls of all groups need: a few queries, whatever their number."""
    today = timezone.localdate()
    accounts = Account.objects.filter(workspace=workspace).order_by()
    judged = [account for account, reason in groups if reason == BELOW_BAND]
    ctas = Cta.objects.filter(workspace=workspace, closed_at__isnull=True).only(*SAID)
    return Surroundings(
        today,
        RevenueBook(sorted({account for account, _reason in groups})).arr_on(today),
        csms_of(workspace),
        {pk: currency or workspace.currency for pk, currency in accounts.values_list("pk", "currency")},
        {pk: state.clauses for pk, state in health_of(judged).items()},
        {(cta.account_id, cta.reason): cta for cta in ctas.order_by("due_on", "-pk")},
    )


def _call(
    workspace: Workspace, groups: Iterable[tuple[Key, Group]], rules: Mapping[str, Rule], around: Surroundings
) -> int:
    """Open or bring up to date the calls of some accounts and reasons; return how many are new."""
    joining: list[tuple[Group, Cta]] = []
    calling: list[tuple[Group, Asked]] = []
    for (account, reason), group in groups:
        there = around.ctas.get((account, JOINS.get(reason, reason))) or around.ctas.get((account, reason))
        if there is None and not group.waiting:
            continue
        if there is not None and (there.reason != reason or is_healths(there)):
            joining.append((group, there))
            continue
        call = call_of(reason, [*group.told, *group.waiting], rules, around)
        if there is None or group.waiting or not _says(there, call):
            calling.append((group, Asked(account, call, around.owners.get(account))))
    with transaction.atomic():
        found = open_ctas(actor=None, workspace=workspace.pk, asked=[asked for _group, asked in calling])
        pairs = zip(calling, found, strict=True)
        joining += [(group, cta) for (group, _asked), (cta, _is_new) in pairs]
        _link(joining)
    return sum(is_new for _cta, is_new in found)


def is_healths(cta: Cta) -> bool:
    """Whether health opened a call and keeps it up to date."""
    return HEALTH_SPEAKS in cta.evidence


def _says(cta: Cta, call: Call) -> bool:
    """Whether a call to action says all this already."""
    return list(cta.clauses) == list(call.clauses) and cta.at_risk_amount == call.at_risk_amount


def _link(joining: Iterable[tuple[Group, Cta]]) -> None:
    """Keep which call the alerts that were waiting for one have now."""
    linked = []
    for group, cta in joining:
        for alert in group.waiting:
            alert.cta_id = cta.pk
            linked.append(alert)
    update_rows(Alert, ["cta"], linked)


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
        clauses=list(_clauses(reason, ordered, rules, around)),
        evidence={"alerts": [{"alert": alert.pk, "rule": alert.rule} for alert in ordered]},
        at_risk_amount=arr.get(currency) if is_at_risk else None,
        currency=currency if is_at_risk else "",
    )


def _clauses(reason: str, alerts: Sequence[Alert], rules: Mapping[str, Rule], around: Surroundings) -> Iterator[Data]:
    for alert in alerts:
        if alert.ended_on is None:
            yield _clause(alert, rules[alert.rule], around.currencies.get(alert.account_id, ""))
    if reason == BELOW_BAND:
        yield from (dict(clause) for clause in around.health.get(alerts[0].account_id, ()))
    for alert in alerts:
        if alert.ended_on is not None:
            yield ended_clause(rules[alert.rule], alert.ended_on.isoformat())


def clause_of_alert(alert: Alert, rule: Rule) -> Data:
    """Return what an alert says now, as data."""
    return _clause(alert, rule, alert.account.currency or alert.account.workspace.currency)


def _clause(alert: Alert, rule: Rule, currency: str) -> Data:
    return clause_of(rule, alert.latest or alert.evidence, alert.parameters, currency)


def _resting(workspace: Workspace, today: date) -> set[tuple[int, str]]:
    rows = AlertSnooze.objects.filter(workspace=workspace, ended_at__isnull=True, until__gt=today)
    return set(rows.values_list("account_id", "rule"))


def _quiet(workspace: Workspace) -> set[Key]:
    """Return what a person ended within the last two weeks."""
    since = timezone.now() - timedelta(days=QUIET_DAYS)
    rows = Completion.objects.filter(cta__workspace=workspace, ended_at__isnull=True, at__gte=since, by__isnull=False)
    return set(rows.values_list("cta__account_id", "cta__reason"))
