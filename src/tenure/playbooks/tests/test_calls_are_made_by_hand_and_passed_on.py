"""Calls made by hand, their due date, the team's queue, the list with its filters, the page with its history."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tenure.accounts.models import Contract, ContractLine
from tenure.playbooks.models import Cta
from tenure.playbooks.queries import list_open
from tenure.playbooks.services import assign_cta, change_cta, complete_cta, create_cta, open_cta, snooze_cta
from tenure.playbooks.services.ctas import Call


def body_of(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def account(cast):
    return cast.account("Acme")


@pytest.fixture
def make(cast, account):
    """Return a function that opens a call by hand."""

    def made(title="Call the champion", *, actor=None, kind="activity", days=3, on=account, **more):
        due = timezone.localdate() + timedelta(days=days)
        return create_cta(actor=actor or cast.alice, account=on, kind=kind, title=title, due_on=due, **more)

    return made


def earns(account, mrr, currency="USD"):
    contract = Contract.objects.create(workspace=account.workspace, account=account)
    ContractLine.objects.create(
        workspace=account.workspace,
        account=account,
        contract=contract,
        starts_on=timezone.localdate() - timedelta(days=30),
        mrr=mrr,
        currency=currency,
    )


def test_one_made_by_hand_says_what_why_with_whom_and_what_hangs_on_it(cast, account, make):
    earns(account, 500)
    cta = make("  Call   the champion ", detail="She wrote that she leaves", owner=cast.bob)
    assert (cta.title, cta.detail, cta.owner, cta.opened_by) == (
        "Call the champion",
        "She wrote that she leaves",
        cast.bob,
        cast.alice,
    )
    assert (cta.at_risk_amount, cta.currency) == (6000, "USD")
    assert make("Sell them seats", kind="opportunity").at_risk_amount is None


def test_the_same_is_open_once_per_account_and_type_whatever_its_case(make, cast):
    first = make("Call the champion")
    with pytest.raises(ValidationError, match="open already"):
        make("call THE champion")
    assert make("Call the champion", kind="risk").pk != first.pk
    assert make("Call the champion", on=cast.account("Other")).pk != first.pk
    complete_cta(actor=cast.alice, cta=first)
    assert make("Call the champion").pk != first.pk


def test_the_database_itself_holds_one_open_per_account_type_and_reason(make):
    cta = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        Cta.objects.create(
            workspace=cta.workspace, account=cta.account, kind=cta.kind, reason=cta.reason, due_on=cta.due_on
        )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "   "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"kind": "nothing"}, "kind"),
        ({"days": -1}, "due_on"),
        ({"days": 800}, "due_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(make, values, field):
    with pytest.raises(ValidationError) as caught:
        make(**values)
    assert list(caught.value.message_dict) == [field]
    assert not Cta.objects.exists()


def test_readers_and_strangers_open_none_and_get_none(cast, make):
    for person in (cast.rita, cast.charlie):
        with pytest.raises(PermissionDenied):
            make(actor=person)
        with pytest.raises(ValidationError):
            make(owner=person)


def test_another_due_date_is_set_and_told(cast, make, as_person):
    cta = make()
    later = timezone.localdate() + timedelta(days=9)
    change_cta(actor=cast.bob, cta=cta, due_on=later)
    page = body_of(as_person(cast.alice).get(reverse("cta", args=[cta.pk])))
    assert "Due on" in page
    for person in (cast.rita, cast.charlie):
        with pytest.raises(PermissionDenied):
            change_cta(actor=person, cta=cta, due_on=later)
    complete_cta(actor=cast.alice, cta=cta)
    with pytest.raises(ValidationError):
        change_cta(actor=cast.alice, cta=cta, due_on=later + timedelta(days=1))


def test_what_nobody_owns_is_in_the_queue_until_somebody_takes_it(cast, make, as_person):
    cta = make()
    assert list_open(user=cast.bob, whose="queue").get() == cta
    assert not list_open(user=cast.charlie, whose="queue").exists()
    browser = as_person(cast.bob)
    assert "Take it" in body_of(browser.get("/?whose=queue"))
    browser.post(reverse("cta-assign", args=[cta.pk]), {"owner": str(cast.bob.pk), "next": "/?whose=queue"})
    assert not list_open(user=cast.bob, whose="queue").exists()
    assert list_open(user=cast.bob, whose="mine").get() == cta


def test_only_who_sees_the_customer_and_works_is_offered(cast, make, as_person):
    cta = make()
    page = body_of(as_person(cast.alice).get(reverse("cta-people", args=[cta.pk])))
    for name in ("Alice", "Bob", "Root"):
        assert f">{name}" in page
    for name in (">Rita", ">Charlie"):
        assert name not in page


def test_the_form_opens_one_and_leads_to_its_page(cast, account, as_person):
    browser = as_person(cast.alice)
    form = body_of(browser.get(reverse("cta-new") + f"?account={account.pk}"))
    assert f'value="Acme #{account.pk}"' in form
    sent = {"account": f"Acme #{account.pk}", "kind": "objective", "title": "Agree on goals", "owner": ""}
    answer = browser.post(reverse("cta-new"), {**sent, "due_on": timezone.localdate().isoformat()})
    cta = Cta.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("cta", args=[cta.pk]))
    assert (cta.kind, cta.owner) == ("objective", None)
    again = browser.post(reverse("cta-new"), {**sent, "due_on": timezone.localdate().isoformat()})
    assert again.status_code == 422
    assert "The same is open already" in again.content.decode()


def test_the_form_knows_only_customers_one_sees(cast, account, as_person):
    sent = {"account": "Acme", "kind": "risk", "title": "Call", "due_on": timezone.localdate().isoformat()}
    answer = as_person(cast.charlie).post(reverse("cta-new"), sent)
    assert answer.status_code == 422
    assert not Cta.objects.exists()
    assert "Acme" not in body_of(as_person(cast.charlie).get(reverse("cta-new") + f"?account={account.pk}"))


def test_the_list_has_a_tab_for_each_state(cast, make, as_person):
    calls = {
        "Open one": make("Open one", owner=cast.alice),
        "Queued one": make("Queued one", on=cast.account("Queue Ltd")),
        "Late one": make("Late one", owner=cast.alice),
        "Resting one": make("Resting one", owner=cast.alice),
        "Done one": make("Done one", owner=cast.alice),
        "Bob's one": make("Bob's one", owner=cast.bob),
    }
    Cta.objects.filter(pk=calls["Late one"].pk).update(due_on=timezone.localdate() - timedelta(days=2))
    snooze_cta(actor=cast.alice, cta=calls["Resting one"], until=timezone.localdate() + timedelta(days=4))
    complete_cta(actor=cast.alice, cta=calls["Done one"], note="Agreed")
    browser = as_person(cast.alice)
    shown = {
        tab: {title for title in calls if title.replace("'", "&#x27;") in body_of(browser.get(f"/ctas/?tab={tab}"))}
        for tab in ("mine", "queue", "overdue", "resting", "open", "done")
    }
    assert shown == {
        "mine": {"Open one", "Queued one", "Late one"},
        "queue": {"Queued one"},
        "overdue": {"Late one"},
        "resting": {"Resting one"},
        "open": set(calls) - {"Done one"},
        "done": {"Done one"},
    }
    for tab in shown:
        assert "Acme" not in body_of(as_person(cast.charlie).get(f"/ctas/?tab={tab}"))
    assert "Queue Ltd" not in body_of(as_person(cast.charlie).get("/ctas/?tab=open"))


def test_the_list_is_filtered_searched_and_written_out(cast, make, as_person):
    make("First thing", kind="risk")
    make("Second thing", owner=cast.bob)
    browser = as_person(cast.alice)
    assert "Second thing" not in body_of(browser.get("/ctas/?tab=open&kind=risk"))
    assert "First thing" not in body_of(browser.get(f"/ctas/?tab=open&owner={cast.bob.pk}"))
    assert "First thing" not in body_of(browser.get("/ctas/?tab=open&q=second"))
    lines = browser.get("/ctas/?tab=open&format=csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3


def test_the_page_tells_the_whole_story_and_a_reader_may_only_read_it(cast, make, as_person):
    cta = make("Call the champion", detail="She leaves")
    assign_cta(actor=cast.alice, cta=cta, owner=cast.bob)
    complete_cta(actor=cast.bob, cta=cta, outcome="not_needed", note="She stays")
    page = body_of(as_person(cast.alice).get(reverse("cta", args=[cta.pk])))
    for text in ("Call the champion", "She leaves", "Given to Bob", "No action needed", "She stays", "Reopen"):
        assert text in page
    page = body_of(as_person(cast.rita).get(reverse("cta", args=[cta.pk])))
    assert "You may read this but not change it" in page
    assert "Reopen" not in page


def test_scope_is_looked_at_before_the_form_is(cast, make, as_person):
    cta = make()
    browser = as_person(cast.charlie)
    for name in ("cta-snooze", "cta-complete", "cta-due"):
        answer = browser.post(reverse(name, args=[cta.pk]), {"days": "x", "outcome": "x", "due_on": "x"})
        assert answer.status_code == 404
        assert "data-flash" not in browser.get("/").content.decode()


def test_a_rule_keeps_what_a_person_opened_apart(cast, account, make):
    make("Call", kind="risk")
    call = Call(reason="health.below_band", due_on=timezone.localdate())
    assert open_cta(actor=None, account=account, call=call)[1]
    assert Cta.objects.filter(closed_at__isnull=True).count() == 2
