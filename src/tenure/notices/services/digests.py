"""The digest: once a day and person, at their hour, in their language; nothing where nothing is to be said."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from tenure.foundation.jobs import JobRun
from tenure.foundation.models import User, Workspace
from tenure.notices.channels import all_channels
from tenure.notices.choices import MAIL
from tenure.notices.letters import digest_letter
from tenure.notices.models import Delivery
from tenure.notices.queries.plans import plans_of, wanting
from tenure.notices.services.sending import deliver, give_up_claims


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one person's digest: the state of its delivery."""

    person: User
    day: date
    state: str


def send_digests(
    *, workspace: Workspace, now: datetime | None = None, run: JobRun | None = None, person: User | None = None
) -> list[Sent]:
    """Send the digests that are due at an instant; with `person` only theirs. Safe to run again at any time."""
    give_up_claims(workspace=workspace)
    if not all_channels()[MAIL].is_ready():
        return []
    due = [
        (plan, day)
        for plan, day in wanting(plans_of(workspace), now or timezone.now())
        if person is None or plan.person.pk == person.pk
    ]
    sent = []
    for number, (plan, day) in enumerate(due, start=1):
        sent.append(Sent(plan.person, day, _send(workspace, plan.person, day)))
        if run is not None:
            run.progress(number, len(due))
    return sent


def _send(workspace: Workspace, person: User, day: date) -> str:
    row, _made = Delivery.objects.get_or_create(
        person=person, channel=MAIL, key=digest_key(day), defaults={"workspace": workspace}
    )
    return deliver(delivery=row, build=lambda: digest_letter(person=person, day=day))


def digest_key(day: date) -> str:
    """Return the key of a day's digest."""
    return f"digest:{day.isoformat()}"
