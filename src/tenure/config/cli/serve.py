"""tenure serve"""

import argparse
import os
import subprocess
import sys

from tenure.config.cli import DONE, boot


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--threads", type=int, default=8, help="requests answered at once")
    parser.add_argument("--no-worker", action="store_true", help="serve pages only")


def run(args: argparse.Namespace) -> int:
    os.environ.setdefault("TENURE_BASE_URL", f"http://{args.host}:{args.port}")
    boot()
    from tenure.config.cli.init import migrate

    migrate()
    worker = None if args.no_worker else _start_worker()
    print(f"Tenure serves http://{args.host}:{args.port} (Ctrl-C stops it)", file=sys.stderr, flush=True)
    try:
        _serve(args)
    finally:
        if worker is not None:
            worker.terminate()
            worker.wait(timeout=20)
    return DONE


def _start_worker() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "tenure.config", "worker"])


def _serve(args: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "tenure.config.wsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=args.threads,
        log_enabled=False,
    ).serve()
