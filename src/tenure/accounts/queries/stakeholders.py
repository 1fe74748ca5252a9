"""Who matters at a customer: influence, warmth (by hand, else from the touchpoints), and who is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from tenure.accounts.choices import ContactRole, Direction
from tenure.accounts.models import Account, Contact, Touchpoint
from tenure.accounts.queries.panels import list_contacts
from tenure.ui.numbers import format_day
from tenure_engine.relations import WINDOW_DAYS, Touch, Warmth, warmth_of


@dataclass(frozen=True, slots=True)
class TouchedOn:
    """One touchpoint with a person, and what it adds to the warmth."""

    row: Touchpoint
    points: float
    weight: float
    factor: float
    freshness: float


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A person at the customer. `level` is the warmth from 1 to 5; None for who has left."""

    contact: Contact
    level: float | None
    derived: Warmth
    touches: Sequence[TouchedOn]

    @property
    def is_entered(self) -> bool:
        """Whether somebody of ours typed the warmth in."""
        return self.contact.warmth is not None

    @property
    def has_left(self) -> bool:
        """Whether the person has left."""
        return self.contact.left_on is not None

    @property
    def last_touch_at(self) -> datetime | None:
        """The latest touchpoint with the person within the window."""
        return self.touches[0].row.occurred_at if self.touches else None


@dataclass(frozen=True, slots=True)
class Stakeholders:
    """Everybody known at a customer, who left last; and what is missing, in words."""

    people: Sequence[Stakeholder]
    missing: Sequence[str]
    day: date


def get_stakeholders(*, account: Account, day: date) -> Stakeholders:
    """Return the people of an account that the caller has found within the person's scope."""
    touches = _touches(account, day)
    people = [_stakeholder(contact, touches.get(contact.pk, []), day) for contact in list_contacts(account=account)]
    return Stakeholders(people, _missing(people, day), day)


def _touches(account: Account, day: date) -> dict[int, list[Touchpoint]]:
    """Return the touchpoints with each contact within the window, the latest first."""
    start, end = _start_of(day - timedelta(days=WINDOW_DAYS - 1)), _start_of(day + timedelta(days=1))
    rows = Touchpoint.objects.filter(account=account, contact__isnull=False)
    found: dict[int, list[Touchpoint]] = {}
    for row in rows.filter(occurred_at__gte=start, occurred_at__lt=end).order_by("-occurred_at"):
        found.setdefault(row.contact_id or 0, []).append(row)
    return found


def _stakeholder(contact: Contact, rows: list[Touchpoint], day: date) -> Stakeholder:
    touches = [
        Touch(row.kind, row.direction == Direction.IN, (day - timezone.localdate(row.occurred_at)).days)
        for row in rows
    ]
    derived = warmth_of(touches)
    shown = [
        TouchedOn(row, share.points, share.weight, share.factor, share.freshness)
        for row, share in zip(rows, derived.shares, strict=True)
    ]
    level: float | None = contact.warmth if contact.warmth is not None else derived.level
    return Stakeholder(contact, level if contact.left_on is None else None, derived, shown)


def _missing(people: Sequence[Stakeholder], day: date) -> list[str]:
    there = [one for one in people if not one.has_left]
    if not there:
        return [_("Nobody is known who is still there.")]
    found = [*_decision_maker(there, people), *_champion(there, people)]
    unrated = [one.contact.name for one in there if one.contact.influence is None]
    if unrated:
        found.append(_("Influence not known: %(names)s") % {"names": ", ".join(unrated[:5])})
    against = [one.contact.name for one in there if one.contact.role == ContactRole.DETRACTOR]
    if against:
        found.append(_("Against us: %(names)s") % {"names": ", ".join(against[:5])})
    return found


def _decision_maker(there: Sequence[Stakeholder], people: Sequence[Stakeholder]) -> list[str]:
    deciding = [one for one in there if one.contact.role == ContactRole.DECISION_MAKER]
    if not deciding:
        return [_gone(people, ContactRole.DECISION_MAKER) or _("No decision maker known")]
    if not any(one.touches for one in deciding):
        values = {"name": deciding[0].contact.name, "days": WINDOW_DAYS}
        return [_("No contact with the decision maker, %(name)s, in %(days)s days") % values]
    return []


def _champion(there: Sequence[Stakeholder], people: Sequence[Stakeholder]) -> list[str]:
    if any(one.contact.role == ContactRole.CHAMPION for one in there):
        return []
    return [_gone(people, ContactRole.CHAMPION) or _("No champion known")]


def _gone(people: Sequence[Stakeholder], role: ContactRole) -> str:
    """Name the one of a role who left last; nothing where there was none."""
    gone = [one.contact for one in people if one.contact.role == role and one.contact.left_on]
    if not gone:
        return ""
    last = max(gone, key=lambda contact: contact.left_on or date.min)
    values = {"role": role.label, "name": last.name, "day": format_day(last.left_on)}
    return _("%(role)s %(name)s left on %(day)s, nobody has taken over") % values


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
