"""The demo's people have begun their week: a call is done, one rests, one is in the queue, some are by hand."""

from datetime import timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tenure.foundation.models import User, Workspace
from tenure.integrations.demo.types import DemoCompany
from tenure.playbooks.choices import CtaKind, Outcome
from tenure.playbooks.models import Cta
from tenure.playbooks.queries import MINE, list_open
from tenure.playbooks.services import assign_cta, complete_cta, create_cta, snooze_cta, tell_owners

_LANGUAGES = {"en": "en", "zh": "zh-hans"}
_QUIET = (CtaKind.LIFECYCLE, CtaKind.ACTIVITY)
"""What is worked on: calls of risk stay open, for the demo's stories are about them."""


def begin_week(*, workspace: Workspace, company: DemoCompany) -> None:
    """Let everybody do a little, in the company's language; without calls to action there is nothing to do."""
    tell_owners(workspace=workspace)
    emails = [user.email for user in company.users]
    people = list(User.objects.filter(workspace=workspace, email__in=emails).order_by("pk"))
    leader = next((person for person in people if person.role == "leader"), None)
    with translation.override(_LANGUAGES[company.language]):
        for person in (one for one in people if one.role == "csm"):
            calls = list(list_open(user=person, whose=MINE).filter(kind__in=_QUIET))
            if calls:
                _work(person, calls)
            if calls and leader is not None:
                _lead(leader, person, calls)


def _work(person: User, calls: list[Cta]) -> None:
    first, rest = calls[0], calls[1:]
    complete_cta(actor=person, cta=first, outcome=Outcome.HANDLED, note=_("Called; they want to go on as agreed."))
    if rest:
        until = timezone.localdate() + timedelta(days=6)
        snooze_cta(actor=person, cta=rest[0], until=until, note=_("Our contact is on holiday until then."))
    due = timezone.localdate() + timedelta(days=2)
    create_cta(
        actor=person,
        account=first.account,
        kind=CtaKind.OBJECTIVE,
        title=_("Agree on the goals for the coming year"),
        detail=_("They asked what success would look like after the first year."),
        due_on=due,
        owner=person,
    )


def _lead(leader: User, person: User, calls: list[Cta]) -> None:
    account = calls[-1].account
    create_cta(
        actor=leader,
        account=account,
        kind=CtaKind.ACTIVITY,
        title=_("Send the notes of the last meeting"),
        due_on=timezone.localdate(),
        owner=person,
    )
    if len(calls) > 2:
        assign_cta(actor=leader, cta=calls[2], owner=None)
