"""A small company whose alerts are watched: its days are gone through one by one."""

from datetime import date, timedelta

import pytest
import time_machine

from tenure.health.tests.conftest import Company, at, days_between
from tenure.playbooks.alerts.services import raise_alerts
from tenure.playbooks.models import Alert, Cta

FIRST = date(2026, 3, 1)


class Watched(Company):
    """Writes records and events, and lets the rules look at the end of a day."""

    def __init__(self, cast) -> None:
        super().__init__(cast.workspace)
        self.cast = cast

    def customer(self, name, *, used_until=None, **values):
        """A customer of Alice's with a running contract, used every day until `used_until`."""
        account = self.account(name, team=self.cast.north, owner=self.cast.alice, **values)
        self.line(account)
        if used_until is not None:
            self.uses(account, days_between(date(2026, 2, 1), used_until))
        return account

    def touch(self, account, day):
        values = {"account_id": account.name, "kind": "call", "occurred_at": at(day)}
        return self.write("touchpoints", f"call-{account.name}-{day}", values, known=day)

    def look(self, day):
        """Let the rules look at a day on the morning after it."""
        with time_machine.travel(at(day + timedelta(days=1), 2), tick=False):
            return raise_alerts(workspace=self.cast.workspace, as_of=day)

    def look_daily(self, first, last):
        for day in days_between(first, last):
            self.look(day)

    def alerts(self, rule):
        return list(Alert.objects.filter(rule=rule).order_by("opened_on", "pk"))

    def calls(self, reason):
        return list(Cta.objects.filter(reason=reason).order_by("pk"))


@pytest.fixture
def watched(cast) -> Watched:
    """Nobody yet; one customer in use keeps the feed speaking."""
    with time_machine.travel(at(date(2026, 5, 15), 9), tick=False):
        made = Watched(cast)
        made.busy = made.customer("Busy", used_until=date(2026, 5, 14))
        made.touch(made.busy, date(2026, 2, 1))
        yield made
