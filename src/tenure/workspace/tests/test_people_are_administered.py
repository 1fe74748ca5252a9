"""Administrators invite people, give them roles and teams, and shut them out; nobody else does."""

import re

import pytest
from django.test import Client

from tenure.foundation.models import Activity, Team, User
from tenure.foundation.services import create_token

pytestmark = pytest.mark.django_db


def test_an_invited_person_sets_a_password_once_and_signs_in(cast, as_person):
    root = as_person(cast.root)
    data = {"email": "nina@example.com", "name": "Nina", "role": "csm", "teams": [cast.north.pk]}
    answer = root.post("/settings/people/invite/", data)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    link = re.search(r'value="http://testserver(/sign/password/reset/key/[^"]+)"', answer.content.decode()).group(1)
    nina = User.objects.get(email="nina@example.com")
    assert (nina.role, list(nina.teams.all()), nina.has_usable_password()) == ("csm", [cast.north], False)

    browser = Client()
    form = browser.get(link, follow=True)
    assert form.status_code == 200
    words = {"password1": "a long enough sentence", "password2": "a long enough sentence"}
    assert browser.post(form.request["PATH_INFO"], words).status_code == 302
    assert (
        browser.post("/sign/login/", {"login": "nina@example.com", "password": "a long enough sentence"}).status_code
        == 302
    )
    assert browser.get("/records/accounts/").status_code == 200
    again = Client().get(link, follow=True)
    assert "used already" in again.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"email": "alice@example.com", "role": "csm"}, "already"),
        ({"email": "ALICE@example.com", "role": "csm"}, "already"),
        ({"email": "nonsense", "role": "csm"}, "valid email"),
        ({"email": "new@example.com", "role": "king"}, "not one of the available choices"),
    ],
)
def test_a_wrong_invitation_says_what_is_wrong_and_makes_nobody(cast, as_person, data, words):
    before = User.objects.count()
    answer = as_person(cast.root).post("/settings/people/invite/", data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert User.objects.count() == before


def test_somebody_shut_out_loses_session_and_keys_at_once_and_can_be_let_in(cast, as_person, client):
    alice, root = as_person(cast.alice), as_person(cast.root)
    key = create_token(actor=cast.alice, name="Sync")[1]
    header = {"Authorization": f"Bearer {key}"}
    assert client.get("/api/v1/accounts", headers=header).status_code == 200
    answer = root.post(f"/settings/people/{cast.alice.pk}/close/", follow=True)
    undo = f"/settings/people/{cast.alice.pk}/reopen/"
    assert undo in answer.content.decode()
    assert alice.get("/records/accounts/").status_code == 302
    assert client.get("/api/v1/accounts", headers=header).status_code == 401
    root.post(undo)
    assert client.get("/api/v1/accounts", headers=header).status_code == 200
    assert list(Activity.objects.values_list("verb", flat=True)[:2]) == ["user.reopened", "user.closed"]


def test_the_last_administrator_cannot_be_lost(cast, as_person):
    root = as_person(cast.root)
    answer = root.post(f"/settings/people/{cast.root.pk}/", {"name": "Root", "role": "csm"})
    assert "only administrator" in answer.content.decode()
    answer = root.post(f"/settings/people/{cast.root.pk}/close/", follow=True)
    assert "cannot shut yourself out" in answer.content.decode()
    cast.root.refresh_from_db()
    assert (cast.root.role, cast.root.is_active) == ("admin", True)


def test_role_and_teams_change_what_a_person_sees(cast, as_person):
    account = cast.account()
    charlie = as_person(cast.charlie)
    assert charlie.get(f"/records/accounts/{account.pk}/").status_code == 404
    data = {"name": "Charlie", "role": "reader", "teams": [cast.north.pk]}
    assert as_person(cast.root).post(f"/settings/people/{cast.charlie.pk}/", data).status_code == 302
    assert charlie.get(f"/records/accounts/{account.pk}/").status_code == 200
    assert charlie.get(f"/records/accounts/{account.pk}/edit/").status_code == 403


def test_teams_are_made_renamed_and_removed_only_when_empty(cast, as_person):
    root = as_person(cast.root)
    assert root.post("/settings/teams/", {"name": "East"}).status_code == 302
    assert root.post("/settings/teams/", {"name": "East"}).status_code == 422
    east = Team.objects.get(name="East")
    assert root.post(f"/settings/teams/{east.pk}/", {"name": "Far East"}).status_code == 302
    assert root.post(f"/settings/teams/{east.pk}/", {"name": "North"}).status_code == 422
    assert "Far East" in root.get("/settings/teams/").content.decode()
    root.post(f"/settings/teams/{east.pk}/delete/")
    cast.account()
    answer = root.post(f"/settings/teams/{cast.north.pk}/delete/", follow=True)
    assert "still has 3 people and 1 account" in answer.content.decode()
    assert set(Team.objects.values_list("name", flat=True)) == {"North", "South"}
