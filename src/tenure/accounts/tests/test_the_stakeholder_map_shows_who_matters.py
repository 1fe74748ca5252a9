"""Influence and warmth of people, where the warmth comes from, who is missing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tenure.accounts.charts import stakeholder_map
from tenure.accounts.kinds import get_kind
from tenure.accounts.models import Contact
from tenure.accounts.queries.stakeholders import get_stakeholders
from tenure.accounts.services.records import save_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return cast.account("Acme")


@pytest.fixture
def add(cast, account):
    def run(kind, /, **values):
        return save_record(kind=get_kind(kind), actor=cast.alice, values={"account_id": account.pk, **values})

    return run


@pytest.fixture
def touch(add):
    def run(contact, kind="call", days_ago=0, **values):
        at = timezone.now() - timedelta(days=days_ago)
        return add(
            "touchpoints", contact_id=contact.pk, kind=kind, occurred_at=at, subject=f"{kind} {days_ago}", **values
        )

    return run


def seen(account):
    return get_stakeholders(account=account.__class__.objects.get(pk=account.pk), day=timezone.localdate())


def test_what_was_entered_stands_and_the_rest_comes_from_touchpoints(account, add, touch):
    by_hand = add("contacts", name="By hand", influence=5, warmth=2)
    derived = add("contacts", name="Derived", influence=4)
    touch(by_hand)
    touch(derived)
    touch(derived, "call", 60, direction="in")
    first, second = seen(account).people
    assert (first.level, first.is_entered) == (2, True)
    points = 2 + 2 * 1.5 / 2
    assert second.derived.points == pytest.approx(points)
    assert second.level == pytest.approx(1 + 4 * (1 - 0.5 ** (points / 4)))
    assert [one.points for one in second.touches] == pytest.approx([2, 1.5])


def test_nobody_spoken_to_is_cold_and_who_left_has_no_warmth(account, add):
    add("contacts", name="Quiet", influence=3)
    add("contacts", name="Gone", influence=3, left_on=timezone.localdate())
    quiet, gone = seen(account).people
    assert (quiet.level, gone.level) == (1, None)


def test_who_is_missing_is_said(account, add, touch):
    assert seen(account).missing == ["Nobody is known who is still there."]
    add("contacts", name="Lia", role="liaison", influence=2)
    assert seen(account).missing == ["No decision maker known", "No champion known"]
    add("contacts", name="Cem", role="champion", influence=4, left_on=timezone.localdate())
    boss = add("contacts", name="Dana", role="decision_maker")
    missing = seen(account).missing
    assert missing[0] == "No contact with the decision maker, Dana, in 180 days"
    assert missing[1].startswith("Champion Cem left on")
    assert missing[2] == "Influence not known: Dana"
    touch(boss)
    assert not any("Dana, in" in text for text in seen(account).missing)


def test_the_map_places_people_and_its_table_names_everybody(account, add):
    add("contacts", name="Ann", role="champion", influence=4, warmth=4)
    add("contacts", name="Ben", role="champion", influence=4, warmth=4)
    add("contacts", name="Unplaced", role="end_user", warmth=3)
    chart = stakeholder_map(seen(account))
    points = [point for series in chart.option["series"] for point in series["data"]]
    assert [point["name"] for point in points] == ["Ann", "Ben"]
    assert points[0]["value"] == [4, 4]
    assert points[1]["value"][1] < 4
    assert [row[0] for row in chart.rows] == ["Ann", "Ben", "Unplaced"]
    assert chart.rows[0][4] == "entered by hand"


def test_role_influence_and_warmth_are_entered_on_the_page(cast, account, add, as_person):
    contact = add("contacts", name="Ann", warmth=2)
    address = f"/accounts/{account.pk}/people/{contact.pk}/"
    given = {"role": "champion", "influence": "4", "warmth": ""}
    assert as_person(cast.bob).post(address, given).status_code == 302
    contact.refresh_from_db()
    assert (contact.role, contact.influence, contact.warmth) == ("champion", 4, None)
    assert as_person(cast.bob).post(address, {**given, "influence": "9"}).status_code == 422
    assert as_person(cast.rita).post(address, given).status_code == 403
    assert as_person(cast.charlie).post(address, given).status_code == 404
    other = cast.account("Other")
    assert as_person(cast.bob).post(f"/accounts/{other.pk}/people/{contact.pk}/", given).status_code == 404
    assert Contact.objects.get().influence == 4


def test_the_page_shows_the_derivation_and_asks_no_more_for_more_people(
    cast, account, add, touch, as_person, django_assert_max_num_queries
):
    browser = as_person(cast.rita)
    for number in range(3):
        touch(add("contacts", name=f"Person {number}", influence=3))
    body = browser.get(f"/accounts/{account.pk}/people/").content.decode()
    assert "1 touchpoint gives 2.0 points, that is 2.2" in body
    assert "person-" not in body
    for number in range(12):
        touch(add("contacts", name=f"More {number}", influence=3))
    with django_assert_max_num_queries(9):
        browser.get(f"/accounts/{account.pk}/people/")


def test_a_customer_without_people_says_what_to_do(cast, account, as_person):
    assert "Nobody is known here yet" in as_person(cast.alice).get(f"/accounts/{account.pk}/people/").content.decode()
