"""`tenure health show` and `tenure measures`: one JSON document alone on standard output, clear errors."""

import json

import pytest

from tenure.config.cli import main
from tenure.health.models import HealthDay

pytestmark = pytest.mark.django_db


def json_of(capsys, *words):
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_score_is_printed_with_rows_that_add_up(company, capsys):
    document = json_of(capsys, "health", "show", "Silent", "--as-of", "2026-05-14")
    assert (document["account"]["external_id"], document["as_of"], document["score"]) == ("Silent", "2026-05-14", 40)
    assert sum(row["contribution_hundredths"] for row in document["rows"]) == 4000
    assert document["scorecard"]["name"] == "saas"
    assert document["known_time_assumed"] == {"records": 0.0, "events": 0.0}


def test_yesterday_is_meant_where_no_day_is_named(company, capsys):
    assert json_of(capsys, "health", "show", "Silent")["as_of"] == "2026-05-14"


def test_what_was_known_then_can_be_asked(company, capsys):
    document = json_of(capsys, "health", "show", "Steady", "--as-of", "2026-03-05", "--known-at", "2026-03-01")
    rows = {row.get("measure"): row for row in document["rows"]}
    assert (document["known_at"], rows["open_tickets"]["value"]) == ("2026-03-01", 1)


def test_why_it_moved_is_added(company, capsys):
    document = json_of(capsys, "health", "show", "Silent", "--against", "2026-04-05")
    moved = document["movement"]
    assert moved["change_hundredths"] == sum(row["change_hundredths"] for row in moved["rows"]) < 0


def test_a_person_can_read_it(company, capsys):
    assert main(["health", "show", "Silent", "--as-of", "2026-05-14", "--against", "2026-04-05"]) == 0
    printed = capsys.readouterr().out
    assert "score: 40.00 (red)" in printed
    assert "Cap at 40" in printed


def test_all_measures_of_an_account_are_shown(company, capsys):
    document = json_of(capsys, "measures", "show", "Silent", "--as-of", "2026-05-14", "--window", "90")
    found = {row["measure"]: row for row in document["measures"]}
    assert found["active_users"]["value"] == 2
    assert found["active_users"]["window"] == 90
    assert found["nps"]["value"] is None


def test_days_are_computed_and_kept(company, capsys):
    assert main(["measures", "run", "--from", "2026-05-10", "--to", "2026-05-12"]) == 0
    assert capsys.readouterr().out == "computed 3 days of 4 accounts\n"
    assert HealthDay.objects.count() == 3
    assert main(["measures", "run"]) == 0
    # the three as well: nothing was kept yet of what they were computed from
    assert capsys.readouterr().out == "computed 60 days of 4 accounts; the newest is 2026-05-14\n"
    assert main(["measures", "run"]) == 0
    assert capsys.readouterr().out == "computed 1 days of 4 accounts; the newest is 2026-05-14\n"


def test_the_catalogue_is_listed(workspace, capsys):
    assert "active_users" in {row["name"] for row in json_of(capsys, "measures", "list")}


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("health show Unheard", "there is no account 'Unheard'; give its id as in the imported file, or our id"),
        ("measures run --as-of 2026-05-01 --from 2026-04-01", "give either --as-of, or --from and --to"),
        ("measures run --to 2026-05-01", "--to needs --from"),
        ("measures run --known-at 2026-05-01", "--known-at needs --as-of, or --from"),
        ("measures run --from 2026-05-02 --to 2026-05-01", "--to 2026-05-01 lies before --from 2026-05-02"),
    ],
)
def test_what_cannot_be_done_is_said_and_exits_with_two(company, capsys, words, error):
    assert main(words.split()) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.strip()) == ("", f"tenure {words.split()[0]}: {error}")


def test_before_the_first_set_up_it_says_what_to_do(db, capsys):
    assert main(["health", "show", "x"]) == 2
    assert "run 'tenure init' first" in capsys.readouterr().err
