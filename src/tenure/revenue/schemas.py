"""What the revenue API takes and gives. Amounts are exact decimals, ratios numbers or null."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, model_validator

from tenure.revenue.queries import Criteria

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]


class Question(Schema):
    """The window, policies, segment and knowledge behind a figure."""

    from_on: Day = Field(alias="from")
    to_on: Day = Field(alias="to")
    overlap: Literal["sum", "latest"] = "sum"
    end: Literal["exclusive", "inclusive"] = "exclusive"
    grace: int = Field(default=7, ge=0, le=3650)
    method: Literal["point_to_point", "path"] = "point_to_point"
    segment: str = ""
    known_at: Day | None = None

    @model_validator(mode="after")
    def dates_in_order(self) -> "Question":
        """Refuse a window that ends before it begins."""
        if self.to_on < self.from_on:
            raise ValueError("'to' lies before 'from'")
        return self

    @property
    def criteria(self) -> Criteria:
        """Return the question for the queries."""
        return Criteria(
            from_on=self.from_on,
            to_on=self.to_on,
            overlap=self.overlap,
            end=self.end,
            grace_days=self.grace,
            path=self.method == "path",
            segment=self.segment,
            known_on=self.known_at,
        )


class RetentionOut(Schema):
    """Retention between two dates; amounts in MRR."""

    definition: dict[str, Any]
    customers_beginning: int
    beginning: Decimal
    expansion: Decimal
    contraction: Decimal
    churn: Decimal
    reactivation: Decimal
    ending: Decimal
    nrr: float | None
    grr: float | None
    logo_retention: float | None


class MonthOut(Schema):
    """One month: MRR and customers at its end, and what changed since the month end before."""

    month_end: date
    mrr: Decimal
    customers: int
    new: Decimal
    reactivation: Decimal
    expansion: Decimal
    contraction: Decimal
    churn: Decimal
    new_n: int
    reactivation_n: int
    expansion_n: int
    contraction_n: int
    churn_n: int


class MovementsOut(Schema):
    """Movements by month."""

    definition: dict[str, Any]
    months: list[MonthOut]


class RateOut(Schema):
    """A rate: numerator / denominator, in customers or in MRR."""

    numerator: Decimal
    denominator: Decimal
    rate: float | None
    unit: Literal["customers", "money"]
    rule: str


class CsResultOut(Schema):
    """Renewed + expanded - churned, in MRR and in customers."""

    renewed: Decimal
    expanded: Decimal
    churned: Decimal
    result: Decimal
    renewed_n: int
    expanded_n: int
    churned_n: int
    result_n: int
    rule: str


class RatesOut(Schema):
    """The six rates, the result of customer success, and the share of existing customers."""

    definition: dict[str, Any]
    renewal_rate_count: RateOut
    renewal_rate_amount: RateOut
    expansion_rate_count: RateOut
    expansion_rate_amount: RateOut
    referral_rate_count: RateOut
    referral_rate_amount: RateOut
    cs_result: CsResultOut
    existing_revenue_share: RateOut


class CohortOut(Schema):
    """Customers first paid in a month; the lists hold one ratio a month end, beginning with that month's."""

    month_end: date
    customers: int
    mrr: Decimal
    logo_retention: list[float | None]
    revenue_retention: list[float | None]


class CohortsOut(Schema):
    """Cohorts by first paid month."""

    definition: dict[str, Any]
    cohorts: list[CohortOut]


class ReportIn(Schema):
    """A result to keep as reported."""

    title: str = Field(min_length=1, max_length=200)
    note: str = ""


class ReportOut(Schema):
    """A result as it was reported; amounts in `figures` are decimal strings."""

    id: int
    title: str
    note: str
    reported_at: Any
    definition: dict[str, Any]
    figures: dict[str, Any]


class RateTableIn(Schema):
    """Units of the reporting currency for one unit of each currency."""

    rates: dict[str, Decimal]


class RateTableOut(Schema):
    """The exchange rates of a date."""

    dated_on: date
    rates: dict[str, Decimal]
