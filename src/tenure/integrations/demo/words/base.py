"""The shape of a language's words."""

from collections.abc import Mapping
from dataclasses import dataclass


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(text.split())


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry of customers: `suffixes` follow the invented stem of a company's name."""

    key: str
    label: str
    suffixes: tuple[str, ...]
    weekend: float


@dataclass(frozen=True, slots=True)
class Region:
    """A sales region with its cities, each with the country's code."""

    label: str
    cities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A name as written and as the local part of a mail address."""

    name: str
    mail: str


@dataclass(frozen=True, slots=True)
class Product:
    """A product: `key` is stable, `kind` one of the contract kinds, `price` in major units a month."""

    key: str
    name: str
    kind: str
    unit: str
    price: int
    category: str


@dataclass(frozen=True, slots=True)
class StoryText:
    """The fixed name of a story's account, the story's title and what a person should see."""

    account: str
    title: str
    see: str


@dataclass(frozen=True, slots=True)
class Names:
    """Names of companies, people and places."""

    language: str
    vendor: str
    product: str
    currency: str
    work_starts_utc: int
    stems: tuple[str, ...]
    company: str
    latin: Mapping[str, str]
    industries: tuple[Industry, ...]
    regions: tuple[Region, ...]
    given: tuple[tuple[str, str], ...]
    family: tuple[tuple[str, str], ...]
    person: str
    titles: Mapping[str, tuple[str, ...]]
    departments: tuple[str, ...]
    resellers: tuple[str, ...]
    campaigns: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, str]
    segments: Mapping[str, str]
    scenarios: Mapping[str, str]
    scenario_label: str
    stages: Mapping[str, str]
    teams: tuple[str, str]
    staff: tuple[Person, ...]
    products: tuple[Product, ...]
    phone: str
    sites: tuple[str, ...]
    device_model: str
    device_status: str
    device_states: Mapping[str, str]
    city_label: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that is written in a language: names, and the texts of tickets, answers and touchpoints."""

    names: Names
    ticket_topics: Mapping[str, str]
    ticket_subjects: Mapping[str, tuple[str, ...]]
    survey_comments: Mapping[str, tuple[str, ...]]
    touchpoints: Mapping[str, tuple[tuple[str, str], ...]]
    outcomes: Mapping[str, str]
    loss_reasons: Mapping[str, str]
    loss_details: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]
    preferences: tuple[str, ...]
    personal: tuple[str, ...]
    deals: Mapping[str, str]
    deal_stages: Mapping[str, str]
    events: Mapping[str, str]
    story_lines: Mapping[str, tuple[str, ...]]
    stories: Mapping[str, StoryText]
