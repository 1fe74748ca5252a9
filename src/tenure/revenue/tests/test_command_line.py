"""`tenure retention`, `movements`, `rates` as a person runs them."""

import json
import os
import subprocess
import sys
from decimal import Decimal

import pytest

LOAD = """
import datetime, decimal
from tenure.config.cli import boot
boot()
from tenure.accounts.kinds import get_kind
from tenure.accounts.services.records import RecordInput, RecordWriter
from tenure.foundation.queries import get_workspace
day = datetime.date.fromisoformat
known = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
late = datetime.datetime(2024, 10, 1, tzinfo=datetime.UTC)
def write(kind, *rows):
    writer = RecordWriter(kind=get_kind(kind), workspace=get_workspace(), actor=None)
    for outcome in writer.apply([RecordInput(n, key, values, at) for n, (key, values, at) in enumerate(rows)]):
        assert not outcome.problems, outcome.problems
def line(key, account, start, end, mrr, at=known):
    end = day(end) if end else None
    values = {"account_id": account, "start_date": day(start), "end_date": end, "mrr": decimal.Decimal(mrr)}
    return key, values, at
write("accounts", ("A", {"name": "A", "segment": "SMB"}, known), ("B", {"name": "B"}, known))
write("contracts", line("1", "A", "2023-01-01", None, "100.10"), line("2", "A", "2024-02-01", None, "0.333333"))
write("contracts", line("3", "B", "2023-01-01", "2024-08-01", "50"))
write("contracts", line("1", "A", "2023-01-01", "2024-07-01", "100.10", late))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A data folder of two customers; one line was corrected in October."""
    folder = tmp_path_factory.mktemp("cli")
    assert tenure(folder, "init", "--name", "Kestrel").returncode == 0
    subprocess.run([sys.executable, "-c", LOAD], env=environment(folder), check=True)
    return folder


def environment(folder) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TENURE_SECRET_KEY")}
    return {**kept, "TENURE_HOME": str(folder)}


def tenure(folder, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tenure.config", *words]
    return subprocess.run(command, env=environment(folder), capture_output=True, text=True, check=False)


def document(folder, *words: str):
    done = tenure(folder, *words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout, parse_float=Decimal)


pytestmark = pytest.mark.e2e
WINDOW = ("--from", "2023-12-31", "--to", "2024-12-31")


def test_retention_prints_one_document_with_the_definition_first(home) -> None:
    found = document(home, "retention", *WINDOW)
    assert list(found) == [
        "definition",
        "customers_beginning",
        "beginning",
        "expansion",
        "contraction",
        "churn",
        "reactivation",
        "ending",
        "nrr",
        "grr",
        "logo_retention",
    ]
    assert (found["beginning"], found["contraction"], found["churn"]) == (
        Decimal("150.10"),
        Decimal("99.766667"),
        Decimal(50),
    )
    assert found["ending"] == Decimal("0.333333")
    assert found["logo_retention"] == Decimal("0.5")


def test_retention_as_it_was_known_before_the_correction(home) -> None:
    found = document(home, "retention", *WINDOW, "--known-at", "2024-09-30")
    assert (found["expansion"], found["churn"], found["definition"]["known_at"]) == (
        Decimal("0.333333"),
        Decimal(50),
        "2024-09-30",
    )


def test_all_options_reach_the_definition(home) -> None:
    options = ("--overlap", "latest", "--end", "inclusive", "--grace", "0", "--path", "--segment", "SMB")
    found = document(home, "retention", *WINDOW, *options)["definition"]
    asked = ("overlap", "end", "grace_days", "method", "segment")
    assert [found[name] for name in asked] == ["latest", "inclusive", 0, "path", "SMB"]


def test_movements_prints_a_list_of_months(home) -> None:
    months = document(home, "movements", *WINDOW, "--by", "month")
    assert [month["month_end"] for month in months][::11] == ["2024-01-31", "2024-12-31"]
    assert list(months[0])[:8] == [
        "month_end",
        "mrr",
        "customers",
        "new",
        "reactivation",
        "expansion",
        "contraction",
        "churn",
    ]
    assert {f"{name}_n" for name in list(months[0])[3:8]} < set(months[0])
    assert (months[7]["churn"], months[7]["churn_n"]) == (50, 1)


def test_rates_prints_each_with_both_parts(home) -> None:
    found = document(home, "rates", *WINDOW)
    assert (found["renewal_rate_count"]["numerator"], found["renewal_rate_count"]["denominator"]) == (0, 2)
    assert found["cs_result"]["result"] == -50


def test_without_json_a_person_reads_definition_and_table(home) -> None:
    for command in ("retention", "movements", "rates"):
        done = tenure(home, command, *WINDOW)
        assert done.returncode == 0
        assert done.stdout.startswith(f"{command} from 2023-12-31 to 2024-12-31, in USD")
        assert "Overlapping lines of a customer add up." in done.stdout


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--from", "2024-12-31", "--to", "2024-01-01"), "lies before"),
        (("--from", "31.12.2023", "--to", "2024-01-01"), "is not a date"),
        (("--from", "0001-01-01", "--to", "2024-01-01"), "between 1900 and 2200"),
        ((*WINDOW, "--overlap", "first"), "invalid choice"),
        ((*WINDOW, "--grace", "-1"), "not a number of days"),
        ((*WINDOW, "--segment", "Nowhere"), "No account has the segment 'Nowhere'"),
        (("--from", "2024-12-31"), "--to"),
    ],
)
def test_what_cannot_be_asked_is_said_on_standard_error(home, words, reason) -> None:
    done = tenure(home, "retention", *words, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_before_anything_is_set_up_it_says_what_to_do(tmp_path) -> None:
    done = tenure(tmp_path, "retention", *WINDOW, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "tenure init" in done.stderr


HELP = """
import sys
from tenure.config.cli import main
try:
    main(["retention", "--help"])
except SystemExit:
    pass
assert not {"django", "numpy", "duckdb"} & set(sys.modules)
"""


def test_help_is_quick_because_nothing_is_imported(home) -> None:
    command = [sys.executable, "-c", HELP]
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
