"""Looking for a text whatever its case, beyond ASCII too.

SQLite folds only the letters of ASCII, and PostgreSQL those of its locale. A text with other letters that have a case
is therefore asked for in the spellings people use. What is spelled in none of these ("üBER") is found as typed.
"""

from django.db.models import Q


def spelled(lookup: str, text: str) -> Q:
    """Return the condition that a lookup that ignores case, such as "name__icontains", holds for a text."""
    found = Q()
    for spelling in spellings(text):
        found |= Q(**{lookup: spelling})
    return found


def spellings(text: str) -> list[str]:
    """Return the text as typed, small, capital, capitalised and as a title; alone where only ASCII has a case."""
    if not any(letter.lower() != letter.upper() for letter in text if not letter.isascii()):
        return [text]
    forms = (text, text.lower(), text.upper(), text.capitalize(), text.title())
    asked: dict[str, str] = {}
    for form in forms:
        asked.setdefault(_ascii_folded(form), form)
    return list(asked.values())


def _ascii_folded(text: str) -> str:
    """Return a text as SQLite compares it."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)
