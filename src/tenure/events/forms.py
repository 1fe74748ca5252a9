"""Forms of the event pages."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DescriptionForm(forms.Form):
    """What a kind of event means."""

    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What happened when a user sends this event, in words that a colleague understands."),
    )


class EventFilterForm(forms.Form):
    """Which events of an account to show; the view fills in days that were not given."""

    use_required_attribute = False

    first = forms.DateField(label=pgettext_lazy("days", "From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=pgettext_lazy("days", "To"), widget=forms.DateInput(attrs={"type": "date"}))
    name = forms.CharField(label=_("Event"), required=False, max_length=200)
    user = forms.CharField(label=_("User"), required=False, max_length=500)
