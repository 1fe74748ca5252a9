"""Whatever a program sends, the answer is a decision, never a fault."""

import json

import pytest
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenure.accounts.kinds import list_kinds
from tenure.accounts.tests.examples import VALUES, make_example
from tenure.foundation.middleware import DatabaseErrorMiddleware

WORDS = st.text(max_size=40) | st.sampled_from(
    ["\x00", "NaN", "1e400", "-0", "2026-02-30", "9999-12-31", "0001-01-01"]
)
NUMBERS = st.integers() | st.floats() | st.sampled_from([2**63, -(2**63) - 1, 10**400, 1e308])
PLAIN = st.none() | st.booleans() | NUMBERS | WORDS
ANY = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3))
QUERY = st.text(st.characters(codec="utf-8"), max_size=30) | st.integers().map(str)


def bodies(kind):
    names = [entry.name for entry in kind.fields] + ["custom", "known_at", "external_id", "team"]
    return st.dictionaries(st.sampled_from(names), ANY, max_size=8)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list_kinds(), ids=lambda kind: kind.name)
def test_no_body_breaks_a_write(cast, kind):
    browser = Client(raise_request_exception=False)
    browser.force_login(cast.alice)
    record = make_example(kind.name, cast)
    good = {} if kind.name == "accounts" else dict(VALUES[kind.name])
    if kind.hangs_on_account:
        good["account_id"] = record.account_id

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(body=bodies(kind), mixes=st.booleans())
    def send(body, mixes):
        data = json.dumps({**good, **body} if mixes else body, default=str)
        for method, path in (("POST", ""), ("PATCH", f"/{record.pk}"), ("PUT", "/by-external-id/X-1")):
            answer = browser.generic(method, f"/api/v1/{kind.name}{path}", data, content_type="application/json")
            assert answer.status_code < 500, (method, data)

    send()


@pytest.mark.django_db
def test_no_query_breaks_a_list(cast):
    browser = Client(raise_request_exception=False)
    browser.force_login(cast.alice)
    names = [
        "limit",
        "cursor",
        "q",
        "account_id",
        "since",
        "until",
        "changed_since",
        "status",
        "sort",
        "page",
        "cols",
    ]

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(query=st.dictionaries(st.sampled_from([*names, "account", "owner", "format"]), QUERY, max_size=4))
    def ask(query):
        for path in ("/api/v1/tickets", "/records/tickets/", "/records/accounts/"):
            assert browser.get(path, query).status_code < 500, (path, query)

    ask()


ADDRESSES = [
    "/records/tickets/?status=%00",
    "/records/accounts/?q=%00",
    "/portfolio/?q=%00&segment=%00&where=tag~is~%00",
    "/search/?q=%00",
    "/ctas/?q=%00&kind=%00",
    "/alerts/?q=%00&rule=%00",
    "/api/v1/tickets?status=%00",
    "/api/v1/search?q=%00",
]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_null_character_is_the_askers_error_on_every_database(cast, address):
    browser = Client(raise_request_exception=False)
    browser.force_login(cast.alice)
    answer = browser.get(address)
    assert answer.status_code in (200, 400, 422)
    if answer.status_code == 400:
        assert "null character" in answer.content.decode()


def test_what_the_database_says_of_a_null_character_is_told_and_other_errors_are_not():
    middleware = DatabaseErrorMiddleware(lambda request: HttpResponse())
    refused = DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    assert middleware.process_exception(HttpRequest(), refused).status_code == 400
    assert middleware.process_exception(HttpRequest(), DataError("integer out of range")) is None
