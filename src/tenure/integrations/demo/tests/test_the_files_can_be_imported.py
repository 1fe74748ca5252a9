import csv
from pathlib import Path

import pyarrow.csv as pa_csv

from tenure.integrations.demo.files import write_files
from tenure.integrations.demo.types import DemoCompany


def test_one_file_for_each_kind_with_one_row_for_each_record(chinese: DemoCompany, tmp_path: Path) -> None:
    written = write_files(chinese, tmp_path / "demo")
    assert {path.name for path in (tmp_path / "demo").iterdir()} == set(written)
    assert "notes.csv" not in written
    for name, count in written.items():
        if name == "events.csv":
            assert pa_csv.read_csv(tmp_path / "demo" / name).num_rows == count == len(chinese.events)
            continue
        with (tmp_path / "demo" / name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == count == len(chinese.latest(name.removesuffix(".csv")))


def test_the_files_say_what_is_known_today(chinese: DemoCompany, tmp_path: Path) -> None:
    write_files(chinese, tmp_path)
    with (tmp_path / "contracts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["line_id"]: row for row in csv.DictReader(file)}
    for line_id, row in chinese.latest("contracts").items():
        assert rows[line_id]["mrr"] == ("" if row["mrr"] is None else str(row["mrr"]))
        assert rows[line_id]["end_date"] == ("" if row["end_date"] is None else str(row["end_date"]))
        assert rows[line_id]["recurring"] == ("true" if row["recurring"] else "false")
