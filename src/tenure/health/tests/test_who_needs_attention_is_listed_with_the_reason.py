"""Accounts below band come with score, band, the score before, and the reason in one sentence with its numbers."""

import pytest
from django.utils.translation import override

from tenure.health.queries import list_below_band
from tenure.health.queries.current import list_customers_below
from tenure.health.services import bring_up_to_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def computed(company):
    bring_up_to_date(workspace=company.workspace)
    return company


def test_the_list_tells_who_and_why(computed, cast):
    [row] = list_below_band(user=cast.alice)
    assert (row.account, row.score, row.band) == (computed.silent, 40.0, "red")
    assert row.previous is not None
    assert row.previous > row.score
    assert row.reason == "Nobody has used it for 34 days; active users fell 100% in 30 days"


def test_the_reason_is_written_in_the_readers_language(computed, cast):
    [row] = list_below_band(user=cast.alice)
    with override("zh-hans"):
        assert "34" in row.reason
        assert "Nobody" not in row.reason
        assert "days" not in row.reason


def test_a_near_renewal_is_part_of_the_reason(company, cast):
    from datetime import date

    from tenure.accounts.models import ContractLine

    line = ContractLine.objects.get(account=company.silent)
    company.write("contracts", f"line-Silent-{line.starts_on}", {"end_date": date(2026, 6, 24)})
    bring_up_to_date(workspace=company.workspace)
    [row] = list_below_band(user=cast.alice)
    assert row.renewal_days == 41
    assert row.reason.endswith("renewal in 41 days")


@pytest.mark.parametrize(
    ("person", "names"), [("bob", ["Silent"]), ("rita", ["Silent"]), ("charlie", []), ("root", ["Silent"])]
)
def test_a_person_gets_only_their_own(computed, cast, person, names):
    assert [row.account.name for row in list_below_band(user=getattr(cast, person))] == names


def test_those_who_fall_are_listed_in_any_band(computed, cast):
    rows = list_below_band(user=cast.alice, bands=(), falling_by=10.0)
    assert [row.account.name for row in rows] == ["Silent"]


def test_rules_see_everyone(computed):
    assert [row.account.name for row in list_customers_below(workspace_id=computed.workspace.pk)] == ["Silent"]
