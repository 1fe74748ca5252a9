"""Headers say what a file is: by the fields' own names, by synonyms in English and Chinese, with the reason."""

import pytest

from tenure.integrations.files.mapping import propose
from tenure.integrations.files.mapping.texts import KIND_WORDS
from tenure.integrations.files.mapping.vocabulary import field_of_header, synonym_kinds
from tenure.integrations.files.tests.mapping_files import KINDS, mapped, shape_of


def fields_of(candidate):
    return {entry.column: entry.fields for entry in candidate.columns if entry.fields}


def test_plain_headers_need_no_mapping(tmp_path):
    text = "account_id,product,start_date,end_date,mrr,quantity\nA,Pro,2024-01-01,,10,2\n"
    best = propose(shape_of(tmp_path, text), KINDS, "contracts").best
    assert best.sure
    assert fields_of(best) == {name: (name,) for name in text.splitlines()[0].split(",")}
    assert {entry.reason.code for entry in best.columns} == {"canonical"}


@pytest.mark.parametrize(
    ("header", "kind", "fields"),
    [
        (
            "客户编号,产品名称,开始日期,到期日,月费,数量",
            "contracts",
            "account_id product start_date end_date mrr quantity",
        ),
        (
            "Customer ID,Plan,Start,Expires on,Monthly fee,Seats",
            "contracts",
            "account_id product start_date end_date mrr quantity",
        ),
        (
            "CustomerId,planName,validFrom,validUntil,MRR (EUR)",
            "contracts",
            "account_id product start_date end_date mrr",
        ),
        (
            "客户编号,客户名称,所属行业,地区,签约日期,负责人",
            "accounts",
            "account_id name industry region signed_on owner",
        ),
        ("Company ID,Company,Sector,Employees,Domain", "accounts", "account_id name industry size website"),
        ("客户ID,用户ID,事件名称,发生时间,次数", "events", "account_id user_id name occurred_at count"),
        (
            "工单号,客户编号,优先级,创建时间,解决时间,满意度",
            "tickets",
            "ticket_id account_id severity opened_at resolved_at satisfaction",
        ),
        ("客户编号,流失日期,流失原因", "losses", "account_id lost_on reason"),
    ],
)
def test_the_kind_and_its_fields_are_found_by_synonyms(tmp_path, header, kind, fields):
    sample = {
        "月费": "10",
        "Monthly fee": "10",
        "MRR (EUR)": "10",
        "数量": "2",
        "Seats": "2",
        "Employees": "9",
        "次数": "1",
    }
    days = ("日", "时间", "Start", "Expires", "valid")
    cells = [
        sample.get(name) or ("2024-01-31" if any(day in name for day in days) else "x") for name in header.split(",")
    ]
    candidates = propose(shape_of(tmp_path, f"{header}\n{','.join(cells)}\n"), KINDS).candidates
    assert candidates[0].kind == kind
    assert candidates[0].sure
    found = [entry.fields[0] for entry in candidates[0].columns if entry.fields]
    assert found == fields.split()


def test_one_file_may_be_two_kinds(tmp_path):
    text = "account_id,name,industry,product,start_date,mrr\nA,Nordwind,Retail,Pro,2024-01-01,10\n"
    sure = propose(shape_of(tmp_path, text), KINDS).sure
    assert {candidate.kind for candidate in sure} == {"accounts", "contracts"}


def test_what_another_kind_explains_better_makes_no_second_kind(tmp_path):
    text = "ticket_id,account_id,name,opened_at,severity,plan\n1,A,Broken,2024-01-01,2,Pro\n"
    proposal = propose(shape_of(tmp_path, text), KINDS)
    assert proposal.best.kind == "tickets"
    text = "line_id,account_id,plan,start_date,mrr\n1,A,Pro,2024-01-01,2\n"
    assert [candidate.kind for candidate in propose(shape_of(tmp_path, text), KINDS).sure] == ["contracts"]


def test_every_column_has_a_reason_and_samples(tmp_path):
    text = "Ticket ID,account_id,created,summary,priority,extra\n1,A,2024-01-01,Broken,high,x\n"
    best = propose(shape_of(tmp_path, text), KINDS).best
    assert best.kind == "tickets"
    assert {entry.column: str(entry.reason) for entry in best.columns} == {
        "Ticket ID": "the column has the field's own name",
        "account_id": "the column has the field's own name",
        "created": "created means opened_at",
        "summary": "summary means subject",
        "priority": "priority means severity",
        "extra": "no field has this name: left out",
    }
    assert best.columns[3].samples == ("Broken",)


def test_the_fields_own_name_wins_over_a_synonym_and_the_loser_is_told(tmp_path):
    text = "ticket_id,account_id,priority,severity,opened_at\n1,A,low,2,2024-01-01\n"
    best = propose(shape_of(tmp_path, text), KINDS, "tickets").best
    assert fields_of(best)["severity"] == ("severity",)
    (loser,) = [entry for entry in best.columns if entry.column == "priority"]
    assert (loser.fields, loser.reason.code) == ((), "taken")


def test_what_is_missing_is_named(tmp_path):
    best = propose(shape_of(tmp_path, "account_id,mrr\nA,5\n"), KINDS, "contracts").best
    assert (best.sure, best.missing) == (False, ("start_date",))


def test_an_account_may_be_named_instead_of_numbered_and_an_event_by_its_line(tmp_path):
    named = propose(shape_of(tmp_path, "客户名称,流失日期\n星辰,2024-01-01\n"), KINDS, "losses").best
    assert (fields_of(named)["客户名称"], named.missing) == (("account_name",), ())
    lined = propose(shape_of(tmp_path, "subscription_id,event,date\nS,login,2024-01-01\n"), KINDS).best
    assert (lined.kind, lined.missing) == ("events", ())


def test_a_text_column_is_not_taken_for_a_date_or_amount_by_its_name_alone(tmp_path):
    best = propose(shape_of(tmp_path, "account_id,start_date,monthly\nA,2024-01-01,TRUE\n"), KINDS, "contracts").best
    assert "mrr" not in best.mapping.fields


def test_amounts_that_name_their_currency_give_it(tmp_path):
    text = "account_id,start_date,mrr\nA,2024-01-01,€10\nB,2024-01-01,12 USD\n"
    best = propose(shape_of(tmp_path, text), KINDS, "contracts").best
    from tenure.integrations.files.mapping import dump_mapping

    rows = mapped(tmp_path, text, dump_mapping(best.mapping))
    assert [row.values["currency"] for row in rows] == ["EUR", "USD"]


def test_a_file_that_means_nothing_proposes_nothing(tmp_path):
    assert propose(shape_of(tmp_path, "foo,bar\n1,2\n"), KINDS).best is None


def test_an_account_and_a_date_alone_are_no_sure_kind(tmp_path):
    proposal = propose(shape_of(tmp_path, "account_id,date\nA,2024-01-01\n"), KINDS)
    assert proposal.sure == ()


def test_synonyms_exist_for_every_kind_that_can_be_imported():
    assert synonym_kinds() == set(KIND_WORDS)
    assert field_of_header("contracts", "月费")[0] == "mrr"
    assert field_of_header("accounts", "客户名称（必填）")[0] == "name"
    assert field_of_header("accounts", "gibberish") is None
