"""Writes of the frame: a person's own choices."""

from django.conf import settings
from django.db import transaction

from tenure.foundation.models import User

THEMES = frozenset({"light", "dark", "system"})


@transaction.atomic
def set_preferences(*, actor: User, language: str = "", theme: str = "") -> None:
    """Keep a person's language and theme ("light", "dark", "system"). Raises ValueError for an unknown one."""
    fields: list[str] = []
    if language:
        if language not in dict(settings.LANGUAGES):
            raise ValueError(f"unknown language: {language}")
        actor.language = language
        fields.append("language")
    if theme:
        if theme not in THEMES:
            raise ValueError(f"unknown theme: {theme}")
        actor.theme = "" if theme == "system" else theme
        fields.append("theme")
    if fields:
        actor.save(update_fields=fields)
