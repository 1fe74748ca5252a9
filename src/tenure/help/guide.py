"""The pages of the guide: Markdown files, one folder a language, drawn as HTML for the product."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tenure.ui.templatetags.tenure_ui import asset

PAGES = Path(__file__).parent / "pages"
STATIC = Path(__file__).parent / "static"
PICTURES = "../../static/"
# in the order in which a newcomer wants them
SLUGS = (
    "first-hour",
    "today",
    "account",
    "portfolio",
    "import",
    "mapping",
    "retention",
    "health",
    "alerts",
    "command-line",
)


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One page of the guide: its title, its chapters as (anchor, title), and its HTML without the title."""

    slug: str
    title: str
    chapters: tuple[tuple[str, str], ...]
    html: SafeString


def folder_of(language: str) -> str:
    """Return the folder of a language: Chinese, else English."""
    return "zh" if language.startswith("zh") else "en"


def list_guide(language: str) -> list[GuidePage]:
    """Return all pages in their order."""
    return [read_guide(slug, folder_of(language)) for slug in SLUGS]


@lru_cache
def read_guide(slug: str, folder: str) -> GuidePage:
    """Return one page. Raises KeyError for a slug that is none."""
    if slug not in SLUGS:
        raise KeyError(slug)
    markdown = MarkdownIt("commonmark").enable("table")
    tokens = markdown.parse((PAGES / folder / f"{slug}.md").read_text(encoding="utf-8"))
    title, rest = tokens[1].content, tokens[3:]
    chapters = _mark_chapters(rest)
    for token in _all(rest):
        _point_home(token)
    # a text wider than the page scrolls, by keyboard as well
    html = markdown.renderer.render(rest, markdown.options, {}).replace("<pre>", '<pre tabindex="0">')
    return GuidePage(slug, title, chapters, mark_safe(html))  # noqa: S308 -- our own files, HTML in them is escaped


def _mark_chapters(tokens: Sequence[Token]) -> tuple[tuple[str, str], ...]:
    """Give every heading of the second order an anchor."""
    found = []
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            token.attrSet("id", f"c{len(found) + 1}")
            found.append((f"c{len(found) + 1}", tokens[at + 1].content))
    return tuple(found)


def _all(tokens: Sequence[Token]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *_all(token.children or []))]


def _size_of(picture: Path) -> tuple[int, int]:
    """Return width and height of a PNG file, so that the page keeps its place while the picture loads; 0 of none."""
    head = picture.read_bytes()[:24] if picture.is_file() else bytes(24)
    return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])


def _point_home(token: Token) -> None:
    """Turn what points to a file of the guide into what points to its page or static file in the product."""
    source = str(token.attrGet("src") or "")
    if token.type == "image" and source.startswith(PICTURES):
        token.attrSet("src", asset(source.removeprefix(PICTURES)))
        width, height = _size_of(STATIC / source.removeprefix(PICTURES))
        token.attrSet("width", width)
        token.attrSet("height", height)
        token.attrSet("loading", "lazy")
    target = str(token.attrGet("href") or "")
    if token.type == "link_open" and target.endswith(".md"):
        token.attrSet("href", reverse("guide", args=[target.removesuffix(".md")]))
    if token.type == "table_open":
        token.attrSet("class", "t-table")
