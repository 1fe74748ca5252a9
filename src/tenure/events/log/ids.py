"""The index of message ids: exact de-duplication over the whole retention.

Sorted runs of 64-bit keys with the partition each event lies in, merged when they grow alike, as a log-structured
tree does. A match says where to look; the log itself is asked whether the ids are equal, so a stale entry does no
harm. The index is derived: what is missing (a crash between commit and index) is read back from the log.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import msgspec
import numpy as np
from numpy.typing import NDArray

from tenure.events.log.durable import sync_all, write_durably

Keys = NDArray[np.uint64]
Places = NDArray[np.int32]

_MANIFEST = "manifest.json"


class _Manifest(msgspec.Struct):
    version: int
    runs: list[str]


@dataclass(frozen=True, slots=True)
class Matches:
    """Where keys were found: the row asked for and the place (partition code) it may be in."""

    row: NDArray[np.intp]
    place: Places


class IdIndex:
    """The index in one folder; used under the writers' lock only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._manifest = self._read_manifest()

    @property
    def version(self) -> int:
        """The version of the log that the index covers; -1 when it has to be made anew."""
        return self._manifest.version

    def find(self, keys: Keys, order: NDArray[np.intp]) -> Matches:
        """Return every entry that has one of the keys; `order` sorts them."""
        wanted = keys[order]
        rows, places = [np.empty(0, np.intp)], [np.empty(0, np.int32)]
        for name in self._manifest.runs:
            run, place = self._load(name)
            low = np.searchsorted(run, wanted, side="left")
            found = np.flatnonzero(run[np.minimum(low, len(run) - 1)] == wanted)
            low = low[found]
            high = np.searchsorted(run, wanted[found], side="right")
            entries = _ranges(low, high)
            rows.append(np.repeat(order[found], high - low))
            places.append(place[entries])
        return Matches(np.concatenate(rows), np.concatenate(places))

    def add(self, keys: Keys, places: Places, *, version: int, order: NDArray[np.intp] | None = None) -> None:
        """Add entries durably and say that the index now covers `version` of the log; `order` sorts the keys."""
        runs = list(self._manifest.runs)
        if len(keys):
            order = np.argsort(keys) if order is None else order
            keys, places = keys[order], places[order].astype(np.int32, copy=False)
            while runs and len(self._load(runs[-1])[0]) <= 2 * len(keys):
                keys, places = _merge(self._load(runs.pop()), (keys, places))
            runs.append(self._write(keys, places))
        self._replace(_Manifest(version, runs))

    def remove(self, keys: Keys) -> None:
        """Forget keys: of events that are about to be erased, so that not even their hashes stay."""
        if not len(keys):
            return
        wanted = np.unique(keys)
        runs = []
        for name in self._manifest.runs:
            run, place = self._load(name)
            at = np.minimum(np.searchsorted(wanted, run), len(wanted) - 1)
            keep = wanted[at] != run
            if keep.all():
                runs.append(name)
            elif keep.any():
                runs.append(self._write(run[keep], place[keep]))
        self._replace(_Manifest(self.version, runs))

    def clear(self) -> None:
        """Begin anew: the index covers nothing."""
        self._replace(_Manifest(-1, []))

    def _read_manifest(self) -> _Manifest:
        try:
            return msgspec.json.decode((self._folder / _MANIFEST).read_bytes(), type=_Manifest)
        except (FileNotFoundError, msgspec.DecodeError):
            return _Manifest(-1, [])

    def _load(self, name: str) -> tuple[Keys, Places]:
        return (
            np.load(self._folder / f"{name}.keys.npy", mmap_mode="r"),
            np.load(self._folder / f"{name}.places.npy", mmap_mode="r"),
        )

    def _write(self, keys: Keys, places: Places) -> str:
        name = uuid4().hex
        files = [self._folder / f"{name}.keys.npy", self._folder / f"{name}.places.npy"]
        contents: tuple[Keys | Places, ...] = (keys, places)
        for file, content in zip(files, contents, strict=True):
            np.save(file, content)
        sync_all(files)
        return name

    def _replace(self, manifest: _Manifest) -> None:
        write_durably(self._folder / _MANIFEST, msgspec.json.encode(manifest))
        self._manifest = manifest
        kept = {f"{name}.{part}.npy" for name in manifest.runs for part in ("keys", "places")}
        for file in self._folder.glob("*.npy"):
            if file.name not in kept:
                os.unlink(file)


def _merge(older: tuple[Keys, Places], newer: tuple[Keys, Places]) -> tuple[Keys, Places]:
    keys = np.concatenate([older[0], newer[0]])
    places = np.concatenate([older[1], newer[1]])
    order = np.argsort(keys, kind="stable")
    return keys[order], places[order]


def _ranges(low: NDArray[np.intp], high: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return low[0]..high[0]-1, low[1]..high[1]-1, ... as one array."""
    lengths = high - low
    if not lengths.sum():
        return np.empty(0, np.intp)
    starts = np.repeat(low - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    return starts + np.arange(lengths.sum())
