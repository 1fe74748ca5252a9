"""The demo companies by key."""

from collections.abc import Mapping
from datetime import date

from tenure.integrations.demo.common.assembly import Recipe, assemble
from tenure.integrations.demo.robots.company import RECIPE as ROBOTS
from tenure.integrations.demo.saas.company import RECIPE as SAAS
from tenure.integrations.demo.types import DemoCompany

COMPANIES: Mapping[str, Recipe] = {recipe.profile.key: recipe for recipe in (SAAS, ROBOTS)}


def generate(company: str, seed: int, today: date, language: str, size: str = "m") -> DemoCompany:
    """Return a company as known at the beginning of `today`. Raises ValueError for an unknown key or argument."""
    if company not in COMPANIES:
        raise ValueError(f"no such demo: {company!r}")
    return assemble(COMPANIES[company], seed, today, language, size)
