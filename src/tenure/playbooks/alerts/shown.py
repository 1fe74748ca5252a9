"""How alerts, rules and replays are shown: rows and charts ready to be drawn, in the language of the request."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tenure.health.clauses import write_reason
from tenure.playbooks.alerts.queries.evidence import Course
from tenure.playbooks.alerts.queries.previews import Preview
from tenure.playbooks.alerts.queries.rules import RuleSetting
from tenure.playbooks.alerts.services.calling import clause_of_alert
from tenure.playbooks.alerts.words import unit_word, write_condition, write_number, write_parameter
from tenure.playbooks.choices import CtaKind
from tenure.playbooks.models import Alert
from tenure.ui.charts import Chart, Mark, Series, series_chart
from tenure.ui.numbers import format_day, format_percent
from tenure_engine.alerts import HOLD, AlertError, Rule, get_rule
from tenure_engine.measures import Unit

FORMATS = {Unit.SHARE: "percent", Unit.DAYS: "number", Unit.YES_NO: "number"}


def rule_of(alert: Alert) -> Rule | None:
    """Return the rule of an alert; None where a release took it away."""
    try:
        return get_rule(alert.rule)
    except AlertError:
        return None


def rule_label(name: str) -> str:
    """Return a rule's name in the language of the request; its own name where there is no such rule any more."""
    try:
        return _(get_rule(name).label)
    except AlertError:
        return name


def why(alert: Alert) -> str:
    """Return what an alert says, in one sentence without its full stop."""
    rule = rule_of(alert)
    return write_reason([clause_of_alert(alert, rule)]) if rule is not None else alert.rule


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """One piece of evidence: on the day the alert opened, and on the last day looked at."""

    label: str
    opened: str
    latest: str
    unit: str


def evidence_rows(alert: Alert, rule: Rule) -> list[ShownNumber]:
    """Return the numbers of an alert."""
    currency = alert.account.currency or alert.account.workspace.currency
    return [
        ShownNumber(
            label=_(each.label),
            opened=write_number(alert.evidence.get(each.name), each.unit, currency),
            latest=write_number(alert.latest.get(each.name), each.unit, currency),
            unit=unit_word(each.unit),
        )
        for each in rule.evidence
    ]


def parameter_rows(rule: Rule, parameters: Any) -> list[tuple[str, str]]:
    """Return the parameters with their values, written."""
    return [
        (_(each.label), write_parameter(each, parameters[each.name]))
        for each in rule.parameters
        if each.name in parameters
    ]


def shown_rule(setting: RuleSetting) -> dict[str, Any]:
    """Return a rule as it is set, written."""
    rule = setting.rule
    hold = setting.parameters.whole(HOLD)
    held = ngettext(
        "It opens on the first day on which this is so.",
        "It opens once this has been so for %(days)s days in a row.",
        hold,
    )
    return {
        "name": rule.name,
        "label": _(rule.label),
        "meaning": _(rule.meaning),
        "condition": write_condition(rule, setting.parameters),
        "held": held % {"days": hold},
        "action": _(rule.action),
        "kind": CtaKind(rule.kind.value).label,
        "severity": rule.severity.value,
        "evidence": [_(each.label) for each in rule.evidence],
        "parameters": parameter_rows(rule, setting.parameters),
        "is_on": setting.is_on,
        "is_as_shipped": setting.is_as_shipped,
        "changed_by": setting.row.changed_by if setting.row else None,
        "changed_at": setting.row.changed_at if setting.row else None,
    }


def course_chart(course: Course, alert: Alert) -> Chart:
    """Return the course as a line with its threshold and the days on which the alert opened and ended."""
    days = [format_day(day) for day in course.days]
    label = _(course.rule.shown(course.rule.charted).label)
    series = [Series(label, list(course.values), color="@accent", kind="line")]
    if course.threshold:
        series.append(Series(_("Threshold"), list(course.threshold), color="@ink-2", kind="line"))
    marks = [Mark(format_day(alert.opened_on), pgettext("alert", "Opened"))] if alert.opened_on in course.days else []
    if alert.ended_on is not None and alert.ended_on in course.days:
        marks.append(Mark(format_day(alert.ended_on), pgettext("alert", "Ended")))
    form = FORMATS.get(course.unit, "number")
    return series_chart(days, series, format=form, first_column=_("Day"), marks=marks)


def course_finding(course: Course) -> str:
    """Return in one sentence on how many of the days the condition held."""
    held = sum(course.holds)
    text = ngettext(
        "It was so on %(held)s of the %(days)s days shown.", "It was so on %(held)s of the %(days)s days shown.", held
    )
    return text % {"held": held, "days": len(course.days)}


def months_chart(preview: Preview) -> Chart:
    """Return the alerts of each month as bars."""
    months = [month.strftime("%Y-%m") for month, _count in preview.months]
    counts: Sequence[float | None] = [float(count) for _month, count in preview.months]
    return series_chart(months, [Series(_("Alerts"), counts, color="@accent")], first_column=_("Month"))


def preview_finding(preview: Preview) -> str:
    """Return in one sentence whether those it named left more often than the others."""
    named, others = preview.named.left_share, preview.others.left_share
    if named is None:
        return _("It would have named nobody.")
    numbers = {
        "named": preview.named.customers,
        "share": format_percent(named, decimals=0),
        "rest": format_percent(others, decimals=0) if others is not None else "–",
    }
    return _("Of the %(named)s customers it named, %(share)s have left by now; of all others, %(rest)s.") % numbers
