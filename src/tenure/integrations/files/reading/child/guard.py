"""The bytes of a text file, unpacked, with every limit watched while they flow."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from tenure.integrations.files.reading.child.refusal import Refused
from tenure.integrations.files.reading.types import MB, Limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BOMB_FLOOR = 16 * MB  # below this a high ratio does no harm: small files of one repeated line exist


class Guard(io.RawIOBase):
    """A raw stream that refuses bombs, endless lines and files beyond the limit.

    `packed_position` tells how many bytes of the packed file were used, or is None where nothing is packed.
    """

    def __init__(self, source: BinaryIO, limits: Limits, packed_position: Callable[[], int] | None = None) -> None:
        self._source = source
        self._limits = limits
        self._packed_position = packed_position
        self._line_bytes = 0
        self.produced = 0
        self.lines = 0

    def readable(self) -> bool:
        """Tell that this can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill `buffer` with the next bytes. Raises Refused when a limit is passed."""
        view = memoryview(buffer)
        data = self._source.read(len(view))
        view[: len(data)] = data
        if data:
            self._watch(data)
        return len(data)

    def _packed(self) -> int:
        return self.produced if self._packed_position is None else self._packed_position()

    def _watch(self, data: bytes) -> None:
        limits = self._limits
        self.produced += len(data)
        if self.produced > limits.unpacked_bytes:
            raise Refused("too_large", limit=limits.unpacked_bytes // MB)
        if self.produced > _BOMB_FLOOR and self.produced > limits.ratio * self._packed():
            raise Refused("bomb", ratio=limits.ratio)
        last = max(data.rfind(b"\n"), data.rfind(b"\r"))
        self._line_bytes = self._line_bytes + len(data) if last < 0 else len(data) - last - 1
        if self._line_bytes > limits.line_bytes:
            raise Refused("line_too_long", row=self.lines + 1, limit=limits.line_bytes // MB)
        self.lines += data.count(b"\n")
