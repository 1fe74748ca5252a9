"""Fixed words of the event domain: why an event is refused, and which column to look at."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenure.events.log.checks import Reason


class RefusalReason(models.TextChoices):
    """Why an event did not enter the log."""

    NO_ACCOUNT = Reason.NO_ACCOUNT.value, _("The account is not known")
    NO_NAME = Reason.NO_NAME.value, _("The event has no name")
    NO_TIME = Reason.NO_TIME.value, _("The event has no time")
    TIME_RANGE = Reason.TIME_RANGE.value, _("The time lies before 1970 or after 2199")
    NO_ID = Reason.NO_ID.value, _("The event has no id or no source")
    TOO_LONG = Reason.TOO_LONG.value, _("A text is too long")
    NUMBER_RANGE = Reason.NUMBER_RANGE.value, _("The count or the seconds are negative or too large")
    VALUE_RANGE = Reason.VALUE_RANGE.value, _("The value is not a number of a sensible size")
    OTHER_CONTENT = Reason.OTHER_CONTENT.value, _("An event with this id and other content is there already")
    UNREADABLE = Reason.UNREADABLE.value, _("The event cannot be read")


_COLUMNS = {
    Reason.NO_ACCOUNT: "account_id",
    Reason.NO_NAME: "name",
    Reason.NO_TIME: "occurred_at",
    Reason.TIME_RANGE: "occurred_at",
    Reason.NO_ID: "event_id",
    Reason.TOO_LONG: "name",
    Reason.NUMBER_RANGE: "count",
    Reason.VALUE_RANGE: "value",
    Reason.OTHER_CONTENT: "event_id",
}
_ADVICE: dict[str, Any] = {
    Reason.NO_ACCOUNT: _("Import the account first, or let the import make accounts that are missing."),
    Reason.NO_NAME: _("Say what happened in the name column."),
    Reason.NO_TIME: _("Give the day or the time at which it happened."),
    Reason.TIME_RANGE: _("Check the order of day, month and year, and the unit of a time stamp."),
    Reason.NO_ID: _("Give the id that the event has in its source, or leave the column out altogether."),
    Reason.TOO_LONG: _("A name may have 200 characters, an id 500, the properties 64 KiB."),
    Reason.NUMBER_RANGE: _("Both must lie between 0 and 10^12."),
    Reason.VALUE_RANGE: _("It must lie between -10^15 and 10^15."),
    Reason.OTHER_CONTENT: _("The first one was kept. Give the row an id of its own if both are true."),
    Reason.UNREADABLE: _("Send it as the API describes."),
}


def column_of(reason: str) -> str:
    """Return the import column that a refusal is about; empty where it is about the whole row."""
    return _COLUMNS.get(Reason(reason), "")


def advice_on(reason: str) -> Any:
    """Return what to do about a refusal."""
    return _ADVICE[Reason(reason)]
