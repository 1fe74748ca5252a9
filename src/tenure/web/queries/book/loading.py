"""Reading the facts of accounts, of some or of all of a workspace: nine queries, whatever their number.

Values come as the database keeps them, dates and JSON as text and money as whole micros, and are converted column by
column: of fifty thousand accounts an object for every value would take longer than everything else.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from django.db.models import BigIntegerField, TextField
from django.db.models.functions import Cast

from tenure.accounts.models import Account, AccountOwner
from tenure.foundation.models import Team, User
from tenure.health.models import AccountHealth
from tenure.playbooks.choices import CtaKind
from tenure.playbooks.models import Cta
from tenure.playbooks.queries.arr import MONTHS, RevenueBook
from tenure.web.queries.book.parts import Bool, Facts, Float64, Int64, Money, Texts, encode, encode_tags
from tenure.web.queries.facts import last_touches, unrenewed
from tenure_engine.period import to_day

TEXTS = ("segment", "stage", "region", "country", "industry", "source")
PLAIN = ("pk", "name", *TEXTS, "team_id", "size")
AS_TEXT = ("signed_on", "tags", "custom")
CUSTOM = "custom."
MOST_CUSTOM = 60
MOST_TEXT = 120


class Places:
    """The place of each account, found for many ids at once."""

    def __init__(self, ids: Int64) -> None:
        self.order = np.argsort(ids)
        self.sorted = ids[self.order]

    def __len__(self) -> int:
        return len(self.order)

    def at(self, ids: Sequence[int] | Int64) -> tuple[Int64, Bool]:
        """Return the places of ids, and which of the ids have one; only those have a place returned."""
        wanted = np.array(ids, dtype=np.int64)
        if not len(self):
            return wanted[:0], np.zeros(len(wanted), dtype=np.bool_)
        near = np.minimum(np.searchsorted(self.sorted, wanted), len(self) - 1)
        is_here: Bool = self.sorted[near] == wanted
        return self.order[near[is_here]], is_here


def load_facts(*, workspace_id: int, day: date, only: Collection[int] | None = None) -> Facts:
    """Return the facts of accounts at the end of a day, of those in `only` or of all."""
    accounts = Account.objects.filter(workspace_id=workspace_id)
    accounts = accounts if only is None else accounts.filter(pk__in=list(only))
    column = _columns(accounts)
    ids = np.array(column["pk"], dtype=np.int64)
    within: Any = accounts.order_by().values("pk") if only is None else list(only)
    places = Places(ids)
    texts = {name: encode(column[name]) for name in TEXTS}
    texts |= _people_and_teams(workspace_id, within, column, places)
    texts |= _custom(column["custom"])
    renewal = _renewals(within, day, places)
    numbers = {
        "size": np.array(column["size"], dtype=np.float64),
        "signed": _days(column["signed_on"]),
        "renewal": renewal,
        "touch": _touches(within, day, places),
    }
    health = _health(within, places)
    texts["band"] = encode(health.pop("band"))
    ctas, risk = _ctas(within, places)
    texts["renewal_month"] = _months(renewal)
    return Facts(
        ids=ids,
        names=column["name"],
        texts=texts,
        numbers={**numbers, **health, "ctas": ctas},
        arr=_arr(within, places, day),
        risk=risk,
        tags=encode_tags(_tags(column["tags"])),
    )


def _columns(accounts: Any) -> dict[str, Sequence[Any]]:
    """Return the columns of the accounts, in the order of names."""
    as_text = {f"{name}_text": Cast(name, TextField()) for name in AS_TEXT}
    rows = accounts.order_by().annotate(**as_text).values_list(*PLAIN, *as_text)
    ordered = sorted(rows, key=lambda row: (row[1].casefold(), row[0]))
    names = (*PLAIN, *AS_TEXT)
    return dict(zip(names, zip(*ordered, strict=True) if ordered else [()] * len(names), strict=True))


def _days(texts: Sequence[str | None]) -> Float64:
    """Return dates (ISO) as numbers of days, NaN for none."""
    days = np.array(texts, dtype="datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype(np.int64))


def _people_and_teams(
    workspace_id: int, within: Any, column: Mapping[str, Sequence[Any]], places: Places
) -> dict[str, Texts]:
    people = {str(one.pk): str(one) for one in User.objects.filter(workspace_id=workspace_id)}
    teams = {str(pk): name for pk, name in Team.objects.filter(workspace_id=workspace_id).values_list("pk", "name")}
    rows = AccountOwner.objects.filter(account_id__in=within, role="csm").order_by()
    accounts, users = _transposed(rows.values_list("account_id", "user_id"), 2)
    owner = _laid_out(places, accounts, [str(user) for user in users])
    team = ["" if pk is None else str(pk) for pk in column["team_id"]]
    return {
        "owner": encode(owner, lambda key: people.get(key, key)),
        "team": encode(team, lambda key: teams.get(key, key)),
    }


def _transposed(rows: Iterable[Sequence[Any]], width: int) -> list[Sequence[Any]]:
    """Return rows as columns."""
    return list(zip(*rows, strict=True)) or [()] * width


def _laid_out(places: Places, accounts: Sequence[int], texts: Sequence[str]) -> list[str]:
    """Return a text for each place, "" where no account has one."""
    out = [""] * len(places)
    at, is_here = places.at(accounts)
    for place, number in zip(at.tolist(), np.flatnonzero(is_here).tolist(), strict=True):
        out[place] = texts[number]
    return out


def _tags(texts: Sequence[str | None]) -> list[tuple[str, ...]]:
    @cache
    def read(text: str | None) -> tuple[str, ...]:
        return tuple(str(tag) for tag in json.loads(text or "null") or ())

    return [read(text) for text in texts]


def _custom(texts: Sequence[str | None]) -> dict[str, Texts]:
    """Return the accounts' own fields that hold plain values, those most filled first where there are very many."""
    fields = [json.loads(text) or {} if text and text != "{}" else {} for text in texts]
    counts = Counter(name for given in fields for name in given)
    names = sorted(sorted(counts), key=lambda name: -counts[name])[:MOST_CUSTOM]
    return {CUSTOM + name: encode([_plain(given.get(name)) for given in fields]) for name in sorted(names)}


def _plain(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value).strip()[:MOST_TEXT]


def _renewals(within: Any, day: date, places: Places) -> Float64:
    """Return the next end of a running line that nothing renews yet."""
    rows = unrenewed(within, day).order_by().annotate(end=Cast("ends_on", TextField()))
    accounts, ends = _transposed(rows.values_list("account_id", "end"), 2)
    at, is_here = places.at(accounts)
    renewal = np.full(len(places), np.nan)
    np.fmin.at(renewal, at, _days(ends)[is_here])
    return renewal


def _touches(within: Any, day: date, places: Places) -> Float64:
    """Return when we were last in contact, in seconds."""
    found = last_touches(within, day)
    at, is_here = places.at(list(found))
    touch = np.full(len(places), np.nan)
    touch[at] = np.array([moment.timestamp() for moment in found.values()])[is_here]
    return touch


def _months(renewal: Float64) -> Texts:
    known = np.nan_to_num(renewal).astype("datetime64[D]").astype("datetime64[M]").astype(str)
    return encode(np.where(np.isnan(renewal), "", known).tolist())


def _health(within: Any, places: Places) -> dict[str, Any]:
    rows = AccountHealth.objects.filter(account_id__in=within, score__isnull=False).order_by()
    accounts, *columns, bands = _transposed(rows.values_list("account_id", "score", "score_90", "band"), 4)
    at, is_here = places.at(accounts)
    now, before = (np.array(column, dtype=np.float64)[is_here] for column in columns)
    score, change = np.full(len(places), np.nan), np.full(len(places), np.nan)
    score[at], change[at] = now / 100, (now - before) / 100
    return {"health": score, "trend": change, "band": _laid_out(places, accounts, bands)}


def _arr(within: Any, places: Places, day: date) -> Money:
    ledgers = RevenueBook(within).ledgers
    micros = np.zeros((len(ledgers), len(places)), dtype=np.int64)
    for number, ledger in enumerate(ledgers.values()):
        at, is_here = places.at(ledger.accounts)
        micros[number, at] = (ledger.mrr_at(to_day(day)) * MONTHS)[is_here]
    return Money(tuple(ledgers), micros)


def _ctas(within: Any, places: Places) -> tuple[Float64, Money]:
    """Return how many calls to action are open, and the money at risk: of each account the largest, once."""
    rows = Cta.objects.filter(account_id__in=within, closed_at__isnull=True).order_by()
    rows = rows.annotate(micros=Cast("at_risk_amount", BigIntegerField()))
    accounts, kinds, amounts, names = _transposed(rows.values_list("account_id", "kind", "micros", "currency"), 4)
    at, is_here = places.at(accounts)
    counts = np.bincount(at, minlength=len(places)).astype(np.float64)
    is_risk = np.array([kind == CtaKind.RISK for kind in kinds], dtype=np.bool_)[is_here]
    known = np.array([amount is not None for amount in amounts], dtype=np.bool_)[is_here] & is_risk
    at, currency = at[known], np.array(names, dtype=object)[is_here][known]
    micros_of = np.array([amount or 0 for amount in amounts], dtype=np.int64)[is_here][known]
    currencies = tuple(sorted(set(currency)))
    micros = np.zeros((len(currencies), len(places)), dtype=np.int64)
    for number, name in enumerate(currencies):
        of_currency = currency == name
        np.maximum.at(micros[number], at[of_currency], micros_of[of_currency])
    return counts, Money(currencies, micros)
