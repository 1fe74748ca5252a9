"""The Retention page and what its figures open to."""

import re
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest

ASK = "?from=2023-12-31&to=2024-12-31"
LINK = re.compile(r'href="(/retention/[^"]*)"')
DRAWN = re.compile(r'"url": "(/retention/[^"]*)"')


def text_of(response) -> str:
    return response.content.decode()


def links(text: str) -> set[str]:
    return {link.replace("&amp;", "&") for link in LINK.findall(text)}


def csv_rows(browser, address: str) -> list[list[str]]:
    import csv
    import io

    response = browser.get(f"{address}&format=csv")
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_three_figures_stand_with_their_definition(book, cast, as_person) -> None:
    text = text_of(as_person(cast.root).get(f"/retention/{ASK}"))
    for part in ("Net revenue retention (NRR)", "72.2%", "Gross revenue retention (GRR)", "64.0%", "66.7%"):
        assert part in text
    for chip in ("Two dates compared", "Overlapping lines add up", "End date exclusive", "Grace 7 days"):
        assert chip in text


def test_every_figure_opens(book, cast, as_person) -> None:
    browser = as_person(cast.root)
    text = text_of(browser.get(f"/retention/{ASK}"))
    found = links(text) | {link.encode().decode("unicode_escape") for link in DRAWN.findall(text)}
    opened = [link for link in found if re.match(r"/retention/(figures|movements|rates|cohorts)/", link)]
    assert len(opened) > 30
    for link in opened:
        assert browser.get(link).status_code == 200, link
        assert parse_qs(urlsplit(link).query)["from"] == ["2023-12-31"], link


@pytest.mark.parametrize(
    ("name", "total", "accounts"),
    [
        ("beginning", "250.00", {"Grow", "Shrink", "Leave"}),
        ("expansion", "20.50", {"Grow"}),
        ("contraction", "-40.00", {"Shrink"}),
        ("churn", "-50.00", {"Leave"}),
        ("ending", "180.50", {"Grow", "Shrink", "Leave"}),
        ("new", "30.00", {"Fresh"}),
        ("reactivation", "0.00", set()),
        ("closing", "210.50", {"Grow", "Shrink", "Fresh"}),
        ("nrr", "-69.50", {"Grow", "Shrink", "Leave"}),
        ("grr", "160.00", {"Grow", "Shrink", "Leave"}),
        ("logo_retention", "-69.50", {"Grow", "Shrink", "Leave"}),
    ],
)
def test_the_accounts_behind_a_figure_add_up_to_it(book, cast, as_person, name, total, accounts) -> None:
    _head, *rows = csv_rows(as_person(cast.root), f"/retention/figures/{name}/{ASK}")
    assert {row[0] for row in rows} == accounts
    assert sum(Decimal(row[6]) for row in rows) == Decimal(total)
    assert {row[7] for row in rows} <= {"USD"}


def test_the_lines_behind_a_figure_say_what_they_count_for(book, cast, as_person) -> None:
    rows = csv_rows(as_person(cast.root), f"/retention/figures/contraction/{ASK}&by=lines")
    [head, *lines] = rows
    assert head[:5] == ["Account", "Line", "Product", "Starts on", "Ends on"]
    assert [(row[0], row[1], row[7], row[9], row[11]) for row in lines] == [
        ("Shrink", "3", "60.00", "60.00", "0.00"),
        ("Shrink", "4", "40.00", "0", "-40.00"),
    ]


@pytest.mark.parametrize("name", ["mrr", "new", "reactivation", "expansion", "contraction", "churn"])
def test_a_movement_of_a_month_opens(book, cast, as_person, name) -> None:
    rows = csv_rows(as_person(cast.root), f"/retention/movements/2024/8/{name}/{ASK}")
    expected = {"churn": {"Leave"}, "mrr": {"Grow", "Shrink", "Fresh"}}
    assert {row[0] for row in rows[1:]} == expected.get(name, set())


def test_a_rate_opens_to_terms_and_successors(book, cast, as_person) -> None:
    book.line("5b", "Leave", "2024-08-18", None, 45)
    browser = as_person(cast.root)
    text = text_of(browser.get(f"/retention/rates/renewal_rate_amount/{ASK}"))
    assert "50.00% = $45 / $90" in text
    rows = csv_rows(browser, f"/retention/rates/renewal_rate_amount/{ASK}&by=lines")
    assert [(row[1], row[7], row[9]) for row in rows[1:]] == [
        ("5", "50.00", "0"),
        ("5b", "0", "45.00"),
        ("4", "40.00", "0"),
    ]


def test_a_cohort_cell_opens(book, cast, as_person) -> None:
    rows = csv_rows(as_person(cast.root), f"/retention/cohorts/2023/2/18/{ASK}")
    assert [(row[0], row[2], row[4]) for row in rows[1:]] == [("Leave", "50.00", "0.00")]


def test_an_account_shows_each_day_its_mrr_changed(book, cast, as_person) -> None:
    from tenure.accounts.models import Account

    pk = Account.objects.get(name="Shrink").pk
    text = text_of(as_person(cast.root).get(f"/retention/accounts/{pk}/{ASK}"))
    assert "MRR of Shrink" in text
    for part in ("1 Jan 2023", "1 Jun 2023", "1 Jun 2024", "$100.00"):
        assert part in text


def test_others_see_only_their_accounts_and_no_one_else_s_page(book, cast, as_person) -> None:
    from tenure.accounts.models import Account

    grow = Account.objects.get(name="Grow").pk
    for person, names in (
        (cast.alice, {"Grow", "Shrink"}),
        (cast.rita, {"Grow", "Shrink"}),
        (cast.charlie, {"Leave"}),
    ):
        rows = csv_rows(as_person(person), f"/retention/figures/beginning/{ASK}")
        assert {row[0] for row in rows[1:]} == names
    assert as_person(cast.charlie).get(f"/retention/accounts/{grow}/{ASK}").status_code == 404
    assert "Enterprise" not in text_of(as_person(cast.charlie).get(f"/retention/{ASK}"))


def test_a_stranger_is_sent_to_sign_in(client, db) -> None:
    assert client.get("/retention/").status_code == 302


def test_without_lines_the_page_says_what_it_needs(cast, as_person) -> None:
    for person, may_import in ((cast.rita, False), (cast.bob, True)):
        response = as_person(person).get("/retention/")
        assert response.status_code == 200
        assert "No contract lines to compute from" in text_of(response)
        assert ('href="/import/">Import contracts' in text_of(response)) is may_import


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        ("?from=2024-13-01&to=2024-12-31", "Enter a valid date"),
        ("?from=2024-12-31&to=2024-01-01", "lies before the first"),
        ("?from=0001-01-01&to=2024-01-01", "between 1900 and 2200"),
        ("?overlap=all", "not one of the available choices"),
        ("?grace=-1", "greater than or equal to 0"),
        ("?segment=Nowhere", "No account has the segment"),
    ],
)
def test_a_question_that_is_none_says_what_is_wrong(book, cast, as_person, ask, words) -> None:
    response = as_person(cast.root).get(f"/retention/{ask}")
    assert response.status_code == 400
    assert words in text_of(response)
    assert as_person(cast.root).get(f"/retention/figures/nrr/{ask}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/retention/figures/nothing/",
        "/retention/movements/2024/13/new/",
        "/retention/movements/2024/1/nothing/",
        "/retention/rates/nothing/",
        "/retention/cohorts/2024/1/99999/",
        "/retention/accounts/999999/",
    ],
)
def test_a_figure_that_does_not_exist_is_not_found(book, cast, as_person, path) -> None:
    assert as_person(cast.root).get(f"{path}{ASK}").status_code == 404


def test_the_page_of_a_company_with_a_path_and_all_policies(book, cast, as_person) -> None:
    ask = f"{ASK}&method=path&overlap=latest&end=inclusive&grace=0&segment=SMB&known_at=2024-12-31&cohorts=logo"
    text = text_of(as_person(cast.root).get(f"/retention/{ask}&cohort_months=24"))
    for chip in ("Every change followed", "Latest line counts", "Segment SMB", "As known on 31 Dec 2024"):
        assert chip in text


def test_the_page_takes_few_queries_whatever_the_number_of_lines(
    book, cast, as_person, django_assert_max_num_queries
) -> None:
    browser = as_person(cast.bob)
    browser.get(f"/retention/{ASK}")
    with django_assert_max_num_queries(12):
        browser.get(f"/retention/{ASK}")


def test_the_account_page_has_the_history_of_mrr(book, cast, rf) -> None:
    from tenure.accounts.models import Account
    from tenure.revenue.panels import mrr_history

    context = mrr_history(rf.get("/"), Account.objects.get(name="Grow"))
    assert [step.after for step in context["steps"]] == [Decimal("120.50"), Decimal("100.00")]


CHINESE = {"HTTP_ACCEPT_LANGUAGE": "zh-hans"}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/retention/", ["净收入留存率", "续费率（金额）", "宽限 7 天"]),
        ("/retention/rates/renewal_rate_amount/", ["续费率（金额）", "超出应续的部分算增购"]),
        ("/retention/figures/churn/", ["期初客户中降为零的 MRR"]),
        ("/retention/movements/2024/8/churn/", ["上月末有 MRR，本月末没有"]),
    ],
)
def test_a_chinese_reader_reads_chinese(book, cast, as_person, path, words) -> None:
    text = text_of(as_person(cast.root).get(f"{path}{ASK}", **CHINESE))
    for word in words:
        assert word in text
    shown = re.sub(r"<script.*?</script>|<[^>]*>", " ", text, flags=re.S)
    sentences = re.findall(r"(?:[A-Za-z]+ ){3,}[A-Za-z]+", shown)
    assert sentences == []
