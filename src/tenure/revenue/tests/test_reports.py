"""A result is kept as reported and asked again."""

from datetime import date

import pytest

from tenure.foundation.models import Activity
from tenure.revenue.models import ReportedRetention
from tenure.revenue.queries import Criteria
from tenure.revenue.services import report_retention

ASK = "?from=2023-12-31&to=2024-12-31"


@pytest.fixture
def report(book, cast):
    criteria = Criteria(date(2023, 12, 31), date(2024, 12, 31))
    return report_retention(actor=cast.alice, criteria=criteria, title="Board, Q4", note="First year")


def test_a_report_keeps_figures_and_definition(report) -> None:
    assert report.figures["beginning"] == "200.00"
    assert report.figures["nrr"] == 180.5 / 200
    assert report.definition["overlap"] == "sum"
    assert Activity.objects.get(verb="retention.reported").data == {"title": "Board, Q4"}


def test_later_corrections_show_beside_what_was_reported(report, book, cast, as_person) -> None:
    book.line("1", "Grow", "2023-01-01", "2024-02-01", 100)
    text = as_person(cast.alice).get(f"/retention/reports/{report.pk}/").content.decode()
    assert "90.25%" in text
    assert "40.25%" in text
    assert "Asked again now" in text


def test_only_its_author_and_an_administrator_see_a_report(report, cast, as_person) -> None:
    for person, status in (
        (cast.alice, 200),
        (cast.root, 200),
        (cast.bob, 404),
        (cast.rita, 404),
        (cast.charlie, 404),
    ):
        assert as_person(person).get(f"/retention/reports/{report.pk}/").status_code == status
    assert "Board, Q4" not in as_person(cast.charlie).get("/retention/reports/").content.decode()
    assert "Board, Q4" in as_person(cast.root).get("/retention/reports/").content.decode()


def test_a_report_is_kept_from_the_page_and_withdrawn(book, cast, as_person) -> None:
    browser = as_person(cast.bob)
    response = browser.post(f"/retention/reports/{ASK}&method=path", {"title": "Path"})
    kept = ReportedRetention.objects.get()
    assert response.headers["Location"] == f"/retention/reports/{kept.pk}/"
    assert kept.is_path
    browser.post(f"/retention/reports/{kept.pk}/withdraw/")
    assert not ReportedRetention.objects.exists()
    assert Activity.objects.get(verb="retention.withdrawn").data["figures"]["beginning"] == "200.00"


def test_a_reader_keeps_nothing_and_a_title_is_needed(book, cast, as_person) -> None:
    assert as_person(cast.rita).post(f"/retention/reports/{ASK}", {"title": "X"}).status_code == 403
    assert as_person(cast.bob).post(f"/retention/reports/{ASK}", {"title": " "}).status_code == 302
    assert not ReportedRetention.objects.exists()
