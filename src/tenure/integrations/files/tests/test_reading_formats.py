"""The same customers in every format, encoding and packing come out the same."""

import gzip
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tenure.integrations.files.reading import ReadOptions, dump_shape, load_shape, read_rows, sniff
from tenure.integrations.files.tests.reading_files import all_rows, parquet, workbook, write, zipped

TABLE = "account_id,name,mrr\nA1,Nordwind,120.50\n0,上海星辰科技有限公司,80\n"
ROWS = [(2, "A1", "Nordwind", "120.50"), (3, "0", "上海星辰科技有限公司", "80")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_csv_is_read_in_any_of_the_usual_encodings(tmp_path, encoding):
    assert all_rows(write(tmp_path / "customers.csv", TABLE, encoding)) == ROWS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_found_by_its_zero_bytes(tmp_path, encoding):
    path = write(tmp_path / "customers.csv", TABLE, encoding)
    assert sniff(path).encoding == encoding
    assert all_rows(path) == ROWS


def test_windows_letters_are_found_and_said(tmp_path):
    path = write(tmp_path / "k.csv", "id,name\n1,Müller Söhne\n2,Café Zürich\n", "cp1252")
    shape = sniff(path)
    assert shape.encoding == "cp1252"
    assert [note.code for note in shape.notes] == ["encoding_guessed"]
    assert all_rows(path)[1] == (3, "2", "Café Zürich")


def test_a_chinese_letter_late_in_a_long_file_decides_its_encoding(tmp_path):
    text = "id,name\n" + "".join(f"{n},plain\n" for n in range(40_000)) + "x,客户成功部\n"
    path = write(tmp_path / "late.csv", text, "gb18030")
    assert sniff(path).encoding == "gb18030"
    assert all_rows(path)[-1] == (40_002, "x", "客户成功部")


@pytest.mark.parametrize(("delimiter", "format_"), [(",", "csv"), (";", "csv"), ("\t", "tsv"), ("|", "csv")])
def test_the_delimiter_is_found(tmp_path, delimiter, format_):
    path = write(tmp_path / "customers.csv", TABLE.replace(",", delimiter))
    shape = sniff(path)
    assert (shape.delimiter, shape.format) == (delimiter, format_)
    assert all_rows(path) == ROWS


def test_decimal_commas_do_not_hide_the_semicolon(tmp_path):
    path = write(tmp_path / "preise.csv", "Kunde;Preis;Menge\nA;1,50;3,5\nB;2,75;4,5\nC;10,00;1,0\n")
    shape = sniff(path)
    assert shape.names == ("Kunde", "Preis", "Menge")
    assert [column.decimal for column in shape.columns] == [".", ",", ","]


def test_excels_own_separator_line_is_obeyed(tmp_path):
    shape = sniff(write(tmp_path / "a.csv", "sep=;\r\nid;name\r\n1;A\r\n"))
    assert (shape.delimiter, shape.names, shape.header_row) == (";", ("id", "name"), 2)


def test_a_single_column_is_a_table(tmp_path):
    assert all_rows(write(tmp_path / "ids.csv", "account_id\nA1\n\nA2\n")) == [(2, "A1"), (4, "A2")]


def test_gzip_is_unpacked(tmp_path):
    assert all_rows(zipped(tmp_path / "customers.csv.gz", TABLE)) == ROWS


def test_an_excel_workbook_gives_dates_and_whole_numbers(tmp_path):
    rows = [["account_id", "since", "at", "mrr"], [12345, date(2024, 2, 1), datetime(2024, 2, 1, 5, 6), 1.1]]
    path = workbook(tmp_path / "customers.xlsx", rows)
    assert all_rows(path) == [(2, 12345, date(2024, 2, 1), datetime(2024, 2, 1, 5, 6), 1.1)]
    assert [column.looks for column in sniff(path).columns] == ["int", "date", "datetime", "decimal"]


def test_row_numbers_of_a_workbook_are_those_on_the_screen(tmp_path):
    rows = [["Report of the year"], [], ["id", "name"], [1, "A"], [], [2, "B"]]
    path = workbook(tmp_path / "report.xlsx", rows)
    assert sniff(path).header_row == 3
    assert all_rows(path) == [(4, 1, "A"), (6, 2, "B")]


def test_a_sheet_can_be_chosen_and_the_others_are_named(tmp_path):
    import xlsxwriter

    from tenure.integrations.files.tests.reading_files import add_sheet

    book = xlsxwriter.Workbook(str(tmp_path / "two.xlsx"))
    add_sheet(book, "Cover", [])
    add_sheet(book, "Kunden", [["id", "name"], [1, "A"]])
    add_sheet(book, "客户", [["id", "name"], [2, "B"]])
    book.close()
    shape = sniff(tmp_path / "two.xlsx")
    assert (shape.sheet, shape.sheets) == ("Kunden", ("Cover", "Kunden", "客户"))
    assert "other_sheets" in [note.code for note in shape.notes]
    assert all_rows(tmp_path / "two.xlsx", ReadOptions(sheet="客户")) == [(2, 2, "B")]


def test_parquet_keeps_its_types_and_takes_structs_apart(tmp_path):
    import pyarrow as pa

    at = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)
    columns = {
        "id": ["a", None],
        "day": [date(2024, 5, 6), None],
        "at": pa.array([at, None], pa.timestamp("ns", tz="UTC")),
        "amount": pa.array([Decimal("10.50"), None], pa.decimal128(10, 2)),
        "score": [0.5, float("nan")],
        "plan": [{"name": "Pro", "seats": 3}, {"name": "Basic", "seats": 1}],
        "tags": [["x", "y"], []],
    }
    path = parquet(tmp_path / "events.parquet", columns)
    assert sniff(path).names == ("id", "day", "at", "amount", "score", "plan.name", "plan.seats", "tags")
    assert all_rows(path) == [
        (1, "a", date(2024, 5, 6), at, Decimal("10.50"), 0.5, "Pro", 3, '["x", "y"]'),
        (2, None, None, None, None, None, "Basic", 1, None),
    ]


def test_json_lines_may_nest_and_grow_columns_later(tmp_path):
    lines = [
        {"id": "a", "plan": {"amount": 1250}},
        {"id": "b", "mrr": 10.1, "big": 2**70},
        {"id": "c", "tags": ["x"]},
    ]
    path = write(tmp_path / "log.jsonl", "\n".join(json.dumps(line) for line in lines) + "\n\n")
    assert sniff(path).names == ("id", "plan.amount", "mrr", "big", "tags")
    assert all_rows(path) == [
        (1, "a", 1250, None, None, None),
        (2, "b", None, Decimal("10.1"), str(2**70), None),
        (3, "c", None, None, None, '["x"]'),
    ]


@pytest.mark.parametrize("name", ["t.xlsx.gz", "t.parquet.gz", "t.jsonl.gz"])
def test_every_format_may_be_gzipped(tmp_path, name):
    inner = tmp_path / name.removesuffix(".gz")
    if "xlsx" in name:
        workbook(inner, [["id", "n"], ["a", 1]])
    elif "parquet" in name:
        parquet(inner, {"id": ["a"], "n": [1]})
    else:
        write(inner, '{"id": "a", "n": 1}\n')
    (tmp_path / name).write_bytes(gzip.compress(inner.read_bytes()))
    shape = sniff(tmp_path / name)
    assert shape.compression == "gzip"
    assert [row[1:] for row in all_rows(tmp_path / name)] == [("a", 1)]


def test_a_cell_may_hold_lines_and_the_rows_below_keep_their_numbers(tmp_path):
    path = write(tmp_path / "notes.csv", 'id,note\r\n1,"two\r\nlines"\r\n2,"said ""yes"""\r\n')
    assert all_rows(path) == [(2, "1", "two\r\nlines"), (3, "2", 'said "yes"')]


def test_the_apostrophe_our_own_exports_put_before_formulas_is_taken_away(tmp_path):
    path = write(tmp_path / "back.csv", "id,name\n1,'=SUM(A1)\n2,'s-Hertogenbosch\n3,'+49 30\n")
    assert [row[2] for row in all_rows(path)] == ["=SUM(A1)", "'s-Hertogenbosch", "+49 30"]


def test_a_header_below_a_title_is_found_and_said(tmp_path):
    path = write(tmp_path / "r.csv", "Customers 2025\n\nid,name,mrr\n1,A,5\n2,B,6\n")
    shape = sniff(path)
    assert (shape.header_row, shape.names) == (3, ("id", "name", "mrr"))
    assert all_rows(path) == [(4, "1", "A", "5"), (5, "2", "B", "6")]


def test_an_index_column_without_a_name_gets_one(tmp_path):
    shape = sniff(write(tmp_path / "pandas.csv", ",id,name\n0,A1,x\n1,A2,y\n"))
    assert shape.names == ("column A", "id", "name")
    assert [note.code for note in shape.notes] == ["unnamed_columns"]


def test_trailing_commas_make_no_columns(tmp_path):
    path = write(tmp_path / "t.csv", "id,name,,\n1,A,,\n2,B,,\n")
    assert sniff(path).names == ("id", "name")
    assert all_rows(path) == [(2, "1", "A"), (3, "2", "B")]


def test_a_shape_survives_being_kept_as_json(tmp_path):
    path = write(tmp_path / "customers.csv", TABLE + "bad,row\n")
    shape = sniff(path)
    again = load_shape(json.loads(json.dumps(dump_shape(shape))))
    assert again == shape
    assert [len(chunk) for chunk in read_rows(path, again)] == [2]


def test_the_row_count_is_that_of_the_whole_file(tmp_path):
    text = "id,name\n" + "".join(f"{n},x\n" for n in range(12_345))
    path = write(tmp_path / "many.csv", text)
    assert sniff(path).row_count == 12_345
    chunks = list(read_rows(path, sniff(path)))
    assert sum(map(len, chunks)) == 12_345
    assert max(map(len, chunks)) <= 5_000
