"""`tenure import`: what it prints, what it returns, what it leaves behind."""

import csv
import json
import subprocess
import sys

import pytest

from tenure.accounts.models import Account, ContractLine
from tenure.config.cli import main
from tenure.integrations.files.tests.import_files import ACCOUNTS, CONTRACTS, everything, write
from tenure.integrations.models import ImportBatch

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(workspace, capsys):
    """Run the command; return exit code, standard output, standard error."""

    def run(*words):
        code = main(["import", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def document(out):
    assert out.count("\n") == 1
    return json.loads(out)


def test_plain_headers_need_no_mapping(run, tmp_path):
    code, out, _err = run("accounts", write(tmp_path, "accounts.csv", ACCOUNTS))
    assert code == 0
    assert "2 created, 0 updated, 0 unchanged, 0 rejected" in out
    assert Account.objects.count() == 2


def test_json_is_one_document_with_counts_rejects_and_known_time(run, tmp_path):
    run("accounts", write(tmp_path, "accounts.csv", ACCOUNTS))
    path = write(tmp_path, "contracts.csv", CONTRACTS.replace("A2", "A9"))
    code, out, err = run("contracts", path, "--history", "--json")
    told = document(out)
    assert (code, err) == (1, "")
    assert (told["created"], told["updated"], told["unchanged"], told["rejected"]) == (1, 0, 0, 1)
    assert told["kind"] == "contracts"
    assert told["batch"] == ImportBatch.objects.latest("pk").pk
    assert told["known_time"] == {"policy": "history", "known_at": None, "share_assumed": 1.0}
    assert told["seconds"] > 0
    (reject,) = told["rejects"]
    assert (reject["row"], reject["column"]) == (3, "account_id")
    assert "unknown account 'A9'" in reject["reason"]


def test_a_dry_run_counts_and_shows_and_changes_nothing(run, workspace, tmp_path):
    run("accounts", write(tmp_path, "accounts.csv", ACCOUNTS))
    before = everything(workspace)
    changed = ACCOUNTS.replace("Acme", "Acme Ltd") + "A3,Cedar,Energy,nonsense\nA4,Dune,Energy,2024-01-01\n"
    code, out, _err = run("accounts", write(tmp_path, "new.csv", changed), "--dry-run", "--json")
    told = document(out)
    assert (code, told["dry_run"], told["batch"]) == (1, True, None)
    assert (told["created"], told["updated"], told["unchanged"], told["rejected"]) == (1, 1, 1, 1)
    assert told["sample"]["accounts"]["created"][0]["values"]["name"] == "Dune"
    assert everything(workspace) == before
    assert ImportBatch.objects.count() == 1


def test_a_dry_run_of_events_changes_nothing_either(run, workspace, tmp_path):
    run("accounts", write(tmp_path, "accounts.csv", ACCOUNTS))
    text = (
        "event_id,account_id,name,occurred_at\nE1,A1,login,2024-03-01\nE1,A1,other,2024-03-01\nE2,A8,x,2024-03-01\n"
    )
    path = write(tmp_path, "events.csv", text)
    before = everything(workspace)
    _code, out, _err = run("events", path, "--dry-run", "--json", "--create-missing")
    told = document(out)
    assert (told["created"], told["rejected"]) == (2, 1)
    assert everything(workspace) == before
    _code, out, _err = run("events", path, "--json", "--create-missing")
    assert (document(out)["created"], document(out)["rejected"]) == (2, 1)


def test_the_error_file_holds_the_rejected_rows(run, tmp_path):
    path = write(tmp_path, "contracts.csv", CONTRACTS)
    out_path = tmp_path / "errors.csv"
    code, out, _err = run("contracts", path, "--errors", out_path, "--json")
    assert code == 1
    assert document(out)["errors_file"] == str(out_path)
    with out_path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [(row["line_id"], row["file"], row["row"], row["column"]) for row in rows] == [
        ("L1", "contracts.csv", "2", "account_id"),
        ("L2", "contracts.csv", "3", "account_id"),
    ]


def test_create_missing_makes_accounts(run, tmp_path):
    code, _out, _err = run("contracts", write(tmp_path, "contracts.csv", CONTRACTS), "--create-missing")
    assert code == 0
    assert set(Account.objects.values_list("name", flat=True)) == {"A1", "A2"}


def test_a_mapping_file_says_what_the_headers_do_not(run, tmp_path):
    text = "Kunde;Bezeichnung\nA1;Acme\n"
    mapping = "mapping: 1\nkind: accounts\nsystem: erp\nfields:\n  account_id: Kunde\n  name: Bezeichnung\n"
    path = write(tmp_path, "kunden.csv", text)
    code, _out, _err = run("accounts", path, "--map", write(tmp_path, "map.yml", mapping))
    assert code == 0
    assert Account.objects.get().name == "Acme"
    code, _out, err = run("contracts", path, "--map", tmp_path / "map.yml")
    assert code == 2
    assert "the mapping is for accounts, not for contracts" in err


def test_dates_that_can_be_read_in_two_ways_are_asked_about(run, workspace, tmp_path):
    path = write(tmp_path, "a.csv", "account_id,name,signed_on\nA1,Acme,03/04/2024\n")
    before = everything(workspace)
    code, out, err = run("accounts", path, "--json")
    assert (code, out) == (2, "")
    assert "signed_on (03/04/2024)" in err
    assert "--date-order dmy" in err
    assert "--date-order mdy" in err
    assert everything(workspace) == before
    assert not ImportBatch.objects.exists()
    assert run("accounts", path, "--date-order", "dmy")[0] == 0
    assert str(Account.objects.get().signed_on) == "2024-04-03"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("accounts", "missing.csv"), "There is no file missing.csv"),
        (("customers", "x.csv"), "'customers' is no kind"),
        (("accounts",), "name the kind and the file"),
        (("accounts", "x.csv", "--known-at", "soon"), "'soon' is no date"),
        (("accounts", "x.csv", "--known-at", "2099-01-01"), "lies in the future"),
        (("accounts", "x.csv", "--map", "nowhere.yml"), "the mapping cannot be used"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(run, workspace, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "x.csv", ACCOUNTS) if "--map" in words or "--known-at" in words else None
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert not ImportBatch.objects.exists()


def test_columns_that_cannot_be_told_are_listed(run, tmp_path):
    code, _out, err = run("contracts", write(tmp_path, "a.csv", "line_id,colour\nL1,red\n"))
    assert code == 2
    assert "start_date" in err
    assert "line_id, colour" in err
    assert not ContractLine.objects.exists()


def test_an_import_is_taken_back_by_its_number(run, workspace, tmp_path):
    before = everything(workspace)
    _code, out, _err = run("accounts", write(tmp_path, "accounts.csv", ACCOUNTS), "--json")
    number = document(out)["batch"]
    code, out, _err = run("--undo", number, "--json")
    assert (code, json.loads(out)["removed"]) == (0, 2)
    assert everything(workspace) == before
    code, _out, err = run("--undo", number)
    assert code == 2
    assert "has been undone already" in err


def test_what_breaks_off_half_way_is_taken_back(run, workspace, tmp_path, monkeypatch):
    from tenure.accounts.services.records import RecordWriter

    before = everything(workspace)
    calls = []
    apply = RecordWriter.apply

    def breaks(self, inputs):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return apply(self, inputs)

    monkeypatch.setattr(RecordWriter, "apply", breaks)
    rows = "".join(f"B{number},Name {number},Retail,2024-01-01\n" for number in range(700))
    code, _out, err = run("accounts", write(tmp_path, "many.csv", ACCOUNTS.splitlines()[0] + "\n" + rows))
    assert code == 2
    assert "taking import" in err
    assert len(calls) == 2
    assert everything(workspace) == before


def test_without_a_data_folder_it_says_how_to_make_one(tmp_path):
    path = write(tmp_path, "accounts.csv", ACCOUNTS)
    done = subprocess.run(
        [sys.executable, "-m", "tenure.config", "import", "accounts", str(path), "--json"],
        env={"PATH": "", "TENURE_HOME": str(tmp_path / "home"), "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "run 'tenure init' first" in done.stderr
