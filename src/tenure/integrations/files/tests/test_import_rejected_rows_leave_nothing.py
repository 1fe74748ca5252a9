"""What is rejected is not there: the counts of a report are the counts of the record."""

import pytest

from tenure.accounts.models import Account, Contract, ContractLine
from tenure.integrations.files.tests.import_files import bring, reasons, write

HEAD = "line_id,account_id,start_date,end_date,mrr,renewal_of\n"


@pytest.mark.parametrize("policy", ["now", "history"])
def test_a_renewal_of_what_is_not_there_is_rejected_and_not_kept(workspace, tmp_path, policy):
    text = (
        HEAD
        + "L2,A,2024-01-01,2025-01-01,100,L1\n"
        + "L3,A,2024-01-01,,50,NOPE\n"
        + "L3,A,2024-01-01,,50,NOPE\n"
        + "L5,A,2026-01-01,,10,L4\n"
        + "L4,A,2025-01-01,2026-01-01,ten,\n"
        + "L1,A,2023-01-01,2024-01-01,100,\n"
    )
    batch = bring(workspace, write(tmp_path, "c.csv", text), "contracts", create_missing=True, known_time=policy)
    assert batch.counts == {"created": 2, "updated": 0, "unchanged": 0, "rejected": 4, "skipped": 0}
    assert [(row, column) for row, column, _reason in reasons(batch)] == [
        (3, "renewal_of"),
        (4, "renewal_of"),
        (5, "renewal_of"),
        (6, "mrr"),
    ]
    assert ContractLine.objects.count() == Contract.objects.count() == 2
    step = batch.steps.get()
    assert (step.taken, step.assumed) == (2, 2 if policy == "history" else 0)
    again = bring(workspace, write(tmp_path, "c.csv", text), "contracts", create_missing=True, known_time=policy)
    assert again.counts == {"created": 0, "updated": 0, "unchanged": 2, "rejected": 4, "skipped": 0}


def test_rows_that_waited_are_counted_as_what_became_of_them(workspace, tmp_path):
    rows = [f"L{n},A,20{10 + n}-01-01,,{n},{f'L{n - 1}' if n else ''}\n" for n in reversed(range(12))]
    rows.insert(1, rows[0])
    text = HEAD + "".join(rows)
    batch = bring(workspace, write(tmp_path, "c.csv", text), "contracts", create_missing=True)
    assert batch.counts == {"created": 12, "updated": 0, "unchanged": 1, "rejected": 0, "skipped": 0}
    changed = text.replace("L11,A,2021-01-01,,11,L10", "L11,A,2021-01-01,,99,L10")
    again = bring(workspace, write(tmp_path, "c.csv", changed), "contracts")
    assert again.counts == {"created": 0, "updated": 1, "unchanged": 12, "rejected": 0, "skipped": 0}


def test_a_line_without_an_amount_is_rejected_and_makes_no_account(workspace, tmp_path):
    text = "line_id,account_id,start_date,mrr\nL1,A,2024-01-01,\nL2,B,2024-01-01,5\n"
    batch = bring(workspace, write(tmp_path, "c.csv", text), "contracts", create_missing=True)
    assert [(row, column) for row, column, _reason in reasons(batch)] == [(2, "mrr")]
    assert [account.name for account in Account.objects.all()] == ["B"]
    assert [contract.number for contract in Contract.objects.all()] == ["L2"]
