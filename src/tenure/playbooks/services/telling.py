"""Who is told of a call to action: the person it is given to, whose rule's call is new, whose snooze is over."""

from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils import timezone

from tenure.accounts.models import AccountOwner
from tenure.foundation.models import User, Workspace
from tenure.notices.services import notify
from tenure.playbooks.models import Cta, Snooze

ASSIGNED, OPENED, OPENED_MANY, WOKE = "cta-assigned", "cta-opened", "cta-opened-many", "cta-woke"
MOST_SINGLE = 3
"""So many new calls of one run are told one by one; more of them in one notice with their number."""
MARKED_AT_ONCE = 5_000


def csms_of(workspace: Workspace) -> dict[int, int]:
    """Return the customer success manager of every account of a workspace, both by id: who owns a rule's new call."""
    rows = AccountOwner.objects.filter(account__workspace=workspace, role="csm").order_by("pk")
    return dict(rows.values_list("account_id", "user_id"))


def tell_assigned(*, actor: User | None, cta: Cta, fact: int) -> None:
    """Tell the owner that a call to action is theirs now; `fact` is the number of the activity that says so."""
    if cta.owner is not None:
        data = {"cta": cta.pk, "by": str(actor or "")}
        notify(person=cta.owner, kind=ASSIGNED, key=f"{ASSIGNED}:{fact}", data=data, account=cta.account, actor=actor)


def tell_owners(*, workspace: Workspace) -> int:
    """Tell owners of the calls that rules have opened since the last time; return how many calls were told.

    A call is marked in the transaction of its notice, so that it is told once, whatever is killed in between.
    """
    untold = Cta.objects.filter(
        workspace=workspace, told_at__isnull=True, closed_at__isnull=True, opened_by__isnull=True, owner__isnull=False
    )
    first = untold.order_by().values("owner_id").annotate(first=Min("pk")).order_by("first")
    owners = User.objects.in_bulk([row["owner_id"] for row in first])
    return sum(_tell_new(owner, untold.filter(owner=owner)) for owner in owners.values())


@transaction.atomic
def _tell_new(owner: User, untold: QuerySet[Cta]) -> int:
    """Tell an owner of their new calls, and mark them; return how many."""
    pks = list(untold.select_for_update().order_by("pk").values_list("pk", flat=True))
    if len(pks) > MOST_SINGLE:
        key = f"{OPENED_MANY}:{pks[0]}-{pks[-1]}"
        notify(person=owner, kind=OPENED_MANY, key=key, data={"count": len(pks)})
    else:
        for cta in Cta.objects.filter(pk__in=pks).select_related("account").order_by("pk"):
            notify(person=owner, kind=OPENED, key=f"{OPENED}:{cta.pk}", data={"cta": cta.pk}, account=cta.account)
    for begin in range(0, len(pks), MARKED_AT_ONCE):
        Cta.objects.filter(pk__in=pks[begin : begin + MARKED_AT_ONCE]).update(told_at=timezone.now())
    return len(pks)


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
