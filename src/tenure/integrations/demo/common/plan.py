"""Who the customers are, before anything happens to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from tenure.integrations.demo.common.plots import Plot
from tenure.integrations.demo.common.profile import SEGMENTS, Profile
from tenure.integrations.demo.ledger import Streams
from tenure.integrations.demo.words import Industry, Region, Words
from tenure_engine.period import add_months, from_day, to_day

HISTORY_DAYS = 1461  # contracts reach back four years
WINDOW_DAYS = 730  # tracking, tickets and the rest reach back two years
_SOURCE_COST = {
    "website": 0.8,
    "event": 1.4,
    "outbound": 1.3,
    "advertising": 1.5,
    "partner": 1.1,
    "referral": 0.3,
}
_SOURCE_FIT = {
    "website": 0.0,
    "event": 0.05,
    "outbound": -0.2,
    "advertising": -0.35,
    "partner": 0.1,
    "referral": 0.45,
}


@dataclass(slots=True)
class Customer:
    """An account as planned; `signed` is the day number of the first contract's start (0 for a prospect)."""

    number: int
    id: str
    name: str
    domain: str
    city: str
    country: str
    region: str
    industry: Industry
    segment: str
    employees: int
    source: str
    campaign: str
    reseller: str
    cac: int
    signed: int
    monthly: bool
    seats: int
    discount: float
    fit: float
    csm: int
    modules: tuple[str, ...]
    parent: str | None
    plot: Plot | None
    champion_left: int | None
    cadence: str

    @property
    def is_prospect(self) -> bool:
        """Whether the account has not signed yet."""
        return self.signed == 0


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the making of every customer needs."""

    streams: Streams
    words: Words
    profile: Profile
    today: int
    count: int
    stems: list[str]
    starts: list[int]


def build_customers(streams: Streams, words: Words, profile: Profile, today: int, size: str) -> list[Customer]:
    """Return all accounts, in the order of their numbers (from 1)."""
    count = profile.sizes[size]
    taken = {text.account for text in words.stories.values()}
    stems = [stem for stem in words.names.stems if not any(stem in name for name in taken)]
    order = streams.of("stems").permutation(len(stems))
    shuffled = [stems[place] for place in order]
    plan = _Plan(streams, words, profile, today, count, shuffled, _starts(streams.of("plan"), today, count))
    return [_customer(plan, number) for number in range(1, count + 1)]


def _starts(rng: np.random.Generator, today: int, count: int) -> list[int]:
    """Return first days of contract: more in later years, none in the last days."""
    shares = np.array([0.22, 0.22, 0.26, 0.30])
    years = np.repeat(np.arange(4), np.round(shares * count).astype(int))
    years = np.resize(years, count)
    offsets = rng.integers(0, 365, count)
    days = today - HISTORY_DAYS + years * 365 + offsets
    return [int(day) for day in rng.permutation(np.minimum(days, today - 6))]


def _customer(plan: _Plan, number: int) -> Customer:
    rng, spoken = plan.streams.of("customer", number), plan.streams.of("names", number)
    profile, words, names = plan.profile, plan.words, plan.words.names
    plot = profile.plot(number)
    segment = plot.segment if plot else _segment(rng, profile, number)
    industry = _industry(rng, words, plot)
    region, city, country = _place(rng, spoken, words, plot)
    suffix = industry.suffixes[int(spoken.integers(len(industry.suffixes)))]
    stem = plan.stems[number % len(plan.stems)]
    name = words.stories[plot.key].account if plot else names.company.format(stem=stem, suffix=suffix, city=city)
    source = "referral" if number in profile.referred else _pick(rng, profile.source_share)
    seats = plot.seats if plot else int(rng.integers(*profile.seats[segment], endpoint=True))
    signed = _signed(rng, plan, number, plot)
    return Customer(
        number=number,
        id=f"A-{number:04d}",
        name=name,
        domain=_domain(name, words, number),
        city=city,
        country=country,
        region=region.label,
        industry=industry,
        segment=segment,
        employees=int(seats * rng.uniform(5, 14)) + 4,
        source=source,
        campaign=_campaign(spoken, names.campaigns[source]),
        reseller=names.resellers[int(spoken.integers(len(names.resellers)))] if source == "partner" else "",
        cac=_cac(rng, words, profile.cac_months[segment] * _SOURCE_COST[source], seats),
        signed=signed,
        monthly=plot is None and segment == "small" and bool(rng.random() < profile.monthly_share),
        seats=seats,
        discount=round(float(rng.uniform(*profile.discount[segment])), 2),
        fit=float(rng.normal(0.42, 0.75)) + _SOURCE_FIT[source],
        csm=_csm(rng, segment, region.label, words),
        modules=plot.modules if plot else _modules(rng, profile.module_chance[segment]),
        parent=_parent(profile, number),
        plot=plot,
        champion_left=_champion_left(rng, plan.today, plot),
        cadence="quiet" if plot and plot.quiet else _cadence(rng, plot),
    )


def _campaign(spoken: np.random.Generator, campaigns: tuple[str, ...]) -> str:
    named = campaigns[int(spoken.integers(len(campaigns)))]
    return named if spoken.random() < 0.8 else ""


def _place(
    rng: np.random.Generator, spoken: np.random.Generator, words: Words, plot: Plot | None
) -> tuple[Region, str, str]:
    """Return region, city and country; the name of a story's account may already name its city."""
    regions = words.names.regions
    region = regions[int(rng.integers(len(regions)))]
    city, country = region.cities[int(spoken.integers(len(region.cities)))]
    name = words.stories[plot.key].account if plot else ""
    named = ((area, town, code) for area in regions for town, code in area.cities if town in name)
    return next(named, (region, city, country))


def _champion_left(rng: np.random.Generator, today: int, plot: Plot | None) -> int | None:
    leaves, ago = rng.random() < 0.16, int(rng.integers(25, WINDOW_DAYS))
    return today - ago if plot is None and leaves else None


def _domain(name: str, words: Words, number: int) -> str:
    """Return a mail domain under .example, which no one can own."""
    latin = words.names.latin
    slug = "".join(latin.get(letter, "") for letter in name) if latin else name.lower().replace(" ", "-")
    return f"{slug}{number}.example" if latin else f"{slug}.example"


def _segment(rng: np.random.Generator, profile: Profile, number: int) -> str:
    if number in profile.subsidiaries or number in profile.referred:
        return "mid"
    return SEGMENTS[int(rng.choice(3, p=[profile.segment_share[key] for key in SEGMENTS]))]


def _industry(rng: np.random.Generator, words: Words, plot: Plot | None) -> Industry:
    industries = words.names.industries
    drawn = industries[int(rng.integers(len(industries)))]
    return next(entry for entry in industries if entry.key == plot.industry) if plot else drawn


def _signed(rng: np.random.Generator, plan: _Plan, number: int, plot: Plot | None) -> int:
    today = plan.today
    if plot:
        end = from_day(today) + timedelta(days=plot.ends_in)
        return to_day(add_months(end, -12 * plot.terms))
    if number in plan.profile.referred:
        return today - int(rng.integers(120, 300))
    if number in plan.profile.subsidiaries:
        return today - int(rng.integers(420, 900))
    return 0 if number > plan.count - plan.profile.prospects else plan.starts[number - 1]


def _parent(profile: Profile, number: int) -> str | None:
    if number not in profile.subsidiaries:
        return None
    head = next(plot.number for plot in profile.plots if plot.key == "parent")
    return f"A-{head:04d}"


def _pick(rng: np.random.Generator, shares: Mapping[str, float]) -> str:
    keys = list(shares)
    weights = np.array([shares[key] for key in keys])
    return keys[int(rng.choice(len(keys), p=weights / weights.sum()))]


def _cac(rng: np.random.Generator, words: Words, months: float, seats: int) -> int:
    cost = seats * words.names.products[0].price * months * float(rng.uniform(0.6, 1.5))
    return max(50, round(cost / 10) * 10)


def _csm(rng: np.random.Generator, segment: str, region: str, words: Words) -> int:
    """Return the place of the responsible CSM in the staff (2 to 5); small customers are pooled."""
    labels = [entry.label for entry in words.names.regions]
    by_region = 2 + labels.index(region)
    return by_region if segment != "small" or rng.random() < 0.5 else 4 + int(rng.integers(2))


def _modules(rng: np.random.Generator, chances: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(name for name, share in chances.items() if rng.random() < share)


def _cadence(rng: np.random.Generator, plot: Plot | None) -> str:
    """Return how the account is looked after: as planned, hardly, or only before the renewal."""
    drawn = rng.random()
    if plot:
        return "planned"
    return "neglected" if drawn < 0.08 else "renewal_only" if drawn < 0.17 else "planned"
