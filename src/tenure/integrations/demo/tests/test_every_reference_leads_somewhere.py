import pytest

from tenure.integrations.demo.types import ID_FIELDS, KINDS, DemoCompany

REFERENCES = [
    ("accounts", "parent_id", "accounts"),
    *((kind, "account_id", "accounts") for kind in KINDS if kind not in ("products", "accounts")),
    ("contracts", "product", "products"),
    ("contracts", "renewal_of", "contracts"),
    ("contracts", "amends", "contracts"),
    *((kind, "contact_id", "contacts") for kind in ("tickets", "surveys", "touchpoints")),
]


@pytest.mark.parametrize(("kind", "field", "target"), REFERENCES)
def test_each_reference_names_a_record(each: DemoCompany, kind: str, field: str, target: str) -> None:
    ids = each.latest(target).keys()
    missing = {row[field] for row in each.records[kind] if row[field] is not None} - ids
    assert each.records[kind]
    assert missing == set()


def test_a_line_and_what_it_renews_belong_to_one_account(each: DemoCompany) -> None:
    lines = each.latest("contracts")
    for row in lines.values():
        for field in ("renewal_of", "amends"):
            if row[field] is not None:
                assert lines[str(row[field])]["account_id"] == row["account_id"]


def test_a_contact_of_a_ticket_works_for_the_account_of_the_ticket(each: DemoCompany) -> None:
    contacts = each.latest("contacts")
    for row in each.latest("tickets").values():
        if row["contact_id"] is not None:
            assert contacts[str(row["contact_id"])]["account_id"] == row["account_id"]


def test_owners_authors_and_teams_are_of_the_demo_team(each: DemoCompany) -> None:
    staff = {user.email for user in each.users}
    roles = ("owner", "sales_owner", "onboarding_owner")
    assert {row[role] for row in each.records["accounts"] for role in roles} <= staff
    assert {row["author"] for row in each.records["notes"]} <= staff
    assert {row["team"] for row in each.records["accounts"]} <= set(each.teams)
    assert {row["owner"] for row in each.records["touchpoints"]} <= {user.name for user in each.users}


def test_the_rows_of_a_kind_have_the_same_fields_and_known_times_in_order(each: DemoCompany) -> None:
    for kind, rows in each.records.items():
        assert {tuple(row) for row in rows} == {tuple(rows[0])}, kind
        assert ID_FIELDS[kind] in rows[0]
        times = [row["known_at"] for row in rows]
        assert times == sorted(times)
        assert len({(row[ID_FIELDS[kind]], row["known_at"]) for row in rows}) == len(rows)
