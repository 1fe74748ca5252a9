"""tenure worker"""

import argparse

from tenure.config.cli import DONE, CommandError, boot


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="stop when nothing is left to do")


def run(args: argparse.Namespace) -> int:
    boot()
    from django.db import OperationalError, ProgrammingError

    from tenure.foundation.jobs.worker import run_worker
    from tenure.foundation.queries import find_workspace

    try:
        find_workspace()  # it may still be missing, its table may not
    except (OperationalError, ProgrammingError) as error:
        raise CommandError("nothing is set up yet; run 'tenure init' first") from error
    run_worker(batch=args.once)
    return DONE
