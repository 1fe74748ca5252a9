"""Alerts of one account: the open ones, then the few that ended last, in one query."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tenure.playbooks.alerts.queries.listing import alerts_of_account
from tenure.playbooks.models import Alert, AlertSnooze

DAY = date(2026, 5, 1)


@pytest.fixture
def account(cast):
    return cast.account()


def raised(account, rule, opened, ended=None):
    return Alert.objects.create(
        workspace=account.workspace,
        account=account,
        rule=rule,
        severity="low",
        since_on=opened,
        opened_on=opened,
        ended_on=ended,
        looked_on=ended or opened,
        known_at=timezone.now(),
    )


def test_open_ones_come_first_then_those_that_ended_last(cast, account, django_assert_num_queries):
    old = [raised(account, "silence", DAY - timedelta(days=n), DAY - timedelta(days=n - 1)) for n in range(2, 9)]
    long_open = raised(account, "no_touch", DAY - timedelta(days=90))
    fresh = raised(account, "score_drop", DAY)
    raised(cast.account("Another"), "score_drop", DAY)
    with django_assert_num_queries(1):
        found = alerts_of_account(account=account)
        assert found == [fresh, long_open, *old[:5]]
        assert {row.account.name for row in found} == {account.name}


def test_a_rest_is_told(cast, account):
    alert = raised(account, "silence", DAY)
    until = timezone.localdate() + timedelta(days=7)
    AlertSnooze.objects.create(
        workspace=account.workspace, account=account, rule="silence", until=until, note="Later"
    )
    assert [row.snoozed_until for row in alerts_of_account(account=account)] == [until]
    assert alerts_of_account(account=account)[0] == alert
