"""Each person sees the revenue of their own accounts only."""

from datetime import date

import pytest

from tenure.revenue.queries import Criteria, list_accounts, open_figures, segments_of

NOW = Criteria(date(2023, 12, 31), date(2024, 12, 31))
THEN = Criteria(date(2023, 12, 31), date(2024, 12, 31), known_on=date(2024, 1, 1))


def beginning(workspace, person, criteria) -> int:
    return open_figures(workspace=workspace, actor=person, criteria=criteria).retention.beginning // 1_000_000


@pytest.mark.parametrize("criteria", [NOW, THEN], ids=["now", "known then"])
def test_alice_bob_and_rita_see_north_charlie_south_root_all(book, cast, workspace, criteria) -> None:
    assert beginning(workspace, cast.alice, criteria) == 200
    assert beginning(workspace, cast.bob, criteria) == 200
    assert beginning(workspace, cast.rita, criteria) == 200
    assert beginning(workspace, cast.charlie, criteria) == 50
    assert beginning(workspace, cast.root, criteria) == 250
    assert beginning(workspace, None, criteria) == 250


def test_the_definition_says_whose_accounts_a_figure_is_of(book, cast, workspace) -> None:
    for person, accounts in ((cast.root, "all"), (None, "all"), (cast.alice, "visible_to_person")):
        figures = open_figures(workspace=workspace, actor=person, criteria=NOW)
        assert figures.define(figures.retention.definition)["accounts"] == accounts


def test_segments_of_others_do_not_leak(book, cast, workspace) -> None:
    assert segments_of(list_accounts(workspace=workspace, actor=cast.charlie)) == ["SMB"]
    assert segments_of(list_accounts(workspace=workspace, actor=cast.root)) == ["Enterprise", "SMB"]
