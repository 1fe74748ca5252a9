"""What commands that ask about one account on a day share."""

import argparse
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tenure.config.cli import CommandError, boot

if TYPE_CHECKING:
    from tenure.accounts.models import Account
    from tenure.foundation.models import Workspace


def a_day(text: str) -> date:
    """Read a date of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date; write it as 2024-12-31") from None


def add_account(parser: argparse.ArgumentParser) -> None:
    """Add the account, the day, and what was known."""
    parser.add_argument("account", help="its id in the imported files, or our id")
    parser.add_argument("--as-of", type=a_day, metavar="DATE", help="the end of this day (default: yesterday)")
    parser.add_argument("--known-at", type=a_day, metavar="DATE", help="only what was known at the end of this day")
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def open_workspace() -> "Workspace":
    """Start Django and return the company. Raises CommandError before the first set-up."""
    boot()
    from django.conf import settings
    from django.db import DatabaseError, OperationalError, connection
    from django.utils import timezone

    from tenure.foundation.queries import find_workspace

    try:
        workspace = find_workspace()
    except DatabaseError as error:
        if connection.vendor != "sqlite" and isinstance(error, OperationalError):
            raise  # the server is out of reach
        workspace = None
    if workspace is None:
        raise CommandError(f"nothing is set up yet in {settings.TENURE_HOME}; run 'tenure init' first")
    timezone.activate(workspace.zone)
    return workspace


def asked_account(workspace: "Workspace", args: argparse.Namespace) -> "Account":
    """Return the account that is meant. Raises CommandError where there is none."""
    from tenure.health.queries.documents import find_account

    account = find_account(workspace_id=workspace.pk, named=args.account)
    if account is None:
        raise CommandError(f"there is no account '{args.account}'; give its id as in the imported file, or our id")
    return account


def asked_day(args: argparse.Namespace) -> date:
    """Return the day that is meant: yesterday where none is named, the last whole day."""
    from django.utils import timezone

    day: Any = args.as_of or timezone.localdate() - timedelta(days=1)
    found: date = day
    return found
