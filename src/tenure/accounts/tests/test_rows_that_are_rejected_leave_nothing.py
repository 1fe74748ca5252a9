"""A rejected row leaves nothing behind: not itself, nor what only it names."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tenure.accounts.kinds import get_kind, list_kinds
from tenure.accounts.models import Account, Contract, ContractLine, ExternalId, Product, RecordVersion
from tenure.accounts.services.records import RecordInput, RecordWriter

JAN, MAR = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)
LINE = {"account_id": "A", "mrr": Decimal(10), "start_date": date(2024, 1, 1)}


@pytest.fixture
def write(workspace):
    """Write rows in chunks of `size`; return what became of each, waiting rows as at the end."""

    def run(kind, *rows, size=500, known_at=MAR, create_missing=False):
        writer = RecordWriter(
            kind=get_kind(kind), workspace=workspace, actor=None, import_id=1, create_missing=create_missing
        )
        inputs = [RecordInput(number, key, dict(values), known_at) for number, (key, values) in enumerate(rows, 2)]
        found = {}
        for start in range(0, len(inputs), size):
            found |= {outcome.row: outcome for outcome in writer.apply(inputs[start : start + size])}
        found |= {outcome.row: outcome for outcome in writer.finish()}
        return [found[given.row] for given in inputs]

    return run


def results(outcomes):
    return [outcome.result for outcome in outcomes]


def nothing():
    models = [RecordVersion, ExternalId, *(kind.model for kind in list_kinds())]
    return not any(model._default_manager.exists() for model in models)


def test_a_line_that_renews_an_unknown_one_is_not_written(write):
    outcomes = write("contracts", ("L-2", {**LINE, "renewal_of": "nowhere"}), create_missing=True)
    assert results(outcomes) == ["rejected"]
    assert "nowhere" in str(outcomes[0].problems[0])
    assert nothing()


def test_a_line_that_renews_a_rejected_one_is_rejected_too(write):
    first = {**LINE, "mrr": None}
    for size in (500, 1):
        outcomes = write(
            "contracts",
            ("L-3", {**LINE, "renewal_of": "L-2"}),
            ("L-2", {**LINE, "renewal_of": "L-1"}),
            ("L-1", first),
            size=size,
            create_missing=True,
        )
        assert results(outcomes) == ["rejected"] * 3
        assert nothing()


def test_a_change_that_names_an_unknown_line_leaves_the_record_as_it_was(write):
    write("contracts", ("L-1", LINE), create_missing=True, known_at=JAN)
    [outcome] = write("contracts", ("L-1", {**LINE, "mrr": Decimal(20), "amends": "nowhere"}))
    assert outcome.result == "rejected"
    assert ContractLine.objects.get().mrr == 10
    assert RecordVersion.objects.filter(kind="contracts").count() == 1


@pytest.mark.parametrize("size", [1, 2, 500])
def test_lines_may_stand_in_any_order(write, size):
    rows = [(f"L-{n}", {**LINE, "renewal_of": f"L-{n - 1}" if n else None}) for n in reversed(range(7))]
    assert results(write("contracts", *rows, size=size, create_missing=True)) == ["created"] * 7
    ids = dict(ExternalId.objects.filter(kind="contracts").values_list("value", "record_id"))
    renewed = dict(ContractLine.objects.values_list("pk", "renewal_of_id"))
    assert renewed == {ids[f"L-{n}"]: ids[f"L-{n - 1}"] if n else None for n in range(7)}
    versions = RecordVersion.objects.filter(kind="contracts").values_list("record_id", "data")
    assert {pk: data["renewal_of"] for pk, data in versions} == renewed
    assert results(write("contracts", *rows, size=size)) == ["unchanged"] * 7


@pytest.mark.parametrize("size", [1, 500])
def test_rows_that_name_one_another_in_a_circle_are_rejected(write, size):
    outcomes = write(
        "accounts", ("A", {"parent_id": "B"}), ("B", {"parent_id": "A"}), ("C", {"parent_id": "C"}), size=size
    )
    assert results(outcomes) == ["rejected"] * 3
    assert "itself" in str(outcomes[2].problems[0])
    assert nothing()


def test_an_unknown_parent_is_made_only_where_that_is_allowed(write):
    assert results(write("accounts", ("A", {"parent_id": "P"}))) == ["rejected"]
    assert nothing()
    assert results(write("accounts", ("A", {"parent_id": "P"}), create_missing=True)) == ["created"]
    assert Account.objects.get(name="A").parent.name == "P"


def test_a_line_without_an_amount_makes_no_account_contract_or_product(write):
    for row in (
        {**LINE, "mrr": None, "product": "X", "contract_id": "C"},
        {**LINE, "mrr": None},
        {**LINE, "start_date": None},
    ):
        assert results(write("contracts", ("L", row), create_missing=True)) == ["rejected"]
        assert nothing()


def test_a_row_with_an_id_of_a_line_and_no_amount_is_no_contract(write):
    row = {"account_id": "A", "contract_id": "C", "start_date": date(2024, 1, 1), "mrr": None}
    assert results(write("contracts", ("L", row), create_missing=True)) == ["rejected"]
    assert nothing()
    assert results(write("contracts", ("C", row), create_missing=True)) == ["created"]
    assert Contract.objects.get().number == "C"
    assert not ContractLine.objects.exists()


def test_a_ticket_without_a_date_makes_no_account(write):
    [outcome] = write("tickets", ("T", {"account_id": "A", "subject": "Help"}), create_missing=True)
    assert outcome.result == "rejected"
    assert nothing()


def test_a_later_line_takes_its_dates_from_the_first_row_of_its_contract(write):
    rows = [
        ("C", {**LINE, "contract_id": "C", "end_date": date(2025, 1, 1)}),
        ("C#2", {"account_id": "A", "contract_id": "C", "mrr": Decimal(5)}),
    ]
    assert results(write("contracts", *rows, create_missing=True)) == ["created", "created"]
    assert set(ContractLine.objects.values_list("starts_on", "ends_on")) == {(date(2024, 1, 1), date(2025, 1, 1))}


def test_a_renewal_may_name_the_contract_whose_open_line_it_renews(write):
    rows = [
        ("N", {**LINE, "renewal_of": "C"}),
        ("L-1", {**LINE, "contract_id": "C", "end_date": date(2025, 1, 1)}),
        ("L-2", {**LINE, "contract_id": "C", "end_date": None}),
    ]
    assert results(write("contracts", *rows, create_missing=True)) == ["created"] * 3
    ids = dict(ExternalId.objects.filter(kind="contracts").values_list("value", "record_id"))
    assert ContractLine.objects.get(pk=ids["N"]).renewal_of_id == ids["L-2"]


def test_a_line_is_of_the_kind_of_its_product(write):
    write("products", ("P", {"kind": "seat"}), ("Q", {"kind": "one_off", "list_price": Decimal(50)}))
    write("contracts", ("L-1", {**LINE, "product": "P"}), ("L-2", {**LINE, "product": "Q"}), create_missing=True)
    assert list(ContractLine.objects.order_by("pk").values_list("kind", "is_recurring")) == [
        ("seat", True),
        ("time", True),
    ]
    assert Product.objects.count() == 2
