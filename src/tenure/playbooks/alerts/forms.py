"""Forms of alerts: the parameters of a rule, and letting one rest."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tenure.playbooks.alerts.words import unit_word
from tenure.ui.numbers import format_days, format_number
from tenure_engine.alerts import Parameter, Rule, Value
from tenure_engine.measures import Unit

PERCENT = 100


class RuleForm(forms.Form):
    """The parameters of a rule, as numbers a person writes: shares in per cent."""

    def __init__(self, rule: Rule, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        for parameter in rule.parameters:
            self.fields[parameter.name] = field_of(parameter)

    @property
    def parameters(self) -> dict[str, Value]:
        """The parameters as the rule takes them."""
        return {each.name: _read(each, self.cleaned_data[each.name]) for each in self.rule.parameters}


def shown_value(parameter: Parameter, value: Value) -> Any:
    """Return a value as its form field shows it."""
    if parameter.unit is Unit.SHARE and not isinstance(value, bool | str):
        scaled = round(value * PERCENT, 6)
        return int(scaled) if scaled == int(scaled) else scaled
    if isinstance(value, float) and value == int(value):
        return int(value)
    return value


def field_of(parameter: Parameter) -> forms.Field:
    """Return the form field of a parameter, with its limits."""
    label = gettext(parameter.label)
    if parameter.choices:
        choices = [(str(value), _choice(parameter, value, text)) for value, text in parameter.choices]
        return forms.ChoiceField(label=label, choices=choices)
    if isinstance(parameter.default, bool):
        return forms.BooleanField(label=label, required=False)
    factor = PERCENT if parameter.unit is Unit.SHARE else 1
    low, high, hint = parameter.lowest * factor, parameter.highest * factor, _range(parameter)
    if isinstance(parameter.default, int):
        return forms.IntegerField(label=label, help_text=hint, min_value=int(low), max_value=int(high))
    return forms.FloatField(label=label, help_text=hint, min_value=low, max_value=high)


def _choice(parameter: Parameter, value: Value, text: str) -> str:
    if text:
        return gettext(text)
    return format_days(value) if parameter.unit is Unit.DAYS else str(value)


def _range(parameter: Parameter) -> str:
    """Return the unit and the limits in words."""
    factor = PERCENT if parameter.unit is Unit.SHARE else 1
    unit = _unit(parameter.unit, parameter.highest)
    numbers = {
        "low": format_number(parameter.lowest * factor),
        "high": format_number(parameter.highest * factor),
        "unit": unit,
    }
    return (gettext("%(unit)s, %(low)s to %(high)s") if unit else gettext("%(low)s to %(high)s")) % numbers


def _unit(unit: Unit, count: float) -> str:
    if unit is Unit.SHARE:
        return gettext("per cent")
    return ngettext("day", "days", int(count)) if unit is Unit.DAYS else unit_word(unit)


def _read(parameter: Parameter, given: Any) -> Value:
    if parameter.choices:
        return next(value for value, _label in parameter.choices if str(value) == given)
    if isinstance(parameter.default, bool):
        return bool(given)
    if isinstance(parameter.default, int):
        return int(given)
    return float(given) / PERCENT if parameter.unit is Unit.SHARE else float(given)


class RestForm(forms.Form):
    """Until when an alert rests, and why."""

    note = forms.CharField(label=_("Why it can wait"), max_length=2000)
    days = forms.IntegerField(required=False, min_value=1, max_value=365)
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("days") and not data.get("until"):
            raise forms.ValidationError(_("Choose a day."))
        return data

    @property
    def chosen_day(self) -> date:
        """The day meant; a day in words wins over a number of days."""
        until: date | None = self.cleaned_data.get("until")
        return until or timezone.localdate() + timedelta(days=self.cleaned_data["days"])
