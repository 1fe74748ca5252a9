"""The report of a run as a page of the docs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

PAGE = Path("docs/reference/benchmarks.md")
HEAD = """# Benchmarks

Written by `make bench` from its own report; do not edit. Every budget is a ratio to a floor: the least that any
program would have to do on the same data, taken in turn with the work in the same run, so that a noisy machine does
not matter much. Seconds are medians and stand beside the ratios only to give an idea. The load is how many processes
wanted a core while the case ran, its own threads among them: above the number of cores, others took part of it. Then
the ratio of processor time, work to floor in the same rounds, tells more than that of seconds.
[Notes on the budgets that are missed](benchmarks-notes.md) are kept by hand.

"""
PAGES = """
## Pages

Written by `make bench-pages`: the server's time of a request within the process (no network, no rendering in a
browser), on SQLite, with a company that was brought in by the product's own commands.

"""
PROFILE_HEAD = """
## Where the time goes

For each budget that is missed: the functions in which the threads of the work were found, looked at every two
milliseconds in one more run. After `>` stands the function of a library.
"""


def write_page(report: dict[str, Any]) -> None:
    """Write the page."""
    size, machine = report["size"], report["machine"]
    lines = [
        f"Size {size['name']}: {report['made']['events']:,} events, {size['accounts']:,} accounts,"
        f" {size['users']:,} users, 30 event kinds, 365 days; {size['lines']:,} contract lines.",
        f"Machine: {machine['cores']} cores, {machine['memory_gib']} GiB. Python {machine['python']}, NumPy"
        f" {machine['numpy']}, PyArrow {machine['pyarrow']}, DuckDB {machine['duckdb']}.",
        "",
        "| Work | Seconds | Floor | Floor's seconds | Ratio | Budget | Kept | Processor time | Load |",
        "| --- | ---: | --- | ---: | ---: | ---: | --- | ---: | ---: |",
        *(_row(figure) for figure in report["figures"]),
        "",
        *(_extra(figure) for figure in report["figures"] if figure["extra"]),
        *_profiles(report["figures"]),
    ]
    _begun, pages, kept = PAGE.read_text().partition(PAGES)
    PAGE.write_text(HEAD + "\n".join(lines).rstrip() + "\n" + pages + kept)


def write_pages(lines: Sequence[str]) -> None:
    """Write the part about pages; the rest of the page stays as it is."""
    before, _pages, _old = PAGE.read_text().partition(PAGES)
    PAGE.write_text(before.rstrip() + "\n" + PAGES + "\n".join(lines) + "\n")


def _row(figure: dict[str, Any]) -> str:
    floor = "–" if figure["floor_seconds"] is None else f"{figure['floor_seconds']:.3f}"
    ratio = "–" if figure["ratio"] is None else f"{figure['ratio']:.2f}"
    bound = "at least" if figure["at_least"] else "at most"
    budget = "–" if figure["budget"] is None else f"{bound} {figure['budget']}"
    kept = {True: "yes", False: "**no**", None: "–"}[figure["is_met"]]
    load = f"{figure['load']:.1f}" if "load" in figure else "–"
    cpu = f"{figure['cpu_ratio']:.2f}" if figure.get("cpu_ratio") else "–"
    cells = [figure["says"], f"{figure['seconds']:.3f}", figure["floor_says"], floor, ratio, budget, kept, cpu, load]
    return f"| {' | '.join(cells)} |"


def _extra(figure: dict[str, Any]) -> str:
    told = ", ".join(f"{name.replace('_', ' ')} {value:,}" for name, value in figure["extra"].items())
    return f"- {figure['name']}: {told}"


def _profiles(figures: list[dict[str, Any]]) -> list[str]:
    told = [figure for figure in figures if figure.get("profile") and figure["is_met"] is False]
    lines = [PROFILE_HEAD.rstrip()] if told else []
    for figure in told:
        lines += ["", f"### {figure['name']}", "", "| Function | Share |", "| --- | ---: |"]
        lines += [f"| `{name}` | {share:.0%} |" for name, share in figure["profile"]]
    return lines
