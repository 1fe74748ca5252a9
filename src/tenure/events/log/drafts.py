"""Drafts of events to bytes for the spool, and back."""

from collections.abc import Sequence
from itertools import accumulate

import msgspec
import numpy as np
import pyarrow as pa

from tenure.events.log.columns import DRAFT, TIME, to_drafts
from tenure.events.log.frames import Frame, FrameKind

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


def decode_frame(frame: Frame) -> pa.Table:
    """Return the drafts of a frame. Raises ValueError when the payload is not what the kind says."""
    if frame.kind is FrameKind.ARROW:
        try:
            with pa.ipc.open_stream(frame.payload) as reader:
                return to_drafts(reader.read_all())
        except pa.ArrowInvalid as error:
            raise ValueError(f"not a stream of events: {error}") from error
    try:
        return _columns(_json.decode(frame.payload))
    except (msgspec.DecodeError, msgspec.ValidationError):
        return _one_by_one(frame.payload)


def _one_by_one(payload: bytes) -> pa.Table:
    """Return the events of a list of which some are not events: these have no account and keep their text."""
    try:
        raws = _raws.decode(payload)
    except msgspec.DecodeError as error:
        raise ValueError(f"not a list of events: {error}") from error
    events = []
    for raw in raws:
        try:
            events.append(_one.decode(raw))
        except (msgspec.DecodeError, msgspec.ValidationError):
            events.append(JsonEvent(0, UNREADABLE, 0, 0, UNREADABLE, UNREADABLE, properties=raw))
    return _columns(events)


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
    views = [memoryview(raw) for raw in raws]
    ends = np.fromiter(accumulate((view.nbytes for view in views), initial=0), np.int32, len(views) + 1)
    return pa.StringArray.from_buffers(len(views), pa.py_buffer(ends), pa.py_buffer(b"".join(views)))
