"""Which calls to action there are, within a person's scope."""

from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from tenure.accounts.models import Account, AccountOwner
from tenure.foundation.choices import WRITING_ROLES, Role
from tenure.foundation.models import Activity, User
from tenure.foundation.queries import list_activities
from tenure.playbooks.choices import Outcome
from tenure.playbooks.models import Completion, Cta, Snooze

MINE, QUEUE, TEAM = "mine", "queue", "team"


def list_open(*, user: User, whose: str = TEAM, day: date | None = None) -> QuerySet[Cta]:
    """Return open calls to action within a person's scope, by due date; with `snoozed_until` where they rest.

    `whose` "mine" keeps those the person owns, and those without owner on accounts the person owns; "queue" those
    that nobody owns.
    """
    rows = list_ctas(user=user, day=day).filter(closed_at__isnull=True).order_by("due_on", "-pk")
    return of_whom(rows, user, whose)


def list_ctas(*, user: User, day: date | None = None) -> QuerySet[Cta]:
    """Return all calls to action of a person's scope, with `snoozed_until`, `outcome`, `done_by`, `done_note`."""
    today = day or timezone.localdate()
    resting = Snooze.objects.filter(cta=OuterRef("pk"), ended_at__isnull=True, until__gt=today)
    done = Completion.objects.filter(cta=OuterRef("pk"), ended_at__isnull=True)
    rows: QuerySet[Cta] = Cta.objects.visible_to(user).select_related("account", "owner", "opened_by")
    return rows.annotate(
        snoozed_until=Subquery(resting.values("until")[:1]),
        outcome=Subquery(done.values("outcome")[:1]),
        done_by=Subquery(done.values("by__name")[:1]),
        done_note=Subquery(done.values("note")[:1]),
    )


def of_whom(rows: QuerySet[Cta], user: User, whose: str) -> QuerySet[Cta]:
    """Return the calls of a person, of the team's queue, or all of them."""
    if whose == MINE:
        return rows.filter(_mine(user))
    return rows.filter(owner__isnull=True) if whose == QUEUE else rows


def people_for(*, user: User, account_id: int) -> list[User]:
    """Return who may work on an account and sees it, the asking person first, then by name."""
    people = User.objects.filter(workspace_id=user.workspace_id, is_active=True, role__in=WRITING_ROLES)
    account = Account.objects.filter(pk=account_id).values("team_id")
    owners = AccountOwner.objects.filter(account_id=account_id).values("user_id")
    seeing = Q(role=Role.ADMIN) | Q(teams__in=account) | Q(pk__in=owners)
    return sorted(people.filter(seeing).distinct(), key=lambda person: (person.pk != user.pk, str(person)))


def find_live_snooze(cta: Cta) -> Snooze | None:
    """Return the snooze under which a call rests, with who and why."""
    return cta.snoozes.filter(ended_at__isnull=True, until__gt=timezone.localdate()).select_related("by").first()


def find_completion(cta: Cta) -> Completion | None:
    """Return how a closed call ended."""
    return cta.completions.filter(ended_at__isnull=True).select_related("by").first()


def history_of(cta: Cta) -> list[Activity]:
    """Return what happened to a call, newest first; the caller has found it within the person's scope."""
    rows = list_activities(workspace_id=cta.workspace_id, account_id=cta.account_id)
    return list(rows.filter(subject_kind="cta", subject_id=cta.pk).order_by("-pk"))


def ctas_of_account(*, user: User, account_id: int) -> list[Cta]:
    """Return all calls to action of an account, open ones first, with their states."""
    rows = (
        Cta.objects.visible_to(user)
        .filter(account_id=account_id)
        .select_related("owner")
        .prefetch_related(
            Prefetch("completions", Completion.objects.filter(ended_at__isnull=True).select_related("by")),
            Prefetch("snoozes", Snooze.objects.filter(ended_at__isnull=True).select_related("by")),
        )
    )
    return sorted(rows, key=lambda cta: (cta.closed_at is not None, -(cta.closed_at or cta.opened_at).timestamp()))


def count_completed(*, user: User, whose: str, since: datetime, until: datetime) -> int:
    """Return how many calls to action people completed in [since, until); what ended by itself does not count."""
    ctas = Cta.objects.visible_to(user).filter(_mine(user)) if whose == MINE else Cta.objects.visible_to(user)
    rows = Completion.objects.filter(ended_at__isnull=True, at__gte=since, at__lt=until)
    # each of the few is looked up among the calls; a list of all calls would be made first
    return rows.filter(Exists(ctas.filter(pk=OuterRef("cta_id")))).exclude(outcome=Outcome.RECOVERED).count()


def open_count_by_account(*, user: User) -> dict[int, int]:
    """Return how many calls to action are open, by account."""
    rows = Cta.objects.visible_to(user).filter(closed_at__isnull=True).order_by()
    return dict(rows.values("account_id").annotate(count=Count("pk")).values_list("account_id", "count"))


def _mine(user: User) -> Q:
    owned = Exists(user.owned.filter(account_id=OuterRef("account_id")))
    return Q(owner=user) | (Q(owner__isnull=True) & Q(owned))
