"""No row is dropped: each is taken, or rejected with where and why."""

import csv
import io

import pytest

from tenure.accounts.models import Account, ContractLine, Ticket
from tenure.integrations.files.error_columns import harmless, restored
from tenure.integrations.files.error_file import error_lines
from tenure.integrations.files.reading import ReadOptions, load_shape, sniff
from tenure.integrations.files.tests.import_files import ACCOUNTS, CONTRACTS, bring, reasons, write
from tenure.integrations.queries import rejected_rows


@pytest.fixture
def company(workspace, tmp_path):
    bring(workspace, write(tmp_path, "accounts.csv", ACCOUNTS), "accounts")
    return workspace


def error_file(batch, folder, name="errors.csv"):
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as handle:
        handle.writelines(error_lines(load_shape(batch.shape).names, batch.file_name, rejected_rows(batch)))
    return path


def lines_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_an_unknown_account_is_rejected_with_that_reason(company, tmp_path):
    batch = bring(company, write(tmp_path, "c.csv", CONTRACTS.replace("A2", "A9")), "contracts")
    ((row, column, reason),) = reasons(batch)
    assert (row, column) == (3, "account_id")
    assert "unknown account 'A9'" in reason
    assert ContractLine.objects.count() == 1


def test_or_made_where_that_is_wanted_with_the_id_as_its_name(company, tmp_path):
    text = CONTRACTS.replace("A2", "0")
    batch = bring(company, write(tmp_path, "c.csv", text), "contracts", create_missing=True)
    assert batch.counts["rejected"] == 0
    assert Account.objects.filter(name="0").exists()


def test_the_same_id_with_other_content_is_rejected_and_names_the_first_row(company, tmp_path):
    text = CONTRACTS + "L1,A1,Pro,2024-01-05,2025-01-05,999,5,USD\n"
    for policy in ("now", "history"):
        batch = bring(company, write(tmp_path, f"{policy}.csv", text), "contracts", known_time=policy)
        assert reasons(batch) == [(4, "line_id", "the id 'L1' stands in row 2 already, with other content")]
    assert ContractLine.objects.order_by("pk").first().mrr == 100


def test_the_same_row_twice_is_one_record(company, tmp_path):
    text = CONTRACTS + CONTRACTS.splitlines()[1] + "\n"
    batch = bring(company, write(tmp_path, "c.csv", text), "contracts")
    assert batch.counts == {"created": 2, "updated": 0, "unchanged": 1, "rejected": 0, "skipped": 0}


def test_a_row_that_repeats_a_rejected_one_is_rejected_too(company, tmp_path):
    bad = "L7,A9,Pro,2024-01-05,,10,1,USD\n"
    batch = bring(company, write(tmp_path, "c.csv", CONTRACTS + bad + bad), "contracts")
    assert [row for row, _column, _reason in reasons(batch)] == [4, 5]


def test_rows_without_an_id_column_are_known_by_their_content(company, tmp_path):
    text = "account_id,product,start_date,end_date,mrr\nA1,Pro,2024-01-01,,10\nA1,Pro,2024-01-01,,10\n"
    path = write(tmp_path, "c.csv", text)
    batch = bring(company, path, "contracts")
    assert batch.counts["created"] == 2
    assert any("known by their content" in note["template"] for note in batch.report["notes"])
    assert bring(company, path, "contracts").counts["unchanged"] == 2


def test_contracts_without_line_ids_are_found_again_by_their_contract(company, tmp_path):
    text = "contract_id,account_id,start_date,end_date,mrr\nC1,A1,2024-01-01,,10\nC1,A1,2024-02-01,,20\n"
    bring(company, write(tmp_path, "1.csv", text), "contracts")
    later = bring(
        company, write(tmp_path, "2.csv", text.replace("2024-02-01,", "2024-02-01,2024-12-31")), "contracts"
    )
    assert (later.counts["unchanged"], later.counts["updated"]) == (1, 1)
    assert ContractLine.objects.count() == 2


def test_id_zero_is_an_id_and_an_empty_one_is_not(company, tmp_path):
    batch = bring(company, write(tmp_path, "a.csv", "account_id,name\n0,Zero\n,Nobody\n"), "accounts")
    assert Account.objects.filter(name="Zero").exists()
    assert [(row, column) for row, column, _reason in reasons(batch)] == [(3, "account_id")]


def test_values_the_database_could_not_hold_are_rejected(company, tmp_path):
    text = f"account_id,name,size\nB1,Big,99999999999\nB2,Small,-5\nB3,{'x' * 400},1\nB4,Fine,10\n"
    batch = bring(company, write(tmp_path, "a.csv", text), "accounts")
    assert [(row, column) for row, column, _reason in reasons(batch)] == [(2, "size"), (3, "size"), (4, "name")]
    assert Account.objects.filter(name="Fine").exists()


def test_an_account_may_be_named_by_its_name(company, tmp_path):
    text = "ticket_id,company,opened_at\nT1,Acme,2024-03-01\nT2,Nobody,2024-03-01\n"
    batch = bring(company, write(tmp_path, "t.csv", text), "tickets")
    assert Ticket.objects.get().account.name == "Acme"
    ((row, _column, reason),) = reasons(batch)
    assert row == 3
    assert "unknown account 'Nobody'" in reason


def test_a_name_that_several_accounts_have_is_rejected(company, tmp_path):
    bring(company, write(tmp_path, "a.csv", "account_id,name\nA7,Acme\n"), "accounts")
    batch = bring(company, write(tmp_path, "t.csv", "ticket_id,company,opened_at\nT1,Acme,2024-03-01\n"), "tickets")
    assert "several accounts are named 'Acme'" in reasons(batch)[0][2]


def test_an_event_may_name_a_contract_line_and_carry_a_count(company, tmp_path):
    bring(company, write(tmp_path, "c.csv", CONTRACTS), "contracts")
    text = "event_id,line_id,name,occurred_at,count\nE1,L1,export,2024-03-01,7\nE2,L9,export,2024-03-01,1\n"
    batch = bring(company, write(tmp_path, "e.csv", text), "events")
    assert batch.counts["created"] == 1
    assert "unknown contract line 'L9'" in reasons(batch)[0][2]


def test_an_event_with_the_id_of_another_is_rejected_not_dropped(company, tmp_path):
    text = (
        "event_id,account_id,user_id,name,occurred_at\n"
        "E1,A1,u,login,2024-03-01\nE1,A1,u,logout,2024-03-01\nE2,A1,u,login,2024-03-01\n"
    )
    batch = bring(company, write(tmp_path, "e.csv", text), "events", known_time="history")
    assert (batch.counts["created"], batch.counts["rejected"]) == (2, 1)
    ((row, column, reason),) = reasons(batch)
    assert (row, column) == (3, "event_id")
    assert "other content" in reason
    assert batch.steps.get().rejects.get().cells["name"] == "logout"


def test_a_parent_further_down_is_found_and_one_that_is_nowhere_is_said(company, tmp_path):
    text = "account_id,name,parent_id\nC1,Child,P1\nC2,Orphan,P9\nP1,Parent,\n"
    batch = bring(company, write(tmp_path, "a.csv", text), "accounts")
    assert Account.objects.get(name="Child").parent.name == "Parent"
    assert [(row, column) for row, column, _reason in reasons(batch)] == [(3, "parent_id")]
    assert batch.counts == {"created": 2, "updated": 0, "unchanged": 0, "rejected": 1, "skipped": 0}
    assert batch.steps.get().rejects.get().cells["name"] == "Orphan"


def test_the_error_file_has_the_row_and_why_and_is_imported_as_it_is(company, tmp_path):
    text = "account_id,name,size\nB1,One,ten\nB2,Two,20\n"
    path = error_file(bring(company, write(tmp_path, "a.csv", text), "accounts"), tmp_path)
    (line,) = lines_of(path)
    assert (line["account_id"], line["size"], line["file"], line["row"], line["column"]) == (
        "B1", "ten", "a.csv", "2", "size",
    )  # fmt: skip
    assert "not a number" in line["reason"]
    still = bring(company, path, "accounts")
    assert (still.counts["rejected"], still.counts["created"]) == (1, 0)
    path.write_text(path.read_text(encoding="utf-8").replace("ten", "10"), encoding="utf-8")
    fixed = bring(company, path, "accounts")
    assert (fixed.counts["rejected"], fixed.counts["created"]) == (0, 1)
    account = Account.objects.get(name="One")
    assert account.size == 10
    assert account.custom == {}


def test_the_added_columns_step_aside_for_columns_of_the_same_name(company, tmp_path):
    text = "loss_id,account_id,lost_on,reason\nX1,A9,2024-05-01,price\n"
    path = error_file(bring(company, write(tmp_path, "l.csv", text), "losses"), tmp_path)
    (line,) = lines_of(path)
    assert line["reason"] == "price"
    assert "unknown account" in line["error_reason"]
    assert bring(company, path, "losses").counts["rejected"] == 1


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 30", "-5", "@cmd", "\tx", " =x", "＝1", "'quoted", "'=x", "''", "plain", ""]
)
def test_no_cell_of_the_error_file_is_a_formula_and_each_comes_back(text):
    safe = harmless(text)
    assert safe == "-5" or not safe.lstrip().startswith(("=", "+", "-", "@", "＝"))
    assert restored(safe) == text


def test_negative_numbers_and_formulas_survive_the_way_out_and_back(company, tmp_path):
    text = "account_id,name,note\nB1,=HYPERLINK(1),-7\nB2,,x\n,missing,y\n"
    batch = bring(company, write(tmp_path, "a.csv", "".join(text)), "accounts")
    assert batch.counts["rejected"] == 1
    bad = "account_id,name,size\nB3,=SUM(A1),-7\n"
    path = error_file(bring(company, write(tmp_path, "b.csv", bad), "accounts"), tmp_path)
    assert "'=SUM(A1)" in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(",-7,", ",7,"), encoding="utf-8")
    bring(company, path, "accounts")
    assert Account.objects.get(size=7).name == "=SUM(A1)"


def test_one_file_as_two_kinds_has_one_line_for_a_row_that_is_rejected_twice(company, tmp_path):
    text = "account_id,name,line_id,start_date,mrr\nC1,One,L1,2024-01-01,10\nC2,Two,L2,nonsense,20\n"
    batch = bring(company, write(tmp_path, "both.csv", text), "contracts,accounts")
    assert [step.kind for step in batch.steps.all()] == ["accounts", "contracts"]
    assert batch.counts == {"created": 2, "updated": 0, "unchanged": 0, "rejected": 2, "skipped": 0}
    (line,) = lines_of(error_file(batch, tmp_path))
    assert line["column"] == "start_date"
    fixed = write(tmp_path, "fixed.csv", text.replace("nonsense", "2024-02-01"))
    again = bring(company, fixed, "accounts,contracts")
    assert again.counts == {"created": 2, "updated": 0, "unchanged": 2, "rejected": 0, "skipped": 0}


def test_dates_that_contradict_each_other_are_told_from_dates_that_are_ambiguous(company, tmp_path):
    rows = "B1,One,13/02/2024\nB2,Two,02/13/2024\nB3,Three,05/06/2024\n"
    path = write(tmp_path, "a.csv", f"account_id,name,signed_on\n{rows}")
    question = sniff(path, ReadOptions()).ambiguous
    assert (question.columns, question.none_fits) == (("signed_on",), True)
    open_one = write(tmp_path, "b.csv", "account_id,name,signed_on\nB1,One,03/02/2024\nB2,Two,05/06/2024\n")
    assert not sniff(open_one, ReadOptions()).ambiguous.none_fits
