"""What order a date's numbers stand in and what a comma means is decided by the whole column, never by one cell."""

import pytest

from tenure.integrations.files.reading import ReadOptions, sniff
from tenure.integrations.files.tests.reading_files import workbook, write


def column(path, name, **options):
    shape = sniff(path, ReadOptions(**options))
    return next(column for column in shape.columns if column.name == name)


def dated(tmp_path, *days, more=""):
    return write(tmp_path / "a.csv", "id,on\n" + "".join(f"{n},{day}\n" for n, day in enumerate(days)) + more)


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["03/04/2024", "13/04/2024"], "dmy"),
        (["03/04/2024", "03/14/2024"], "mdy"),
        (["03.04.24", "31.12.24"], "dmy"),
        (["03/04/24", "11/12/24", "31/12/24"], "dmy"),
        (["24/03/04", "24/03/05", "24/12/31"], "ymd"),
        (["69-13-01"], None),
        (["1-2-2024 10:15", "28-2-2024 10:15"], "dmy"),
        (["05/05/2024", "06/06/2024"], "dmy"),
    ],
)
def test_one_telling_date_settles_the_column(tmp_path, days, order):
    found = column(dated(tmp_path, *days), "on")
    assert found.date_order == order


def test_a_telling_date_at_the_very_end_counts(tmp_path):
    path = dated(tmp_path, *["03/04/2024"] * 120_000, "14/04/2024")
    assert column(path, "on").date_order == "dmy"


def test_dates_that_fit_two_orders_are_a_question_with_samples(tmp_path):
    shape = sniff(dated(tmp_path, "03/04/2024", "05/06/2024"))
    assert shape.ambiguous is not None
    assert shape.ambiguous.columns == ("on",)
    assert shape.ambiguous.samples == ("03/04/2024",)
    assert shape.ambiguous.orders == ("dmy", "mdy")


def test_the_persons_word_answers_it(tmp_path):
    shape = sniff(dated(tmp_path, "03/04/2024"), ReadOptions(date_order="mdy"))
    assert shape.ambiguous is None
    assert shape.columns[1].date_order == "mdy"


def test_proof_in_the_column_beats_the_persons_word(tmp_path):
    assert column(dated(tmp_path, "13/04/2024"), "on", date_order="mdy").date_order == "dmy"


def test_dates_that_contradict_each_other_are_a_question_too(tmp_path):
    shape = sniff(dated(tmp_path, "13/04/2024", "04/13/2024"))
    assert shape.ambiguous is not None
    assert shape.ambiguous.orders == ("dmy", "mdy", "ymd")


@pytest.mark.parametrize("day", ["2024-03-04", "2024/3/4", "2024.03.04", "2024年3月4日", "2024-03-04T10:00:00Z"])
def test_a_year_in_front_is_no_question(tmp_path, day):
    shape = sniff(dated(tmp_path, day))
    assert shape.ambiguous is None
    assert shape.columns[1].looks in ("date", "datetime")


def test_an_open_column_follows_the_proven_one_beside_it_and_says_so(tmp_path):
    path = write(tmp_path / "a.csv", "id,start,end\n1,03/04/2024,13/04/2024\n2,05/06/2024,28/06/2024\n")
    shape = sniff(path)
    assert [c.date_order for c in shape.columns] == [None, "dmy", "dmy"]
    assert [str(note) for note in shape.notes] == [
        "The date order of the column start was taken from the column end."
    ]


def test_version_numbers_in_a_text_ask_nothing(tmp_path):
    text = "id,note\n" + "".join(f"{n},release {n} of 1.2.24\n" for n in range(5)) + "9,1.2.24\n"
    assert sniff(write(tmp_path / "a.csv", text)).ambiguous is None


def test_dates_of_a_workbook_are_dates_and_no_question(tmp_path):
    from datetime import date

    assert sniff(workbook(tmp_path / "a.xlsx", [["id", "on"], [1, date(2024, 3, 4)]])).ambiguous is None


def numbers(tmp_path, *cells, delimiter=";", other=()):
    rows = [delimiter.join((f'"{cell}"', other[n] if other else "x")) for n, cell in enumerate(cells)]
    return write(tmp_path / "n.csv", delimiter.join(("amount", "other")) + "\n" + "\n".join(rows) + "\n")


@pytest.mark.parametrize(
    ("cells", "delimiter", "decimal"),
    [
        (["1.234,50", "12"], ";", ","),
        (["1,234.50", "12"], ";", "."),
        (["12,5", "1,234"], ",", ","),
        (["1,234,567", "1,234"], ",", "."),
        (["1.234.567", "1.234"], ",", ","),
        (["0,125", "1,250"], ",", ","),
        (["1,234", "2,500"], ",", "."),
        (["1,234", "2,500"], ";", ","),
        (["1.234", "2.500"], ",", "."),
        (["€ 1.234,50", "€ 3,00"], ",", ","),
        (["1,00,000", "12,34,567.50"], ",", "."),
        (["1 234,50", "12,00"], ",", ","),
    ],
)
def test_the_decimal_sign_is_found_by_evidence(tmp_path, cells, delimiter, decimal):
    assert column(numbers(tmp_path, *cells, delimiter=delimiter), "amount").decimal == decimal


def test_a_guess_about_thousands_is_said(tmp_path):
    shape = sniff(numbers(tmp_path, "1,234", "2,500", delimiter=","))
    assert [note.code for note in shape.notes] == ["thousands_assumed"]
    assert "1,234" in str(shape.notes[0])


def test_phone_numbers_and_ids_are_no_numbers(tmp_path):
    for cell in ("+49 30 123456", "030 12345", "(030) 1234", "+4930123456"):
        assert column(numbers(tmp_path, cell, cell), "amount").looks == "text"


def test_the_persons_decimal_sign_wins(tmp_path):
    assert column(numbers(tmp_path, "1,234", delimiter=","), "amount", decimal=",").decimal == ","


def test_addresses_of_computers_are_no_numbers(tmp_path):
    found = column(numbers(tmp_path, "192.168.1.10", "10.0.0.1", delimiter=","), "amount")
    assert (found.decimal, found.looks) == (".", "text")


def test_currencies_are_read_from_signs_where_a_sign_means_one(tmp_path):
    assert column(numbers(tmp_path, "€12.50", "3.00 EUR"), "amount").currencies == ("EUR",)
    assert column(numbers(tmp_path, "$12.50", "¥3.00"), "amount").currencies == ()


@pytest.mark.parametrize(
    ("cells", "looks"),
    [
        (["1", "-2", " "], "int"),
        (["1", "2.5"], "decimal"),
        (["007", "008"], "text"),
        (["yes", "No"], "bool"),
        (["TRUE", ""], "bool"),
        (["2024-01-01", ""], "date"),
        (["2024-01-01", "2024-01-01 3:05"], "datetime"),
        (["$5.00", "$1,200.50"], "decimal"),
        (["a", "1"], "text"),
        (["", ""], "empty"),
    ],
)
def test_what_a_column_holds_is_one_word(tmp_path, cells, looks):
    assert column(numbers(tmp_path, *cells), "amount").looks == looks
