"""The Health page: bands, flow, movers and segments of two days; each figure opens exactly its customers."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from django.urls import reverse

from tenure.health.models import HealthDay, ScoreMonth
from tenure.health.queries import history_of
from tenure.health.queries.base import GREEN, NONE, OUT, PLACES, RED, Choice, kept_days, open_base
from tenure.health.queries.base_moves import Moves
from tenure.health.queries.explanations import day_files, explain_account
from tenure.health.services import bring_up_to_date, compute_days
from tenure.health.shown_base import BaseRows, add_reasons, base_row
from tenure.health.views.base_accounts import COLUMNS
from tenure.ui.tables import sort_rows

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NEWEST, EARLIER = date(2026, 5, 14), date(2026, 4, 5)


@pytest.fixture
def computed(company):
    """A fifth customer comes in May, a sixth left in April."""
    new = company.account("Late comer", team=company.steady.team, segment="SMB")
    company.line(new, start=date(2026, 5, 1))
    gone = company.account("Gone", team=company.steady.team, segment="SMB")
    company.line(gone, end=date(2026, 4, 20))
    company.uses(gone, [date(2026, 4, day) for day in range(1, 6)])
    bring_up_to_date(workspace=company.workspace)
    company.new, company.gone = new, gone
    return company


def base_of(user, **asked):
    return open_base(user=user, day=NEWEST, against=EARLIER, **asked)


def place_of(base, account):
    row = int(np.flatnonzero(base.ids == account.pk)[0])
    return PLACES[base.before.place[row]], PLACES[base.now.place[row]]


def test_every_customer_has_a_place_on_both_days(computed, cast):
    base = base_of(cast.root)
    assert place_of(base, computed.steady) == ("green", "green")
    assert place_of(base, computed.silent)[1] == "red"
    assert place_of(base, computed.nobody) == ("none", "none")
    assert place_of(base, computed.new) == ("out", "none")
    assert place_of(base, computed.gone)[1] == "out"
    assert base.flow.sum() == 6
    assert base.flow[OUT, NONE] == 1
    assert base.flow[GREEN, RED] == 1


def test_scores_are_those_that_were_kept(computed, cast):
    base = base_of(cast.root)
    kept = history_of(base.ids.tolist(), first=EARLIER, last=NEWEST)
    for row, pk in enumerate(base.ids.tolist()):
        first, last = kept[pk][0], kept[pk][-1]
        assert base.before.score[row] == (-1 if first is None else round(first * 100))
        assert base.now.score[row] == (-1 if last is None else round(last * 100))


def test_the_parts_of_the_change_add_up_to_it(computed, cast):
    base = base_of(cast.root)
    found = Moves(base, workspace_id=computed.workspace.pk).of_base()
    scored = [row for row in range(len(base.ids)) if base.now.score[row] >= 0 and base.before.score[row] >= 0]
    both = [row for row in scored if base.now.place[row] != OUT and base.before.place[row] != OUT]
    assert found.count == len(both) == 3
    assert found.before == pytest.approx(sum(base.before.score[row] for row in both) / 300)
    assert found.after == pytest.approx(sum(base.now.score[row] for row in both) / 300)
    total = sum(found.measures.values()) + found.rest + found.caps
    assert total == pytest.approx(found.after - found.before)
    assert found.caps < 0  # Silent is held down at 40


def test_a_mover_is_told_with_the_rows_that_took_its_score(computed, cast):
    base = base_of(cast.root)
    moves = Moves(base, workspace_id=computed.workspace.pk)
    rows = [base_row(base, row, addresses()) for row in base.movers("down", 5)]
    add_reasons(moves, rows)
    assert [row.name for row in rows] == ["Silent"]
    told = explain_account(account=computed.silent, day=NEWEST), explain_account(account=computed.silent, day=EARLIER)
    assert rows[0].change == pytest.approx(told[0].score - told[1].score)
    assert "Active users, 30 days: 0 users, before 2 (" in rows[0].reason


def addresses():
    from tenure.health.base_words import Addresses

    return Addresses(NEWEST, EARLIER, False)


def test_columns_of_numbers_order_accounts_as_their_written_rows_would(computed, cast):
    base = base_of(cast.root)
    rows = BaseRows(base, np.arange(len(base.ids)), addresses())
    for column in COLUMNS:
        for descending in (False, True) if column.sort else ():
            found = rows.ordered(column.name, descending=descending)
            assert [row.number for row in found] == [row.number for row in sort_rows(list(rows), column, descending)]
    assert [row.name for row in rows.named("sil")] == ["Silent"]


def test_every_figure_of_the_page_opens_as_many_customers_as_it_says(computed, cast, as_person):
    browser = as_person(cast.root)
    page = browser.get(reverse("health"), {"as_of": NEWEST, "against": EARLIER})
    assert page.status_code == 200
    said = [(head.url, head.count) for head in page.context["heads"]]
    for row in page.context["segments"]:
        said += [(row.url, row.customers), (row.below_url, row.below)]
        said += [(url, count) for _label, count, url in row.shown]
    for series in page.context["distribution"].option["series"]:
        said += [(item["url"], item["value"]) for item in series["data"] if isinstance(item, dict)]
    for link in page.context["flow"].option["series"][0]["links"]:
        said.append((link["url"], link["value"]))
    assert len(said) > 20
    assert any("bar=" in url for url, _count in said)
    for url, count in said:
        found = browser.get(url)
        assert found.status_code == 200
        assert found.context["table"].page.paginator.count == count, url


def test_the_boxes_of_the_flow_open_their_customers(computed, cast, as_person):
    browser = as_person(cast.root)
    page = browser.get(reverse("health"), {"as_of": NEWEST, "against": EARLIER})
    series = page.context["flow"].option["series"][0]
    for box in series["data"]:
        sums = [one["value"] for one in series["links"] if box["name"] in (one["source"], one["target"])]
        found = browser.get(box["url"])
        assert found.context["table"].page.paginator.count == sum(sums), box["name"]


@pytest.mark.parametrize(
    ("person", "names"),
    [
        ("alice", {"Silent", "Steady", "Nobody", "Late comer"}),
        ("bob", {"Silent", "Steady", "Nobody", "Late comer"}),
        ("rita", {"Silent", "Steady", "Nobody", "Late comer"}),
        ("charlie", {"Far"}),
        ("root", {"Silent", "Steady", "Far", "Nobody", "Late comer"}),
    ],
)
def test_counts_and_lists_are_of_what_a_person_sees(computed, cast, as_person, person, names):
    browser = as_person(getattr(cast, person))
    page = browser.get(reverse("health"))
    assert sum(head.count for head in page.context["heads"]) == len(names)
    table = browser.get(reverse("health-accounts")).context["table"]
    assert {row.name for row in table.sorted_rows} == names
    found = browser.get("/api/v1/health/base", {"against": EARLIER}).json()
    assert found["now"]["customers"] == len(names) == sum(found["now"]["bands"].values())
    assert {row["name"] for row in found["movers"]} <= names


def test_who_sees_no_customer_is_told_so(computed, cast, as_person):
    computed.far.delete()
    page = as_person(cast.charlie).get(reverse("health"))
    assert "No customers in your view" in page.content.decode()
    assert "heads" not in page.context


def test_the_api_says_what_the_page_says(computed, cast, as_person):
    browser = as_person(cast.root)
    asked = {"as_of": NEWEST, "against": EARLIER}
    found, page = browser.get("/api/v1/health/base", asked).json(), browser.get(reverse("health"), asked)
    assert found["verdict"] == page.context["verdict"]
    assert found["now"]["bands"]["red"] == next(h.count for h in page.context["heads"] if h.place == "red")
    assert {(row["before"], row["now"]): row["customers"] for row in found["flow"]}[("new", "no_score")] == 1
    assert sum(sum((bar["green"], bar["amber"], bar["red"])) for bar in found["now"]["distribution"]) == 3
    parts = found["moved_by"]
    total = sum(part["points"] for part in parts["measures"]) + parts["more_or_less_known"] + parts["caps"]
    assert total == pytest.approx(parts["average_now"] - parts["average_before"])


def test_a_day_of_which_nothing_is_kept_is_said(computed, cast, as_person):
    browser = as_person(cast.root)
    page = browser.get(reverse("health"), {"as_of": "2020-01-01"})
    assert "Nothing is kept of this day" in page.content.decode()
    assert browser.get("/api/v1/health/base", {"as_of": "2020-01-01"}).status_code == 404
    page = browser.get(reverse("health"), {"against": "2020-01-01"})
    assert "so only one day is shown" in page.content.decode()
    assert page.context["flow"] is None


def test_before_the_first_computation_the_page_says_what_it_is_for(company, cast, as_person):
    browser = as_person(cast.root)
    assert "No scores yet" in browser.get(reverse("health")).content.decode()
    assert browser.get("/api/v1/health/base").status_code == 409
    assert browser.get(reverse("health-accounts")).status_code == 200


def test_without_any_days_asked_the_newest_is_held_against_ninety_days_before(computed, cast):
    kept = kept_days(computed.workspace.pk)
    assert kept.last == NEWEST
    assert kept.usual_against == max(kept.first, date(2026, 2, 13))


def test_what_was_known_then_is_shown_where_it_was_kept(computed, cast, as_person):
    """The newest day was computed in the night after it: then it is what was known; older days were not."""
    browser = as_person(cast.root)
    assert open_base(user=cast.root, day=NEWEST, against=None, is_then=True) is not None
    assert open_base(user=cast.root, day=EARLIER, against=None, is_then=True) is None
    page = browser.get(reverse("health"), {"as_of": EARLIER, "known": "then"})
    assert "what was known then is not kept" in page.content.decode()


def test_later_knowledge_leaves_what_was_known_then_as_it_was(company, cast):
    workspace = company.workspace
    compute_days(workspace=workspace, first=EARLIER, last=EARLIER, known_on=EARLIER)
    before = day_files(workspace.pk).read(EARLIER).of_account(company.silent.pk)
    company.uses(company.silent, [date(2026, 4, 4)], users=("cy", "di"), known=date(2026, 5, 15))
    compute_days(workspace=workspace, first=EARLIER, last=EARLIER)
    files = day_files(workspace.pk)
    assert files.read(EARLIER).of_account(company.silent.pk)["active_users.30"] == 4.0
    then = files.read_then(EARLIER)
    assert then.of_account(company.silent.pk) == pytest.approx(before, nan_ok=True)
    base = open_base(user=cast.root, day=EARLIER, against=None, is_then=True)
    assert base.now.known_on == EARLIER
    files.forget(company.silent.pk)
    assert files.read_then(EARLIER).of_account(company.silent.pk) is None
    files.drop(EARLIER)
    assert files.read_then(EARLIER) is None


def test_days_that_no_longer_hold_are_said_to_be_computed_again(computed, cast, as_person):
    HealthDay.objects.filter(day=NEWEST).update(is_stale=True)
    page = as_person(cast.root).get(reverse("health"))
    assert "They are being computed again" in page.content.decode()


@pytest.mark.parametrize("asked", ["now=nonsense", "bar=99", "bar=x", "moved=sideways", "segment=%00", "below=maybe"])
def test_a_choice_that_makes_no_sense_does_no_harm(computed, cast, as_person, asked):
    assert as_person(cast.root).get(reverse("health-accounts") + "?" + asked).status_code == 200


def test_the_list_is_exported_as_it_is_chosen(computed, cast, as_person):
    address = reverse("health-accounts") + "?now=red&format=csv"
    text = b"".join(as_person(cast.root).get(address)).decode("utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()] == ["Customer", "Silent"]


def test_a_list_asks_no_more_queries_for_more_customers(computed, cast, as_person, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = as_person(cast.root)
    counts = []
    for more in (0, 30):
        for number in range(more):
            account = computed.account(f"More {number}", segment=f"Segment {number}")
            computed.line(account)
            computed.uses(account, [date(2026, 4, 1), NEWEST])
        if more:
            compute_days(workspace=computed.workspace, first=EARLIER, last=EARLIER)
            compute_days(workspace=computed.workspace, first=NEWEST, last=NEWEST)
        for address in (reverse("health"), reverse("health-accounts")):
            browser.get(address, {"against": EARLIER})
            with CaptureQueriesContext(connection) as queries:
                browser.get(address, {"against": EARLIER})
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_addresses_keep_the_question(computed, cast):
    url = addresses().accounts(Choice(now="red", was="green", segment="", is_below=True))
    assert parse_qs(urlsplit(url).query) == {
        "as_of": ["2026-05-14"],
        "against": ["2026-04-05"],
        "now": ["red"],
        "was": ["green"],
        "segment": ["-"],
        "below": ["yes"],
    }
    assert ScoreMonth.objects.exists()
