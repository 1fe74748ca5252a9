"""What a person fills in about an import."""

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tenure.integrations.choices import KnownTime
from tenure.integrations.files.mapping import Mapping, Source
from tenure.integrations.files.mapping.spec import Column, source_columns
from tenure.integrations.services.targets import Target

KEEP = "*"
EXTRAS = {
    "known_at": gettext_lazy("Known since"),
    "account_name": gettext_lazy("Account, by its name"),
}


class ImportOptionsForm(forms.Form):
    """How the rows of a file are to be taken."""

    known_time = forms.ChoiceField(
        label=gettext_lazy("Since when do we know this?"),
        choices=KnownTime.choices,
        initial=KnownTime.NOW,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        help_text=gettext_lazy(
            "Figures for a past date use what was known then. A column mapped to “Known since” wins over this."
        ),
    )
    known_on = forms.DateField(
        label=gettext_lazy("Known since this date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    create_missing = forms.BooleanField(
        label=gettext_lazy("Make accounts that rows name but nobody knows"),
        required=False,
        help_text=gettext_lazy("Without this, such rows are rejected with that reason."),
    )
    system = forms.CharField(
        label=gettext_lazy("Whose ids are these?"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "The system they come from, such as “crm”. Ids of two systems may be equal by accident."
        ),
    )
    save_as = forms.CharField(
        label=gettext_lazy("Keep this mapping as"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("A name, to use it again for the next file of this shape."),
    )

    def clean(self) -> dict[str, Any]:
        """A date is needed where the policy is a date, and must not lie ahead."""
        data = super().clean() or {}
        known_on = data.get("known_on")
        if data.get("known_time") == KnownTime.DATE and known_on is None:
            self.add_error("known_on", _("Say since which date."))
        if known_on is not None and known_on > timezone.now().date():
            self.add_error("known_on", _("This date lies in the future."))
        return data

    @property
    def known_at(self) -> datetime | None:
        """The beginning of the chosen day, UTC."""
        day = self.cleaned_data.get("known_on")
        return datetime.combine(day, time.min, tzinfo=UTC) if day else None


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column of the file as the mapping page shows it."""

    name: str
    samples: Sequence[str]
    chosen: str
    choices: list[tuple[str, Any]]
    reason: str
    control: str
    is_used: bool


def fed_by(mapping: Mapping, column: str) -> tuple[str, ...]:
    """Return the fields whose value a person would look for in this column."""
    return tuple(name for name, source in mapping.fields.items() if (source_columns(source) or ("",))[0] == column)


def chosen_of(mapping: Mapping, column: str) -> str:
    """Return what the page shows as chosen for a column."""
    fields = fed_by(mapping, column)
    if fields:
        return "+".join(fields)
    return KEEP if mapping.effective_rest != "ignore" and column not in mapping.ignore else ""


def field_choices(target: Target, chosen: str) -> list[tuple[str, Any]]:
    """Return what a column may become: left out, kept, or a field; a combination only where it is one already."""
    labels: dict[str, Any] = {field.name: field.label for field in target.fields} | EXTRAS
    choices: list[tuple[str, Any]] = [("", pgettext_lazy("column", "Leave out"))]
    if target.name == "accounts":
        choices.append((KEEP, pgettext_lazy("column", "Keep as a custom field")))
    elif target.name == "events":
        choices.append((KEEP, pgettext_lazy("column", "Keep as a property")))
    if "+" in chosen:
        choices.append((chosen, " + ".join(str(labels.get(name, name)) for name in chosen.split("+"))))
    return choices + list(labels.items())


def computed_fields(mapping: Mapping, target: Target) -> list[tuple[str, str]]:
    """Return (label, value) of fields that come from no column."""
    labels: dict[str, Any] = {field.name: field.label for field in target.fields} | EXTRAS
    return [
        (str(labels.get(name, name)), str(getattr(source.origin, "value", "") or getattr(source.origin, "text", "")))
        for name, source in mapping.fields.items()
        if not source_columns(source)
    ]


def changed_mapping(base: Mapping, columns: Sequence[str], data: AnyMapping[str, str]) -> Mapping:
    """Return a mapping with what a person chose for each column; what was left as it was keeps its refinements."""
    fields = dict(base.fields)
    kept, left = [], []
    for number, column in enumerate(columns):
        chosen = data.get(control_name(base.kind, number), chosen_of(base, column))
        if chosen == KEEP:
            kept.append(column)
        elif not chosen:
            left.append(column)
        if chosen != chosen_of(base, column):
            for name in fed_by(base, column):
                if name in fields and fields[name] == base.fields[name]:
                    del fields[name]
            if chosen not in ("", KEEP):
                fields |= {name: Source(Column(column)) for name in chosen.split("+")}
    if kept:
        rest = base.effective_rest if base.effective_rest != "ignore" else _keeping(base.kind)
        return replace(base, fields=fields, rest=rest, ignore=tuple(left))
    return replace(base, fields=fields, rest="ignore", ignore=base.ignore)


def _keeping(kind: str) -> Any:
    return {"accounts": "custom", "events": "properties"}.get(kind)


def control_name(kind: str, number: int) -> str:
    """Return the name of a column's control in the form."""
    return f"map-{kind}-{number}"
