"""Contract lines to MRR, movements, retention, rates and cohorts; every result carries its definition."""

from tenure_engine.revenue.bridge import Arrivals, Bridge, bridge, counting_lines
from tenure_engine.revenue.cohorts import Cohort, Cohorts, cohorts_by_month
from tenure_engine.revenue.exchange import MissingRateError, convert
from tenure_engine.revenue.ledger import Ledger, build_ledger
from tenure_engine.revenue.lines import FOREVER, NONE, LineTable, line_order
from tenure_engine.revenue.movements import Kind, MonthMovements, Movements, movements_by_month
from tenure_engine.revenue.policy import Definition, Policy
from tenure_engine.revenue.rates import Rate, Rates, rates
from tenure_engine.revenue.renewals import Renewals, find_renewals
from tenure_engine.revenue.retention import Retention, ratio, retention

__all__ = [
    "FOREVER",
    "NONE",
    "Arrivals",
    "Bridge",
    "Cohort",
    "Cohorts",
    "Definition",
    "Kind",
    "Ledger",
    "LineTable",
    "MissingRateError",
    "MonthMovements",
    "Movements",
    "Policy",
    "Rate",
    "Rates",
    "Renewals",
    "Retention",
    "bridge",
    "build_ledger",
    "cohorts_by_month",
    "convert",
    "counting_lines",
    "find_renewals",
    "line_order",
    "movements_by_month",
    "rates",
    "ratio",
    "retention",
]
