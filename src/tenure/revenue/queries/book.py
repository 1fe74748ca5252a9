"""The contract lines in a person's scope as the engine wants them, in one currency, as known on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
from django.db.models import BigIntegerField, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from tenure.accounts.models import Account, ContractLine, ExternalId
from tenure.accounts.queries import data_as_known
from tenure.accounts.queries.panels import list_lines
from tenure.foundation.models import User, Workspace
from tenure.revenue.queries.criteria import Criteria
from tenure.revenue.queries.exchange import RateTable, find_rate_table
from tenure.ui.numbers import join_words
from tenure_engine.money import to_micros
from tenure_engine.period import to_day
from tenure_engine.revenue import FOREVER, NONE, LineTable, MissingRateError, convert, line_order

REFERRAL_BEGINNINGS = ("referr", "转推荐", "转介绍", "推荐", "老客户推荐", "客户推荐", "customer referr")
MOST_IDS = 5000  # beyond, reading all versions is quicker than naming the accounts


class RevenueError(Exception):
    """A figure cannot be computed; the text says why and what to do."""


class Row(NamedTuple):
    """A recurring, non-trial contract line; `mrr` in micros of its currency."""

    pk: int
    account_id: int
    product_id: int | None
    starts_on: date
    ends_on: date | None
    mrr: int
    currency: str
    renewal_of_id: int | None
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What revenue figures need of an account."""

    name: str
    segment: str = ""
    source: str = ""

    @property
    def is_referred(self) -> bool:
        """Whether another customer brought it."""
        return bool(self.source) and self.source.strip().casefold().startswith(REFERRAL_BEGINNINGS)


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """Contract lines ready for the engine. `rows` and the table stand in the same order.

    `is_whole` tells that all accounts of the company are in it, not only those a person may see.
    `rates` is the table amounts were converted at, None when all were in one currency. `assumed` counts the
    versions whose known time was not recorded but assumed, of all lines; only replays have any.
    """

    workspace: Workspace
    lines: LineTable
    rows: list[Row]
    accounts: Mapping[int, AccountFacts]
    currency: str
    rates: RateTable | None
    assumed: int
    is_whole: bool = True

    @property
    def assumed_share(self) -> float | None:
        """Return the share of lines whose known time is assumed; None without lines."""
        return self.assumed / len(self.rows) if self.rows else None

    @property
    def referred(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Return the ids of the accounts that came by referral."""
        ids = [pk for pk, facts in self.accounts.items() if facts.is_referred]
        return np.array(sorted(ids), dtype=np.int64)


def load_book(
    *,
    workspace: Workspace,
    actor: User | None,
    criteria: Criteria,
    current: dict[int, AccountFacts] | None = None,
) -> Book:
    """Return the lines that a person (None: the operator, who sees all) may see, as the criteria ask.

    `current` are their accounts as they are now, where the caller has read them. Raises RevenueError for a currency
    without a rate and for a segment that no account has.
    """
    current = list_accounts(workspace=workspace, actor=actor) if current is None else current
    if criteria.known_on is None:
        accounts, rows = current, _current_lines(workspace, actor)
    else:
        accounts, rows = _known(workspace, actor, current, known_moment(workspace, criteria.known_on))
    if criteria.segment:
        accounts, rows = _of_segment(criteria.segment, accounts, rows)
    micros, currency, table = _in_one_currency(workspace, rows, criteria.to_on)
    return Book(
        workspace=workspace,
        lines=_as_columns(workspace, rows, micros, by_id=criteria.overlap == "latest"),
        rows=rows,
        accounts=accounts,
        currency=currency,
        rates=table,
        assumed=sum(row.is_assumed for row in rows),
        is_whole=actor is None or actor.is_admin,
    )


def load_account_book(*, account: Account, criteria: Criteria) -> Book:
    """Return the lines of one account that the caller has found within the person's scope. Raises RevenueError."""
    workspace = account.workspace
    rows = sorted(
        _row_of(line, line.mrr)
        for line in list_lines(account=account)
        if line.is_recurring and not line.is_trial and line.mrr is not None
    )
    micros, currency, table = _in_one_currency(workspace, rows, criteria.to_on)
    facts = {account.pk: AccountFacts(account.name, account.segment, account.source)}
    lines = _as_columns(workspace, rows, micros, by_id=criteria.overlap == "latest")
    return Book(workspace, lines, rows, facts, currency, table, assumed=0)


def known_moment(workspace: Workspace, on: date) -> datetime:
    """Return the last instant of a day in the company's time zone."""
    return datetime.combine(on + timedelta(days=1), time(), tzinfo=workspace.zone) - timedelta(microseconds=1)


def list_accounts(*, workspace: Workspace, actor: User | None) -> dict[int, AccountFacts]:
    """Return the accounts in scope as they are now, by id."""
    rows = Account.objects.filter(workspace=workspace) if actor is None else Account.objects.visible_to(actor)
    facts = rows.order_by().values_list("pk", "name", "segment", "source")
    return {pk: AccountFacts(name, segment, source) for pk, name, segment, source in facts}


def segments_of(accounts: Mapping[int, AccountFacts]) -> list[str]:
    """Return the segments of some accounts, by name."""
    return sorted({facts.segment for facts in accounts.values()} - {""})


def _current_lines(workspace: Workspace, actor: User | None) -> list[Row]:
    if actor is None or actor.is_admin:
        return _rows_of(ContractLine.objects.filter(workspace=workspace))
    # by the accounts in scope, so that the lines of all others need not be looked at
    return _rows_of(
        ContractLine.objects.filter(account__in=Account.objects.visible_to(actor).order_by().values("pk"))
    )


def _row_of(line: ContractLine, mrr: Decimal) -> Row:
    return Row(
        pk=line.pk,
        account_id=line.account_id,
        product_id=line.product_id,
        starts_on=line.starts_on,
        ends_on=line.ends_on,
        mrr=to_micros(mrr),
        currency=line.currency,
        renewal_of_id=line.renewal_of_id,
    )


def _rows_of(lines: Any) -> list[Row]:
    """Return the recurring, priced lines that are no trial."""
    chosen = lines.filter(is_recurring=True, is_trial=False, mrr__isnull=False).order_by("pk")
    # as plain texts and numbers: of very many rows, turning each cell to its field's type takes longer than all else
    plain = chosen.annotate(
        micros=Cast("mrr", BigIntegerField()), start=Cast("starts_on", TextField()), end=Cast("ends_on", TextField())
    )
    fields = ("pk", "account_id", "product_id", "start", "end", "micros", "currency", "renewal_of_id")
    as_date = date.fromisoformat
    return [
        Row(pk, account, product, as_date(start), as_date(end) if end else None, *rest)
        for pk, account, product, start, end, *rest in plain.values_list(*fields).iterator(2000)
    ]


def _known(
    workspace: Workspace, actor: User | None, current: Mapping[int, AccountFacts], moment: datetime
) -> tuple[dict[int, AccountFacts], list[Row]]:
    """Return accounts and lines as known at a moment; an administrator also sees what was deleted since."""
    sees_all = actor is None or actor.is_admin
    ids = None if sees_all or len(current) > MOST_IDS else list(current)
    data = data_as_known(workspace_id=workspace.pk, kind="accounts", known_at=moment, account_ids=ids)
    accounts = {
        pk: AccountFacts(str(values.get("name") or ""), values.get("segment") or "", values.get("source") or "")
        for pk, (_account, values, _assumed) in data.items()
        if sees_all or pk in current
    }
    lines = data_as_known(workspace_id=workspace.pk, kind="contracts", known_at=moment, account_ids=ids)
    rows = []
    for pk in sorted(lines):
        account_id, values, is_assumed = lines[pk]
        if account_id is None or not (sees_all or account_id in current):
            continue
        row = _known_row(pk, account_id, values, is_assumed)
        if row is not None:
            rows.append(row)
            name = current[account_id].name if account_id in current else f"#{account_id}"
            accounts.setdefault(account_id, AccountFacts(name))
    return accounts, rows


def _known_row(pk: int, account_id: int, values: Mapping[str, Any], is_assumed: bool) -> Row | None:
    is_paid = values.get("mrr") is not None and values.get("recurring") is not False and not values.get("trial")
    if not is_paid or not values.get("start_date"):
        return None
    end = values.get("end_date")
    return Row(
        pk=pk,
        account_id=account_id,
        product_id=values.get("product"),
        starts_on=date.fromisoformat(values["start_date"]),
        ends_on=date.fromisoformat(end) if end else None,
        mrr=to_micros(Decimal(values["mrr"])),
        currency=values.get("currency") or "",
        renewal_of_id=values.get("renewal_of"),
        is_assumed=is_assumed,
    )


def _of_segment(
    segment: str, accounts: Mapping[int, AccountFacts], rows: list[Row]
) -> tuple[dict[int, AccountFacts], list[Row]]:
    chosen = {pk: facts for pk, facts in accounts.items() if facts.segment == segment}
    if not chosen:
        known = segments_of(accounts)
        raise RevenueError(
            _("No account has the segment '%(segment)s'. Segments there are: %(known)s.")
            % {"segment": segment, "known": join_words(known) or "–"}
        )
    return chosen, [row for row in rows if row.account_id in chosen]


def _in_one_currency(workspace: Workspace, rows: list[Row], on: date) -> tuple[list[int], str, RateTable | None]:
    """Return the lines' MRR in one currency, that currency, and the table used."""
    own = workspace.currency
    currencies = {row.currency or own for row in rows}
    if len(currencies) <= 1:
        return [row.mrr for row in rows], next(iter(currencies), own), None
    table = find_rate_table(workspace=workspace, on=on)
    rates = {own: Decimal(1), **(table.rates if table else {})}
    try:
        return [convert(row.mrr, row.currency or own, own, rates) for row in rows], own, table
    except MissingRateError as error:
        if table is None:
            text = _(
                "The contract lines are in several currencies (%(all)s) and there is no exchange rate table. "
                "Enter the rates to %(own)s on the page 'Exchange rates'."
            )
            raise RevenueError(text % {"all": join_words(sorted(currencies)), "own": own}) from error
        text = _(
            "The exchange rate table of %(date)s has no rate for %(currency)s. Add it on the page 'Exchange rates'."
        )
        values = {"date": table.dated_on.isoformat(), "currency": error.currency}
        raise RevenueError(text % values) from error


def _as_columns(workspace: Workspace, rows: list[Row], micros: list[int], *, by_id: bool) -> LineTable:
    number = {row.pk: position for position, row in enumerate(rows)}
    order = line_order(_ids(workspace, rows)) if by_id else np.arange(len(rows), dtype=np.int64)
    return LineTable(
        line=order,
        account=np.array([row.account_id for row in rows], dtype=np.int64),
        start=np.array([to_day(row.starts_on) for row in rows], dtype=np.int32),
        end=np.array([FOREVER if row.ends_on is None else to_day(row.ends_on) for row in rows], dtype=np.int32),
        mrr=np.array(micros, dtype=np.int64),
        product=np.array([row.product_id or NONE for row in rows], dtype=np.int64),
        renews=np.array([number.get(row.renewal_of_id or 0, NONE) for row in rows], dtype=np.int64),
    )


def _ids(workspace: Workspace, rows: list[Row]) -> list[str]:
    """Return the ids by which equals are told apart: those of the first file, else our own."""
    given = ExternalId.objects.filter(workspace=workspace, kind="contracts").order_by("-pk")
    names = dict(given.values_list("record_id", "value"))
    return [names.get(row.pk, str(row.pk)) for row in rows]
