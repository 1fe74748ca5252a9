"""The form of the digest."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenure.foundation.models import User
from tenure.notices.models import DigestPlan
from tenure.notices.queries import plan_of
from tenure.notices.services import save_plan

AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]
    """When a person wants the digest of their day."""

    hour = forms.TypedChoiceField(
        label=pgettext_lazy("hour", "From"),
        coerce=int,
        choices=[(hour, f"{hour:02d}:00") for hour in range(24)],
        help_text=_("It leaves within half an hour, with what is known then."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    class Meta:
        model = DigestPlan
        fields = ("is_on", "hour", "time_zone", "on_weekends")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        plan = plan_of(actor)
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.initial = {
            "is_on": plan.is_on,
            "hour": plan.hour,
            "time_zone": plan.own_zone,
            "on_weekends": plan.on_weekends,
        }
        zones = sorted(name for name in available_timezones() if name.split("/")[0] in AREAS)
        first = _("As the company: %(zone)s") % {"zone": actor.workspace.time_zone}
        zone: Any = self.fields["time_zone"]
        zone.choices = [("", first), ("UTC", "UTC"), *((name, name.replace("_", " ")) for name in zones)]

    def keep(self) -> bool:
        """Save the plan; return whether it was possible, with the problems in the form."""
        try:
            save_plan(actor=self.actor, **self.cleaned_data)
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True
