"""The demo companies, generated once for all tests."""

from datetime import date

import pytest

from tenure.integrations.demo.saas.company import generate
from tenure.integrations.demo.types import DemoCompany

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def company() -> DemoCompany:
    return generate(7, TODAY, "en", "m")


@pytest.fixture(scope="session")
def chinese() -> DemoCompany:
    return generate(7, TODAY, "zh", "s")
