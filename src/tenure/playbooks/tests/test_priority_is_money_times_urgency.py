"""The order of work: worked examples computed by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tenure.accounts.models import Contract, ContractLine
from tenure.playbooks.choices import CtaKind
from tenure.playbooks.models import Cta
from tenure.playbooks.queries import list_open, priorities_of, rank_calls
from tenure.playbooks.queries.priority import urgency_of
from tenure.playbooks.shown import priority_rows
from tenure.revenue.models import ExchangeRate

DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("days", "urgency"),
    [(0, 1.0), (7, 0.5), (14, 0.25), (21, 0.125), (-7, 1.5), (-14, 2.0), (-100, 2.0)],
)
def test_urgency_halves_every_week_ahead_and_doubles_within_two_weeks_overdue(days, urgency):
    assert urgency_of(days) == urgency


@pytest.fixture
def make(cast):
    account = cast.account()

    def made(amount, *, days=0, kind="risk", currency="USD", on=account):
        return Cta.objects.create(
            workspace=cast.workspace,
            account=on,
            kind=kind,
            reason=f"r{Cta.objects.count()}",
            due_on=DAY + timedelta(days=days),
            at_risk_amount=None if amount is None else Decimal(amount),
            currency=currency,
        )

    return made


def values(cast, *ctas):
    found = priorities_of(workspace=cast.workspace, ctas=ctas, day=DAY)
    return [round(found[cta.pk].value, 2) for cta in ctas]


def test_money_weight_and_urgency_are_multiplied(cast, make):
    rows = [
        make(12000),
        make(12000, days=7),
        make(12000, days=-14),
        make(12000, kind="activity"),
        make(12000, days=14, kind="objective"),
    ]
    assert values(cast, *rows) == [12000, 6000, 24000, 6000, 1500]


def test_other_currencies_count_by_the_rate_of_the_day_and_one_to_one_without(cast, make):
    yuan, yen = make(7000, currency="CNY"), make(500, currency="JPY")
    ExchangeRate.objects.create(workspace=cast.workspace, dated_on=DAY, currency="CNY", rate=Decimal("0.14"))
    assert values(cast, yuan, yen) == [980, 500]
    found = priorities_of(workspace=cast.workspace, ctas=[yuan, yen], day=DAY)
    assert [found[cta.pk].is_converted for cta in (yuan, yen)] == [True, False]
    assert "there is no exchange rate" in priority_rows(found[yen.pk], "risk", "USD")[0][2]


def ranked(cast):
    return rank_calls(workspace=cast.workspace, calls=list_open(user=cast.alice, day=DAY), day=DAY)


def test_the_highest_comes_first_and_what_has_no_money_last_by_its_due_date(cast, make):
    late, small, large, soon = make(None, days=3), make(100), make(9000, days=7), make(None, days=1)
    assert ranked(cast).order() == [large.pk, small.pk, soon.pk, late.pk]


def test_calls_as_columns_have_the_priority_that_each_shows(cast, make):
    """The formula over arrays against the factors of one call at a time, every branch of both."""
    rated = cast.account("A9")
    contract = Contract.objects.create(workspace=cast.workspace, account=rated)
    ContractLine.objects.create(
        workspace=cast.workspace, account=rated, contract=contract, currency="CNY", starts_on=DAY, mrr=Decimal(700)
    )
    ExchangeRate.objects.create(workspace=cast.workspace, dated_on=DAY, currency="CNY", rate=Decimal("0.14"))
    for days in (-40, -14, -3, 0, 1, 7, 50):
        for kind in CtaKind.values:
            make(None, days=days, kind=kind, on=rated)
            make("812.5", days=days, kind=kind, currency="CNY")
            make("13.01", days=days, kind=kind, currency="JPY")
            make(None, days=days, kind=kind)
    calls = ranked(cast)
    one_by_one = priorities_of(workspace=cast.workspace, ctas=Cta.objects.all(), day=DAY)
    assert len(calls.ids) == len(one_by_one) == 140
    assert {pk: pytest.approx(one.value) for pk, one in one_by_one.items()} == dict(
        zip(calls.ids.tolist(), calls.values.tolist(), strict=True)
    )
    assert max(calls.values) == pytest.approx(700 * 12 * 0.14 * 2)


def test_no_calls_are_no_rows(cast):
    calls = ranked(cast)
    assert calls.order() == []
    assert calls.money_at_risk(calls.rests_until == 0) == {}


def test_the_derivation_shown_multiplies_to_the_product(cast, make):
    found = priorities_of(workspace=cast.workspace, ctas=[cta := make(12000, days=7)], day=DAY)
    shown = [value for _label, value, _source in priority_rows(found[cta.pk], "risk", "USD")]
    assert shown == ["$12,000", "× 1", "× 0.50", "$6,000"]


def test_the_number_of_queries_does_not_grow_with_the_calls(cast, make, django_assert_num_queries):
    many = [make(None), make(5, currency="CNY")]
    many += [make(None, on=cast.account(f"A{number}")) for number in range(5)]
    ranked(cast)  # from here on the person's teams are known
    for rows in (many, many[:2]):
        with django_assert_num_queries(3):
            priorities_of(workspace=cast.workspace, ctas=rows, day=DAY)
        Cta.objects.exclude(pk__in=[cta.pk for cta in rows]).delete()
        with django_assert_num_queries(4):
            ranked(cast)
