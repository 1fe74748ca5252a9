"""A person's own choices and keys."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tenure.foundation.choices import TokenScope
from tenure.foundation.models import ApiToken, User
from tenure.foundation.services import create_token, name_self, save_preferences
from tenure.workspace.forms.people import ServiceForm

THEMES = [
    ("system", pgettext_lazy("theme", "As the system")),
    ("light", pgettext_lazy("theme", "Light")),
    ("dark", pgettext_lazy("theme", "Dark")),
]
LIVES = [
    ("30", pgettext_lazy("life of a key", "30 days")),
    ("90", pgettext_lazy("life of a key", "90 days")),
    ("365", pgettext_lazy("life of a key", "One year")),
    ("0", pgettext_lazy("life of a key", "Until it is revoked")),
]


class PreferencesForm(forms.Form):
    """Name, language, theme."""

    name = forms.CharField(label=_("Your name"), max_length=150, required=False)
    language = forms.ChoiceField(label=_("Language"))
    theme = forms.ChoiceField(label=_("Theme"), choices=THEMES)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        language: Any = self.fields["language"]
        language.choices = settings.LANGUAGES
        spoken = actor.language or get_language()
        self.initial |= {"name": actor.name, "language": spoken, "theme": actor.theme or "system"}

    def save(self) -> None:
        """Keep the choices."""
        given = self.cleaned_data
        theme = "" if given["theme"] == "system" else given["theme"]
        name_self(actor=self.actor, name=given["name"])
        save_preferences(actor=self.actor, language=given["language"], theme=theme)


class KeyForm(ServiceForm):
    """A new API key."""

    name = forms.CharField(label=_("What is it for?"), max_length=120)
    scope = forms.ChoiceField(label=_("It may"), choices=TokenScope.choices, initial=TokenScope.READ)
    days = forms.ChoiceField(label=_("It lives"), choices=LIVES, initial="90")

    def save(self, *, actor: User) -> tuple[ApiToken, str] | None:
        """Make the key; return it with its text, or None with the problems in the form."""
        given = self.cleaned_data
        days = int(given["days"]) or None
        return self.carry_out(lambda: create_token(actor=actor, name=given["name"], scope=given["scope"], days=days))
