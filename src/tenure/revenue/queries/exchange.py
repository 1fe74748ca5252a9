"""Exchange rate tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tenure.foundation.models import Workspace
from tenure.revenue.models import ExchangeRate


@dataclass(frozen=True, slots=True)
class RateTable:
    """The rates of one date: units of the reporting currency for one unit of each currency."""

    dated_on: date
    rates: Mapping[str, Decimal]


def list_rate_tables(*, workspace: Workspace) -> list[RateTable]:
    """Return all tables, the newest first."""
    tables: dict[date, dict[str, Decimal]] = {}
    rows = ExchangeRate.objects.filter(workspace=workspace).values_list("dated_on", "currency", "rate")
    for dated_on, currency, rate in rows:
        tables.setdefault(dated_on, {})[currency] = rate
    return [RateTable(dated_on, tables[dated_on]) for dated_on in sorted(tables, reverse=True)]


def find_rate_table(*, workspace: Workspace, on: date) -> RateTable | None:
    """Return the last table dated on or before a day, else the first after it, else None."""
    rows = ExchangeRate.objects.filter(workspace=workspace)
    days = rows.order_by("dated_on").values_list("dated_on", flat=True)
    dated_on = days.filter(dated_on__lte=on).last() or days.first()
    if dated_on is None:
        return None
    table = rows.filter(dated_on=dated_on).values_list("currency", "rate")
    return RateTable(dated_on, dict(table))
