"""The demo companies, generated once for all tests."""

from dataclasses import replace
from datetime import date

import numpy as np
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


@pytest.fixture(scope="session")
def loadable(chinese: DemoCompany) -> DemoCompany:
    """The Chinese company with every fortieth event, for tests that load it."""
    events = chinese.events
    part = np.arange(0, len(events), 40)
    columns = ("account", "user", "name", "occurred_at", "known_at", "count", "seconds", "value", "properties")
    return replace(chinese, events=replace(events, **{name: getattr(events, name)[part] for name in columns}))
