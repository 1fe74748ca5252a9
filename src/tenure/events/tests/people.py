"""Events of the cast's accounts for the tests of pages and API."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from tenure.accounts.models import Account
from tenure.events.services import append_events

KNOWN = datetime(2026, 1, 1, tzinfo=UTC)


def theirs(cast) -> Account:
    """An account of the other team."""
    return Account.objects.create(workspace=cast.workspace, team=cast.south, name="Elsewhere")


def days_ago(days: int) -> datetime:
    return timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=days)


def bring(cast, account: Account, *, name="report.opened", users=("ann", "ben"), days=range(1, 11), **fields):
    """Bring one event a user a day."""
    rows = [(user, day) for day in days for user in users]
    return append_events(
        workspace=cast.workspace,
        events={
            "account_id": [account.pk for _ in rows],
            "user_id": [user for user, _ in rows],
            "name": [name for _ in rows],
            "occurred_at": [days_ago(day) for _, day in rows],
            "message_id": [f"{account.pk}-{name}-{user}-{day}" for user, day in rows],
            **{key: [value for _ in rows] for key, value in fields.items()},
        },
        source="test",
        known_at=KNOWN,
    )
