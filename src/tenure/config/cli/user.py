"""tenure user create"""

import argparse
import getpass
import secrets
import sys

from tenure.config.cli import DONE, CommandError
from tenure.config.cli._asking import open_workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    create = actions.add_parser("create", help="make a person")
    create.add_argument("email")
    create.add_argument("--name", default="")
    create.add_argument("--role", choices=["admin", "leader", "csm", "reader"], default="csm")
    create.add_argument("--team", action="append", default=[], help="repeat for several teams")
    create.add_argument("--password", help="asked for when left out; '-' makes one and prints it")


def run(args: argparse.Namespace) -> int:
    workspace = open_workspace()
    from django.core.exceptions import ValidationError

    from tenure.foundation.models import User
    from tenure.foundation.services import create_user, ensure_team

    if User.objects.filter(email__iexact=args.email).exists():
        raise CommandError(f"{args.email} is there already")
    password = _password(args.password)
    try:
        create_user(
            workspace=workspace,
            email=args.email,
            password=password,
            role=args.role,
            name=args.name,
            teams=[ensure_team(workspace=workspace, name=name) for name in args.team],
        )
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    print(f"made {args.role} {args.email}", file=sys.stderr)
    return DONE


def _password(given: str | None) -> str:
    if given == "-":
        made = secrets.token_urlsafe(12)
        print(made)
        return made
    return given if given is not None else getpass.getpass("Password: ")
