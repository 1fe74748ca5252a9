"""tenure serve"""

import argparse
import os
import socket
import subprocess
import sys

from tenure.config.cli import DONE, CommandError, boot


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=_port, default=8000)
    parser.add_argument("--threads", type=_threads, default=8, help="requests answered at once")
    parser.add_argument("--no-worker", action="store_true", help="serve pages only")


def run(args: argparse.Namespace) -> int:
    os.environ.setdefault("TENURE_BASE_URL", f"http://{args.host}:{args.port}")
    _check_free(args.host, args.port)
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


def _check_free(host: str, port: int) -> None:
    """Refuse an address that another program serves: the server itself would share it without a word."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(f"{host}:{port} cannot be served: {error.strerror}; try another --port") from error


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port from 1 to 65535")
    return int(text)


def _threads(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 1 to 256")
    return int(text)


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
