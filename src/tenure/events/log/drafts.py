"""Drafts of events to bytes for the spool, and back."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np
import pyarrow as pa

from tenure.events.log.columns import DRAFT, TIME, to_drafts
from tenure.events.log.frames import Frame, FrameKind

_TOGETHER = 20_000
NO_PROPERTIES = msgspec.Raw(b"{}")


class JsonEvent(msgspec.Struct, gc=False, frozen=True):
    """An event as the tracking intake writes it; times are microseconds since 1970 UTC."""

    account_id: int
    name: str
    occurred_at: int
    known_at: int
    source: str
    message_id: str
    user_id: str = ""
    count: int = 1
    seconds: int = 0
    value: float | None = None
    properties: msgspec.Raw = NO_PROPERTIES


_json = msgspec.json.Decoder(list[JsonEvent])
_one = msgspec.json.Decoder(JsonEvent)
_raws = msgspec.json.Decoder(list[msgspec.Raw])

# stands in the place of what could not be read; such an event has no account, so it is always refused
UNREADABLE = "?"


def encode_drafts(table: pa.Table) -> bytes:
    """Return the drafts as the payload of an ARROW frame."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(sink, DRAFT, options=options) as writer:
        writer.write_table(table)
    payload: bytes = sink.getvalue().to_pybytes()
    return payload


def decode_frames(frames: Iterable[Frame]) -> Iterator[pa.Table | None]:
    """Yield the drafts of frames in order; None for a frame whose payload is not what its kind says.

    JSON frames are small and many: their events are turned into columns together.
    """
    waiting: list[JsonEvent] = []
    for frame in frames:
        if frame.kind is FrameKind.JSON:
            events = _events_of(frame.payload)
            if events is None:
                yield None
                continue
            waiting += events
            if len(waiting) < _TOGETHER:
                continue
        if waiting:
            yield _columns(waiting)
            waiting = []
        if frame.kind is FrameKind.ARROW:
            yield _decode_arrow(frame.payload)
    if waiting:
        yield _columns(waiting)


def _decode_arrow(payload: bytes) -> pa.Table | None:
    try:
        with pa.ipc.open_stream(payload) as reader:
            return to_drafts(reader.read_all())
    except (pa.ArrowInvalid, ValueError):
        return None


def _events_of(payload: bytes) -> list[JsonEvent] | None:
    try:
        return _json.decode(payload)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return _one_by_one(payload)


def _one_by_one(payload: bytes) -> list[JsonEvent] | None:
    """Return the events of a list of which some are not events: these have no account and keep their text."""
    try:
        raws = _raws.decode(payload)
    except msgspec.DecodeError:
        return None
    events = []
    for raw in raws:
        try:
            events.append(_one.decode(raw))
        except (msgspec.DecodeError, msgspec.ValidationError):
            events.append(JsonEvent(0, UNREADABLE, 0, 0, UNREADABLE, UNREADABLE, properties=raw))
    return events


def _columns(events: Sequence[JsonEvent]) -> pa.Table:
    rows = len(events)
    zeros = np.zeros(rows, np.int64)
    return pa.table(
        {
            "account_id": pa.array([event.account_id for event in events], pa.int64()),
            "user_id": pa.array([event.user_id for event in events], pa.string()),
            "name": pa.array([event.name for event in events], pa.string()),
            "occurred_at": pa.array([event.occurred_at for event in events], pa.int64()).cast(TIME),
            "known_at": pa.array([event.known_at for event in events], pa.int64()).cast(TIME),
            "is_assumed": pa.array(np.zeros(rows, np.bool_)),
            "source": pa.array([event.source for event in events], pa.string()),
            "message_id": pa.array([event.message_id for event in events], pa.string()),
            "import_id": zeros,
            "count": pa.array([event.count for event in events], pa.int64()),
            "seconds": pa.array([event.seconds for event in events], pa.int64()),
            "value": pa.array([event.value for event in events], pa.float64()),
            "properties": _raw_text([event.properties for event in events]),
            "row_number": zeros,
        },
        schema=DRAFT,
    )


def _raw_text(raws: Sequence[msgspec.Raw]) -> pa.Array:
    """Return JSON fragments as a text column without a string object for each."""
    texts = list(map(bytes, raws))
    ends = np.zeros(len(texts) + 1, np.int32)
    np.cumsum(np.fromiter(map(len, texts), np.int32, len(texts)), out=ends[1:])
    return pa.StringArray.from_buffers(len(texts), pa.py_buffer(ends), pa.py_buffer(b"".join(texts)))
