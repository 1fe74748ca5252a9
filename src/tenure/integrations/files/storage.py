"""Uploaded files: below the data folder, under random names, only as long as they are needed."""

import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

BLOCK = 1 << 20


def folder() -> Path:
    """Return the folder of uploaded files, made if needed; nobody else may read it."""
    path = Path(settings.TENURE_HOME) / "files" / "imports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def keep(blocks: Iterable[bytes]) -> tuple[str, str, int]:
    """Store a file; return its random name, SHA-256 and size. What fails half way leaves nothing behind."""
    name = secrets.token_hex(16)
    path = folder() / name
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as handle:
            for block in blocks:
                digest.update(block)
                size += len(block)
                handle.write(block)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return name, digest.hexdigest(), size


def path_of(name: str) -> Path:
    """Return where a stored file lies. Raises ValueError for a name that is not one of ours."""
    if not name or not all(letter in "0123456789abcdef" for letter in name):
        raise ValueError("not the name of a stored file")
    return folder() / name


def drop(name: str) -> None:
    """Remove a stored file; one that is gone already is fine."""
    if name:
        path_of(name).unlink(missing_ok=True)


def digest_of(path: Path) -> tuple[str, int]:
    """Return the SHA-256 and the size of a file that stays where it is."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size
