"""No scope means no rows."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tenure.accounts.models import Account, Product, Ticket
from tenure.foundation.models import User
from tenure.foundation.services import create_workspace


@pytest.fixture
def account(cast):
    return cast.account()


def names(rows):
    return [row.name for row in rows]


def test_the_owner_the_team_the_reader_and_the_administrator_see_the_account(cast, account):
    for person in (cast.alice, cast.bob, cast.rita, cast.root):
        assert names(Account.objects.visible_to(person)) == ["Acme"]


def test_an_outsider_sees_nothing(cast, account):
    assert not Account.objects.visible_to(cast.charlie).exists()
    assert not Account.objects.visible_to(AnonymousUser()).exists()


def test_a_reader_changes_nothing(cast, account):
    assert not Account.objects.editable_by(cast.rita).exists()
    assert Account.objects.editable_by(cast.bob).exists()


def test_an_owner_keeps_an_account_that_left_the_team(cast, account):
    account.team = cast.south
    account.save()
    assert Account.objects.visible_to(cast.alice).exists()
    assert not Account.objects.visible_to(cast.bob).exists()
    assert Account.objects.visible_to(cast.charlie).exists()


def test_records_follow_their_account(cast, account):
    Ticket.objects.create(workspace=cast.workspace, account=account, opened_at="2024-01-01T00:00Z")
    assert Ticket.objects.visible_to(cast.bob).count() == 1
    assert not Ticket.objects.visible_to(cast.charlie).exists()


def test_products_belong_to_the_whole_workspace(cast):
    Product.objects.create(workspace=cast.workspace, name="Base")
    assert Product.objects.visible_to(cast.charlie).exists()


def test_a_person_of_another_company_or_no_longer_active_sees_nothing(cast, account):
    other = create_workspace(name="Other")
    stray = User.objects.create_user("stray@example.com", "x" * 16, role="admin", workspace=other)
    assert not Account.objects.visible_to(stray).exists()
    cast.root.is_active = False
    assert not Account.objects.visible_to(cast.root).exists()


def test_a_persons_teams_are_read_once_and_a_change_of_them_counts(cast, account, django_assert_num_queries):
    with django_assert_num_queries(3):  # the teams, then twice the accounts
        assert Account.objects.visible_to(cast.bob).exists()
        assert Account.objects.visible_to(cast.bob).exists()
    cast.bob.teams.clear()
    assert not Account.objects.visible_to(cast.bob).exists()
    cast.bob.teams.add(cast.north)
    assert Account.objects.visible_to(cast.bob).exists()
