"""Who is told of a call to action: the person it is given to, whose rule's call is new, whose snooze is over."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from tenure.accounts.models import AccountOwner
from tenure.foundation.models import User, Workspace
from tenure.notices.services import notify
from tenure.playbooks.models import Cta, Snooze

ASSIGNED, OPENED, OPENED_MANY, WOKE = "cta-assigned", "cta-opened", "cta-opened-many", "cta-woke"
MOST_SINGLE = 3
"""So many new calls of one run are told one by one; more of them in one notice with their number."""


def tell_assigned(*, actor: User | None, cta: Cta, fact: int) -> None:
    """Tell the owner that a call to action is theirs now; `fact` is the number of the activity that says so."""
    if cta.owner is not None:
        data = {"cta": cta.pk, "by": str(actor or "")}
        notify(person=cta.owner, kind=ASSIGNED, key=f"{ASSIGNED}:{fact}", data=data, account=cta.account, actor=actor)


@transaction.atomic
def tell_owners(*, workspace: Workspace) -> int:
    """Tell owners of the calls that rules have opened since the last time; return how many calls were told.

    A call is marked in the transaction of its notice, so that it is told once, whatever is killed in between.
    """
    rows = Cta.objects.select_for_update(of=("self",)).filter(
        workspace=workspace, told_at__isnull=True, closed_at__isnull=True, opened_by__isnull=True, owner__isnull=False
    )
    of_owner: dict[User, list[Cta]] = defaultdict(list)
    for cta in rows.select_related("owner", "account").order_by("pk"):
        of_owner[cta.owner].append(cta)
    for owner, ctas in of_owner.items():
        _tell_new(owner, ctas)
    return sum(len(ctas) for ctas in of_owner.values())


def _tell_new(owner: User, ctas: list[Cta]) -> None:
    if len(ctas) > MOST_SINGLE:
        key = f"{OPENED_MANY}:{ctas[0].pk}-{ctas[-1].pk}"
        notify(person=owner, kind=OPENED_MANY, key=key, data={"count": len(ctas)})
    else:
        for cta in ctas:
            notify(person=owner, kind=OPENED, key=f"{OPENED}:{cta.pk}", data={"cta": cta.pk}, account=cta.account)
    Cta.objects.filter(pk__in=[cta.pk for cta in ctas]).update(told_at=timezone.now())


def end_snoozes(*, workspace: Workspace) -> int:
    """End the snoozes whose day has come and tell whom it concerns; return how many."""
    today = timezone.localdate()
    over = Snooze.objects.filter(cta__workspace=workspace, ended_at__isnull=True, until__lte=today)
    ended = 0
    for pk in list(over.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            ended += _end(pk)
    return ended


def _end(pk: int) -> int:
    if not Snooze.objects.filter(pk=pk, ended_at__isnull=True).update(ended_at=timezone.now()):
        return 0
    snooze = Snooze.objects.select_related("cta__account", "cta__owner", "by").get(pk=pk)
    cta = snooze.cta
    person = cta.owner or _csm(cta.account_id) or snooze.by
    if cta.closed_at is None and person is not None:
        notify(person=person, kind=WOKE, key=f"{WOKE}:{pk}", data={"cta": cta.pk}, account=cta.account)
    return 1


def _csm(account_id: int) -> User | None:
    row = AccountOwner.objects.filter(account_id=account_id, role="csm").select_related("user").first()
    return row.user if row is not None else None
