"""The API of the portfolio's rows: the words of the page's address, answered with plain values."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from tenure.foundation.models import User
from tenure.web.asked import ask
from tenure.web.documents import columns_document, portfolio_document
from tenure.web.schemas import Problem
from tenure.web.schemas.portfolio import BookQuery, ColumnsOut, PortfolioOut
from tenure.web.strict import check_asked

router = Router()
ERRORS: dict[Any, Any] = {401: Problem, 422: Problem}


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


@router.get(
    "/portfolio",
    response={200: PortfolioOut, **ERRORS},
    operation_id="portfolio_list",
    summary="The portfolio: filter, sort, group by any column, with totals by currency",
)
def list_rows(request: HttpRequest, given: Query[BookQuery]) -> Any:
    asked = ask(_user(request), request.GET)
    check_asked(asked)
    return portfolio_document(request, asked, page=given.page, per_page=given.per_page)


@router.get(
    "/portfolio/columns",
    response={200: ColumnsOut, **ERRORS},
    operation_id="portfolio_columns",
    summary="Every column of the portfolio, every stored measure among them, and what to group by",
)
def list_columns(request: HttpRequest) -> Any:
    return columns_document(ask(_user(request), request.GET))
