"""The demo companies by key."""

from collections.abc import Callable, Mapping
from datetime import date

from tenure.integrations.demo.robots.company import generate as generate_robots
from tenure.integrations.demo.saas.company import generate as generate_saas
from tenure.integrations.demo.types import DemoCompany

COMPANIES: Mapping[str, Callable[[int, date, str, str], DemoCompany]] = {
    "saas": generate_saas,
    "robots": generate_robots,
}


def generate(company: str, seed: int, today: date, language: str, size: str = "m") -> DemoCompany:
    """Return a company as known at the beginning of `today`. Raises ValueError for an unknown key or argument."""
    if company not in COMPANIES:
        raise ValueError(f"no such demo: {company!r}")
    return COMPANIES[company](seed, today, language, size)
