"""What goes over the pipe between the reading child and its parent: length-prefixed MessagePack frames.

MessagePack and not pickle: what a broken child sends can only ever be data. Dates and decimals travel as extension
types, so that they arrive as what they were.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import msgspec

HEADER_BYTES = 4
MAX_FRAME_BYTES = 1 << 30
_LEAST_INT, _LARGEST_INT = -(2**63), 2**64 - 1
_DATE, _DATETIME, _DECIMAL = 1, 2, 3

_encoder = msgspec.msgpack.Encoder()


def encode_frame(kind: str, payload: Any) -> bytes:
    """Return one frame: its length in four bytes, then `[kind, payload]`."""
    body = _encoder.encode([kind, payload])
    return len(body).to_bytes(HEADER_BYTES, "big") + body


def wrap(value: Any) -> Any:
    """Return a native value as something that keeps its type over the pipe."""
    kind = type(value)
    if kind is str or value is None or kind is float or kind is bool:
        return value
    if kind is int:
        return value if _LEAST_INT <= value <= _LARGEST_INT else str(value)
    if kind is datetime:
        return msgspec.msgpack.Ext(_DATETIME, value.isoformat().encode())
    if kind is date:
        return msgspec.msgpack.Ext(_DATE, value.isoformat().encode())
    if kind is Decimal:
        return msgspec.msgpack.Ext(_DECIMAL, str(value).encode())
    return value.isoformat() if kind is time else str(value)


def _unwrap(code: int, data: memoryview) -> Any:
    text = bytes(data).decode()
    makers: dict[int, Callable[[str], Any]] = {
        _DATE: date.fromisoformat,
        _DATETIME: datetime.fromisoformat,
        _DECIMAL: Decimal,
    }
    return makers[code](text)


_decoder = msgspec.msgpack.Decoder(list, ext_hook=_unwrap)


def decode_frame(body: bytes | bytearray) -> tuple[str, Any]:
    """Return kind and payload of a frame's body. Raises msgspec.DecodeError for anything that is no frame."""
    kind, payload = _decoder.decode(body)
    return str(kind), payload


def text_of(value: Any) -> str:
    """Return a cell's value as a person would have written it in a text file."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)
