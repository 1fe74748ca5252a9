"""Tables as files. A text that a spreadsheet would take for a formula is made harmless."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_response(name: str, heads: Sequence[str], lines: Iterable[Sequence[Any]]) -> HttpResponse:
    """Return a CSV file (UTF-8 with BOM, so that spreadsheets read Chinese)."""
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=_headers(name, "csv"))
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([_safe(head) for head in heads])
    for line in lines:
        writer.writerow([_safe(plain(value)) for value in line])
    return response


def xlsx_response(name: str, heads: Sequence[str], lines: Iterable[Sequence[Any]]) -> HttpResponse:
    """Return an XLSX file with a fixed head; texts stay texts, amounts are numbers."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    dated = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, str(head), bold)
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            _write(sheet, number, column, plain(value), dated)
    book.close()
    return HttpResponse(buffer.getvalue(), content_type=XLSX, headers=_headers(name, "xlsx"))


def plain(value: Any) -> Any:
    """Return a value as a file keeps it: dates in ISO, lists as words, people and labels as text."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, int | float | Decimal | date | str):
        return value
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, list | tuple):
        return "; ".join(str(plain(part)) for part in value)
    return str(value)


def _write(sheet: Any, number: int, column: int, value: Any, dated: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | date):
        sheet.write_string(number, column, str(value))
    elif isinstance(value, datetime):
        sheet.write_string(number, column, value.isoformat(sep=" "))
    elif isinstance(value, date):
        sheet.write_datetime(number, column, datetime(value.year, value.month, value.day), dated)  # noqa: DTZ001
    else:
        sheet.write_number(number, column, float(value))


def _safe(value: Any) -> Any:
    if isinstance(value, str) and (value.startswith(DANGEROUS) or value.lstrip().startswith(DANGEROUS)):
        return f"'{value}"
    return "" if value is None else value


def _headers(name: str, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.{ending}"'}
