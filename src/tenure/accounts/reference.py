"""The reference page of the kinds of record, written from their declarations."""

from collections.abc import Iterator

from django.utils.translation import override

from tenure.accounts.kinds import Field, RecordKind, list_kinds

TYPES = {
    "text": "text",
    "long_text": "long text",
    "int": "whole number",
    "decimal": "number",
    "amount": "amount, major units",
    "date": "date",
    "datetime": "instant",
    "bool": "yes or no",
    "tags": "list of texts",
    "person": "person",
}
HEAD = """# Records

Written by `make reference` from the kinds of record: `src/tenure/accounts/kinds/` and `kinds.py` of other domains.

The names of the fields are the headers of imported files, the fields of the API, and the keys of a version's data.
A reference may be given by our id or by an id that the record has in another system. Every change keeps a version
with the time since which it was known; a version is never changed afterwards."""


def records_page() -> str:
    """Return the page as Markdown, in English."""
    with override("en"):
        return "\n".join([HEAD, *(line for kind in list_kinds() for line in _kind(kind))]) + "\n"


def _kind(kind: RecordKind) -> Iterator[str]:
    about = " ".join((kind.model.__doc__ or "").split())
    yield f"\n## {kind.label_plural} (`{kind.name}`)\n"
    yield f"{about}\n"
    yield f"- Pages: `/records/{kind.name}/`; API: `/api/v1/{kind.name}`; import: {_import(kind)}."
    if kind.effective:
        yield f"- Effective time: `{kind.effective}`" + (
            f"; closed by {', '.join(f'`{name}`' for name in kind.closing)}." if kind.closing else "."
        )
    if kind.keeps_custom:
        yield "- Columns that no field takes are kept as custom fields."
    yield "\n| Field | Type | Meaning | |"
    yield "| --- | --- | --- | --- |"
    for entry in kind.fields:
        yield f"| `{entry.name}` | {_type(entry)} | {entry.label} | {_notes(kind, entry)} |"


def _import(kind: RecordKind) -> str:
    return f"`tenure import {kind.name} FILE`" if kind.importable else "none"


def _type(entry: Field) -> str:
    if entry.type == "choice":
        return ", ".join(f"`{value}`" for value, _label in entry.choices)
    return f"one of `{entry.ref}`" if entry.type == "ref" else TYPES[entry.type]


def _notes(kind: RecordKind, entry: Field) -> str:
    if entry.name == kind.id_field:
        return "the id in the other system"
    notes = ["required"] if entry.required else []
    notes += ["in files only"] if not entry.entered else []
    return ", ".join(notes)
