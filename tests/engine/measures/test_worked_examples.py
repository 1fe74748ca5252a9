"""Every measure's worked examples are computed, and every declaration is whole."""

import math
from datetime import date

import pytest

from tenure_engine.measures import Example, Measure, MeasureError, all_measures, get_measure
from tenure_engine.period import to_day
from tenure_engine.windows.knowledge import Knowledge
from tenure_engine.windows.small import inputs_of_rows

EXAMPLES = [
    pytest.param(measure, example, id=f"{measure.name}-{number}")
    for measure in all_measures().values()
    for number, example in enumerate(measure.examples)
]


@pytest.mark.parametrize(("measure", "example"), EXAMPLES)
@pytest.mark.parametrize("knowledge", [Knowledge.latest(), Knowledge.then()], ids=["latest", "then"])
def test_a_worked_example_gives_its_value(measure: Measure, example: Example, knowledge: Knowledge) -> None:
    day = to_day(date.fromisoformat(example.as_of))
    inputs = inputs_of_rows(example.given, knowledge)
    value = float(measure.compute(inputs, day, day, example.window, example.of)[0, 0])
    if example.value is None:
        assert math.isnan(value)
    else:
        assert value == pytest.approx(example.value, rel=1e-15, abs=1e-15)


def test_there_are_at_least_twenty_five_measures() -> None:
    assert len(all_measures()) >= 25


@pytest.mark.parametrize("measure", all_measures().values(), ids=all_measures().keys())
def test_a_declaration_is_whole(measure: Measure) -> None:
    for text in (measure.label, measure.meaning, measure.formula, measure.missing, measure.level):
        assert text.strip() == text
        assert text
    assert measure.examples
    assert measure.formula.endswith(".")
    assert (measure.default_window in measure.windows) if measure.windows else measure.default_window == 0


def test_an_unknown_measure_is_named_with_what_there_is() -> None:
    with pytest.raises(MeasureError, match=r"no measure 'log_in'; there are: .*log_ins"):
        get_measure("log_in")


def test_a_wrong_window_is_refused_with_the_right_ones() -> None:
    with pytest.raises(MeasureError, match=r"takes a window of 7, 14, 30, 90, 180 days, not 8"):
        get_measure("log_ins").check(8)
    with pytest.raises(MeasureError, match="takes no window"):
        get_measure("open_tickets").check(30)
