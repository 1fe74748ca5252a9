"""Getting bytes onto the disk, not only into the cache. No library that we write with does it for us."""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

_THREADS = 4


def sync_file(path: Path) -> None:
    """Return when the file's bytes are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(path: Path) -> None:
    """Return when the folder's entries (new, renamed and removed names) are on the disk."""
    sync_file(path)


def sync_all(files: Iterable[Path]) -> None:
    """Sync files and the folders they lie in; several at a time, since each mostly waits."""
    files = list(files)
    if not files:
        return
    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(sync_file, files))
        list(pool.map(sync_folder, {path.parent for path in files}))


def write_durably(path: Path, content: bytes) -> None:
    """Replace a file whole: a reader, or a crash, sees the old content or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    sync_folder(path.parent)
