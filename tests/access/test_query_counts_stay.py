"""How many queries each page and each GET of the API asks, with the samples, is committed.

More queries than committed, or fewer, fails: `UPDATE_BASELINES=1 pytest tests/access/test_query_counts_stay.py`
writes the file anew, and the change is seen in review.
"""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenure.accounts.kinds import get_kind, list_kinds
from tenure.accounts.tests.examples import make_example
from tests.access.samples import Samples
from tests.access.test_every_route_keeps_to_its_rule import (
    address_of,
    browser_of,
    operations,
    page_requests,
    tried,
)

BASELINE = Path(__file__).resolve().parents[1] / "baselines" / "queries.json"
MOST_OF_ACCOUNT_PAGE = 40


def counted(samples: Samples) -> dict[str, int]:
    """Queries by route, asked by an administrator, who sees everything; their numbers are taken out of addresses."""
    browser = browser_of(samples, "root")
    counts: dict[str, int] = {}
    requests = [(f"page {address}", address) for rule, address in page_requests(samples) if rule.method == "get"]
    requests += [
        (f"api {path}", address_of(samples, rule, path))
        for (method, path), rule in operations().items()
        if method == "get"
    ]
    for name, address in requests:
        tried(browser, "get", address)  # warm: caches of the process are not what is counted
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(address)
        if answer.status_code == 200:
            counts[name_of(name)] = len([one for one in queries if "SAVEPOINT" not in one["sql"]])
    return counts


def name_of(text: str) -> str:
    """The name of a route without the ids of this run."""
    return "/".join("1" if part.isdigit() else part for part in text.split("/"))


@pytest.mark.django_db
def test_pages_and_endpoints_ask_as_many_queries_as_committed(cast):
    counts = counted(Samples(cast))
    if os.environ.get("UPDATE_BASELINES"):
        BASELINE.write_text(json.dumps(counts, indent=1, sort_keys=True) + "\n")
    committed = json.loads(BASELINE.read_text())
    changed = {
        name: (committed.get(name), counts.get(name))
        for name in {*committed, *counts}
        if committed.get(name) != counts.get(name)
    }
    told = "\n".join(f"{name}: committed {before}, now {now}" for name, (before, now) in sorted(changed.items()))
    assert not changed, f"run with UPDATE_BASELINES=1 if it is meant:\n{told}"


@pytest.mark.django_db
def test_the_account_page_stays_within_its_budget(cast):
    counts = counted(Samples(cast))
    assert counts["page /accounts/1/"] <= MOST_OF_ACCOUNT_PAGE


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(kind.name for kind in list_kinds()))
def test_a_list_asks_no_more_queries_for_more_rows(cast, name):
    browser = Client()
    browser.force_login(cast.root)
    make_example(name, cast)
    few = _count(browser, name)
    for number in range(5):
        account = cast.account(f"Account {number}")
        make_example(name, cast, account)
    assert _count(browser, name) == few


def _count(browser, name):
    counts = []
    columns = "&".join(f"cols={entry.name}" for entry in get_kind(name).fields)
    for address in (f"/records/{name}/", f"/records/{name}/?{columns}", f"/api/v1/{name}"):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        counts.append(len(queries))
    return counts
