"""The API of revenue: the same figures as the pages, in the caller's scope."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status
from ninja.errors import HttpError

from tenure.revenue.queries import Figures, RateTable, RevenueError, list_rate_tables, open_figures
from tenure.revenue.queries.documents import (
    cohorts_document,
    movement_documents,
    rates_document,
    retention_document,
)
from tenure.revenue.queries.reports import list_reports
from tenure.revenue.schemas import (
    CohortsOut,
    MovementsOut,
    Question,
    RatesOut,
    RateTableIn,
    RateTableOut,
    ReportIn,
    ReportOut,
    RetentionOut,
)
from tenure.revenue.services import report_retention, save_rate_table

router = Router()


def _open(request: HttpRequest, question: Question) -> Figures:
    actor: Any = request.user
    try:
        return open_figures(workspace=actor.workspace, actor=actor, criteria=question.criteria)
    except RevenueError as error:
        raise HttpError(422, str(error)) from error


@router.get("/revenue/retention", response=RetentionOut, operation_id="get_retention")
def get_retention(request: HttpRequest, question: Query[Question]) -> Any:
    """NRR, GRR and logo retention between two dates, with their definition."""
    return retention_document(_open(request, question))


@router.get("/revenue/movements", response=MovementsOut, operation_id="list_movements")
def list_movements(request: HttpRequest, question: Query[Question]) -> Any:
    """New, reactivation, expansion, contraction and churn of the months whose end lies in the window."""
    figures = _open(request, question)
    movements = figures.movements
    return {"definition": figures.define(movements.definition), "months": movement_documents(movements)}


@router.get("/revenue/rates", response=RatesOut, operation_id="get_rates")
def get_rates(request: HttpRequest, question: Query[Question]) -> Any:
    """Renewal, expansion and referral rates with their numerators and denominators."""
    return rates_document(_open(request, question))


@router.get("/revenue/cohorts", response=CohortsOut, operation_id="list_cohorts")
def list_cohorts(request: HttpRequest, question: Query[Question]) -> Any:
    """Logo and revenue retention by the month of the first payment."""
    figures = _open(request, question)
    return cohorts_document(figures, figures.cohorts)


@router.get("/revenue/reports", response=list[ReportOut], operation_id="list_retention_reports")
def get_reports(request: HttpRequest) -> Any:
    """Results that were kept as reported: the caller's own, for an administrator all."""
    return list_reports(actor=request.user)  # type: ignore[arg-type]


@router.post("/revenue/reports", response={201: ReportOut}, operation_id="keep_retention_report")
def keep_report(request: HttpRequest, question: Query[Question], report: ReportIn) -> Any:
    """Keep the result of a question as it was reported."""
    actor: Any = request.user
    try:
        made = report_retention(actor=actor, criteria=question.criteria, title=report.title, note=report.note)
    except RevenueError as error:
        raise HttpError(422, str(error)) from error
    return Status(201, made)


@router.get("/revenue/exchange-rates", response=list[RateTableOut], operation_id="list_exchange_rates")
def get_exchange_rates(request: HttpRequest) -> Any:
    """All dated tables of exchange rates, the newest first."""
    actor: Any = request.user
    return list_rate_tables(workspace=actor.workspace)


@router.put("/revenue/exchange-rates/{dated_on}", response=RateTableOut, operation_id="save_exchange_rates")
def put_exchange_rates(request: HttpRequest, dated_on: date, table: RateTableIn) -> Any:
    """Keep the table of a date, in place of an older one of the same date. For administrators."""
    rates = {code.upper(): rate for code, rate in table.rates.items()}
    save_rate_table(actor=request.user, dated_on=dated_on, rates=rates)  # type: ignore[arg-type]
    return RateTable(dated_on, rates)
