"""Every page and every operation of the API, tried by six people, answers as `rules.py` declares."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tenure.accounts.kinds import get_kind, list_kinds
from tenure.accounts.tests.examples import VALUES
from tenure.api.reference import document
from tests.access.rules import ACCOUNT, OPERATIONS, PAGES, PEOPLE, RECORD_PAGES, Rule, record_operations, record_page
from tests.access.samples import Samples

LIBRARY = ("sign/",)  # allauth's own routes


def routes() -> Iterator[tuple[str, str]]:
    """Every (route, name) that is not the library's."""

    def walk(patterns: list[Any], before: str) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern) and not route.startswith(LIBRARY):
                yield route, pattern.name or ""

    yield from walk(get_resolver().url_patterns, "")


def operations() -> dict[tuple[str, str], Rule]:
    return {**record_operations(), **OPERATIONS}


def test_every_page_has_a_declared_rule():
    names = {name for route, name in routes() if not route.startswith("api/v1/") or name == "openapi-json"}
    declared = {*PAGES, *RECORD_PAGES}
    assert names - declared == set(), "declare who gets there in tests/access/rules.py"
    assert declared - names == set(), "these rules are of no page any more"


def test_every_operation_of_the_api_has_a_declared_rule():
    there = {(method, path) for path, entries in document()["paths"].items() for method in entries}
    assert there - set(operations()) == set(), "declare who gets there in tests/access/rules.py"
    assert set(operations()) - there == set(), "these rules are of no operation any more"


def test_no_operation_is_hidden_from_the_document():
    known = {"openapi-json", "api-root"}
    count = len({route for route, name in routes() if route.startswith("api/v1/") and name not in known})
    assert count == len(document()["paths"])


@pytest.fixture
def samples(cast):
    return Samples(cast)


def browser_of(samples: Samples, person: str) -> Client:
    browser = Client(raise_request_exception=False)
    if person != "nobody":
        browser.force_login(getattr(samples.cast, person))
    return browser


def tried(browser: Client, method: str, address: str, **options: Any) -> Any:
    """Send a request and take back whatever it did."""
    with transaction.atomic():
        answer = browser.generic(method.upper(), address, **options)
        transaction.set_rollback(True)
    return answer


def outcome(answer: Any, *, is_api: bool) -> str:
    status = answer.status_code
    if status == 302 and answer["Location"].startswith("/sign/login"):
        return "sign"
    plain = {403: "no", 404: "hidden", 401: "sign" if is_api else "401"}
    if status in plain:
        return plain[status]
    if is_api and status == 422:
        return "bad"
    return "in" if status < 500 else str(status)


def page_requests(samples: Samples) -> Iterator[tuple[Rule, str]]:
    for name, rule in PAGES.items():
        yield rule, _with(rule, reverse(*_address(name), kwargs=samples.named.get(rule.sample)))
    for kind in list_kinds():
        for name in RECORD_PAGES:
            args: list[Any] = [kind.name]
            if name == "record-restore":
                args.append(samples.removed[kind.name])
            elif name in ("record", "record-edit", "record-delete"):
                args.append(samples.records[kind.name].pk)
            yield record_page(name, kind), reverse(name, args=args)


def _with(rule: Rule, address: str) -> str:
    return f"{address}?{urlencode(rule.query)}" if rule.query else address


def _address(name: str) -> tuple[str]:
    return (f"api-1:{name}",) if name == "openapi-json" else (name,)


@pytest.mark.django_db
@pytest.mark.parametrize("person", PEOPLE)
def test_pages_keep_to_their_rules(samples, person):
    browser = browser_of(samples, person)
    wrong = []
    for rule, address in page_requests(samples):
        form = {"data": urlencode(rule.body), "content_type": "application/x-www-form-urlencoded"}
        found = outcome(tried(browser, rule.method, address, **(form if rule.method == "post" else {})), is_api=False)
        if found != rule.of(person):
            wrong.append(f"{rule.method} {address}: {found} instead of {rule.of(person)}")
    assert not wrong, "\n".join(wrong)


def body_of(samples: Samples, rule: Rule, method: str, path: str) -> dict[str, Any]:
    """What is sent along: a small file, the rule's body, or an example of the kind of record."""
    if rule.upload:
        content = {**rule.body, rule.upload: SimpleUploadedFile("accounts.csv", b"account_id,name\nA-2,Kite\n")}
        return {"data": encode_multipart(BOUNDARY, content), "content_type": MULTIPART_CONTENT}
    kind = path.split("/")[3]
    body = {name: samples.account.pk if value == ACCOUNT else value for name, value in rule.body.items()}
    if kind in samples.records and method in ("post", "put"):
        body = {"name": "New"} if kind == "accounts" else dict(VALUES[kind])
        if get_kind(kind).hangs_on_account:
            body["account_id"] = samples.account.pk
    data = json.dumps(body, default=lambda value: value.isoformat() if hasattr(value, "isoformat") else str(value))
    return {"data": data if method in ("post", "put", "patch") else "", "content_type": "application/json"}


def address_of(samples: Samples, rule: Rule, path: str) -> str:
    kind = path.split("/")[3]
    filled = dict(samples.named.get(rule.sample, {}))
    if kind in samples.records:
        gone = path.endswith("/restore")
        filled.setdefault("record_id", samples.removed[kind] if gone else samples.records[kind].pk)
        filled["external_id"] = "X-1"
    return _with(rule, path.format(**filled))


@pytest.mark.django_db
@pytest.mark.parametrize("person", PEOPLE)
def test_operations_keep_to_their_rules(samples, person):
    browser = browser_of(samples, person)
    wrong = []
    for (method, path), rule in operations().items():
        address = address_of(samples, rule, path)
        answer = tried(browser, method, address, **body_of(samples, rule, method, path))
        found = outcome(answer, is_api=True)
        if found != rule.of(person):
            wrong.append(f"{method} {address}: {found} instead of {rule.of(person)} {answer.content[:200]!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_nothing_of_a_customer_stands_on_the_pages_of_somebody_elsewhere(samples):
    """Lists, searches and suggestions leak neither names nor counts."""
    browser = browser_of(samples, "charlie")
    for kind in list_kinds():
        for query in ("", "?q=Acme", "?format=csv", f"?account={samples.account.pk}"):
            text = browser.get(f"/records/{kind.name}/{query}").content.decode()
            assert "Acme" not in text.replace('value="Acme"', "").replace("q=Acme", ""), (kind.name, query)
        assert "Acme" not in browser.get(f"/records/{kind.name}/options/?q=Acme").content.decode()
        if kind.hangs_on_account or kind.name == "accounts":
            assert browser.get(f"/api/v1/{kind.name}").json() == {"data": [], "next_cursor": None}
