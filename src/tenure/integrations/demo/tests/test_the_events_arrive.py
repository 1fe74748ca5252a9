from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tenure.events.models import EventKind
from tenure.events.queries import get_rollup, log_of
from tenure.integrations.demo.queries import demo_password
from tenure.integrations.demo.services import load_demo
from tenure.integrations.demo.types import DemoCompany

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_health")]


def test_every_event_is_counted_once_and_as_it_became_known(loadable: DemoCompany) -> None:
    batch = load_demo(company=loadable, password=demo_password(), progress=lambda text: None)
    events = loadable.events
    days = get_rollup(batch.workspace).user_days
    assert days.count.sum() == events.count.sum()
    assert set(days.users) - {""} == {events.users[number] for number in np.unique(events.user[events.user >= 0])}
    assert days.logins.sum() == events.count[events.name == events.names.index("login")].sum()
    middle = int(events.known_at[len(events) // 2])
    then = get_rollup(batch.workspace, known_at=_instant(middle)).user_days
    assert then.count.sum() == events.count[events.known_at <= middle].sum()
    assert set(EventKind.objects.values_list("name", flat=True)) == set(events.names)
    assert log_of(batch.workspace).rollup().kinds


def _instant(micros: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
