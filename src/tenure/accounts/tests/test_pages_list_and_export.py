"""Lists keep all their state in the address; what is exported is harmless to a spreadsheet."""

import csv
import io

import pytest
from openpyxl import load_workbook

from tenure.accounts.kinds import get_kind
from tenure.accounts.models import ExternalId
from tenure.accounts.services.records import save_record
from tenure.accounts.tests.examples import make_example

pytestmark = pytest.mark.django_db
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", "  =1"]


def rows(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def names(answer):
    return [row[0] for row in rows(answer)[1:]]


@pytest.fixture
def three(cast):
    alpha = cast.account("Alpha", segment="Large", industry="Retail")
    beta = cast.account("Beta", segment="Small", industry="Retail")
    gamma = cast.account("Gamma", segment="Small", industry="Banks")
    ExternalId.objects.create(workspace=cast.workspace, kind="accounts", value="C-77", record_id=gamma.pk)
    return alpha, beta, gamma


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Alpha", "Beta", "Gamma"]),
        ("sort=-name", ["Gamma", "Beta", "Alpha"]),
        ("sort=segment&q=", ["Alpha", "Beta", "Gamma"]),
        ("segment=Small", ["Beta", "Gamma"]),
        ("segment=Small&industry=Retail", ["Beta"]),
        ("q=amm", ["Gamma"]),
        ("q=C-77", ["Gamma"]),
        ("q=nothing", []),
        ("sort=nonsense&page=99&account=x", ["Alpha", "Beta", "Gamma"]),
    ],
)
def test_the_address_says_which_rows_in_which_order(cast, as_person, three, query, expected):
    assert names(as_person(cast.alice).get(f"/records/accounts/?format=csv&{query}")) == expected


def test_a_list_is_narrowed_to_owner_and_account(cast, as_person, three):
    alpha, beta, _gamma = three
    alpha.owners.all().delete()
    alice = as_person(cast.alice)
    assert names(alice.get(f"/records/accounts/?format=csv&owner={cast.alice.pk}")) == ["Beta", "Gamma"]
    make_example("tickets", cast, alpha)
    make_example("tickets", cast, beta)
    answer = alice.get(f"/records/tickets/?account={beta.pk}")
    assert [row[1].value for row in answer.context["table"].rows] == ["Beta"]
    assert "Only Beta" in answer.content.decode()


def test_chosen_columns_are_exported_with_ids_and_owners(cast, as_person, three):
    chosen = "cols=name&cols=account_id&cols=owner&cols=team"
    found = rows(as_person(cast.alice).get(f"/records/accounts/?format=csv&{chosen}"))
    assert found[0] == ["Name", "Customer success manager", "Team", "Account id"]
    assert found[3] == ["Gamma", "Alice", "North", "C-77"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(cast, as_person, text):
    save_record(kind=get_kind("products"), actor=cast.alice, values={"name": "A", "category": text})
    alice = as_person(cast.alice)
    cell = rows(alice.get("/records/products/?format=csv"))[1][2]
    assert cell.startswith("'")
    book = load_workbook(io.BytesIO(alice.get("/records/products/?format=xlsx").content))
    assert book.active.cell(2, 3).data_type == "s"


def test_pages_of_fifty_follow_each_other(cast, as_person):
    for number in range(55):
        save_record(kind=get_kind("products"), actor=cast.alice, values={"name": f"P{number:02}"})
    alice = as_person(cast.alice)
    first, second = (alice.get(f"/records/products/?page={page}").context["table"] for page in (1, 2))
    assert (len(first.rows), len(second.rows)) == (50, 5)
    assert "1-50 of 55" in alice.get("/records/products/").content.decode()


def test_an_unknown_kind_is_not_there(cast, as_person):
    assert as_person(cast.alice).get("/records/nonsense/").status_code == 404
    assert as_person(cast.alice).get("/records/accounts/99999999999999999/").status_code == 404
