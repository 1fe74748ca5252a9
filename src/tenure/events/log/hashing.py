"""Numbers that stand for an event's identity, source and message id, in the index of ids.

Computed on columns, eight bytes at a time, with the mixing of SplitMix64. Equal ids have equal keys, that is all
that is asked of them: where keys are equal the log compares the texts.
"""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tenure.events.log.ids import Keys

_BATCH_ROWS = 65_536
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))
_LAST = np.uint64(31)


def hash_keys(source: pa.ChunkedArray, message_id: pa.ChunkedArray) -> Keys:
    """Return the keys of events; neither column has nulls."""
    coded = source.combine_chunks().dictionary_encode()
    of_source = _hash_texts(coded.dictionary)[coded.indices.to_numpy()]
    parts = []
    for chunk in message_id.chunks:
        for start in range(0, len(chunk), _BATCH_ROWS):
            parts.append(_hash_texts(chunk.slice(start, _BATCH_ROWS)))
    of_message = np.concatenate(parts) if parts else np.empty(0, np.uint64)
    return _mix(of_message ^ (of_source * _STEP))


def _hash_texts(texts: pa.Array) -> Keys:
    """Return a number for each text. Texts of one length are done together; ids mostly have one length."""
    if not len(texts):
        return np.empty(0, np.uint64)
    _, offset_buffer, data_buffer = texts.buffers()
    ends = np.frombuffer(offset_buffer, np.int32, len(texts) + 1, texts.offset * 4).astype(np.int64)
    data = np.frombuffer(data_buffer, np.uint8) if data_buffer else np.empty(0, np.uint8)
    lengths = np.diff(ends)
    order = np.argsort(lengths, kind="stable")
    cuts = np.flatnonzero(np.diff(lengths[order])) + 1
    hashes = np.empty(len(texts), np.uint64)
    for rows in np.split(order, cuts):
        hashes[rows] = _hash_equally_long(data, ends[rows], int(lengths[rows[0]]))
    return hashes


def _hash_equally_long(data: NDArray[np.uint8], starts: NDArray[np.int64], length: int) -> Keys:
    words = -(-length // 8)
    padded = np.zeros((len(starts), words * 8), np.uint8)
    if length and starts[-1] - starts[0] == length * (len(starts) - 1):
        padded[:, :length] = data[starts[0] : starts[0] + length * len(starts)].reshape(len(starts), length)
    elif length:
        padded[:, :length] = data[starts[:, None] + np.arange(length)]
    hashes = np.full(len(starts), length, np.uint64)
    for word in padded.view(np.uint64).T:
        hashes = _mix(hashes ^ word)
    return hashes


def _mix(values: Keys) -> Keys:
    mixed = values + _STEP
    for shift, factor in _MIX:
        mixed ^= mixed >> shift
        mixed *= factor
    mixed ^= mixed >> _LAST
    return mixed
