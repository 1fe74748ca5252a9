"""The parent's side of the child process: start it, hear its frames, never leave it behind."""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

import tenure
from tenure.integrations.files.reading.messages import FileError, Where
from tenure.integrations.files.reading.texts import file_error
from tenure.integrations.files.reading.types import MB, FileShape, Limits, ReadOptions
from tenure.integrations.files.reading.wire import HEADER_BYTES, MAX_FRAME_BYTES, decode_frame

_SOURCE = str(Path(tenure.__file__).parent.parent)
_MODULE = "tenure.integrations.files.reading.child"
_PIPE_BYTES = 1 << 20
_ENVIRONMENT = {
    "PYTHONPATH": _SOURCE,
    "PYTHONDONTWRITEBYTECODE": "1",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    # address space is limited, and each thread of these libraries would reserve some on a machine of many cores
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
"""All that the child gets to know of its surroundings: no secret, no address of a database."""


def frames(file: BinaryIO, options: ReadOptions, shape: FileShape | None = None) -> Iterator[tuple[str, Any]]:
    """Yield the frames a child sends about `file`, without the closing one. Raises FileError.

    The child is ended and reaped however the iteration ends. Waiting for the child is limited to
    `limits.wall_seconds` in all; time that the caller spends between two frames does not count.
    """
    want = "shape" if shape is None else "rows"
    request = msgspec.json.encode({"want": want, "options": options, "shape": shape}).decode()
    child = subprocess.Popen(  # noqa: S603 -- our own module; nothing of the command comes from the file
        [sys.executable, "-s", "-P", "-m", _MODULE, request],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=_ENVIRONMENT,
    )
    try:
        yield from _listen(child, options)
    finally:
        _end(child)


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.stdout is not None:
        child.stdout.close()
    if child.poll() is None:
        child.kill()
    child.wait()


def _listen(child: "subprocess.Popen[bytes]", options: ReadOptions) -> Iterator[tuple[str, Any]]:
    pipe = _Pipe(child, options.limits)
    while True:
        body = pipe.frame()
        if body is None:
            raise _death(child, options)
        try:
            kind, payload = decode_frame(body)
        except (msgspec.DecodeError, ValueError, KeyError) as error:
            raise _failed(options, f"{error}") from error
        if kind == "end":
            return
        if kind == "refused":
            code, row, column, params = payload
            raise file_error(str(code), dict(params), Where(options.name, row, str(column)))
        yield kind, payload


class _Pipe:
    """Reads frames from a child within the time it may take."""

    def __init__(self, child: "subprocess.Popen[bytes]", limits: Limits) -> None:
        if child.stdout is None:
            raise ValueError("the child has no pipe")
        self._file = child.stdout.fileno()
        self._left = float(limits.wall_seconds)
        self._buffer = bytearray()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._file, selectors.EVENT_READ)
        self._child = child
        _widen(self._file)

    def frame(self) -> bytearray | None:
        """Return the body of the next frame, or None when the child is gone (or was ended for taking too long)."""
        if not self._fill(HEADER_BYTES):
            return None
        size = int.from_bytes(self._buffer[:HEADER_BYTES], "big")
        if size > MAX_FRAME_BYTES or not self._fill(HEADER_BYTES + size):
            return None
        body = self._buffer[HEADER_BYTES : HEADER_BYTES + size]
        del self._buffer[: HEADER_BYTES + size]
        return body

    def _fill(self, size: int) -> bool:
        while len(self._buffer) < size:
            began = time.monotonic()
            ready = self._selector.select(max(0.0, self._left))
            self._left -= time.monotonic() - began
            if not ready:
                self._child.send_signal(getattr(signal, "SIGXCPU", signal.SIGTERM))
                return False
            piece = os.read(self._file, _PIPE_BYTES)
            if not piece:
                return False
            self._buffer += piece
        return True


def _widen(pipe: int) -> None:
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _death(child: "subprocess.Popen[bytes]", options: ReadOptions) -> FileError:
    """Return why a child that sent no closing frame ended."""
    try:
        code = child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        child.kill()
        code = -signal.SIGXCPU
    where = Where(options.name)
    if code in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGTERM):
        return file_error("too_slow", {"limit": options.limits.cpu_seconds}, where)
    if code in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, 1):
        return file_error("too_much_memory", {"limit": options.limits.memory_bytes // MB}, where)
    return _failed(options, f"exit {code}")


def _failed(options: ReadOptions, why: str) -> FileError:
    return file_error("reader_failed", {"why": why}, Where(options.name))
