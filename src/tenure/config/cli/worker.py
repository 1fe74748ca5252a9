"""tenure worker"""

import argparse

from tenure.config.cli import DONE, boot


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="stop when nothing is left to do")


def run(args: argparse.Namespace) -> int:
    boot()
    from tenure.foundation.jobs.worker import run_worker

    run_worker(batch=args.once)
    return DONE
