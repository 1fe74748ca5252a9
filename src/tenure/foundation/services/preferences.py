"""What a person likes."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tenure.foundation.models import User

THEMES = ("", "light", "dark")


def save_preferences(*, actor: User, language: str | None = None, theme: str | None = None) -> User:
    """Keep a person's language and theme; None leaves one as it is. Raises ValidationError for an unknown choice."""
    changed: dict[str, str] = {}
    if language is not None:
        if language and language not in dict(settings.LANGUAGES):
            raise ValidationError({"language": _("This language is not there.")})
        changed["language"] = language
    if theme is not None:
        if theme not in THEMES:
            raise ValidationError({"theme": _("This theme is not there.")})
        changed["theme"] = theme
    for field, value in changed.items():
        setattr(actor, field, value)
    if changed:
        actor.save(update_fields=list(changed))
    return actor
