"""A record's page says what was known when; deleting can be undone; two people do not overwrite each other."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tenure.accounts.kinds import get_kind
from tenure.accounts.models import (
    Account,
    AccountOwner,
    Contact,
    Contract,
    ContractLine,
    Note,
    Product,
    RecordVersion,
    Ticket,
)
from tenure.accounts.queries import data_as_known
from tenure.accounts.services.entry import Entry, enter_record
from tenure.accounts.services.records import save_record
from tenure.accounts.tests.examples import make_example
from tenure.foundation.models import Activity

pytestmark = pytest.mark.django_db


def edit(browser, record, kind, **changes):
    """Open the form of a record, change some fields, send it."""
    address = f"/records/{kind}/{record.pk}/edit/"
    form = browser.get(address).context["form"]
    data = {bound.name: bound.value() for bound in form if bound.value() not in (None, False, "")}
    data = {name: value.isoformat() if hasattr(value, "isoformat") else str(value) for name, value in data.items()}
    return browser.post(address, {**data, **changes})


def test_the_page_shows_each_version_with_its_difference_and_who_made_it(cast, as_person):
    contact = make_example("contacts", cast)
    assert edit(as_person(cast.bob), contact, "contacts", title="Head of data", role="").status_code == 302
    page = as_person(cast.rita).get(f"/records/contacts/{contact.pk}/").content.decode()
    assert "Head of data" in page
    assert "By Bob" in page
    assert "By Alice" in page
    assert "<del" in page
    assert "Champion" in page


def test_a_record_can_be_known_since_a_past_day(cast, as_person):
    account = cast.account()
    data = {"account_id": f"Acme #{account.pk}", "name": "Ivo", "known_at": "2026-01-05T08:00"}
    assert as_person(cast.alice).post("/records/contacts/new/", data).status_code == 302
    version = RecordVersion.objects.get(kind="contacts")
    assert version.known_at == datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert (
        data_as_known(workspace_id=cast.workspace.pk, kind="contacts", known_at=datetime(2026, 1, 4, tzinfo=UTC))
        == {}
    )


@pytest.mark.parametrize(
    ("known_at", "words"),
    [("2031-01-01T00:00", "This lies in the future"), ("2020-01-01T00:00", "A later state is known already")],
)
def test_what_was_known_cannot_be_rewritten(cast, as_person, known_at, words):
    contact = make_example("contacts", cast)
    answer = edit(as_person(cast.alice), contact, "contacts", name="Other", known_at=known_at)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["known_at"])
    contact.refresh_from_db()
    assert contact.name == "Grace Park"


def test_a_form_read_before_somebody_elses_change_is_not_saved(cast, as_person):
    contact = make_example("contacts", cast)
    seen = as_person(cast.alice).get(f"/records/contacts/{contact.pk}/edit/").context["form"]["seen"].value()
    edit(as_person(cast.bob), contact, "contacts", title="Head of data")
    answer = edit(as_person(cast.alice), contact, "contacts", name="Other", seen=str(seen))
    assert answer.status_code == 422
    assert "Somebody changed this record" in answer.content.decode()
    contact.refresh_from_db()
    assert (contact.name, contact.title) == ("Grace Park", "Head of data")


def test_a_deleted_record_is_brought_back_by_undo(cast, as_person):
    ticket = make_example("tickets", cast)
    alice = as_person(cast.alice)
    answer = alice.post(f"/records/tickets/{ticket.pk}/delete/", follow=True)
    assert not Ticket.objects.exists()
    undo = f"/records/tickets/{ticket.pk}/restore/"
    assert undo in answer.content.decode()
    assert alice.post(undo).status_code == 302
    again = Ticket.objects.get()
    assert (again.pk, again.subject, again.escalated) == (ticket.pk, "Export is slow", True)
    kinds = list(Activity.objects.order_by("id").values_list("verb", flat=True))[-2:]
    assert kinds == ["ticket.deleted", "ticket.restored"]


def test_an_account_goes_and_comes_back_with_all_that_hangs_on_it(cast, as_person):
    account = cast.account("Acme")
    line = make_example("contracts", cast, account)
    values = {"account_id": account.pk, "start_date": line.ends_on or line.starts_on, "mrr": 5, "renewal_of": line.pk}
    renewal = save_record(kind=get_kind("contracts"), actor=cast.alice, values=values)
    note = make_example("notes", cast, account)
    values = {"name": "Acme France", "parent_id": account.pk}
    child = save_record(kind=get_kind("accounts"), actor=cast.alice, values=values)
    contact = make_example("contacts", cast, account)
    alice = as_person(cast.alice)
    alice.post(f"/records/accounts/{account.pk}/delete/")
    assert list(Account.objects.all()) == [child]
    assert not ContractLine.objects.exists()
    now = timezone.now()
    for kind in ("contracts", "agreements", "contacts", "notes"):
        assert data_as_known(workspace_id=cast.workspace.pk, kind=kind, known_at=now) == {}, kind
    child.refresh_from_db()
    assert child.parent is None

    assert alice.post(f"/records/accounts/{account.pk}/restore/").status_code == 302
    again = Account.objects.get(pk=account.pk)
    assert (again.team, again.owners.get().user) == (cast.north, cast.alice)
    assert ContractLine.objects.get(pk=renewal.pk).renewal_of_id == line.pk
    assert Note.objects.get(pk=note.pk).author == cast.alice
    assert Contact.objects.get(pk=contact.pk).account == again
    assert Contract.objects.count() == 2
    child.refresh_from_db()
    assert child.parent == again


def test_only_who_deleted_a_record_or_an_administrator_brings_it_back(cast, as_person):
    account = cast.account()
    as_person(cast.alice).post(f"/records/accounts/{account.pk}/delete/")
    assert as_person(cast.charlie).post(f"/records/accounts/{account.pk}/restore/").status_code == 404
    assert as_person(cast.root).post(f"/records/accounts/{account.pk}/restore/").status_code == 302
    assert AccountOwner.objects.get().user == cast.alice


def test_a_product_named_by_customers_of_other_teams_stays(cast, as_person):
    product = make_example("products", cast)
    account = cast.account()
    make_example("contracts", cast, account)
    ContractLine.objects.update(product=product)
    answer = as_person(cast.charlie).post(f"/records/products/{product.pk}/delete/", follow=True)
    assert "Ask an administrator" in answer.content.decode()
    assert Product.objects.exists()
    as_person(cast.root).post(f"/records/products/{product.pk}/delete/")
    assert ContractLine.objects.get().product is None
    assert RecordVersion.objects.filter(kind="contracts").latest("pk").data["product"] is None


def test_a_later_change_is_kept_when_an_undo_points_back(cast):
    from tenure.accounts.services.removal import remove_record, restore_removed

    account = cast.account()
    contact = make_example("contacts", cast, account)
    ticket = make_example("tickets", cast, account)
    kind = get_kind("tickets")
    enter_record(kind=kind, actor=cast.alice, entry=Entry({"contact_id": contact.pk}), record=ticket)
    pk = contact.pk
    remove_record(kind=get_kind("contacts"), actor=cast.alice, record=contact)
    ticket.refresh_from_db()
    assert ticket.contact_id is None
    enter_record(kind=kind, actor=cast.bob, entry=Entry({"subject": "Solved by hand"}), record=ticket)
    restore_removed(kind=get_kind("contacts"), actor=cast.alice, record_id=pk)
    ticket.refresh_from_db()
    assert (ticket.subject, ticket.contact_id) == ("Solved by hand", None)


def test_late_knowledge_is_said_to_be_late(cast, as_person):
    account = cast.account()
    past = timezone.now() - timedelta(days=40)
    entry = Entry({"account_id": account.pk, "name": "Ivo"}, known_at=past)
    contact = enter_record(kind=get_kind("contacts"), actor=cast.alice, entry=entry)
    assert "recorded" in as_person(cast.alice).get(f"/records/contacts/{contact.pk}/").content.decode()
