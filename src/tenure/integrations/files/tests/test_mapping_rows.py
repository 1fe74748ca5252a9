"""Rows as the applying half gets them."""

from datetime import UTC, datetime

from tenure.integrations.files.mapping import ambiguous_dates, content_hash
from tenure.integrations.files.tests.mapping_files import mapped, planned


def test_unmapped_columns_of_accounts_are_kept_as_custom_fields_ready_for_json(tmp_path):
    text = "id,seats,ratio,trial,phone,note,empty,_synced\n1,9,0.5,TRUE,+49 30 1234,hello,,x\n2,,,,,,,y\n"
    mapping = "{kind: accounts, ignore: [_synced], fields: {account_id: id}}"
    first, second = mapped(tmp_path, text, mapping)
    assert first.values["custom"] == {
        "seats": 9,
        "ratio": 0.5,
        "trial": True,
        "phone": "+49 30 1234",
        "note": "hello",
    }
    assert "custom" not in second.values
    plan, _ = planned(tmp_path, text, mapping)
    assert plan.kept == ("seats", "ratio", "trial", "phone", "note")
    assert plan.unused == ("empty", "_synced")


def test_unmapped_columns_of_events_become_properties(tmp_path):
    text = "line,what,at,n,beta\nS1,login,2024-01-01,3,no\n"
    mapping = "{kind: events, fields: {line_id: line, name: what, occurred_at: at, count: n}}"
    (row,) = mapped(tmp_path, text, mapping)
    assert row.values == {
        "line_id": "S1",
        "name": "login",
        "occurred_at": datetime(2024, 1, 1, tzinfo=UTC),
        "count": 3,
        "properties": {"beta": False},
    }


def test_unmapped_columns_of_other_kinds_are_named_as_left_out(tmp_path):
    plan, _ = planned(
        tmp_path,
        "id,acct,on,x\n1,A,2024-01-01,y\n",
        "{kind: losses, fields: {loss_id: id, account_id: acct, lost_on: on}}",
    )
    assert (plan.kept, plan.unused, plan.rest) == ((), ("x",), "")


def test_whether_a_file_has_ids_is_known(tmp_path):
    text = "id,name\n1,A\n"
    assert planned(tmp_path, text, "{kind: accounts, fields: {account_id: id}}")[0].has_id
    assert not planned(tmp_path, text, "{kind: accounts, fields: {name: name}}")[0].has_id


def test_the_hash_of_a_row_depends_on_its_content_only(tmp_path):
    mapping = "{kind: accounts, ignore: [_synced], fields: {name: name}}"
    first, second, third = mapped(tmp_path, "name,mrr,_synced\nA,5,1\nA,5,2\nA,6,1\n", mapping)
    (turned,) = mapped(tmp_path, "mrr,empty,name,_synced\n5,,A,3\n", mapping)
    assert content_hash(first) == content_hash(second) == content_hash(turned)
    assert content_hash(first) != content_hash(third)
    assert len(content_hash(first)) == 32


def test_a_hash_cannot_be_fooled_by_moving_text_between_cells(tmp_path):
    mapping = "{kind: accounts, fields: {name: a}}"
    first, second = mapped(tmp_path, "a,b\nx,yz\nxy,z\n", mapping)
    assert content_hash(first) != content_hash(second)


def test_rows_that_are_none_come_in_their_place_with_what_was_there(tmp_path):
    text = "id,name,more\n1,A,x\n2,B\n3,C,y,z\n4,D,x\n"
    rows = mapped(tmp_path, text, "{kind: accounts, fields: {account_id: id, name: name}}")
    assert [row.number for row in rows] == [2, 3, 4, 5]
    assert [str(row.problems[0].message) if row.problems else "" for row in rows] == [
        "",
        "The row has 2 cells, the header has 3.",
        "The row has 4 cells, the header has 3.",
        "",
    ]
    assert rows[1].raw == {"id": "2", "name": "B"}
    assert rows[2].raw == {"id": "3", "name": "C", "more": "y,z"}
    assert rows[3].raw == {"id": "4", "name": "D", "more": "x"}


def test_only_dates_that_a_field_uses_are_asked_about(tmp_path):
    text = "id,acct,on,other\n1,A,2024-01-01,03/04/2024\n"
    base = "loss_id: id, account_id: acct"
    unasked, _ = planned(tmp_path, text, f"{{kind: losses, fields: {{{base}, lost_on: on}}}}")
    assert ambiguous_dates(unasked) is None
    asked, _ = planned(tmp_path, text, f"{{kind: losses, fields: {{{base}, lost_on: other}}}}")
    question = ambiguous_dates(asked)
    assert question is not None
    assert question.columns == ("other",)


def test_known_time_can_come_from_a_column_of_any_kind(tmp_path):
    text = "id,seen\n1,2024-05-06\n"
    (row,) = mapped(tmp_path, text, "{kind: accounts, fields: {account_id: id, known_at: seen}}")
    assert row.values["known_at"] == datetime(2024, 5, 6, tzinfo=UTC)
