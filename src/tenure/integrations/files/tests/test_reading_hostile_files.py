"""A broken or hostile file gets a clear error within seconds and leaves nothing behind."""

import gzip
import os
import random
import shutil
import tempfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from tenure.integrations.files.reading import FileError, Limits, ReadOptions, read_rows, sniff
from tenure.integrations.files.tests.reading_files import (
    encrypted_workbook,
    parquet,
    password_zip,
    refusal,
    workbook,
    workbook_parts,
    write,
    zipped,
)

TABLE = "account_id,name\n" + "".join(f"A{n},Name {n}\n" for n in range(200))


def children() -> set[int]:
    """The processes that this one started and that still are there."""
    return {int(pid) for path in Path("/proc/self/task").glob("*/children") for pid in path.read_text().split()}


@pytest.fixture(autouse=True)
def nothing_is_left_behind(tmp_path):
    """No child process, dead or alive; `refusal` watches the clock and the folder."""
    running = children()
    yield
    assert children() <= running


def test_a_missing_file_is_missing(tmp_path):
    error = refusal(tmp_path / "customers.csv")
    assert error.code == "missing"
    assert str(error) == "There is no file customers.csv. Check the path and the spelling."


def test_a_folder_is_no_file(tmp_path):
    assert refusal(tmp_path).code == "directory"


def test_a_pipe_or_device_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert refusal(tmp_path / "pipe.csv").code == "not_regular"
    assert refusal(Path("/dev/zero")).code == "not_regular"


def test_a_file_nobody_may_read_says_why(tmp_path_factory):
    folder = Path(tempfile.mkdtemp())
    path = write(folder / "secret.csv", TABLE)
    path.chmod(0)
    folder.chmod(0o755)
    is_root = os.geteuid() == 0
    try:
        if is_root:
            os.seteuid(65534)
        with pytest.raises(FileError) as caught:
            sniff(path)
    finally:
        if is_root:
            os.seteuid(0)
        shutil.rmtree(folder)
    assert caught.value.code == "unreadable"
    assert str(caught.value).startswith("secret.csv cannot be opened: Permission denied.")


def test_an_empty_file_is_empty(tmp_path):
    assert refusal(write(tmp_path / "a.csv", "")).code == "empty"
    assert refusal(zipped(tmp_path / "b.csv.gz", "")).code == "empty"
    assert refusal(write(tmp_path / "c.csv", "\n\n\n")).code == "empty"


def test_a_header_alone_has_no_rows(tmp_path):
    assert refusal(write(tmp_path / "a.csv", "account_id,name\n")).code == "no_rows"
    assert refusal(workbook(tmp_path / "b.xlsx", [["account_id", "name"]])).code == "no_rows"
    assert refusal(parquet(tmp_path / "c.parquet", {"id": []})).code == "no_rows"


def test_a_file_without_a_header_is_told_to_get_one(tmp_path):
    error = refusal(write(tmp_path / "a.csv", "A1,2024-01-01,10.5\nA2,2024-02-01,11\n"))
    assert error.code == "no_header"
    assert "first row that names each column" in str(error)


WRONG = [
    ("a.csv", "xlsx", "an Excel workbook", ".xlsx"),
    ("a.xlsx", "csv", "a delimited text (CSV)", ".csv"),
    ("a.parquet", "csv", "a delimited text (CSV)", ".csv"),
    ("a.csv", "parquet", "a Parquet file", ".parquet"),
    ("a.csv", "jsonl", "JSON Lines", ".jsonl"),
    ("a.csv", "gzip", "compressed by gzip", ".csv.gz"),
    ("a.csv.gz", "csv", "not compressed by gzip", ".csv"),
    ("a.xls", "csv", "a delimited text (CSV)", ".csv"),
]


@pytest.mark.parametrize(("name", "content", "found", "extension"), WRONG)
def test_a_wrong_extension_is_named_with_the_right_one(tmp_path, name, content, found, extension):
    path = tmp_path / name
    if content == "xlsx":
        workbook(path.with_suffix(".real.xlsx"), [["id"], [1]]).rename(path)
    elif content == "parquet":
        parquet(path, {"id": [1]})
    elif content == "gzip":
        zipped(path, TABLE)
    else:
        write(path, TABLE if content == "csv" else '{"id": 1}\n')
    error = refusal(path)
    assert error.code == "wrong_extension"
    assert found in str(error)
    assert f"ends in {extension}," in str(error)


def test_a_person_who_names_the_format_is_believed(tmp_path):
    path = write(tmp_path / "a.xlsx", TABLE)
    assert sniff(path, ReadOptions(format="csv")).row_count == 200


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"SQLite format 3\x00", "a database file"),
        (b"<html><body><table></table>", "a web page (HTML)"),
        (b"BZh91AY&SY", "a compressed archive"),
    ],
)
def test_other_kinds_of_files_are_called_by_their_name(tmp_path, content, word):
    error = refusal(write(tmp_path / "a.csv", content + bytes(300)))
    assert error.code == "not_a_table"
    assert word in str(error)


def test_binary_garbage_is_refused(tmp_path):
    noise = random.Random(7).randbytes(500_000)
    assert refusal(write(tmp_path / "a.csv", b"\x01" + noise)).code == "binary"


def test_a_nul_byte_is_found_with_its_row_wherever_it_is(tmp_path):
    early = refusal(write(tmp_path / "a.csv", "id,name\n1,A\n2,B\0\n"))
    assert (early.code, early.where.row) == ("nul", 3)
    late = refusal(write(tmp_path / "b.csv", "id,name\n" + "1,A\n" * 60_000 + "2,B\0\n"))
    assert (late.code, late.where.row) == ("nul", 60_002)


def test_broken_letters_are_found_with_their_row(tmp_path):
    text = "id,name\n" + "1,星辰\n" * 5_000
    error = refusal(write(tmp_path / "a.csv", text.encode() + b"2,\xff\xfe!\n3,x\n"))
    assert (error.code, error.where.row) == ("encoding", 5_002)


def test_a_zip_bomb_is_refused_by_its_directory(tmp_path):
    path = workbook_parts(tmp_path / "bomb.xlsx", [("xl/worksheets/sheet1.xml", bytes(300_000_000))])
    assert path.stat().st_size < 400_000
    assert refusal(path).code == "bomb"


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_parsed(tmp_path):
    path = workbook_parts(tmp_path / "big.xlsx", [("xl/media/image.bin", random.Random(1).randbytes(3_000_000))])
    error = refusal(path, ReadOptions(limits=Limits(workbook_bytes=2_000_000)))
    assert error.code == "too_large"
    assert "2 MB" in str(error)


def test_a_workbook_of_thousands_of_parts_is_refused(tmp_path):
    path = workbook_parts(tmp_path / "parts.xlsx", [(f"xl/p{n}.xml", b"x") for n in range(3_000)])
    assert refusal(path).code == "too_many_entries"


def test_a_workbook_that_writes_outside_of_itself_is_refused(tmp_path):
    assert refusal(workbook_parts(tmp_path / "a.xlsx", [("../../etc/passwd", b"x")])).code == "bad_entry"


def test_nested_archives_are_no_workbook(tmp_path):
    path = tmp_path / "42.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.zip", bytes(10_000))
    assert refusal(path).code == "not_a_table"


def test_a_cell_far_away_costs_no_memory(tmp_path):
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )
    path = workbook(tmp_path / "far.xlsx", [["id"], [1]])
    parts = {}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert refusal(path).code in ("too_much_memory", "too_many_columns")


def test_a_workbook_with_a_password_is_encrypted(tmp_path):
    assert refusal(encrypted_workbook(tmp_path / "a.xlsx")).code == "encrypted"
    assert refusal(password_zip(tmp_path / "b.xlsx")).code == "encrypted"


def test_an_old_excel_workbook_is_told_how_to_be_saved(tmp_path):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "Workbook".encode("utf-16-le") + bytes(500)
    assert refusal(write(tmp_path / "a.xls", content)).code == "old_excel"


def test_a_gzip_bomb_is_refused_while_it_unpacks(tmp_path):
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb", compresslevel=6) as out:
        out.write(b"id,name\n")
        for _ in range(100):
            out.write(b"1,A\n" * 250_000)
    assert path.stat().st_size < 400_000
    assert refusal(path).code == "bomb"


def test_gzip_in_gzip_is_refused(tmp_path):
    assert refusal(zipped(tmp_path / "a.csv.gz", gzip.compress(TABLE.encode()))).code == "nested"


def test_a_gzip_cut_off_is_found_before_anything_is_applied(tmp_path):
    whole = gzip.compress(("id,name\n" + "".join(f"{n},{n * 7919}\n" for n in range(100_000))).encode())
    assert refusal(write(tmp_path / "a.csv.gz", whole[: len(whole) // 2])).code == "truncated"
    assert refusal(write(tmp_path / "b.csv.gz", whole[:-4])).code == "truncated"


def test_a_gzip_with_a_wrong_checksum_is_damaged(tmp_path):
    whole = bytearray(gzip.compress(TABLE.encode()))
    whole[-6] ^= 0xFF
    assert refusal(write(tmp_path / "a.csv.gz", bytes(whole))).code == "damaged"


def test_a_workbook_cut_off_is_truncated(tmp_path):
    whole = workbook(tmp_path / "a.xlsx", [["id", "n"], *([n, n] for n in range(2_000))]).read_bytes()
    assert refusal(write(tmp_path / "b.xlsx", whole[: len(whole) // 2])).code == "truncated"


def test_a_workbook_with_a_rotten_part_is_damaged(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["id", "n"], *([n, n * 31] for n in range(2_000))])
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
        start = entry.header_offset + 30 + len(entry.filename) + 200
    data = bytearray(path.read_bytes())
    data[start : start + 20] = bytes(20)
    assert refusal(write(path, bytes(data))).code == "damaged"


def test_a_parquet_cut_off_is_truncated(tmp_path):
    whole = parquet(tmp_path / "a.parquet", {"id": list(range(5_000))}).read_bytes()
    assert refusal(write(tmp_path / "b.parquet", whole[:-100])).code == "truncated"


def test_a_parquet_with_a_rotten_page_is_damaged(tmp_path):
    data = bytearray(parquet(tmp_path / "a.parquet", {"id": [f"id-{n * 7919}" for n in range(5_000)]}).read_bytes())
    data[100:400] = os.urandom(300)
    assert refusal(write(tmp_path / "b.parquet", bytes(data))).code in ("damaged", "reader_failed")


def test_a_million_columns_are_counted_and_refused(tmp_path):
    header = ",".join(f"c{n}" for n in range(1_000_000))
    error = refusal(write(tmp_path / "wide.csv", f"{header}\n1\n"))
    assert error.code == "too_many_columns"
    assert "1000000" in str(error)


def test_a_cell_of_100_mb_is_refused(tmp_path):
    path = tmp_path / "cell.csv"
    with path.open("wb") as out:
        out.write(b"id,note\n1,ok\n2,")
        for _ in range(100):
            out.write(b"x" * 1_000_000)
        out.write(b"\n3,ok\n")
    error = refusal(path)
    assert error.code in ("line_too_long", "cell_too_large")
    assert error.where.row == 3


@pytest.mark.parametrize("format_", ["csv", "xlsx", "parquet", "jsonl"])
def test_a_cell_beyond_the_limit_names_its_row(tmp_path, format_):
    long, limits = "x" * 20_000, ReadOptions(limits=Limits(cell_chars=10_000))
    if format_ == "csv":
        path = write(tmp_path / "a.csv", f"id,note\n1,ok\n2,{long}\n")
    elif format_ == "xlsx":
        path = workbook(tmp_path / "a.xlsx", [["id", "note"], [1, "ok"], [2, long]])
    elif format_ == "parquet":
        path = parquet(tmp_path / "a.parquet", {"id": [0, 1, 2], "note": ["", "ok", long]})
    else:
        path = write(tmp_path / "a.jsonl", f'{{"id": 0}}\n{{"id": 1}}\n{{"note": "{long}"}}\n')
    error = refusal(path, limits)
    assert (error.code, error.where.row) == ("cell_too_large", 3)


def test_a_quote_that_runs_away_names_the_row_where_it_was_opened(tmp_path):
    good = "".join(f"{n},ok\n" for n in range(3_000))
    error = refusal(write(tmp_path / "a.csv", f'id,note\n1,ok\n2,"never closed\n{good}'))
    assert (error.code, error.where.row) == ("open_quote", 3)


def test_a_quote_that_runs_into_the_next_one_names_its_row_too(tmp_path):
    good = "".join(f"{n},ok\n" for n in range(3_000))
    error = refusal(write(tmp_path / "a.csv", f'id,note\n1,ok\n2,"never closed\n{good}4000,"fine"\n'))
    assert (error.code, error.where.row) == ("open_quote", 3)


def test_repeated_column_names_are_refused_with_their_places(tmp_path):
    error = refusal(write(tmp_path / "a.csv", "id,note,name,note\n1,a,b,c\n"))
    assert error.code == "duplicate_columns"
    assert "note (B, D)" in str(error)


def test_json_that_is_not_json_lines_is_told_apart(tmp_path):
    assert refusal(write(tmp_path / "a.jsonl", '[{"id": 1}, {"id": 2}]')).code == "json_array"
    assert refusal(write(tmp_path / "b.jsonl", '{"id": 1\n{"id": 2\n')).code == "no_objects"


def test_too_little_time_is_an_error(tmp_path):
    path = write(tmp_path / "a.csv", "id,name\n" + "1,A\n" * 500_000)
    slow = refusal(path, ReadOptions(limits=Limits(wall_seconds=0)))
    assert slow.code == "too_slow"


def test_a_small_parquet_of_huge_cells_ends_at_the_limit_of_memory(tmp_path):
    cells = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000, pa.int32()), ["x" * 900_000])
    path = parquet(tmp_path / "b.parquet", {"id": cells})
    assert path.stat().st_size < 1_000_000
    error = refusal(path)
    assert error.code == "too_much_memory"
    assert "1500 MB" in str(error)


def test_a_file_that_changes_between_examining_and_reading_is_refused(tmp_path):
    path = write(tmp_path / "a.csv", TABLE)
    shape = sniff(path)
    write(path, TABLE + "B,new\n")
    with pytest.raises(FileError, match="has changed"):
        list(read_rows(path, shape))


def test_stopping_early_ends_the_child(tmp_path):
    path = write(tmp_path / "a.csv", "id,name\n" + "1,A\n" * 400_000)
    rows = read_rows(path, sniff(path))
    next(rows)
    running = children()
    rows.close()
    assert len(children()) < len(running)


def test_the_child_gets_nothing_of_our_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    path = write(tmp_path / "a.csv", "id,name\n" + "1,A\n" * 400_000)
    rows = read_rows(path, sniff(path))
    next(rows)
    found = [Path(f"/proc/{pid}/environ") for pid in children()]
    assert not [file for file in found if file.exists() and b"postgres://secret" in file.read_bytes()]
    rows.close()
