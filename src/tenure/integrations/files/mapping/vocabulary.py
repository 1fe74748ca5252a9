"""Words people use: for columns (`synonyms.yml`), for values (`words.yml`), for yes and no."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent
_NOT_LETTERS = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_YES = "true t yes y 1 on x ja oui si sí 是 有 真 对 √ ✓ ✔ 1.0"
_NO = "false f no n 0 off nein non 否 无 假 错 × ✗ ✘ 0.0 没有 不是"
_TRUE, _FALSE = frozenset(_YES.split()), frozenset(_NO.split())


def normal(text: str) -> str:
    """Return a value's text for comparing: one form of letters, no case, single blanks, `_` and `-` as blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").replace("-", " ").split())


def header_key(text: str) -> str:
    """Return a header for comparing: letters and digits, no case ("Account ID", "accountId" agree)."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def header_keys(text: str) -> tuple[str, ...]:
    """Return the keys a header may be known by: whole, and without what stands in brackets ("MRR (EUR)")."""
    whole, bare = header_key(text), header_key(_BRACKETS.sub("", text))
    return (whole, bare) if bare and bare != whole else (whole,)


def is_true(text: str) -> bool:
    """Tell whether a compared text means yes."""
    return text in _TRUE


def is_false(text: str) -> bool:
    """Tell whether a compared text means no."""
    return text in _FALSE


def _load(name: str) -> Any:
    return yaml.safe_load((_HERE / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _words() -> dict[tuple[str, str], dict[str, str]]:
    """Return, per kind and field, the value that each word stands for."""
    table: dict[tuple[str, str], dict[str, str]] = {}
    for kind, fields in _load("words.yml").items():
        for field, values in fields.items():
            table[(kind, field)] = {
                normal(str(word)): str(value) for value, words in values.items() for word in words
            }
    return table


def word_value(kind: str, field: str, text: str) -> str | None:
    """Return the value that a word stands for in this field (`text` as `normal` gives it), or None."""
    return _words().get((kind, field), {}).get(text)


def has_words(kind: str, field: str) -> bool:
    """Tell whether a field has words of its own for its values."""
    return (kind, field) in _words()


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, dict[str, tuple[str, int]]]:
    """Return, per kind, header key -> (field, rank); a lower rank is the likelier meaning."""
    table: dict[str, dict[str, tuple[str, int]]] = {}
    document = _load("synonyms.yml")
    shared = document.pop("all kinds")
    for kind, fields in document.items():
        keys: dict[str, tuple[str, int]] = {}
        for field, words in [*fields.items(), *shared.items()]:
            for rank, word in enumerate(words):
                keys.setdefault(header_key(str(word)), (field, rank))
        table[kind] = keys
    return table


def field_of_header(kind: str, header: str) -> tuple[str, int] | None:
    """Return field and rank that a header means for a kind by the table of synonyms, or None."""
    keys = _synonyms().get(kind, {})
    for key in header_keys(header):
        if key in keys:
            return keys[key]
    return None


def synonym_kinds() -> frozenset[str]:
    """Return the kinds that the table of synonyms knows."""
    return frozenset(_synonyms())
