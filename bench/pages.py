"""python -m bench.pages: the server's time and the queries of every page, with 50,000 accounts and 10 M events."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import quantiles
from typing import Any

FOLDER = Path("data/bench/pages")
ROUNDS = 20
WARM = 1
OK = 200
# what leaves the product, answers only to a form, or is a part of another page
LEFT_OUT = {"preferences", "event-kind", "event-kind-describe", "notices-read", "notice-choices"}


@dataclass(frozen=True, slots=True)
class PageTimes:
    """How long a page took for a person: milliseconds over the rounds, and its queries and size."""

    person: str
    name: str
    p50_ms: float
    p95_ms: float
    queries: int
    kilobytes: int
    status: int


def main() -> int:
    """Make the company if need be, ask for every page, and write the report."""
    parser = argparse.ArgumentParser(prog="bench.pages")
    parser.add_argument("--home", type=Path, default=FOLDER)
    parser.add_argument("--accounts", type=int, default=50_000)
    parser.add_argument("--only", nargs="*", default=[], help="names of pages")
    args = parser.parse_args()
    os.environ.update(TENURE_HOME=str(args.home.resolve()), DATABASE_URL="")
    from tenure.config.cli import boot
    from tenure.config.cli.init import migrate

    boot()
    from bench.estate import prepare
    from bench.report import write_pages
    from tenure.foundation.models import Workspace
    from tenure.web.queries.book import get_book

    made = prepare(args.home, args.accounts)
    migrate()
    import_module("tenure.config.wsgi")  # what a server does at its start: it begins to read the book of customers
    get_book(Workspace.objects.get().pk)
    found: list[PageTimes] = []
    for mail in ("person1", "person0"):  # a manager, then an administrator, who sees all
        found += _ask(f"{mail}@example.com", set(args.only))
        if not args.only:
            write_pages(_report(made, found))
    return 0


def _ask(mail: str, only: set[str]) -> list[PageTimes]:
    from django.conf import settings
    from django.test import Client

    from tenure.foundation.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    user = User.objects.get(email=mail)
    client = Client()
    client.force_login(user)
    found = []
    for name, addresses in _addresses(user).items():
        if only and name not in only:
            continue
        times = _time(client, str(user.role), name, addresses)
        print(
            f"{times.person:6} {name:24} p50 {times.p50_ms:7.1f}  p95 {times.p95_ms:7.1f} ms  {times.queries} queries"
        )
        found.append(times)
    return found


def _addresses(user: Any) -> dict[str, Sequence[str]]:
    """Return the addresses of every page by its name; of pages of one record those of several."""
    from tenure.accounts.models import Account
    from tenure.playbooks.models import Alert, Cta
    from tenure.ui.registry import load_rooms, pages

    load_rooms()
    routes = {
        page.name: [f"/{page.route}"]
        for page in pages()
        if "<" not in page.route and page.name not in LEFT_OUT and user.role in page.roles
    }
    accounts = list(Account.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)[: ROUNDS * 7 : 7])
    ctas = list(Cta.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)[:ROUNDS])
    alerts = list(Alert.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)[:ROUNDS])
    return {
        **routes,
        "account": [f"/accounts/{pk}/" for pk in accounts],
        "account-timeline": [f"/accounts/{pk}/timeline/" for pk in accounts],
        "account-health": [f"/health/accounts/{pk}/" for pk in accounts],
        "cta": [f"/ctas/{pk}/" for pk in ctas],
        "alert": [f"/alerts/{pk}/" for pk in alerts],
        "portfolio-by-measure": ["/portfolio/?sort=-log_ins"],
        "portfolio-grouped": ["/portfolio/?group=segment"],
        "search-found": ["/search/?q=ompany+0123"],
    }


def _time(client: Any, person: str, name: str, addresses: Sequence[str]) -> PageTimes:
    from django.db import connection

    if not addresses:
        return PageTimes(person, name, 0, 0, 0, 0, 0)
    for number in range(WARM):
        client.get(addresses[number % len(addresses)])
    asked: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        answer = client.get(addresses[0])
    took = []
    for number in range(ROUNDS):
        started = time.perf_counter()
        answer = client.get(addresses[number % len(addresses)])
        took.append((time.perf_counter() - started) * 1000)
    cuts = quantiles(took, n=20, method="inclusive")
    return PageTimes(person, name, cuts[9], cuts[18], len(asked), len(answer.content) // 1024, answer.status_code)


def _report(made: dict[str, Any], found: Sequence[PageTimes]) -> list[str]:
    from bench.run import machine

    told = machine()
    steps = ", ".join(f"{name} {seconds} s" for name, seconds in made.items() if name != "customers")
    return [
        f"Company: {made['customers']:,} accounts, 10 M events. Made in: {steps}.",
        f"Machine: {told['cores']} cores, {told['memory_gib']} GiB, load {os.getloadavg()[0]:.1f} at the end."
        f" Python {told['python']}. {ROUNDS} requests a page after {WARM} to warm up.",
        "",
        "| Page | Person | p50, ms | p95, ms | Queries | KiB |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
        *(
            f"| {row.name} | {row.person} | {row.p50_ms:.0f} | {row.p95_ms:.0f} | {row.queries} | {row.kilobytes} |"
            for row in sorted(found, key=lambda row: (row.name, row.person))
            if row.status == OK
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
