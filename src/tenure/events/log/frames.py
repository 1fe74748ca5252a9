"""How the spool writes what it is given: frames with length and checksum, so that a torn tail is seen."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

MAGIC = b"TENURE01"
_HEAD = struct.Struct("<BII")
_LARGEST = 1 << 30


class FrameKind(IntEnum):
    """What a frame holds."""

    ARROW = 1  # a stream of record batches
    JSON = 2  # a list of events as the tracking intake accepts them


_KINDS = frozenset(int(kind) for kind in FrameKind)


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame that was read back whole."""

    kind: FrameKind
    payload: bytes


@dataclass(slots=True)
class SegmentState:
    """What reading a segment came to: `torn` bytes were cut off its end, `damaged` frames lie within it."""

    torn: int = 0
    damaged: int = 0


def encode_frame(kind: FrameKind, payload: bytes) -> bytes:
    """Return the bytes of a frame; raises ValueError for a payload beyond 1 GiB."""
    if len(payload) > _LARGEST:
        raise ValueError(f"a frame of {len(payload)} bytes is too large; cut it into smaller batches")
    return _HEAD.pack(kind, len(payload), _checksum(kind, payload)) + payload


def read_frames(path: Path, state: SegmentState) -> Iterator[Frame]:
    """Yield the whole frames of a segment in order.

    A frame that the file ends within was never acknowledged: it is cut off. A frame whose bytes are all there but
    do not match their checksum is damage: it is skipped and counted, and what follows is still read.
    """
    data = path.read_bytes()
    if data[: len(MAGIC)] != MAGIC:
        state.torn = len(data)
        return
    at = len(MAGIC)
    while at < len(data):
        if at + _HEAD.size > len(data):
            break
        kind, length, checksum = _HEAD.unpack_from(data, at)
        end = at + _HEAD.size + length
        if kind not in _KINDS:
            # zeros: the file grew before its bytes came. Anything else is a head that cannot be trusted
            state.damaged += kind != 0
            break
        if end > len(data):
            break
        payload = data[at + _HEAD.size : end]
        if _checksum(kind, payload) == checksum:
            yield Frame(FrameKind(kind), payload)
        elif end == len(data):
            break
        else:
            state.damaged += 1
        at = end
    state.torn = len(data) - at


def _checksum(kind: int, payload: bytes) -> int:
    return zlib.crc32(payload, kind)
