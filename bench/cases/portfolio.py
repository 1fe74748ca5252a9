"""The portfolio of many customers: any measure ordered, filtered and summed in memory; the page as answered."""

import itertools
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from bench.portfolio_data import workspace_at, write_on
from bench.run import Bench
from bench.timing import Figure, compare

PAGE = 50
REQUESTS = 200
CUSTOMERS = {"s": 10_000}
MOST_CUSTOMERS = 50_000
P50, P99 = 0.030, 0.100
ASKED = "one filter over a measure and a segment, ordered by another measure, the first page, all sums"


def run(bench: Bench) -> list[Figure]:
    """Time a question to the book against its floor, and the whole page while another process writes."""
    folder = bench.folder / f"portfolio-{bench.size.name}"
    with workspace_at(folder, CUSTOMERS.get(bench.size.name, MOST_CUSTOMERS)) as person:
        from django.test import Client

        from tenure.web.queries.book import get_book

        begun = time.perf_counter()
        book = get_book(person.workspace_id)
        read_in = time.perf_counter() - begun
        browser = Client()
        browser.force_login(person)
        figures = [_question(book, person, read_in)]
        with _writer(folder):
            figures += _responses(browser, book)
    return figures


def _question(book: Any, person: Any, read_in: float) -> Figure:
    from tenure.web.queries.book.asking import Order, find, sums_of
    from tenure.web.queries.book.wanted import Condition, Wanted

    first, second = book.measures[0], book.measures[1]
    visible = np.ones(len(book), dtype=np.bool_)
    wanted = Wanted(segment="Enterprise", where=(Condition(first, "ge", "5"),))
    segment, bound, key = book.text("segment"), book.number(first), np.nan_to_num(book.number("health"))
    code = segment.code_of("Enterprise")

    def work() -> object:
        places = find(book, visible, wanted, person.pk)
        order = Order(places, book.key(second), descending=True)
        return order.first(PAGE), sums_of(book, places)

    def floor() -> object:
        mask = (bound >= 5) & (segment.codes == code)
        return np.bincount(segment.codes[mask], weights=key[mask])

    return compare(
        "portfolio",
        f"{len(book):,} customers: {ASKED}",
        work,
        floor=floor,
        floor_says="one filter pass over the two columns and one bincount",
        budget=3,
        rounds=51,
        extra={"measures": len(book.measures), "seconds_to_read_the_book": round(read_in, 2)},
    )


def _responses(browser: Any, book: Any) -> list[Figure]:
    orders = itertools.cycle([f"sort=-{name}" for name in book.measures] + ["sort=name", "sort=-arr", "sort=health"])
    filters = itertools.cycle(["", "&segment=Enterprise", "&band=red", "&page=7", "&group=segment"])
    seconds = []
    for number in range(REQUESTS + 5):
        begun = time.perf_counter()
        answer = browser.get(f"/portfolio/?view=all&{next(orders)}{next(filters)}")
        if number >= 5:
            seconds.append(time.perf_counter() - begun)
        assert answer.status_code == 200
    p50, p99 = np.percentile(seconds, [50, 99])
    extra = {"requests": REQUESTS, "p50_ms": round(p50 * 1e3, 1), "p99_ms": round(p99 * 1e3, 1)}
    return [
        _response("p50", len(book), float(p50), P50, extra),
        _response("p99", len(book), float(p99), P99, {}),
    ]


def _response(name: str, customers: int, seconds: float, allowed: float, extra: dict[str, Any]) -> Figure:
    return Figure(
        name=f"portfolio_{name}",
        says=f"{name} of the portfolio page, {customers:,} customers, another process writes meanwhile",
        floor_says=f"{allowed * 1e3:.0f} ms allowed",
        seconds=seconds,
        floor_seconds=allowed,
        ratio=seconds / allowed,
        budget=1.0,
        at_least=False,
        rounds=REQUESTS,
        extra=extra,
    )


@contextmanager
def _writer(folder: Path) -> Iterator[None]:
    """A process that writes as long as the block runs."""
    command = [sys.executable, "-m", write_on.__module__, str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)
