"""The panels of the account page: what they show."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import RequestFactory
from django.utils import timezone

from tenure.accounts.kinds import get_kind
from tenure.accounts.panels import contact, money, people
from tenure.accounts.services.records import save_record
from tenure.accounts.tests.examples import make_example
from tenure.ui.registry import panels

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return cast.account("Acme")


@pytest.fixture
def ask(cast):
    request = RequestFactory().get("/")
    request.user = cast.alice
    return request


@pytest.fixture
def add(cast, account):
    def run(kind, /, **values):
        return save_record(kind=get_kind(kind), actor=cast.alice, values={"account_id": account.pk, **values})

    return run


def test_every_panel_of_the_record_is_on_the_account_page(cast, account, as_person):
    for kind in ("contracts", "tickets", "contacts", "invoices", "touchpoints", "notes", "opportunities", "losses"):
        make_example(kind, cast, account)
    page = as_person(cast.rita).get(f"/accounts/{account.pk}/").content.decode()
    mine = [spec for spec in panels("account") if spec.template.startswith("accounts/")]
    assert len(mine) == 8
    texts = (
        "Grace Park",
        "INV-1",
        "Export is slow",
        "Quarterly call",
        "They reorganise",
        "Twenty more seats",
        "Price",
    )
    for text in texts:
        assert text in page


def test_the_mrr_of_today_leaves_out_trials_one_offs_and_other_days(account, ask, add):
    today = timezone.localdate()
    year = timedelta(days=365)
    add("contracts", start_date=today - year, end_date=today, mrr=Decimal(1), currency="USD")
    add("contracts", start_date=today, end_date=today + year, mrr=Decimal(10), currency="USD")
    add("contracts", start_date=today - year, mrr=Decimal(100), currency="EUR")
    add("contracts", start_date=today - year, mrr=Decimal(1000), trial=True)
    add("contracts", start_date=today - year, kind="one_off", one_off_amount=Decimal(10000))
    add("contracts", start_date=today + timedelta(days=1), mrr=Decimal(100000))
    shown = money.contracts(ask, account)
    assert shown["mrr"] == [("EUR", Decimal(100)), ("USD", Decimal(10))]
    assert shown["next_end"] == today + year
    assert [len(group["lines"]) for group in shown["groups"]] == [1, 4, 1]


def test_open_tickets_come_first_the_worst_of_them_first(account, ask, add):
    day = timezone.now()
    add("tickets", subject="closed", status="closed", severity=1, opened_at=day)
    add("tickets", subject="mild", status="open", severity=4, opened_at=day)
    add("tickets", subject="bad", status="pending", severity=1, opened_at=day - timedelta(days=9))
    add("tickets", subject="unknown", status="open", opened_at=day)
    shown = contact.tickets(ask, account)
    assert [row.subject for row in shown["rows"]] == ["bad", "mild", "unknown", "closed"]
    assert (shown["all_count"], shown["open_count"]) == (4, 3)


def test_people_stand_by_influence_and_those_who_left_last(account, ask, add):
    add("contacts", name="Left", influence=5, left_on=date(2026, 1, 1))
    add("contacts", name="Small", influence=1)
    add("contacts", name="Big", influence=5)
    add("contacts", name="Unknown")
    shown = people.people(ask, account)["found"].people
    assert [one.contact.name for one in shown] == ["Big", "Small", "Unknown", "Left"]


def test_overdue_is_what_is_late_and_not_paid(account, ask, add):
    late = timezone.localdate() - timedelta(days=1)
    add("invoices", amount=Decimal(5), currency="USD", status="open", due_on=late)
    add("invoices", amount=Decimal(7), currency="USD", status="overdue")
    add("invoices", amount=Decimal(9), currency="USD", status="open", due_on=late, paid_on=late)
    add("invoices", amount=Decimal(11), currency="USD", status="open", due_on=timezone.localdate())
    assert money.invoices(ask, account)["overdue"] == [("USD", Decimal(12))]


def test_a_parent_or_child_out_of_scope_is_not_named(cast, account, as_person):
    hidden = cast.account("Hidden holding")
    hidden.team = cast.south
    hidden.save()
    hidden.owners.all().delete()
    account.parent = hidden
    account.save()
    alice, root = as_person(cast.alice), as_person(cast.root)
    for address in (
        f"/accounts/{account.pk}/",
        f"/records/accounts/{account.pk}/",
        "/records/accounts/?cols=parent_id",
    ):
        assert "Hidden holding" not in alice.get(address).content.decode(), address
        assert "Hidden holding" in root.get(address).content.decode(), address
