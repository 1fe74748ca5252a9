"""Icons: markup of Tabler Icons collected by the front-end build."""

import json
import os
from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS = Path(__file__).resolve().parent / "static" / "vendor" / "icons.json"


def draw_icon(name: str, *, size: str = "", label: str = "") -> SafeString:
    """Return an icon as inline SVG; with `label` it speaks, without it is decoration.

    An icon the build has not collected is drawn as an empty box, so that the page still stands.
    """
    return _drawn(name, size, str(label), _changed_at())


@lru_cache(maxsize=2_000)
def _drawn(name: str, size: str, label: str, changed_at: int) -> SafeString:
    body = mark_safe(_bodies(changed_at).get(name, ""))  # noqa: S308 -- our own build's file
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="t-icon{}" viewBox="0 0 24 24" {}>{}</svg>', size and f" is-{size}", spoken, body)


def _changed_at() -> int:
    try:
        return os.stat(ICONS).st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=2)
def _bodies(changed_at: int) -> dict[str, str]:
    return json.loads(ICONS.read_text(encoding="utf-8")) if changed_at else {}
