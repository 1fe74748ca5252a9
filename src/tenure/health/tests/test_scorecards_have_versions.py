"""A definition is never changed, only followed: by what is shipped, or by what is written here."""

import copy

import pytest
from django.core.exceptions import PermissionDenied

from tenure.foundation.models import Activity
from tenure.health.models import AccountHealth, ScorecardVersion
from tenure.health.queries.cards import card_for, current_cards, shipped_definitions
from tenure.health.services import bring_up_to_date, ensure_scorecards, save_scorecard, use_scorecard
from tenure_engine.health.reading import CardError, read_card

pytestmark = pytest.mark.django_db


def changed(**more):
    definition = copy.deepcopy(shipped_definitions()["saas"])
    return definition | more


@pytest.mark.parametrize("name", sorted(shipped_definitions()))
def test_what_is_shipped_can_be_read(name):
    card = read_card(shipped_definitions()[name])
    assert card.name == name
    assert {group.name for group in card.groups} <= {"effect", "experience", "repurchase"}
    assert all("zh-hans" in cap.label for cap in card.caps)


def test_shipped_scorecards_come_once(workspace):
    first = ensure_scorecards(workspace=workspace)
    assert [(card.name, card.number) for card in ensure_scorecards(workspace=workspace)] == [("saas", 1)]
    assert [card.version_id for card in first] == [card.version_id for card in current_cards(workspace.pk)]


def test_a_newer_shipped_definition_follows_the_older(workspace, monkeypatch):
    ensure_scorecards(workspace=workspace)
    monkeypatch.setattr(
        "tenure.health.services.scorecards.shipped_definitions", lambda: {"saas": changed(min_coverage=55)}
    )
    [card] = ensure_scorecards(workspace=workspace)
    assert (card.number, card.card.min_coverage) == (2, 5500)


def test_what_was_written_here_is_not_overwritten_by_what_is_shipped(cast, monkeypatch):
    ensure_scorecards(workspace=cast.workspace)
    version = save_scorecard(actor=cast.root, definition=changed(min_coverage=10))
    monkeypatch.setattr(
        "tenure.health.services.scorecards.shipped_definitions", lambda: {"saas": changed(min_coverage=55)}
    )
    [card] = ensure_scorecards(workspace=cast.workspace)
    assert (card.version_id, card.number, card.card.min_coverage) == (version.pk, 2, 1000)


def test_the_same_definition_again_makes_no_version(cast):
    first = save_scorecard(actor=cast.root, definition=changed())
    assert save_scorecard(actor=cast.root, definition=changed()) == first
    assert ScorecardVersion.objects.count() == 1
    assert Activity.objects.filter(verb="scorecard.changed").count() == 1


@pytest.mark.parametrize("person", ["alice", "bob", "rita", "charlie"])
def test_only_leaders_and_administrators_write_scorecards(cast, person):
    with pytest.raises(PermissionDenied):
        save_scorecard(actor=getattr(cast, person), definition=changed())


def test_a_bad_definition_is_refused_with_all_its_problems(cast):
    with pytest.raises(CardError) as caught:
        save_scorecard(actor=cast.root, definition={"name": "x", "groups": {"effect": {"weight": 0}}})
    assert {problem.place for problem in caught.value.problems} == {"groups.effect.weight", "groups.effect.measures"}
    assert not ScorecardVersion.objects.exists()


def test_a_segment_is_judged_by_the_card_that_names_it(company, cast):
    ensure_scorecards(workspace=company.workspace)
    save_scorecard(actor=cast.root, definition=changed(name="big", segments=["Enterprise"]))
    cards = current_cards(company.workspace.pk)
    assert card_for("Enterprise", cards).name == "big"
    assert card_for("SMB", cards).name == card_for("", cards).name == "saas"
    bring_up_to_date(workspace=company.workspace)
    used = dict(AccountHealth.objects.values_list("account__name", "version__scorecard__name"))
    assert used == {"Steady": "saas", "Silent": "saas", "Far": "saas", "Nobody": "big"}


def test_another_shipped_scorecard_takes_the_place_of_the_first(company, cast):
    bring_up_to_date(workspace=company.workspace)
    use_scorecard(actor=cast.root, name="on_premises", is_active=True)
    assert [card.name for card in current_cards(company.workspace.pk)] == ["on_premises"]
    bring_up_to_date(workspace=company.workspace)
    assert AccountHealth.objects.get(account=company.steady).version.scorecard.name == "on_premises"


def test_a_scorecard_for_a_segment_leaves_the_one_for_all_others_in_use(cast):
    save_scorecard(actor=cast.root, definition=changed(name="big", segments=["Enterprise"]), is_active=False)
    use_scorecard(actor=cast.root, name="big", is_active=True)
    assert [card.name for card in current_cards(cast.workspace.pk)] == ["big", "saas"]


@pytest.mark.parametrize("person", ["alice", "rita"])
def test_only_leaders_and_administrators_take_one_into_use(cast, person):
    with pytest.raises(PermissionDenied):
        use_scorecard(actor=getattr(cast, person), name="saas", is_active=False)


def test_history_keeps_the_version_it_was_computed_with(company, cast):
    from datetime import date

    from tenure.health.queries import explain_account

    bring_up_to_date(workspace=company.workspace)
    save_scorecard(actor=cast.root, definition=changed(bands={"green": 99, "amber": 98}))
    bring_up_to_date(workspace=company.workspace)
    old = explain_account(account=company.steady, day=date(2026, 5, 13))
    new = explain_account(account=company.steady, day=date(2026, 5, 14))
    assert (old.card.number, new.card.number) == (1, 2)
    assert AccountHealth.objects.get(account=company.steady).band == "red"
