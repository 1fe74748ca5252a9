"""The demo companies, generated once for all tests."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tenure.integrations.demo.companies import generate
from tenure.integrations.demo.types import DemoCompany

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def company() -> DemoCompany:
    return generate("saas", 7, TODAY, "en", "m")


@pytest.fixture(scope="session")
def chinese() -> DemoCompany:
    return generate("saas", 7, TODAY, "zh", "s")


@pytest.fixture(scope="session")
def robots() -> DemoCompany:
    return generate("robots", 7, TODAY, "zh", "m")


@pytest.fixture(scope="session", params=["company", "robots"])
def each(request: pytest.FixtureRequest) -> DemoCompany:
    """Each of the companies in turn."""
    made: DemoCompany = request.getfixturevalue(request.param)
    return made


@pytest.fixture(scope="session", params=["chinese", "robots"])
def each_chinese(request: pytest.FixtureRequest) -> DemoCompany:
    """Each of the companies in Chinese in turn."""
    made: DemoCompany = request.getfixturevalue(request.param)
    return made


@pytest.fixture(scope="session")
def loadable(chinese: DemoCompany) -> DemoCompany:
    """The Chinese company with the events of the last weeks, for tests that load it."""
    events = chinese.events
    part = np.flatnonzero(events.occurred_at > events.occurred_at.max() - 40 * 86_400_000_000)
    columns = ("account", "user", "name", "occurred_at", "known_at", "count", "seconds", "value", "properties")
    return replace(chinese, events=replace(events, **{name: getattr(events, name)[part] for name in columns}))


@pytest.fixture(scope="module")
def without_health() -> Iterator[None]:
    """Load data only: a year of health takes longer than all the rest, and has a test of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tenure.integrations.demo.services.loading.compute_health", lambda **_: None)
        yield
