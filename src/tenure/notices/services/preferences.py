"""What a person wants to hear of, by which channel, and when they want their digest."""

from collections.abc import Collection
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tenure.foundation.models import User
from tenure.notices.channels import all_channels
from tenure.notices.choices import PRODUCT
from tenure.notices.kinds import list_kinds
from tenure.notices.models import DigestPlan, NoticeChoice

HOURS = range(24)


@transaction.atomic
def save_choices(*, actor: User, wanted: Collection[tuple[str, str]]) -> None:
    """Keep the (kind, channel) pairs a person wants; all others they do not want."""
    for kind in list_kinds():
        for channel in (PRODUCT, *all_channels()):
            NoticeChoice.objects.update_or_create(
                person=actor,
                kind=kind.name,
                channel=channel,
                defaults={"is_on": (kind.name, channel) in wanted},
            )


def save_plan(*, actor: User, is_on: bool, hour: int, time_zone: str, on_weekends: bool) -> DigestPlan:
    """Keep when a person wants their digest; an empty time zone is the workspace's.

    Raises ValidationError for an hour that is none and for an unknown time zone.
    """
    if hour not in HOURS:
        raise ValidationError({"hour": _("An hour is between 0 and 23.")})
    if time_zone and time_zone not in available_timezones():
        raise ValidationError({"time_zone": _("This time zone is not there.")})
    values = {"is_on": is_on, "hour": hour, "time_zone": time_zone, "on_weekends": on_weekends}
    return DigestPlan.objects.update_or_create(person=actor, defaults=values)[0]
