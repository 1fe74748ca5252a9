"""Reading the facts of accounts, of some or of all of a workspace: nine queries, whatever their number."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from tenure.accounts.models import Account, AccountOwner
from tenure.foundation.models import Team, User
from tenure.health.models import AccountHealth
from tenure.playbooks.choices import CtaKind
from tenure.playbooks.models import Cta
from tenure.playbooks.queries.arr import MONTHS, RevenueBook
from tenure.web.queries.book.parts import Facts, Float64, Money, Texts, encode, encode_tags
from tenure.web.queries.facts import last_touches, unrenewed
from tenure_engine.money import to_micros
from tenure_engine.period import to_day

TEXTS = ("segment", "stage", "region", "country", "industry", "source")
COLUMNS = ("pk", "name", *TEXTS, "team_id", "size", "signed_on", "tags", "custom")
CUSTOM = "custom."
MOST_CUSTOM = 60
MOST_TEXT = 120


def load_facts(*, workspace_id: int, day: date, only: Collection[int] | None = None) -> Facts:
    """Return the facts of accounts at the end of a day, of those in `only` or of all."""
    accounts = Account.objects.filter(workspace_id=workspace_id)
    accounts = accounts if only is None else accounts.filter(pk__in=list(only))
    rows = sorted(accounts.order_by().values_list(*COLUMNS), key=lambda row: (row[1].casefold(), row[0]))
    column = {name: [row[number] for row in rows] for number, name in enumerate(COLUMNS)}
    within: Any = accounts.order_by().values("pk") if only is None else list(only)
    places = {pk: place for place, pk in enumerate(column["pk"])}
    texts = {name: encode(column[name]) for name in TEXTS}
    texts |= _people_and_teams(workspace_id, within, column, places)
    texts |= _custom(column["custom"])
    numbers = {
        "size": _numbers(column["size"]),
        "signed": _numbers(column["signed_on"], to_day),
        "renewal": np.full(len(rows), np.nan),
        "touch": np.full(len(rows), np.nan),
    }
    _put(numbers["renewal"], places, _renewals(within, day))
    touched = last_touches(within, day).items()
    _put(numbers["touch"], places, ((pk, at.timestamp()) for pk, at in touched))
    health = _health(within, places)
    texts["band"] = encode(health.pop("band"))
    ctas, risk = _ctas(within, places)
    texts["renewal_month"] = _months(numbers["renewal"])
    return Facts(
        ids=np.array(column["pk"], dtype=np.int64),
        names=column["name"],
        texts=texts,
        numbers={**numbers, **health, "ctas": ctas},
        arr=_arr(within, places, day),
        risk=risk,
        tags=encode_tags([tuple(str(tag) for tag in tags or ()) for tags in column["tags"]]),
    )


def _numbers(values: Sequence[Any], convert: Callable[[Any], float] = float) -> Float64:
    return np.array([np.nan if value is None else convert(value) for value in values], dtype=np.float64)


def _put(target: Float64, places: Mapping[int, int], found: Iterable[tuple[int, float]]) -> None:
    for pk, value in found:
        place = places.get(pk)
        if place is not None:
            target[place] = value


def _people_and_teams(
    workspace_id: int, within: Any, column: Mapping[str, Sequence[Any]], places: Mapping[int, int]
) -> dict[str, Texts]:
    people = {str(one.pk): str(one) for one in User.objects.filter(workspace_id=workspace_id)}
    teams = {str(pk): name for pk, name in Team.objects.filter(workspace_id=workspace_id).values_list("pk", "name")}
    owner = [""] * len(places)
    rows = AccountOwner.objects.filter(account_id__in=within, role="csm").order_by()
    for pk, user_id in rows.values_list("account_id", "user_id"):
        if pk in places:
            owner[places[pk]] = str(user_id)
    team = ["" if pk is None else str(pk) for pk in column["team_id"]]
    return {
        "owner": encode(owner, lambda key: people.get(key, key)),
        "team": encode(team, lambda key: teams.get(key, key)),
    }


def _custom(fields: Sequence[Mapping[str, Any] | None]) -> dict[str, Texts]:
    """Return the accounts' own fields that hold plain values, those most filled first where there are very many."""
    counts: dict[str, int] = defaultdict(int)
    for given in fields:
        for name in given or ():
            counts[name] += 1
    names = sorted(sorted(counts), key=lambda name: -counts[name])[:MOST_CUSTOM]
    return {CUSTOM + name: encode([_plain((given or {}).get(name)) for given in fields]) for name in sorted(names)}


def _plain(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value).strip()[:MOST_TEXT]


def _renewals(within: Any, day: date) -> list[tuple[int, float]]:
    """The next end of each account comes last, so that it stays."""
    rows = unrenewed(within, day).order_by("-ends_on").values_list("account_id", "ends_on")
    return [(pk, to_day(ends_on)) for pk, ends_on in rows if ends_on is not None]


def _months(renewal: Float64) -> Texts:
    known = np.nan_to_num(renewal).astype("datetime64[D]").astype("datetime64[M]").astype(str)
    return encode(["" if np.isnan(day) else str(month) for day, month in zip(renewal, known, strict=True)])


def _health(within: Any, places: Mapping[int, int]) -> dict[str, Any]:
    score, change, band = np.full(len(places), np.nan), np.full(len(places), np.nan), [""] * len(places)
    rows = AccountHealth.objects.filter(account_id__in=within).order_by()
    for pk, now, before, name in rows.values_list("account_id", "score", "score_90", "band"):
        place = places.get(pk)
        if place is not None and now is not None:
            score[place], band[place] = now / 100, name
            change[place] = np.nan if before is None else (now - before) / 100
    return {"health": score, "trend": change, "band": band}


def _arr(within: Any, places: Mapping[int, int], day: date) -> Money:
    ledgers = RevenueBook(within).ledgers
    micros = np.zeros((len(ledgers), len(places)), dtype=np.int64)
    for number, ledger in enumerate(ledgers.values()):
        at = np.array([places.get(int(pk), -1) for pk in ledger.accounts], dtype=np.int64)
        micros[number, at[at >= 0]] = (ledger.mrr_at(to_day(day)) * MONTHS)[at >= 0]
    return Money(tuple(ledgers), micros)


def _ctas(within: Any, places: Mapping[int, int]) -> tuple[Float64, Money]:
    """Return how many calls to action are open, and the money at risk: of each account the largest, once."""
    counts = np.zeros(len(places))
    largest: dict[str, dict[int, int]] = defaultdict(dict)
    rows = Cta.objects.filter(account_id__in=within, closed_at__isnull=True).order_by()
    for pk, kind, amount, currency in rows.values_list("account_id", "kind", "at_risk_amount", "currency"):
        place = places.get(pk)
        if place is None:
            continue
        counts[place] += 1
        if kind == CtaKind.RISK and amount is not None:
            of_currency = largest[currency]
            of_currency[place] = max(of_currency.get(place, 0), to_micros(amount))
    currencies = tuple(sorted(largest))
    micros = np.zeros((len(currencies), len(places)), dtype=np.int64)
    for number, currency in enumerate(currencies):
        for place, amount in largest[currency].items():
            micros[number, place] = amount
    return counts, Money(currencies, micros)
