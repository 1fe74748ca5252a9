"""tenure init"""

import argparse
import sys

from tenure.config.cli import DONE, CommandError, boot


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", default="My company", help="the company's name")
    parser.add_argument("--currency", type=_currency, default="USD", help="three letters, such as USD, EUR, CNY")
    parser.add_argument("--language", choices=["en", "zh-hans"], help="of people who choose none")
    parser.add_argument(
        "--time-zone", type=_zone, help="where the company's days begin and end, such as Europe/Berlin"
    )


def run(args: argparse.Namespace) -> int:
    if not args.name.strip():
        raise CommandError("the company needs a name")
    boot()
    from django.conf import settings

    migrate()
    from tenure.foundation.queries import find_workspace
    from tenure.foundation.services import create_workspace

    if find_workspace() is None:
        language = args.language or ("zh-hans" if settings.LANGUAGE_CODE.startswith("zh") else "en")
        create_workspace(name=args.name.strip(), currency=args.currency, language=language, time_zone=args.time_zone)
        print(f"made {args.name} in {settings.TENURE_HOME}", file=sys.stderr)
    else:
        print(f"already set up in {settings.TENURE_HOME}; the database is up to date", file=sys.stderr)
    return DONE


def migrate() -> None:
    """Bring the database up to date."""
    from django.conf import settings
    from django.core.management import call_command

    settings.TENURE_HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)


def _currency(text: str) -> str:
    if len(text) != 3 or not text.isascii() or not text.isalpha():
        raise argparse.ArgumentTypeError(f"'{text}' is not a currency; write three letters, such as USD, EUR, CNY")
    return text.upper()


def _zone(text: str) -> str:
    from zoneinfo import available_timezones

    if text not in available_timezones():
        raise argparse.ArgumentTypeError(f"'{text}' is not a time zone; write one such as Europe/Berlin or UTC")
    return text
