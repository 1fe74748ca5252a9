"""The command line: one file a command. Django is imported only by a command that runs, so that help is quick."""

import argparse
import importlib
import os
import sys
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
    "demo": "load, write out or remove the demo company",
    "doctor": "check this installation",
    "user": "make people",
}
DONE, WITH_REJECTS, NOT_DONE = 0, 1, 2


class CommandError(Exception):
    """Something the person can mend; printed alone on standard error, exit code 2."""


def boot() -> None:
    """Start Django for a command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenure.config.settings")
    import django

    django.setup()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 done, 1 done with rejected rows, 2 not done."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="tenure", description="Self-hosted customer success.")
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


def _module(name: str) -> str:
    return f"{__name__}.{name}_command" if name == "import" else f"{__name__}.{name}"
