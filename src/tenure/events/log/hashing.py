"""Numbers that stand for an event's identity, source and message id, in the index of ids.

Computed on columns, eight bytes at a time, with the mixing of SplitMix64. Equal ids have equal keys, that is all
that is asked of them: where keys are equal the log compares the texts.
"""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tenure.events.log.ids import Keys

_BATCH_ROWS = 65_536
_WORD = 8
_KEEP = np.array([(1 << 8 * length) - 1 for length in range(_WORD + 1)], np.uint64)
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
    """Return a number for each text, from its length and its bytes, eight at a time; the last word ends in zeros."""
    if not len(texts):
        return np.empty(0, np.uint64)
    _, offset_buffer, data_buffer = texts.buffers()
    ends = np.frombuffer(offset_buffer, np.int32, len(texts) + 1, texts.offset * 4).astype(np.int64)
    starts, lengths = ends[:-1] - ends[0], np.diff(ends)
    data = np.zeros(int(ends[-1] - ends[0]) + _WORD, np.uint8)
    if data_buffer:
        data[:-_WORD] = np.frombuffer(data_buffer, np.uint8)[ends[0] : ends[-1]]
    words = np.ndarray(len(data) - _WORD + 1, "<u8", data, strides=(1,))
    hashes = lengths.astype(np.uint64)
    for at in range(0, int(lengths.max()), _WORD):
        left = lengths - at
        if int(left.min()) > 0:
            hashes = _mix(hashes ^ _cut(words[starts + at], left))
        else:
            rows = np.flatnonzero(left > 0)
            hashes[rows] = _mix(hashes[rows] ^ _cut(words[starts[rows] + at], left[rows]))
    return hashes


def _cut(words: Keys, left: NDArray[np.int64]) -> Keys:
    """Return the words without the bytes that belong to the next text."""
    return words & np.take(_KEEP, np.minimum(left, _WORD))


def _mix(values: Keys) -> Keys:
    mixed = values + _STEP
    for shift, factor in _MIX:
        mixed ^= mixed >> shift
        mixed *= factor
    mixed ^= mixed >> _LAST
    return mixed
