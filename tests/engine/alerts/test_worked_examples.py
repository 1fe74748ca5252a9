"""Every rule's worked examples come out as they say, and every declaration is whole."""

import math
import re
from datetime import date

import pytest

from tenure_engine.alerts import HOLD, AlertError, Example, Parameter, Rule, all_rules, find, get_rule
from tenure_engine.measures import Unit
from tenure_engine.period import to_day
from tenure_engine.windows.knowledge import Knowledge

from .facts import facts_of

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.name}-{number}")
    for rule in all_rules().values()
    for number, example in enumerate(rule.examples)
]
RULES = [pytest.param(rule, id=rule.name) for rule in all_rules().values()]
HOLES = re.compile(r"{(\w+)}")


@pytest.mark.parametrize("knowledge", [Knowledge.latest(), Knowledge.then()], ids=["latest", "then"])
@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_an_example_comes_out_as_it_says(rule: Rule, example: Example, knowledge: Knowledge) -> None:
    day = to_day(date.fromisoformat(example.as_of))
    parameters = rule.read(example.parameters)
    facts = facts_of(example.given, knowledge, day - 400, day)
    fired = find(rule, facts, day, day, parameters)
    assert bool(fired.fires[0, 0]) == example.fires
    for name, value in example.evidence.items():
        assert fired.values[name][0, 0] == pytest.approx(value), name


def test_the_fourteen_rules_are_there() -> None:
    assert set(all_rules()) == {
        "score_crossing",
        "score_drop",
        "below_segment_average",
        "silence",
        "no_touch",
        "only_touched_at_renewal",
        "ticket_storm",
        "overdue_invoice",
        "renewal_due",
        "due_not_renewed",
        "could_have_expanded",
        "decision_maker_unknown",
        "champion_left",
        "low_data_coverage",
    }


@pytest.mark.parametrize("rule", RULES)
def test_a_declaration_is_whole(rule: Rule) -> None:
    names = [each.name for each in (*rule.parameters, *rule.evidence)]
    for text in (rule.label, rule.meaning, rule.condition, rule.action, rule.clause):
        assert text
        assert text == text.strip()
        assert set(HOLES.findall(text)) <= set(names), text
    assert rule.meaning.endswith(".")
    assert rule.condition.endswith(".")
    assert not rule.clause.endswith(".")
    assert len(names) == len({*names}), "a hole must mean one thing"
    assert rule.parameters[-1].name == HOLD
    assert rule.charted in [each.name for each in rule.evidence]
    assert rule.threshold in ["", *names]
    assert {example.fires for example in rule.examples} == {True, False}


@pytest.mark.parametrize("rule", RULES)
def test_rules_that_share_a_reason_share_the_type_of_their_call(rule: Rule) -> None:
    assert {each.kind for each in all_rules().values() if each.reason == rule.reason} == {rule.kind}


@pytest.mark.parametrize("rule", RULES)
def test_shipped_parameters_suit_their_own_limits(rule: Rule) -> None:
    shipped = rule.defaults()
    assert dict(shipped) == {each.name: each.default for each in rule.parameters}
    assert rule.read(shipped) == shipped
    assert rule.reach(shipped) >= shipped.whole(HOLD) - 1


@pytest.mark.parametrize("rule", RULES)
def test_of_what_is_not_known_nothing_is_said(rule: Rule) -> None:
    """An account without any record, of a company without any record."""
    day = to_day(date(2025, 3, 7))
    facts = facts_of({}, Knowledge.latest(), day, day)
    fired = find(rule, facts, day, day, rule.defaults())
    assert not fired.fires.any()
    assert all(math.isnan(values[0, 0]) or values[0, 0] >= 0 for values in fired.values.values())


def test_an_unknown_rule_is_named_with_what_there_is() -> None:
    with pytest.raises(AlertError, match=r"no alert rule 'silent'; there are: .*silence"):
        get_rule("silent")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"day": 3}, r"no_touch has no parameter 'day'; it has: days, hold_days"),
        ({"days": 0}, r"days is a whole number from 1 to 365, not 0"),
        ({"days": 366}, r"days is a whole number from 1 to 365, not 366"),
        ({"days": 1.5}, r"days is a whole number, not 1.5"),
        ({"days": "30"}, r"days is a whole number, not '30'"),
        ({"days": True}, r"days is a whole number, not True"),
    ],
)
def test_a_wrong_parameter_is_named_with_what_it_can_be(given, told) -> None:
    with pytest.raises(AlertError, match=told):
        get_rule("no_touch").read(given)


def test_choices_flags_and_fractions_are_read_as_what_they_are() -> None:
    with pytest.raises(AlertError, match="band is one of red, amber, not 'green'"):
        get_rule("score_crossing").read({"band": "green"})
    with pytest.raises(AlertError, match="window is one of 7, 14, 30, 90, not 8"):
        get_rule("ticket_storm").read({"window": 8})
    with pytest.raises(AlertError, match="never_used is true or false, not 1"):
        get_rule("silence").read({"never_used": 1})
    assert get_rule("could_have_expanded").read({"share": 1}).number("share") == 1.0
    whole = Parameter(name="n", label="", unit=Unit.DAYS, default=3)
    assert whole.read(4.0) == 4
    assert type(whole.read(4.0)) is int
