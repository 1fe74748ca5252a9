"""What a book holds of each account is what stands in its records, whatever the order they were written in."""

from datetime import date, timedelta

import numpy as np
from django.utils import timezone

from tenure.accounts.models import Account
from tenure.health.tests.conftest import Company, at, days_between
from tenure.web.queries.book.loading import load_facts
from tenure.web.queries.usage import weekly_matrix
from tenure_engine.period import to_day

DAY = date(2026, 5, 15)


def facts_of(cast):
    return load_facts(workspace_id=cast.workspace.pk, day=timezone.localdate())


def test_dates_money_and_own_fields_are_those_of_the_records(cast, book):
    today = timezone.localdate()
    zoo = book.customer("Zoo", ends_in=90, score=6000, band="amber", tags=["pilot", "vip"], size=20)
    ash = book.customer("ash", mrr=None, custom={"plan": "gold", "seats": 7, "none": None, "list": [1]})
    Account.objects.filter(pk=ash.pk).update(signed_on=today - timedelta(days=3))
    book.line(zoo, "50", "EUR", ends_in=30)
    book.call(zoo, amount="900")
    book.call(zoo, amount="1200.50", reason="usage.silence")
    book.touch(zoo, "Old", days_ago=9)
    newest = book.touch(zoo, "New", days_ago=2)
    facts = facts_of(cast)
    assert (list(facts.names), facts.ids.tolist()) == (["ash", "Zoo"], [ash.pk, zoo.pk])
    told = {name: column.tolist() for name, column in facts.numbers.items() if name not in ("size", "signed")}
    expected = {"renewal": to_day(today) + 30.0, "touch": newest.occurred_at.timestamp(), "health": 60.0}
    expected |= {"trend": -5.0, "ctas": 2.0}
    for name, value in expected.items():
        assert told[name][1] == value
    assert all(np.isnan(told[name][0]) for name in ("renewal", "touch", "health", "trend"))
    assert told["ctas"][0] == 0
    assert facts.numbers["signed"][0] == to_day(today) - 3
    assert (np.isnan(facts.numbers["size"][0]), facts.numbers["size"][1]) == (True, 20)
    assert (facts.risk.currencies, facts.risk.micros.tolist()) == (("USD",), [[0, 1_200_500_000]])
    assert facts.arr.currencies == ("EUR", "USD")
    assert facts.arr.micros[:, 1].tolist() == [600_000_000, 1_200_000_000]
    assert list(facts.tags.of_place) == [(), ("pilot", "vip")]
    assert {name: facts.texts[f"custom.{name}"].at(0) for name in ("plan", "seats")} == {"plan": "gold", "seats": "7"}
    assert [facts.texts["band"].at(place) for place in (0, 1)] == ["", "amber"]
    assert [facts.texts["owner"].at(place) for place in (0, 1)] == ["Alice", "Alice"]


def test_a_user_counts_once_a_week_and_who_is_not_named_does_not(cast):
    company = Company(cast.workspace)
    busy, gone, new = company.account("Busy"), company.account("Gone"), company.account("New")
    last_week = days_between(DAY - timedelta(days=6), DAY)
    company.uses(busy, last_week[:5], users=("ann", ""))
    company.uses(busy, last_week[3:], users=("ann", "bo"))
    company.uses(busy, [DAY - timedelta(days=7)], users=("cy",))
    company.uses(busy, [DAY + timedelta(days=1)], users=("dee",))
    company.uses(gone, [at(DAY - timedelta(days=200)).date()])
    company.uses(new, [DAY + timedelta(days=2)])
    ids, weeks = weekly_matrix(workspace_id=cast.workspace.pk, accounts=None, day=DAY)
    assert ids.tolist() == [busy.pk, gone.pk]
    assert weeks[0].tolist() == [0.0] * 11 + [1.0, 2.0]
    assert weeks[1].tolist() == [0.0] * 13
    some, of_some = weekly_matrix(workspace_id=cast.workspace.pk, accounts=[busy.pk], day=DAY)
    assert (some.tolist(), of_some.tolist()) == ([busy.pk], [weeks[0].tolist()])
