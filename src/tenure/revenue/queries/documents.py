"""Figures as plain values: amounts as exact decimals in major units, ratios as numbers, dates in ISO."""

from decimal import Decimal
from typing import Any

from tenure.revenue.queries.figures import Figures
from tenure_engine.money import from_micros
from tenure_engine.period import from_day
from tenure_engine.revenue import Cohorts, Movements, Rate

RETAINED = ("beginning", "expansion", "contraction", "churn", "reactivation", "ending")
MOVED = ("new", "reactivation", "expansion", "contraction", "churn")
Document = dict[str, Any]


def retention_document(figures: Figures) -> Document:
    """Return retention, its definition first."""
    result = figures.retention
    amounts = {name: from_micros(getattr(result, name)) for name in RETAINED}
    return {
        "definition": figures.define(result.definition),
        "customers_beginning": result.customers_beginning,
        **amounts,
        "nrr": result.nrr,
        "grr": result.grr,
        "logo_retention": result.logo_retention,
    }


def movement_documents(movements: Movements) -> list[Document]:
    """Return one item a month."""
    return [
        {
            "month_end": from_day(month.month_end).isoformat(),
            "mrr": from_micros(month.mrr),
            "customers": month.customers,
            **{name: from_micros(getattr(month, name)) for name in MOVED},
            **{f"{name}_n": getattr(month, f"{name}_n") for name in MOVED},
        }
        for month in movements.months
    ]


def rates_document(figures: Figures) -> Document:
    """Return the six rates, the result of customer success and the share of existing customers."""
    result = figures.rates
    cs = result.cs_result
    amounts = {name: from_micros(getattr(cs, name)) for name in ("renewed", "expanded", "churned", "result")}
    counts = {name: getattr(cs, name) for name in ("renewed_n", "expanded_n", "churned_n", "result_n")}
    return {
        "definition": figures.define(result.definition),
        **{rate.name: rate_document(rate) for rate in result.rates},
        "cs_result": {**amounts, **counts, "rule": cs.rule},
        "existing_revenue_share": rate_document(result.existing_revenue_share),
    }


def rate_document(rate: Rate) -> Document:
    """Return a rate with both its parts and its rule."""
    return {
        "numerator": part(rate, rate.numerator),
        "denominator": part(rate, rate.denominator),
        "rate": rate.value,
        "unit": rate.unit,
        "rule": rate.rule,
    }


def part(rate: Rate, value: int) -> Decimal | int:
    """Return a part of a rate: customers, or an amount."""
    return value if rate.unit == "customers" else from_micros(value)


def cohorts_document(figures: Figures, cohorts: Cohorts) -> Document:
    """Return the cohorts by month with their retention at every age in months."""
    return {
        "definition": figures.define(cohorts.definition),
        "cohorts": [
            {
                "month_end": from_day(cohort.month_end).isoformat(),
                "customers": cohort.customers,
                "mrr": from_micros(cohort.mrr),
                "logo_retention": [cohort.logo_retention(age) for age in range(len(cohort.customers_left))],
                "revenue_retention": [cohort.revenue_retention(age) for age in range(len(cohort.mrr_left))],
            }
            for cohort in cohorts.cohorts
        ],
    }
