"""Writes a demo company as CSV files, one for each kind, so that people can try the import."""

import csv
import json
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv

from tenure.integrations.demo.types import DemoCompany, Row

WRITTEN_BY_HAND = ("notes",)  # notes have no import


def write_files(company: DemoCompany, folder: Path) -> dict[str, int]:
    """Write one CSV per kind as known today and return the number of rows by file name.

    The files carry the import's own headers, so they need no mapping. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, int] = {}
    for kind in company.records:
        rows = list(company.latest(kind).values())
        if kind in WRITTEN_BY_HAND or not rows:
            continue
        written[f"{kind}.csv"] = len(rows)
        _write(folder / f"{kind}.csv", rows, company.language)
    written["events.csv"] = _write_events(company, folder / "events.csv")
    return written


def _write_events(company: DemoCompany, path: Path) -> int:
    """Write the events; what a tracking call has as a property is a column of its own here."""
    events = company.events
    clients = [json.loads(text).get("client", "") for text in events.property_texts]
    table = events.to_table().drop_columns(["properties"])
    table = table.append_column("client", pa.array(clients).take(pa.array(events.properties)))
    pa_csv.write_csv(table, path)
    return len(table)


def _write(path: Path, rows: list[Row], language: str) -> None:
    encoding = "utf-8-sig" if language == "zh" else "utf-8"  # spreadsheets need the mark to read Chinese
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows[0])
        writer.writerows([_text(value) for value in row.values()] for row in rows)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
