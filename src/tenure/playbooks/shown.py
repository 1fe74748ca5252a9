"""How calls to action are written for a person, in the language of the request."""

from django.utils.translation import gettext as _

from tenure.health.clauses import write_reason
from tenure.playbooks.choices import CtaKind, Outcome
from tenure.playbooks.models import Cta
from tenure.playbooks.queries.priority import DOUBLING_DAYS, HALVING_DAYS, Priority
from tenure.ui.numbers import format_days, format_money, format_number


def what_of(cta: Cta) -> str:
    """Return what a call says in one sentence without its full stop: what to do, or why a rule opened it."""
    return cta.title or write_reason(cta.clauses) or str(cta.get_kind_display())


def full_stop(text: str) -> str:
    """Return a sentence with the full stop of the language."""
    return _("%(sentence)s.") % {"sentence": text}


def kind_label(name: str) -> str:
    """Return the word for a type of call."""
    return str(dict(CtaKind.choices).get(name, name))


def outcome_label(name: str | None) -> str:
    """Return the word for an outcome."""
    return str(dict(Outcome.choices).get(name or "", ""))


def priority_rows(priority: Priority, kind: str, currency: str) -> list[tuple[str, str, str]]:
    """Return the derivation of a priority: factor, value, where it comes from. The last row is the product."""
    own = format_money(priority.money, currency, decimals=0)
    if priority.amount is None:
        source = _("no recurring revenue is known")
    elif priority.currency == currency:
        source = _("of the customer, a year")
    elif priority.is_converted:
        source = _("%(amount)s by the exchange rate of the day") % {
            "amount": format_money(priority.amount, priority.currency, decimals=0)
        }
    else:
        source = _("in %(currency)s; there is no exchange rate, so one counts as one") % {
            "currency": priority.currency
        }
    return [
        (_("Money"), own, source),
        (_("Weight of the type"), f"× {format_number(priority.weight)}", kind_label(kind)),
        (_("Urgency"), f"× {format_number(priority.urgency, decimals=2)}", _urgency(priority.days)),
        (_("Priority"), format_money(priority.value, currency, decimals=0), _("the product of the three")),
    ]


def _urgency(days: int) -> str:
    if days > 0:
        values = {"days": format_days(days), "half": HALVING_DAYS}
        return _("due in %(days)s; halves every %(half)s days ahead") % values
    if days == 0:
        return _("due today")
    values = {"days": format_days(-days), "double": DOUBLING_DAYS}
    return _("%(days)s overdue; doubles within %(double)s days") % values
