"""Catalogues: extract, check and compile them with Babel alone; no system gettext is needed.

Every domain keeps its own catalogue in `<domain>/locale/zh_Hans/LC_MESSAGES/django.po`. Text of the engine is
collected into the catalogue of the domain that shows it.

    python -m tenure.config.messages update|check|compile [DOMAIN ...]
"""

import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SRC = Path(__file__).resolve().parents[2]
LOCALE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
ENGINE_TEXT = {
    "measures": "health",
    "health": "health",
    "windows": "health",
    "revenue": "revenue",
    "alerts": "playbooks",
    "rollup": "events",
}
HEADER = "# Simplified Chinese. Terms: docs/glossary. Written by `make messages`, translated by hand."
PARTS = {"tests", "migrations", "static", "locale"}
Message = tuple[int, Any, str | None]


def domains(names: Sequence[str] = ()) -> list[Path]:
    """Return the folders of the named domains, or of all."""
    found = sorted(path for path in (SRC / "tenure").iterdir() if (path / "__init__.py").exists())
    return [path for path in found if not names or path.name in names]


def sources(domain: Path) -> Iterator[Path]:
    """Return the files whose text belongs to a domain's catalogue."""
    folders = [domain]
    folders += [SRC / "tenure_engine" / part for part, owner in ENGINE_TEXT.items() if owner == domain.name]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder).parts[:-1]
            if path.suffix in {".py", ".html", ".txt"} and not PARTS & set(inside):
                yield path


def messages_of(path: Path) -> Iterator[Message]:
    """Yield (line, message, context) of one file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        from django.utils.translation.template import templatize

        text = templatize(text, origin=str(path))
        text = "\n".join(line.lstrip() for line in text.split("\n"))  # a template's indentation means nothing
    yield from _python_messages(io.BytesIO(text.encode()))


def _python_messages(stream: IO[bytes]) -> Iterator[Message]:
    for line, function, message, _comments in extract_python(stream, list(KEYWORDS), [], {}):
        spec = KEYWORDS[function]
        parts = message if isinstance(message, tuple) else (message,)
        context = None
        if spec is not None:
            indices = [index for index in spec if isinstance(index, int)]
            context = parts[0] if any(isinstance(index, tuple) for index in spec) else None
            parts = tuple(parts[index - 1] for index in indices)
        elif len(parts) > 1:
            parts = parts[:1]
        if all(isinstance(part, str) and part for part in parts):
            yield line, parts if len(parts) > 1 else parts[0], context


def extract(domain: Path) -> Catalog:
    """Return the template of a domain's catalogue. The place of a message is its file, without a line."""
    template = Catalog(locale="zh_Hans", project="Tenure", fuzzy=False)
    for path in sources(domain):
        place = path.relative_to(SRC).as_posix()
        for _line, message, context in messages_of(path):
            template.add(message, None, locations=[(place, 0)], context=context)
    return template


def read(domain: Path) -> Catalog:
    """Return a domain's catalogue as committed, empty where there is none."""
    path = domain / LOCALE
    if not path.exists():
        return Catalog(locale="zh_Hans", project="Tenure", fuzzy=False)
    with path.open("rb") as handle:
        return read_po(handle, locale="zh_Hans")


def update(names: Sequence[str] = ()) -> int:
    """Bring every catalogue in line with the sources, keeping translations; return how many are untranslated."""
    open_messages = 0
    for domain in domains(names):
        template, catalog = extract(domain), read(domain)
        fresh = Catalog(locale="zh_Hans", project="Tenure", fuzzy=False, header_comment=HEADER)
        for message in template:
            if not message.id:
                continue
            old = catalog.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
            text = old.string if old is not None and not old.fuzzy else None
            fresh.add(message.id, text, locations=sorted(set(message.locations)), context=message.context)
            open_messages += _is_open(text)
        if len(fresh):
            _write(domain / LOCALE, fresh)
    return open_messages


def _write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, sort_output=True, omit_header=False, include_lineno=False)
    stamp = re.compile(rb'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Generated-By|Report-Msgid).*\n', re.M)
    path.write_bytes(stamp.sub(b"", buffer.getvalue()))


def _is_open(text: Any) -> bool:
    parts = text if isinstance(text, list | tuple) else (text,)
    return not all(parts)


PLACEHOLDER = re.compile(r"%\((\w+)\)|\{(\w*)\}")


def check(names: Sequence[str] = ()) -> list[str]:
    """Return what is wrong with the catalogues: missing, untranslated, fuzzy, placeholders that differ."""
    wrong = []
    for domain in domains(names):
        catalog = read(domain)
        for message in extract(domain):
            if not message.id:
                continue
            singular = message.id if isinstance(message.id, str) else message.id[0]
            found = catalog.get(singular, message.context)
            if found is None or _is_open(found.string):
                wrong.append(f"{domain.name}: not translated: {singular!r}")
            elif found.fuzzy:
                wrong.append(f"{domain.name}: fuzzy: {singular!r}")
            elif isinstance(found.string, str) and _holes(singular) != _holes(found.string):
                wrong.append(f"{domain.name}: placeholders differ: {singular!r}")
    return wrong


def _holes(text: str) -> set[str]:
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def compile_all() -> None:
    """Write the .mo file beside every catalogue that is newer than it."""
    for domain in domains():
        path = domain / LOCALE
        target = path.with_suffix(".mo")
        if path.exists() and (not target.exists() or target.stat().st_mtime < path.stat().st_mtime):
            with target.open("wb") as handle:
                write_mo(handle, read(domain))


def main(words: list[str]) -> int:
    """Run one of update, check, compile."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
    action = words[0] if words else ""
    if action == "update":
        print(f"{update(words[1:])} messages are not translated yet", file=sys.stderr)
    elif action == "check":
        wrong = check(words[1:])
        print("\n".join(wrong), file=sys.stderr)
        return 1 if wrong else 0
    elif action == "compile":
        compile_all()
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
