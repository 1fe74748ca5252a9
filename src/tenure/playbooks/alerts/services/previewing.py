"""What a rule would have raised: replayed over the last year, day by day, and kept."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Count, Q

from tenure.accounts.models import RecordVersion
from tenure.events.queries import get_rollup
from tenure.foundation.models import Workspace
from tenure.health.queries import find_newest_day
from tenure.playbooks.alerts.choices import Knowledge
from tenure.playbooks.alerts.queries.facts import known_since, load_facts
from tenure.playbooks.alerts.queries.outcomes import outcomes_between
from tenure.playbooks.alerts.queries.rules import digest_of, list_rules
from tenure.playbooks.models import AlertPreview
from tenure_engine.alerts import SINCE_DAYS, Facts, Order, Parameters, Rule, Seen, get_rule, watch
from tenure_engine.period import from_day, to_day

PREVIEW_DAYS = 365
KEPT_A_RULE = 12
ENOUGH_DAYS = 90
"""Where less than so many days of the year were known then, the replay takes what is known today instead."""
Asked = Sequence[tuple[Rule, Parameters]]
Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Say nothing."""


def preview(
    *,
    workspace: Workspace,
    name: str,
    parameters: Mapping[str, Any],
    knowledge: Knowledge | None = None,
    progress: Progress = silent,
) -> AlertPreview | None:
    """Replay one rule over the last year and keep what it would have raised. None while no day is computed.

    Without `knowledge` each day is seen as it was known then, if there is enough of that. Raises AlertError.
    """
    rule = get_rule(name)
    found = _replay(workspace, [(rule, rule.read(parameters))], knowledge, progress)
    return found[0] if found else None


def preview_rules(*, workspace: Workspace, progress: Progress = silent) -> list[AlertPreview]:
    """Replay all rules as they are set, those that are off too."""
    asked = [(each.rule, each.parameters) for each in list_rules(workspace.pk)]
    return _replay(workspace, asked, None, progress)


def _replay(
    workspace: Workspace, asked: Asked, knowledge: Knowledge | None, progress: Progress
) -> list[AlertPreview]:
    day = find_newest_day(workspace.pk)
    if day is None:
        return []
    last = to_day(day)
    first = last - PREVIEW_DAYS + 1
    reach = min(first - rule.reach(parameters) - SINCE_DAYS for rule, parameters in asked)
    facts = load_facts(workspace.pk, first=reach, last=last, knowledge=knowledge or Knowledge.THEN)
    since = known_since(workspace.pk, facts.inputs)
    how = knowledge or Knowledge.THEN
    if knowledge is None and (since is None or (day - since).days < ENOUGH_DAYS):
        how = Knowledge.NOW
        facts = load_facts(workspace.pk, first=reach, last=last, knowledge=how)
    nobody = np.zeros(len(facts), dtype=np.bool_)
    seen = watch(facts, [Order(rule, each, first, last, nobody) for rule, each in asked], progress)
    shared = _shared(workspace, first, last, since)
    return [
        _keep(workspace, rule, parameters, day, how, {**shared, "episodes": _episodes(facts, found)})
        for (rule, parameters), found in zip(asked, seen, strict=True)
    ]


def _shared(workspace: Workspace, first: int, last: int, since: date | None) -> dict[str, Any]:
    """Return what every rule's replay of the same days says."""
    outcomes = outcomes_between(workspace.pk, first, last)
    return {
        "first": from_day(first).isoformat(),
        "known_since": since.isoformat() if since else None,
        "assumed": _assumed_share(workspace.pk),
        "customers": outcomes.customers,
        "left": [[account, day] for account, day in outcomes.left.items()],
        "renewed": [[account, day] for account, day in outcomes.renewed.items()],
    }


def _assumed_share(workspace_id: int) -> float:
    """Return of how much of what is known the time at which it was known is assumed."""
    versions = RecordVersion.objects.filter(workspace_id=workspace_id)
    counted = versions.aggregate(all=Count("pk"), assumed=Count("pk", filter=Q(is_assumed=True)))
    rollup = get_rollup(workspace_id)
    total = counted["all"] + rollup.events
    return (counted["assumed"] + rollup.assumed) / total if total else 0.0


def _episodes(facts: Facts, seen: Seen) -> list[list[int]]:
    each = seen.episodes
    accounts = facts.inputs.accounts.ids[each.account]
    return np.stack([accounts, each.opened, each.ended], axis=1).tolist() if len(each) else []


def _keep(
    workspace: Workspace, rule: Rule, parameters: Parameters, day: date, knowledge: Knowledge, found: dict[str, Any]
) -> AlertPreview:
    row, _made = AlertPreview.objects.update_or_create(
        workspace=workspace,
        rule=rule.name,
        digest=digest_of(parameters),
        day=day,
        knowledge=knowledge,
        defaults={"parameters": dict(parameters), "found": found},
    )
    rows = AlertPreview.objects.filter(workspace=workspace, rule=rule.name).order_by("-computed_at", "-pk")
    older = list(rows.values_list("pk", flat=True)[KEPT_A_RULE:])
    AlertPreview.objects.filter(pk__in=older).delete()
    return row
