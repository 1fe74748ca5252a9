"""A row that is no row is rejected with its number and reason; the file goes on."""

from tenure.integrations.files.reading import read_rows, sniff
from tenure.integrations.files.tests.reading_files import write


def good_and_bad(path):
    chunks = list(read_rows(path, sniff(path)))
    good = [number for chunk in chunks for number in chunk.numbers]
    return good, [bad for chunk in chunks for bad in chunk.bad]


def test_ragged_rows_are_named_and_the_others_kept(tmp_path):
    path = write(tmp_path / "a.csv", "id,name,mrr\n1,A,5\n2,B\n3,C,7,8\n4,D,9\n")
    good, bad = good_and_bad(path)
    assert good == [2, 5]
    assert [(row.number, row.message.code, str(row.message)) for row in bad] == [
        (3, "too_few_cells", "The row has 2 cells, the header has 3."),
        (4, "too_many_cells", "The row has 4 cells, the header has 3."),
    ]
    assert bad[1].cells == ("3", "C", "7", "8")
    shape = sniff(path)
    assert (shape.row_count, shape.bad_count) == (2, 2)
    assert str(shape.notes[0]) == "2 rows cannot be read as rows, the first is row 3."


def test_surplus_empty_cells_do_no_harm(tmp_path):
    good, bad = good_and_bad(write(tmp_path / "a.csv", "id,name\n1,A,,\n2,B\n"))
    assert (good, bad) == ([2, 3], [])


def test_blank_rows_are_counted_and_keep_their_numbers(tmp_path):
    path = write(tmp_path / "a.csv", "id,name\n1,A\n\n,\n2,B\n")
    assert good_and_bad(path) == ([2, 5], [])
    assert str(sniff(path).notes[0]) == "2 empty rows were left out."


def test_a_quote_in_the_middle_rejects_its_row_only(tmp_path):
    good, bad = good_and_bad(write(tmp_path / "a.csv", 'id,name\n1,A\n2,"5" pipe"\n3,5" pipe\n4,D\n'))
    assert good == [2, 4, 5]
    assert [(row.number, row.message.code, row.cells) for row in bad] == [(3, "broken_quotes", ('2,"5" pipe"',))]


def test_a_quote_that_eats_a_few_rows_says_how_many_lines(tmp_path):
    text = 'id,name\n1,A\n2,"open\n3,C\n4,"D"\n5,E\n'
    good, bad = good_and_bad(write(tmp_path / "a.csv", text))
    assert good == [2, 6]
    assert [(row.number, row.message.params["lines"]) for row in bad] == [(3, 3)]


def test_lines_that_are_no_objects_are_rejected_one_by_one(tmp_path):
    good, bad = good_and_bad(write(tmp_path / "a.jsonl", '{"id": 1}\n[1]\n{"id": 2\n\n{"id": 3}\n'))
    assert good == [1, 5]
    assert [(row.number, row.message.code) for row in bad] == [(2, "not_object"), (3, "not_json")]
