"""One timeline of an account: what was said, asked, paid, decided, and what became of it, newest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tenure.accounts.links import record_url
from tenure.accounts.models import Account, ContractLine, Invoice, Loss, Note, Ticket, Touchpoint
from tenure.foundation.queries import list_activities
from tenure.surveys.models import SurveyAnswer
from tenure.ui.numbers import format_money, format_number
from tenure.web.words import activity_text

PAGE = 25
FILTERS = {
    "": gettext_lazy("All"),
    "contact": pgettext_lazy("timeline", "Contact"),
    "support": pgettext_lazy("timeline", "Support"),
    "money": pgettext_lazy("timeline", "Money"),
    "feedback": pgettext_lazy("timeline", "Feedback"),
    "work": pgettext_lazy("timeline", "Our work"),
}
TOUCH_ICONS = {
    "call": {"icon": "phone"},
    "visit": {"icon": "map-pin"},
    "mail": {"icon": "mail"},
    "chat": {"icon": "message-circle"},
    "meeting": {"icon": "users"},
    "gift": {"icon": "gift"},
    "training": {"icon": "school"},
}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the timeline."""

    at: datetime
    icon: str
    title: str
    text: str = ""
    url: str = ""
    actor: str = ""
    has_time: bool = True


Source = Callable[[Account, datetime], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of it, and where the next one begins."""

    items: list[Item]
    kind: str
    older: str


def get_timeline(*, account: Account, kind: str = "", before: datetime | None = None) -> Timeline:
    """Return the newest items before an instant; the caller has found the account within the person's scope."""
    until = before or timezone.now()
    wanted = [source for name, source in SOURCES if not kind or name == kind]
    items = sorted(
        (item for source in wanted for item in source(account, until)), key=lambda item: item.at, reverse=True
    )
    page = items[:PAGE]
    older = page[-1].at.isoformat() if len(items) > PAGE else ""
    return Timeline(page, kind, older)


def _touchpoints(account: Account, until: datetime) -> Iterator[Item]:
    rows = Touchpoint.objects.filter(account=account, occurred_at__lt=until).select_related("contact", "owner")
    for row in rows.order_by("-occurred_at")[: PAGE + 1]:
        title = row.subject or row.get_kind_display()
        if row.contact:
            title = _("%(subject)s, with %(person)s") % {"subject": title, "person": row.contact.name}
        icon = TOUCH_ICONS.get(row.kind, {"icon": "message-circle"})["icon"]
        by = str(row.owner or row.owner_name)
        yield Item(row.occurred_at, icon, title, row.summary, record_url("touchpoints", row.pk), by)


def _notes(account: Account, until: datetime) -> Iterator[Item]:
    rows = Note.objects.filter(account=account, at__lt=until).select_related("author").order_by("-at")
    for row in rows[: PAGE + 1]:
        yield Item(
            row.at, _icon(icon="note"), _("Note"), row.text, record_url("notes", row.pk), str(row.author or "")
        )


def _tickets(account: Account, until: datetime) -> Iterator[Item]:
    rows = Ticket.objects.filter(account=account)
    for row in rows.filter(opened_at__lt=until).order_by("-opened_at")[: PAGE + 1]:
        title = _("Ticket opened: %(subject)s") % {"subject": row.subject or row.topic or f"#{row.pk}"}
        text = _("Severity %(number)s") % {"number": row.severity} if row.severity else ""
        yield Item(row.opened_at, _icon(icon="lifebuoy"), title, text, record_url("tickets", row.pk))
    for row in rows.filter(resolved_at__lt=until).order_by("-resolved_at")[: PAGE + 1]:
        title = _("Ticket solved: %(subject)s") % {"subject": row.subject or row.topic or f"#{row.pk}"}
        text = _("Satisfaction %(number)s of 5") % {"number": row.satisfaction} if row.satisfaction else ""
        yield Item(row.resolved_at, _icon(icon="circle-check"), title, text, record_url("tickets", row.pk))


def _contracts(account: Account, until: datetime) -> Iterator[Item]:
    lines = ContractLine.objects.filter(account=account).select_related("product")
    for line in lines.filter(starts_on__lte=until.date()).order_by("-starts_on")[: PAGE + 1]:
        words = _("%(product)s renewed") if line.renewal_of_id else _("%(product)s begins")
        yield _line_item(line, line.starts_on, words, until)
    followed = set(lines.filter(renewal_of__isnull=False).values_list("renewal_of_id", flat=True))
    for line in lines.filter(ends_on__lte=until.date()).order_by("-ends_on")[: PAGE + 1]:
        if line.pk not in followed and line.ends_on is not None:
            yield _line_item(line, line.ends_on, _("%(product)s ends without renewal"), until)


def _line_item(line: ContractLine, day: date, words: str, until: datetime) -> Item:
    amount = _("%(amount)s a month") % {"amount": format_money(line.mrr, line.currency)} if line.mrr else ""
    title = words % {"product": line.product or line.get_kind_display()}
    return Item(
        min(_start_of(day), until),
        _icon(icon="file-text"),
        title,
        amount,
        record_url("contracts", line.pk),
        has_time=False,
    )


def _invoices(account: Account, until: datetime) -> Iterator[Item]:
    rows = Invoice.objects.filter(account=account, due_on__lt=until.date(), status="overdue").order_by("-due_on")
    for row in rows[: PAGE + 1]:
        title = _("Invoice %(number)s not paid when due") % {"number": row.number or f"#{row.pk}"}
        text = format_money(row.amount, row.currency)
        yield Item(
            _start_of(row.due_on),
            _icon(icon="file-invoice"),
            title,
            text,
            record_url("invoices", row.pk),
            has_time=False,
        )


def _losses(account: Account, until: datetime) -> Iterator[Item]:
    for row in Loss.objects.filter(account=account, lost_on__lte=until.date()).order_by("-lost_on")[: PAGE + 1]:
        title = _("Lost: %(reason)s") % {"reason": row.reason or _("no reason recorded")}
        yield Item(
            _start_of(row.lost_on),
            _icon(icon="user-minus"),
            title,
            row.detail,
            record_url("losses", row.pk),
            has_time=False,
        )


def _answers(account: Account, until: datetime) -> Iterator[Item]:
    rows = SurveyAnswer.objects.filter(account=account, answered_at__lt=until).select_related("contact")
    for row in rows.order_by("-answered_at")[: PAGE + 1]:
        title = _("%(survey)s: %(score)s") % {"survey": row.get_kind_display(), "score": format_number(row.score)}
        yield Item(row.answered_at, _icon(icon="message-star"), title, row.comment, actor=str(row.contact or ""))


def _activities(account: Account, until: datetime) -> Iterator[Item]:
    rows = list_activities(workspace_id=account.workspace_id, account_id=account.pk).filter(occurred_at__lt=until)
    for row in rows.order_by("-occurred_at", "-pk")[: 2 * PAGE]:
        text = activity_text(row.verb, row.data)
        if text is not None:
            url = reverse("cta", args=[row.subject_id]) if row.verb.startswith("cta.") and row.subject_id else ""
            note = str(row.data.get("note") or "")
            yield Item(row.occurred_at, text.icon, text.title, note, url, str(row.actor or _("by rule")))


def _icon(*, icon: str) -> str:
    return icon


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


SOURCES: tuple[tuple[str, Any], ...] = (
    ("contact", _touchpoints),
    ("contact", _notes),
    ("support", _tickets),
    ("money", _contracts),
    ("money", _invoices),
    ("money", _losses),
    ("feedback", _answers),
    ("work", _activities),
)
