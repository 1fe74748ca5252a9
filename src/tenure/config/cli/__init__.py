"""The command line: one file a command. Django is imported only by a command that runs, so that help is quick."""

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Sequence

COMMANDS: dict[str, str] = {
    "init": "make the data folder, the database and the company",
    "import": "import a file of records or events",
    "retention": "net and gross revenue retention between two dates",
    "movements": "new, expansion, contraction, churn and reactivation by month",
    "rates": "renewal, expansion and referral rates",
    "health": "the health score of an account, explained",
    "measures": "compute and show measures",
    "serve": "serve the web pages, with a worker beside them",
    "worker": "work off background jobs",
    "digest": "send the daily digests that are due, or show what would be sent",
    "demo": "load, write out or remove the demo company",
    "doctor": "check this installation",
    "user": "make people",
}
DONE, WITH_REJECTS, NOT_DONE = 0, 1, 2


class CommandError(Exception):
    """Something the person can mend; printed alone on standard error, exit code 2."""


def boot() -> None:
    """Start Django for a command. Raises CommandError where the environment or the data folder cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenure.config.settings")
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        settings.TENURE_HOME  # noqa: B018 -- settings are read when they are first asked for
    except OSError as error:
        raise CommandError(f"the data folder cannot be used: {error.filename}: {error.strerror}") from error
    except (ValueError, ImproperlyConfigured) as error:
        raise CommandError(f"a setting cannot be used: {error}") from error
    django.setup()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 done, 1 done with rejected rows, 2 not done."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["--version"]:
        return _say_version()
    parser = argparse.ArgumentParser(prog="tenure", description="Self-hosted customer success.")
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    wanted = next((word for word in words if not word.startswith("-")), None)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        if name == wanted:
            importlib.import_module(_module(name)).add_arguments(command)
    args = parser.parse_args(words)
    return _run(args)


def _run(args: argparse.Namespace) -> int:
    try:
        return int(importlib.import_module(_module(args.command)).run(args))
    except CommandError as error:
        print(f"tenure {args.command}: {error}", file=sys.stderr)
        return NOT_DONE
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return NOT_DONE
    except BrokenPipeError:
        return NOT_DONE
    except Exception as error:
        # 1 would say that it was done
        if not _is_of_database(error):
            traceback.print_exc()
        what = "the database cannot be used" if _is_of_database(error) else "broke off by an error of the program"
        print(f"tenure {args.command}: {what}: {str(error).strip()}", file=sys.stderr)
        return NOT_DONE


def _is_of_database(error: Exception) -> bool:
    """Whether the database is out of reach or refuses us; Django is not imported for that."""
    database = sys.modules.get("django.db")
    return database is not None and isinstance(error, database.OperationalError)


def _say_version() -> int:
    from importlib.metadata import version

    print(f"tenure {version('tenure')}")
    return DONE


def _module(name: str) -> str:
    return f"{__name__}.{name}_command" if name == "import" else f"{__name__}.{name}"
