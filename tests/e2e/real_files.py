"""Every third-party file through the command line and through the pages: the tables of docs/reference/real-data.md.

    python -m tests.e2e.real_files

Each set comes into two companies of its own: once by `tenure import`, a second time the same way (which must change
nothing), and once by a person in a browser. The two ways must agree in every count; then the tables are written.
"""

import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.e2e.app import EMAIL, PASSWORD, ROOT, running, temporary_home, tenure
from tests.e2e.browser import Watched, chromium, find_chromium, new_context, sign_in

DATA = ROOT.parent / "shared" / "data"
PAGE = ROOT / "docs" / "reference" / "real-data.md"
COUNTS = ("created", "updated", "unchanged", "rejected", "skipped")
HEAD = (
    "| File | Imported as | Rows | Created | Updated | Left out | Rejected | CLI, s | Pages, s |\n"
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)
SLOW = 180_000  # milliseconds that a page may take over half a million rows


@dataclass(frozen=True)
class File:
    """One file of a set, and how it is imported."""

    path: str
    kinds: str
    missing: bool = False
    history: bool = True

    @property
    def words(self) -> list[str]:
        """The command, without the path of the data."""
        more = ["--create-missing"] * self.missing + ["--history"] * self.history
        return ["import", self.kinds, str(DATA / self.path), *more, "--json"]


def vendor(name: str, *tables: tuple[str, str]) -> list[File]:
    """The tables of one vendor."""
    folder = f"connector_seeds/{name}/integration_tests/seeds"
    return [File(f"{folder}/{table}.csv", kind, missing=True, history=False) for table, kind in tables]


SETS: dict[str, list[File]] = {
    "ravenstack": [
        File("ravenstack/ravenstack_accounts.csv", "accounts"),
        File("ravenstack/ravenstack_subscriptions.csv", "contracts"),
        File("ravenstack/ravenstack_feature_usage.csv", "events"),
        File("ravenstack/ravenstack_support_tickets.csv", "tickets"),
        File("ravenstack/ravenstack_churn_events.csv", "losses"),
    ],
    "telco": [File("telco/Telco-Customer-Churn.csv", "accounts,contracts,losses", history=False)],
    "mrr_playbook": [File("mrr_playbook/subscription_periods.csv", "contracts", missing=True)],
    "saasguard": [
        File("saasguard/customers.csv", "accounts,contracts,losses"),
        File("saasguard/support_tickets.csv", "tickets"),
        File("saasguard/gtm_opportunities.csv", "opportunities"),
        File("saasguard/expansion_outreach_log.csv", "touchpoints"),
        File("saasguard/risk_signals.csv", "accounts", history=False),
        File("saasguard/usage_events.csv.gz", "events"),
    ],
    "saas_churn": [File("saas_churn/churn.csv", "accounts", history=False)],
    "vendors": [
        *vendor("hubspot", ("company_data", "accounts"), ("contact_data", "contacts"), ("ticket_data", "tickets")),
        *vendor(
            "salesforce",
            ("sf_account_data", "accounts"),
            ("sf_contact_data", "contacts"),
            ("sf_task_data", "touchpoints"),
        ),
        *vendor(
            "stripe",
            ("customer_data", "accounts"),
            ("plan_data", "products"),
            ("price_data", "products"),
            ("subscription_data", "contracts"),
            ("subscription_item_data", "contracts"),
            ("invoice_data", "invoices"),
        ),
        *vendor("zendesk", ("organization_data", "accounts"), ("user_data", "contacts"), ("ticket_data", "tickets")),
    ],
}


@dataclass
class Came:
    """What one file became: counts by kind, seconds."""

    rows: int
    seconds: float
    kinds: dict[str, dict[str, int]] = field(default_factory=dict)

    def cell(self, name: str) -> str:
        """One count, with the kinds added up as "7,043 + 1,869" where several came of one file."""
        numbers = [counts[name] for counts in self.kinds.values()]
        if name in {"rejected", "updated"} or not any(numbers) or len(numbers) == 1:
            return f"{sum(numbers):,}"
        if name == "skipped":
            return " + ".join(f"{counts[name]:,} {kind}" for kind, counts in self.kinds.items() if counts[name])
        return " + ".join(f"{number:,}" for number in numbers)


def by_command(home: Path, file: File) -> Came:
    """Import one file by the command line."""
    said: dict[str, Any] = json.loads(tenure(home, *file.words).stdout)
    kinds = {one["kind"]: {name: one[name] for name in COUNTS} for one in said["kinds"]}
    return Came(said["rows"], said["seconds"], kinds)


def by_pages(watched: Watched, url: str, file: File) -> Came:
    """Import one file as a person does: drop it, look at the mapping, dry run, import."""
    page, begun = watched.page, time.monotonic()
    watched.open(f"{url}/import/")
    page.set_input_files("input[type=file]", str(DATA / file.path))
    page.wait_for_url(re.compile(r"/mapping/$"), timeout=SLOW)
    kinds = file.kinds.split(",")
    for box in page.locator("input[name=kind]").all():
        box.set_checked(box.get_attribute("value") in kinds)
    page.get_by_role("button", name="Show the columns for these").click()
    page.wait_for_load_state()
    page.check(f"input[name=known_time][value={'history' if file.history else 'now'}]")
    page.locator("input[name=create_missing]").set_checked(file.missing)
    page.get_by_role("button", name="Start the dry run").click()
    page.get_by_role("button", name="Import these rows").click(timeout=SLOW)
    facts = page.locator("section", has_text="About this import").locator("dl.t-facts")
    facts.wait_for(timeout=SLOW)
    cards = page.locator("section.t-card", has=page.locator("dl.i-counts")).all()
    counted = [{name: number(card, f".is-{name} dd") for name in COUNTS} for card in cards]
    rows = int(facts.locator("dt:has-text('Rows in the file') + dd").inner_text().replace(",", ""))
    return Came(rows, time.monotonic() - begun, dict(zip(kinds, counted, strict=True)))


def number(card: Any, selector: str) -> int:
    """A count as the page shows it; what is not shown is none."""
    found = card.locator(f"dl {selector}")
    return int(found.inner_text().replace(",", "")) if found.count() else 0


def walk(files: list[File], browser: Any) -> Iterator[tuple[File, Came, Came]]:
    """Import a set both ways. Raises RuntimeError where they differ, or where a second time changes something."""
    with temporary_home() as home:
        tenure(home, "init", "--name", "Real data")
        commanded = [by_command(home, file) for file in files]
        for file, first in zip(files, commanded, strict=True):
            again = by_command(home, file)
            for kind, counts in again.kinds.items():
                if counts["created"] or counts["rejected"] != first.kinds[kind]["rejected"]:
                    raise RuntimeError(f"{file.path} a second time: {again}")
    with temporary_home() as home:
        tenure(home, "init", "--name", "Real data")
        tenure(home, "user", "create", EMAIL, "--name", "Alex Morgan", "--role", "admin", "--password", PASSWORD)
        with running(home) as app, new_context(browser, width=1440, theme="light", language="en") as context:
            watched = Watched(context)
            sign_in(watched.page, app.url, EMAIL, PASSWORD)
            for file, first in zip(files, commanded, strict=True):
                second = by_pages(watched, app.url, file)
                if (second.rows, second.kinds) != (first.rows, first.kinds) or watched.problems:
                    raise RuntimeError(f"{file.path}: {first} against {second}; {watched.problems}")
                yield file, first, second


def row(file: File, first: Came, second: Came) -> str:
    """One line of the table."""
    name = file.path.replace("connector_seeds/", "").replace("integration_tests/seeds/", "")
    cells = (first.cell("created"), first.cell("updated"), first.cell("skipped"), first.cell("rejected"))
    kinds = file.kinds.replace(",", ", ")
    return (
        f"| `{name}` | {kinds} | {first.rows:,} | {' | '.join(cells)} | {first.seconds:.1f} | {second.seconds:.1f} |"
    )


def main() -> int:
    """Import everything both ways and write the two tables of the page."""
    lines: dict[str, list[str]] = {"sets": [], "vendors": []}
    with chromium(find_chromium() or "chromium") as browser:
        for name, files in SETS.items():
            for file, first, second in walk(files, browser):
                lines["vendors" if name == "vendors" else "sets"].append(row(file, first, second))
                print(lines["vendors" if name == "vendors" else "sets"][-1], flush=True)
    text = PAGE.read_text()
    for name, body in lines.items():
        table = "\n".join([f"<!-- table {name} -->", HEAD, *body, f"<!-- end {name} -->"])
        text = re.sub(f"<!-- table {name} -->.*?<!-- end {name} -->", lambda _m, t=table: t, text, flags=re.S)
    PAGE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
