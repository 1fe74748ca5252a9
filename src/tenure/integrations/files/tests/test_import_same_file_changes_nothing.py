"""The same file again changes nothing, whatever it holds."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tenure.integrations.choices import KnownTime
from tenure.integrations.files.tests.import_files import ACCOUNTS, bring, csv_text, everything, reasons, write

IDS = [f"A{number}" for number in range(4)]
TEXTS = st.sampled_from(["", "Acme", "Beta, Inc", 'He said "hi"', "客户", "  spaced  ", "=1+1", "0"])
DAYS = st.dates(min_value=date(2022, 1, 1), max_value=date(2025, 6, 1))
OPTIONAL_DAYS = st.one_of(st.just(""), DAYS.map(str))
AMOUNTS = st.sampled_from(["", "0", "12.5", "1999.999999", "100000000"])
ACCOUNT_ROWS = st.lists(
    st.tuples(st.sampled_from(IDS), TEXTS, st.sampled_from(["", *IDS]), OPTIONAL_DAYS, AMOUNTS, TEXTS), max_size=8
)
LINE_ROWS = st.lists(
    st.tuples(
        st.sampled_from(IDS), TEXTS, OPTIONAL_DAYS, OPTIONAL_DAYS, AMOUNTS, st.sampled_from(["", "USD", "CNY"])
    ),
    max_size=8,
)
TICKET_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "T1", "T2", "T3"]),
        st.sampled_from(IDS),
        OPTIONAL_DAYS,
        OPTIONAL_DAYS,
        st.sampled_from(["", "open", "closed", "nonsense"]),
        st.sampled_from(["", "1", "4", "9"]),
    ),
    max_size=8,
)
HEADS = {
    "accounts": ("account_id", "name", "parent_id", "signed_on", "acquisition_cost", "note"),
    "contracts": ("account_id", "product", "start_date", "end_date", "mrr", "currency"),
    "tickets": ("ticket_id", "account_id", "opened_at", "resolved_at", "status", "severity"),
}


@pytest.mark.parametrize("policy", [KnownTime.NOW, KnownTime.HISTORY])
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes a second: shrinking would take minutes
)
@given(accounts=ACCOUNT_ROWS, lines=LINE_ROWS, tickets=TICKET_ROWS)
def test_any_file_imported_twice_is_as_if_imported_once(workspace, policy, accounts, lines, tickets):
    with tempfile.TemporaryDirectory() as name, transaction.atomic():
        folder = Path(name)
        files = [("accounts", accounts), ("contracts", lines), ("tickets", tickets)]
        paths = [(kind, write(folder, f"{kind}.csv", csv_text([HEADS[kind], *rows]))) for kind, rows in files if rows]
        first = [bring(workspace, path, kind, known_time=policy) for kind, path in paths]
        before = everything(workspace)
        second = [bring(workspace, path, kind, known_time=policy) for kind, path in paths]
        assert everything(workspace) == before
        for one, two in zip(first, second, strict=True):
            assert two.counts["created"] == two.counts["updated"] == 0
            assert reasons(one) == reasons(two)
            assert sum(one.counts.values()) == one.row_count
        transaction.set_rollback(True)


def test_a_file_in_another_order_changes_nothing_either(workspace, tmp_path):
    head, *rows = ACCOUNTS.splitlines()
    bring(workspace, write(tmp_path, "one.csv", ACCOUNTS), "accounts")
    before = everything(workspace)
    turned = "\n".join([head, *reversed(rows)])
    again = bring(workspace, write(tmp_path, "two.csv", turned), "accounts")
    assert again.counts["unchanged"] == 2
    assert everything(workspace) == before


def test_events_come_once(workspace, tmp_path):
    bring(workspace, write(tmp_path, "a.csv", ACCOUNTS), "accounts")
    rows = "A1,u1,login,2024-03-01,3\nA1,u1,login,2024-03-01,3\nA2,u2,export,2024-03-02,1\n"
    text = f"account_id,user_id,name,occurred_at,count\n{rows}"
    path = write(tmp_path, "events.csv", text)
    first = bring(workspace, path, "events")
    # two equal rows without an id are two events: the second is the second of its content
    assert first.counts["created"] == 3
    before = everything(workspace)
    second = bring(workspace, path, "events")
    assert (second.counts["created"], second.counts["unchanged"]) == (0, 3)
    assert everything(workspace) == before


def test_an_empty_cell_clears_what_the_file_before_said(workspace, tmp_path):
    from tenure.accounts.models import ContractLine

    bring(workspace, write(tmp_path, "a.csv", ACCOUNTS), "accounts")
    head = "line_id,account_id,start_date,end_date,mrr\n"
    bring(workspace, write(tmp_path, "1.csv", head + "L1,A1,2024-01-01,2024-12-31,100\n"), "contracts")
    later = bring(workspace, write(tmp_path, "2.csv", head + "L1,A1,2024-01-01,,100\n"), "contracts")
    assert later.counts["updated"] == 1
    assert ContractLine.objects.get().ends_on is None
