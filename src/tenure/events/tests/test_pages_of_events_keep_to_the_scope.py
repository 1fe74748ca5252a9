"""Catalogue, refused events and single events: each person sees those of their accounts, and no count of others."""

import pytest
from django.urls import reverse

from tenure.events import hooks
from tenure.events.hooks import UsageMark, Use, tell_kind_uses, tell_usage_marks
from tenure.events.models import EventKind, QuarantinedEvent

from .people import bring, days_ago, theirs

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(cast):
    """Twenty events of our account, ten of another team's, and a conflict of each."""
    cast.ours, cast.theirs = cast.account(), theirs(cast)
    bring(cast, cast.ours)
    bring(cast, cast.theirs, users=("zoe",))
    bring(cast, cast.theirs, name="secret.kind", users=("zoe",), days=range(1, 3))
    for account in (cast.ours, cast.theirs):
        bring(cast, account, count=2, days=range(1, 2), users=("ann",) if account == cast.ours else ("zoe",))
    return cast


def test_the_catalogue_counts_only_what_the_person_may_see(filled, as_person):
    for person in (filled.alice, filled.bob, filled.rita):
        text = as_person(person).get("/events/").content.decode()
        assert "report.opened" in text
        assert ">20<" in text
        assert "secret.kind" not in text
    text = as_person(filled.charlie).get("/events/").content.decode()
    assert ">10<" in text
    assert "secret.kind" in text
    text = as_person(filled.root).get("/events/").content.decode()
    assert ">30<" in text
    assert "secret.kind" in text


def test_what_is_kept_of_the_catalogue_follows_new_events_and_a_new_scope(filled, as_person):
    assert ">20<" in as_person(filled.bob).get("/events/").content.decode()
    bring(filled, filled.ours, count=3, days=range(4, 5), users=("new",))
    assert ">20<" not in as_person(filled.bob).get("/events/").content.decode()
    filled.bob.teams.set([filled.south])
    assert "secret.kind" in as_person(filled.bob).get("/events/").content.decode()


def test_a_stranger_is_sent_to_the_log_in(filled, client):
    for url in ("/events/", "/events/quarantine/", "/events/kind/?name=report.opened"):
        assert client.get(url).status_code == 302


def test_an_empty_catalogue_says_what_it_is_for_and_what_to_do(cast, as_person):
    text = as_person(cast.alice).get("/events/").content.decode()
    assert "No events yet" in text
    assert reverse("import") in text
    assert reverse("import") not in as_person(cast.rita).get("/events/").content.decode().split("t-empty")[1]


def test_a_kind_shows_its_customers_and_what_is_computed_from_it(filled, as_person, monkeypatch):
    monkeypatch.setattr(hooks, "_kind_uses", [])
    tell_kind_uses(lambda workspace_id: {"report.opened": [Use("Depth of reports", "/definitions/depth/")]})
    text = as_person(filled.alice).get("/events/kind/?name=report.opened").content.decode()
    assert "Acme" in text
    assert "Elsewhere" not in text
    assert "Depth of reports" in text
    assert as_person(filled.alice).get("/events/kind/?name=secret.kind").status_code == 404
    assert as_person(filled.charlie).get("/events/kind/?name=secret.kind").status_code == 200
    assert as_person(filled.root).get("/events/kind/?name=never").status_code == 404


def test_a_kind_is_described_by_who_may_write_and_read_by_all(filled, as_person):
    url = "/events/kind/describe/?name=report.opened"
    body = {"description": "A user opened <b>a report</b>."}
    assert as_person(filled.rita).post(url, body).status_code == 403
    assert as_person(filled.alice).post("/events/kind/describe/?name=secret.kind", body).status_code == 404
    assert as_person(filled.alice).post(url, body).status_code == 302
    assert EventKind.objects.get().described_by == filled.alice
    text = as_person(filled.rita).get("/events/kind/?name=report.opened").content.decode()
    assert "A user opened &lt;b&gt;a report&lt;/b&gt;." in text
    assert "<form" not in text.split("t-stack")[1]


def test_refused_events_are_listed_with_their_reason_within_the_scope(filled, as_person):
    assert QuarantinedEvent.objects.count() == 2
    for person, count in [(filled.alice, 1), (filled.rita, 1), (filled.charlie, 1), (filled.root, 2)]:
        text = as_person(person).get("/events/quarantine/").content.decode()
        assert text.count("An event with this id and other content is there already") - 1 == count
    text = as_person(filled.alice).get("/events/quarantine/?reason=no_name").content.decode()
    assert "Nothing matches these filters" in text


def test_single_events_of_an_account_open_only_within_the_scope(filled, as_person):
    url = reverse("account-events", args=[filled.ours.pk])
    for person in (filled.alice, filled.bob, filled.rita, filled.root):
        text = as_person(person).get(url).content.decode()
        assert text.count("data-item") == 14
        assert "ann" in text
    assert as_person(filled.charlie).get(url).status_code == 404
    one = days_ago(4).date().isoformat()
    text = as_person(filled.alice).get(f"{url}?first={one}&last={one}&user=ben").content.decode()
    assert text.count("data-item") == 1
    text = as_person(filled.alice).get(f"{url}?first=nonsense").content.decode()
    assert "Enter a valid date" in text
    text = as_person(filled.alice).get(f"{url}?name=nothing").content.decode()
    assert "No events in this time" in text


def test_the_lists_are_exported_with_what_they_show(filled, as_person):
    csv = as_person(filled.alice).get("/events/?format=csv").content.decode("utf-8-sig")
    assert csv.splitlines()[1].startswith("report.opened,20,1,2,")
    csv = as_person(filled.alice).get("/events/quarantine/?format=csv").content.decode("utf-8-sig")
    assert len(csv.strip().splitlines()) == 2


def test_the_account_page_shows_use_with_what_matters_marked(filled, as_person, monkeypatch):
    monkeypatch.setattr(hooks, "_usage_marks", [])
    tell_usage_marks(lambda account, first, last: [UsageMark(days_ago(3).date(), "Champion left")])
    text = as_person(filled.alice).get(reverse("account", args=[filled.ours.pk])).content.decode()
    panel = text.split('id="panel-usage"')[1].split("</section>")[0]
    assert "20 events in the last 30 days, none in the 30 days before" in panel
    assert "At most 2 active users a day; use on 10 of the last 30 days" in panel
    assert "Champion left" in panel


def test_an_account_without_use_says_since_when(cast, as_person):
    account = cast.account()
    url = reverse("account", args=[account.pk])
    assert "No events of this customer are known." in as_person(cast.alice).get(url).content.decode()
    bring(cast, account, days=range(200, 203))
    assert "No use in the last 90 days. The last event was on" in as_person(cast.alice).get(url).content.decode()
