"""Saved views: tabs of a person's own, shared with a team, in an order, with one to begin with."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tenure.foundation.models import Activity
from tenure.web.models import PortfolioView
from tenure.web.services.portfolio_views import change_view, save_view


def tabs(browser, query="?view=all"):
    return browser.get(f"/portfolio/{query}").context["tabs"]


def titles(browser):
    return [tab.title for tab in tabs(browser)][5:]


def save(browser, name, query="band=red", **fields):
    return browser.post("/portfolio/views/", {"name": name, "query": query, **fields})


@pytest.fixture
def alice(cast, book, as_person):
    book.customer("Ash", score=8800, band="green", segment="Mid")
    book.customer("Birch", score=3000, band="red", segment="Enterprise")
    return as_person(cast.alice)


def test_a_view_is_saved_as_a_tab_and_opens_what_was_kept(alice):
    answer = save(alice, "Red by segment", "group=segment&band=red&cols=health&page=3&noise=1")
    view = PortfolioView.objects.get()
    assert view.query == "band=red&group=segment&cols=health"
    assert answer["Location"] == f"/portfolio/?view={view.pk}&{view.query}"
    page = alice.get(answer["Location"])
    current = next(tab for tab in page.context["tabs"] if tab.is_current)
    assert (current.title, current.is_own, current.is_changed) == ("Red by segment", True, False)
    assert [group.title for group in page.context["table"].grouped] == ["Enterprise"]


def test_a_changed_state_is_told_and_saved_over_the_view(alice):
    save(alice, "Mine to change")
    view = PortfolioView.objects.get()
    changed = f"?view={view.pk}&band=green"
    current = next(tab for tab in tabs(alice, changed) if tab.is_current)
    assert current.is_changed
    assert b"Save changes" in alice.get(f"/portfolio/{changed}").content
    alice.post(f"/portfolio/views/{view.pk}/", {"query": "band=green"})
    view.refresh_from_db()
    assert (view.name, view.query) == ("Mine to change", "band=green")


def test_the_same_state_in_another_order_of_the_address_is_the_same_view(alice):
    save(alice, "Two", "band=red&sort=name")
    assert next(tab for tab in tabs(alice, "?sort=name&band=red") if tab.is_current).title == "Two"


def test_a_view_is_renamed_moved_removed_and_brought_back(alice):
    for name in ("One", "Two", "Three"):
        save(alice, name)
    one, two, three = PortfolioView.objects.order_by("pk")
    alice.post(f"/portfolio/views/{three.pk}/move/", {"to": "left"})
    alice.post(f"/portfolio/views/{one.pk}/move/", {"to": "left"})
    alice.post(f"/portfolio/views/{two.pk}/", {"name": "Zwei"})
    assert titles(alice) == ["One", "Three", "Zwei"]
    alice.post(f"/portfolio/views/{three.pk}/remove/")
    assert titles(alice) == ["One", "Zwei"]
    alice.post(f"/portfolio/views/{three.pk}/restore/")
    assert titles(alice) == ["One", "Three", "Zwei"]
    verbs = set(Activity.objects.filter(subject_kind="portfolioview").values_list("verb", flat=True))
    assert verbs == {f"portfolio_view.{what}" for what in ("saved", "changed", "removed", "restored")}


def test_a_removed_view_whose_name_is_taken_stays_away(alice):
    save(alice, "Twice")
    first = PortfolioView.objects.get()
    alice.post(f"/portfolio/views/{first.pk}/remove/")
    save(alice, "Twice")
    alice.post(f"/portfolio/views/{first.pk}/restore/")
    assert titles(alice) == ["Twice"]


def test_a_shared_view_is_open_to_the_team_and_changed_by_its_owner_alone(alice, cast, as_person):
    save(alice, "Ours", team=cast.north.pk)
    view = PortfolioView.objects.get()
    for colleague in (cast.bob, cast.rita):
        browser = as_person(colleague)
        assert titles(browser) == ["Ours"]
        body = browser.get(f"/portfolio/?view={view.pk}&band=red").content.decode()
        assert "shared by Alice" in body
        assert "Remove the view" not in body
        with pytest.raises(PermissionDenied):
            change_view(actor=colleague, view=view, changes={"name": "Theirs"})
    for other in (cast.charlie, cast.root):
        assert titles(as_person(other)) == []


def test_a_view_is_shared_with_a_team_of_ones_own_and_not_by_a_reader(cast):
    with pytest.raises(ValidationError):
        save_view(actor=cast.alice, name="Elsewhere", query="", team=cast.south)
    with pytest.raises(PermissionDenied):
        save_view(actor=cast.rita, name="Reader's", query="", team=cast.north)
    assert save_view(actor=cast.rita, name="Reader's", query="").team is None


def test_a_personal_view_is_nobody_elses(alice, cast, as_person):
    save(alice, "Secret plan")
    for other in (cast.bob, cast.rita, cast.charlie, cast.root):
        assert b"Secret plan" not in as_person(other).get("/portfolio/?view=all").content


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_needs_a_name_of_some_length(alice, name):
    save(alice, name)
    assert not PortfolioView.objects.exists()


def test_a_name_is_taken_once_by_a_person_but_again_by_another(alice, cast, as_person):
    save(alice, "Red")
    save(alice, "Red")
    save(as_person(cast.bob), "Red")
    assert PortfolioView.objects.count() == 2


def test_the_portfolio_opens_with_the_view_a_person_chose(alice):
    assert alice.get("/portfolio/").status_code == 200
    alice.post("/portfolio/home/", {"view": "risk"})
    assert alice.get("/portfolio/")["Location"] == "/portfolio/?view=risk&band=red&sort=-arr"
    save(alice, "Begin here", "group=owner")
    view = PortfolioView.objects.get()
    alice.post("/portfolio/home/", {"view": view.pk})
    assert alice.get("/portfolio/")["Location"] == f"/portfolio/?view={view.pk}&group=owner"
    alice.post(f"/portfolio/views/{view.pk}/remove/")
    assert alice.get("/portfolio/").status_code == 200


def test_nobody_begins_with_a_view_they_may_not_open(alice, cast, as_person):
    save(alice, "Secret plan")
    view = PortfolioView.objects.get()
    bob = as_person(cast.bob)
    for key in (str(view.pk), "nonsense", "999999999999999999999", "-1"):
        bob.post("/portfolio/home/", {"view": key})
        assert bob.get("/portfolio/").status_code == 200


def test_a_program_saves_orders_and_removes_views(alice, cast):
    base = "/api/v1/portfolio/views"

    def call(method, path="", **body):
        answer = getattr(alice, method)(base + path, body, content_type="application/json")
        return answer.status_code, (answer.json() if answer.content else None)

    status, first = call("post", name="First", query="band=red&page=2")
    assert (status, first["query"], first["is_own"]) == (201, "band=red", True)
    _status, second = call("post", name="Second", team_id=cast.north.pk)
    assert call("patch", f"/{second['id']}", place=1)[1]["place"] == 1
    assert [view["name"] for view in call("get")[1]] == ["Second", "First"]
    assert call("patch", f"/{first['id']}", name="Second")[0] == 422
    assert call("post", name="Third", team_id=cast.south.pk)[0] == 422
    assert call("delete", f"/{first['id']}")[0] == 204
    assert call("post", f"/{first['id']}/restore")[0] == 200
    assert (
        alice.put("/api/v1/portfolio/home", {"view": str(first["id"])}, content_type="application/json").status_code
        == 204
    )
    assert [view["is_home"] for view in call("get")[1]] == [False, True]


def dialog(browser, part, query=""):
    answer = browser.get(f"/portfolio/choices/{part}/?{query}", headers={"HX-Request": "true"})
    return answer.status_code, answer.content.decode()


def test_the_forms_of_views_come_when_they_are_opened(alice, cast, as_person):
    status, body = dialog(alice, "save", "sort=name&band=red&page=2")
    assert status == 200
    assert 'name="query" value="band=red&amp;sort=name"' in body
    assert "North" in body  # the team to share with
    save(alice, "Ours", team=cast.north.pk)
    view = PortfolioView.objects.get()
    assert 'value="Ours"' in dialog(alice, "rename", f"view={view.pk}&band=red")[1]
    assert dialog(alice, "rename", "view=all")[0] == 404  # nobody's own
    assert dialog(as_person(cast.bob), "rename", f"view={view.pk}&band=red")[0] == 404
    assert "in no team" in dialog(as_person(cast.root), "save")[1]
    assert dialog(alice, "nothing")[0] == 404
