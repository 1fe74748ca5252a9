"""What a person may ask and enter."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tenure.revenue.queries import Criteria, usual_window

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
MOST_GRACE = 3650


class DayField(forms.DateField):
    """A day between 1900 and 2200."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **options)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(_("Choose a day between 1900 and 2200."))
        return day


class QuestionForm(forms.Form):
    """The window, policies, segment and knowledge behind the figures, as parameters of the address."""

    method = forms.ChoiceField(
        label=pgettext_lazy("retention", "Method"),
        choices=[
            ("point_to_point", gettext_lazy("Two dates")),
            ("path", gettext_lazy("Every change")),
        ],
        required=False,
    )
    overlap = forms.ChoiceField(
        label=gettext_lazy("Overlapping lines"),
        choices=[("sum", gettext_lazy("Add up")), ("latest", gettext_lazy("Latest counts"))],
        required=False,
    )
    end = forms.ChoiceField(
        label=gettext_lazy("End date"),
        choices=[
            ("exclusive", gettext_lazy("First day without")),
            ("inclusive", gettext_lazy("Last day with")),
        ],
        required=False,
    )
    grace = forms.IntegerField(label=gettext_lazy("Grace, days"), min_value=0, max_value=MOST_GRACE, required=False)
    segment = forms.ChoiceField(label=gettext_lazy("Segment"), required=False)
    known_at = DayField(label=gettext_lazy("Known on"), required=False)

    def __init__(self, data: Any, *, segments: list[str], today: date) -> None:
        self.usual = usual_window(today)
        super().__init__(self._filled(data))
        self.fields = {
            "from": DayField(label=pgettext_lazy("period", "From")),
            "to": DayField(label=pgettext_lazy("period", "To")),
            **self.fields,
        }
        segment: Any = self.fields["segment"]
        asked = str(self.data.get("segment", ""))
        known = [*segments, asked] if asked and asked not in segments else segments
        segment.choices = [("", gettext_lazy("All accounts")), *((name, name) for name in known)]

    def _filled(self, data: Any) -> dict[str, Any]:
        """Return the parameters with defaults where the address says nothing."""
        defaults = {
            "from": self.usual[0].isoformat(),
            "to": self.usual[1].isoformat(),
            "method": "point_to_point",
            "overlap": "sum",
            "end": "exclusive",
            "grace": "7",
        }
        given = {name: data.get(name) for name in (*defaults, "segment", "known_at") if data.get(name)}
        return {**defaults, **given}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, second = values.get("from"), values.get("to")
        if first and second and second < first:
            self.add_error("to", _("The second date lies before the first."))
        return values

    @property
    def criteria(self) -> Criteria:
        """Return the question, once the form is valid."""
        values = self.cleaned_data
        return Criteria(
            from_on=values["from"],
            to_on=values["to"],
            overlap=values["overlap"],
            end=values["end"],
            grace_days=values["grace"],
            path=values["method"] == "path",
            segment=values["segment"],
            known_on=values["known_at"],
        )


class ReportForm(forms.Form):
    """The name under which a result is kept."""

    title = forms.CharField(label=pgettext_lazy("report", "Title"), max_length=200)
    note = forms.CharField(
        label=pgettext_lazy("report", "Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class RateTableForm(forms.Form):
    """A dated table, one currency a line."""

    dated_on = DayField(label=gettext_lazy("Date of the table"))
    rates = forms.CharField(
        label=gettext_lazy("Rates"),
        widget=forms.Textarea(attrs={"rows": 6, "placeholder": "EUR 1.08\nCNY 0.138"}),
        max_length=20_000,
    )

    def clean_rates(self) -> dict[str, Decimal]:
        """Return the rates by currency."""
        table: dict[str, Decimal] = {}
        for number, line in enumerate(self.cleaned_data["rates"].splitlines(), start=1):
            words = line.replace("=", " ").split()
            if not words:
                continue
            try:
                currency, rate = words[0].upper(), Decimal(words[1])
            except (IndexError, InvalidOperation):
                raise forms.ValidationError(
                    _("Line %(number)s is not a currency and a rate, such as 'EUR 1.08': %(line)s"),
                    params={"number": number, "line": line.strip()[:60]},
                ) from None
            if currency in table:
                raise forms.ValidationError(
                    _("Line %(number)s names %(currency)s a second time."),
                    params={"number": number, "currency": currency},
                )
            table[currency] = rate
        return table
