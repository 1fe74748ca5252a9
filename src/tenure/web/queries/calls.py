"""What is to be done about one customer."""

from datetime import date

from django.db.models import OuterRef, Subquery

from tenure.accounts.models import Account
from tenure.playbooks.models import Cta, Snooze


def open_calls_of(*, account: Account, day: date) -> list[Cta]:
    """Return the open calls to action of an account, the first due first, with `snoozed_until` where they rest.

    The caller has found the account within the person's scope; asked by account alone, its own index answers.
    """
    resting = Snooze.objects.filter(cta=OuterRef("pk"), ended_at__isnull=True, until__gt=day)
    rows = Cta.objects.filter(account=account, closed_at__isnull=True).select_related("owner")
    return list(rows.annotate(snoozed_until=Subquery(resting.values("until")[:1])).order_by("due_on", "-pk"))
