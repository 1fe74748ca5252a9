"""The API gives the same figures in the caller's scope."""

import pytest

ASK = "?from=2023-12-31&to=2024-12-31"


def test_retention_movements_rates_and_cohorts(book, cast, as_person) -> None:
    browser = as_person(cast.root)
    retention = browser.get(f"/api/v1/revenue/retention{ASK}").json()
    assert (retention["beginning"], retention["expansion"], retention["nrr"]) == ("250.00", "20.50", 0.722)
    movements = browser.get(f"/api/v1/revenue/movements{ASK}").json()
    assert [month["month_end"] for month in movements["months"]][-1] == "2024-12-31"
    assert movements["definition"]["figure"] == "movements"
    rates = browser.get(f"/api/v1/revenue/rates{ASK}").json()
    assert rates["referral_rate_count"]["rate"] == 1 / 3
    cohorts = browser.get("/api/v1/revenue/cohorts?from=2022-12-31&to=2024-12-31").json()
    assert [entry["customers"] for entry in cohorts["cohorts"]][:3] == [2, 1, 0]


def test_each_person_gets_their_own_accounts(book, cast, as_person) -> None:
    beginnings = {
        person.name: as_person(person).get(f"/api/v1/revenue/retention{ASK}").json()["beginning"]
        for person in (cast.alice, cast.bob, cast.rita, cast.charlie, cast.root)
    }
    expected = {"Alice": "200.00", "Bob": "200.00", "Rita": "200.00", "Charlie": "50.00", "Root": "250.00"}
    assert beginnings == expected


def test_a_stranger_gets_nothing(client, db) -> None:
    assert client.get(f"/api/v1/revenue/retention{ASK}").status_code == 401


@pytest.mark.parametrize(
    "ask",
    [
        "?from=2024-01-01",
        "?from=2024-01-02&to=2024-01-01",
        "?from=x&to=2024-01-01",
        f"{ASK}&overlap=all",
        f"{ASK}&grace=-1",
        f"{ASK}&segment=Nowhere",
    ],
)
def test_a_question_that_is_none_is_a_problem_document(book, cast, as_person, ask) -> None:
    response = as_person(cast.root).get(f"/api/v1/revenue/retention{ask}")
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"


def test_reports_and_exchange_rates(book, cast, as_person) -> None:
    browser, kind = as_person(cast.root), "application/json"
    made = browser.post(f"/api/v1/revenue/reports{ASK}", {"title": "Q4"}, content_type=kind)
    assert made.status_code == 201
    assert [entry["title"] for entry in browser.get("/api/v1/revenue/reports").json()] == ["Q4"]
    put = browser.put("/api/v1/revenue/exchange-rates/2024-12-31", {"rates": {"eur": "1.08"}}, content_type=kind)
    assert put.status_code == 200
    [table] = browser.get("/api/v1/revenue/exchange-rates").json()
    assert (table["dated_on"], list(table["rates"])) == ("2024-12-31", ["EUR"])
    refused = as_person(cast.alice).put(
        "/api/v1/revenue/exchange-rates/2024-12-31", {"rates": {"EUR": 2}}, content_type=kind
    )
    assert refused.status_code == 403
