"""From a kind's field to a form's field, and back."""

from typing import Any

from django import forms
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tenure.accounts.kinds import Field, RecordKind, get_kind
from tenure.accounts.queries.records import FACETS, list_facet
from tenure.accounts.queries.references import list_options, option_text
from tenure.foundation.models import User

YES_NO = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]
LONGEST_TEXT = 20_000


class ReferenceInput(forms.TextInput):
    """A text field with suggestions from the server; it works without them too."""

    template_name = "accounts/widgets/reference.html"

    def __init__(self, *, kind: RecordKind, entry: Field, actor: User, account_id: int | None) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.target = get_kind(entry.ref)
        self.entry = entry
        self.actor = actor
        self.account_id = account_id

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = list_options(kind=self.target, actor=self.actor, account_id=self.account_id)
        context["options"] = [option_text(record) for record in options]
        context["options_url"] = f"{reverse('record-options', args=[self.target.name])}?field={name}"
        context["params"] = f"{name},account_id" if self.target.hangs_on_account else name
        return context


class SuggestInput(forms.TextInput):
    """A text field that offers what others wrote there, so that one thing keeps one name."""

    template_name = "accounts/widgets/suggest.html"

    def __init__(self, suggestions: list[str]) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "options": self.suggestions}


def input_for(kind: RecordKind, entry: Field, *, actor: User, account_id: int | None) -> forms.Field:
    """Return the form field of a kind's field."""
    if entry.type == "person":
        people = User.objects.filter(workspace_id=actor.workspace_id, is_active=True)
        return forms.ModelChoiceField(people, required=False, label=entry.label, empty_label=str(_("Nobody")))
    options: dict[str, Any] = {"required": entry.required, "label": entry.label, "help_text": entry.help}
    if entry.type == "ref":
        options["widget"] = ReferenceInput(kind=kind, entry=entry, actor=actor, account_id=account_id)
        return forms.CharField(max_length=400, **options)
    if entry.type == "choice":
        return forms.ChoiceField(choices=[("", "–"), *entry.choices], **options)
    if entry.type == "bool":
        return _yes_or_no(kind, entry, options)
    if entry.type == "text" and entry.name in FACETS:
        options["widget"] = SuggestInput(list_facet(kind=kind, actor=actor, entry=entry))
    return _plain(kind, entry, options)


def _plain(kind: RecordKind, entry: Field, options: dict[str, Any]) -> forms.Field:
    if entry.type == "int":
        return forms.IntegerField(min_value=0, max_value=2**31 - 1, **options)
    if entry.type == "decimal":
        return forms.DecimalField(max_digits=18, decimal_places=4, **_exact(options))
    if entry.type == "amount":
        return forms.DecimalField(max_digits=18, decimal_places=6, **_exact(options))
    if entry.type == "date":
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.DateField(widget=widget, **options)
    if entry.type == "datetime":
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        return forms.DateTimeField(widget=widget, **options)
    if entry.type == "long_text":
        widget = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(max_length=LONGEST_TEXT, widget=widget, **options)
    column: Any = None if entry.virtual else kind.model._meta.get_field(entry.attr or entry.name)
    length = getattr(column, "max_length", None) or 300
    if not entry.virtual and column is not None and not column.blank and not column.has_default():
        options["required"] = entry.name != "currency"
    return forms.CharField(max_length=length, **options)


def _exact(options: dict[str, Any]) -> dict[str, Any]:
    """A number input that takes every decimal."""
    return {**options, "widget": forms.NumberInput(attrs={"step": "any"})}


def _yes_or_no(kind: RecordKind, entry: Field, options: dict[str, Any]) -> forms.Field:
    column: Any = kind.model._meta.get_field(entry.attr or entry.name)
    if column.null:
        return forms.ChoiceField(choices=YES_NO, **options)
    return forms.BooleanField(**{**options, "required": False})


def initial_of(entry: Field, value: Any, related: Any = None) -> Any:
    """Return what a form shows for a value."""
    if entry.type == "ref":
        return option_text(related) if related is not None else ""
    return ", ".join(str(part) for part in value or []) if entry.type == "tags" else value


def default_of(kind: RecordKind, entry: Field) -> Any:
    """Return what a new record starts with."""
    if entry.virtual:
        return None
    column: models.Field[Any, Any] = kind.model._meta.get_field(entry.attr or entry.name)  # type: ignore[assignment]
    return column.get_default() if column.has_default() and entry.type != "tags" else None
