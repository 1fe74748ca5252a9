"""Writes the reference pages that are generated: `python -m tenure.api.export [FOLDER]`."""

import os
import sys
from collections.abc import Callable
from pathlib import Path


def pages() -> dict[str, Callable[[], str]]:
    """Return what writes each generated page, by its file name."""
    from tenure.accounts.reference import records_page
    from tenure.api.reference import api_page, document_text

    return {"openapi.json": document_text, "api.md": api_page, "records.md": records_page}


def main(words: list[str]) -> int:
    """Write every page into the folder, by default docs/reference."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenure.config.settings")
    os.environ.setdefault("TENURE_SECRET_KEY", "nothing is signed here")
    import django

    django.setup()
    folder = Path(words[0] if words else "docs/reference")
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in pages().items():
        (folder / name).write_text(write(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
