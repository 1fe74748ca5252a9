"""tenure digest"""

import argparse
from typing import TYPE_CHECKING

from tenure.config.cli import DONE, NOT_DONE, CommandError
from tenure.config.cli._asking import open_workspace

if TYPE_CHECKING:
    from tenure.foundation.models import User, Workspace

BAD = frozenset({"failed", "unsure"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="print what would be sent now to each, send nothing")
    parser.add_argument("--person", metavar="EMAIL", help="only this person")


def run(args: argparse.Namespace) -> int:
    workspace = open_workspace()
    person = _person(workspace, args.person) if args.person else None
    return _show(workspace, person) if args.dry_run else _send(workspace, person)


def _person(workspace: "Workspace", email: str) -> "User":
    from tenure.foundation.models import User

    found = User.objects.filter(workspace=workspace, is_active=True, email__iexact=email).first()
    if found is None:
        raise CommandError(f"there is no person '{email}' who may sign in")
    return found


def _show(workspace: "Workspace", person: "User | None") -> int:
    from django.utils import timezone

    from tenure.notices.letters import digest_letter
    from tenure.notices.queries.plans import plans_of

    now = timezone.now()
    for plan in plans_of(workspace):
        if person is not None and plan.person.pk != person.pk:
            continue
        letter = digest_letter(person=plan.person, day=plan.local(now).date())
        when = f"from {plan.hour:02d}:00 {plan.zone}" if plan.is_on else "switched off"
        print(f"=== {plan.person.email} ({when})")
        print(f"Subject: {letter.subject}\n\n{letter.text}" if letter else "nothing to say, nothing is sent\n")
    return DONE


def _send(workspace: "Workspace", person: "User | None") -> int:
    from tenure.notices.channels import all_channels
    from tenure.notices.choices import MAIL
    from tenure.notices.services import send_digests

    if not all_channels()[MAIL].is_ready():
        raise CommandError("no mail server is set: TENURE_SMTP_URL and TENURE_MAIL_FROM")
    sent = send_digests(workspace=workspace, person=person)
    for one in sent:
        print(f"{one.person.email}: {one.state} ({one.day.isoformat()})")
    if not sent:
        print("nobody's digest is due now")
    return NOT_DONE if any(one.state in BAD for one in sent) else DONE
