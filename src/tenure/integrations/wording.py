"""Texts kept as JSON (template, params, words), shown in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from tenure.integrations.files.mapping import MappingError
from tenure.integrations.files.reading import FileError, Message


def message_json(message: Message) -> dict[str, Any]:
    """Return a message as JSON."""
    return {"template": message.template, "params": dict(message.params), "words": list(message.words)}


def error_json(error: FileError) -> dict[str, Any]:
    """Return what is wrong with a file and what to do about it as JSON."""
    return {
        "code": error.code,
        "what": message_json(error.message),
        "hint": message_json(error.hint),
        "row": error.where.row,
        "column": error.where.column,
    }


def mapping_json(error: MappingError) -> dict[str, Any]:
    """Return what is wrong with a mapping as JSON."""
    return {
        "code": "mapping",
        "faults": [{"place": problem.place, **message_json(problem.message)} for problem in error.problems],
    }


def text_of(kept: Mapping[str, Any]) -> str:
    """Return one kept text in the current language."""
    template = str(kept.get("template", ""))
    if not template:
        return ""
    words = set(kept.get("words", ()))
    params = {
        name: gettext(str(value)) if name in words and value else value
        for name, value in dict(kept.get("params", {})).items()
    }
    return gettext(template) % params


def error_text(kept: Mapping[str, Any]) -> str:
    """Return a kept error as sentences: what is wrong, and what to do."""
    if "faults" in kept:
        faults = [(fault["place"], text_of(fault)) for fault in kept["faults"]]
        return " ".join(f"{place}: {text}" if place else text for place, text in faults)
    return " ".join(part for part in (text_of(kept.get("what", {})), text_of(kept.get("hint", {}))) if part)
