"""What a timeline is made of: one function for each sort of thing that happens with a customer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tenure.accounts.links import record_url
from tenure.accounts.models import Account, ContractLine, Invoice, Note, Ticket, Touchpoint
from tenure.accounts.queries.panels import list_contacts, list_lines, list_losses
from tenure.accounts.queries.solved import list_solved
from tenure.foundation.models import Activity
from tenure.foundation.queries import list_activities
from tenure.health.clauses import write_reason
from tenure.playbooks.models import Cta
from tenure.surveys.models import SurveyAnswer
from tenure.ui.numbers import format_money, format_number
from tenure.web.queries.timeline.persons import Person
from tenure.web.words import activity_text

PAGE = 25
MOST = 2 * PAGE
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
    """One line of the timeline; `kind` is that of its source."""

    at: datetime
    icon: str
    title: str
    text: str = ""
    url: str = ""
    actor: str = ""
    has_time: bool = True
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Which part of which account's past is asked for: what lies before `until`, of one person if one is named."""

    account: Account
    until: datetime
    person: Person | None = None

    @property
    def last_day(self) -> date:
        """The last day whose beginning lies before `until`."""
        return timezone.localdate(self.until - timedelta(microseconds=1))

    def of_contact(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow rows to the contact asked for."""
        if self.person is None or self.person.is_ours:
            return rows
        return rows.filter(contact_id=self.person.contact_id)

    def of_ours(self, rows: QuerySet[Any], field: str) -> QuerySet[Any]:
        """Narrow rows to what the one of us asked for did."""
        if self.person is None or not self.person.is_ours:
            return rows
        return rows.filter(_is_named(field, self.person.name))


@dataclass(frozen=True, slots=True)
class Source:
    """Things of one sort, newest first, and whether they name people at the customer or of ours."""

    kind: str
    read: Callable[[Span], Iterator[Item]]
    names_theirs: bool = False
    names_ours: bool = False


def _is_named(field: str, name: str) -> Q:
    return Q(**{f"{field}__name": name}) | Q(**{f"{field}__name": "", f"{field}__email": name})


def _touchpoints(span: Span) -> Iterator[Item]:
    rows: QuerySet[Touchpoint] = Touchpoint.objects.filter(account=span.account, occurred_at__lt=span.until)
    if span.person is not None and span.person.is_ours:
        rows = rows.filter(_is_named("owner", span.person.name) | Q(owner_name=span.person.name))
    rows = span.of_contact(rows).select_related("contact", "owner")
    for row in rows.order_by("-occurred_at")[:MOST]:
        title = row.subject or row.get_kind_display()
        if row.contact:
            title = _("%(subject)s, with %(person)s") % {"subject": title, "person": row.contact.name}
        icon = TOUCH_ICONS.get(row.kind, {"icon": "message-circle"})["icon"]
        by = str(row.owner or row.owner_name)
        yield Item(row.occurred_at, icon, title, row.summary, record_url("touchpoints", row.pk), by)


def _notes(span: Span) -> Iterator[Item]:
    rows = span.of_ours(Note.objects.filter(account=span.account, at__lt=span.until), "author")
    for row in rows.select_related("author").order_by("-at")[:MOST]:
        by = str(row.author or "")
        yield Item(row.at, _icon(icon="note"), _("Note"), row.text, record_url("notes", row.pk), by)


def _departures(span: Span) -> Iterator[Item]:
    for row in list_contacts(account=span.account):
        is_asked = span.person is None or span.person.contact_id == row.pk
        if row.left_on is None or row.left_on > span.last_day or not is_asked:
            continue
        title = _("%(person)s has left") % {"person": row.name}
        role = str(row.get_role_display()) if row.role else ""
        url = record_url("contacts", row.pk)
        yield Item(_start_of(row.left_on), _icon(icon="user-minus"), title, role, url, has_time=False)


def _tickets(span: Span) -> Iterator[Item]:
    rows = span.of_contact(Ticket.objects.filter(account=span.account)).select_related("contact")
    for row in rows.filter(opened_at__lt=span.until).order_by("-opened_at")[:MOST]:
        title = _("Ticket opened: %(subject)s") % {"subject": row.subject or row.topic or f"#{row.pk}"}
        text = _("Severity %(number)s") % {"number": row.severity} if row.severity else ""
        by = row.contact.name if row.contact else ""
        yield Item(row.opened_at, _icon(icon="lifebuoy"), title, text, record_url("tickets", row.pk), by)
    for row in rows.filter(resolved_at__lt=span.until).order_by("-resolved_at")[:MOST]:
        title = _("Ticket solved: %(subject)s") % {"subject": row.subject or row.topic or f"#{row.pk}"}
        text = _("Satisfaction %(number)s of 5") % {"number": row.satisfaction} if row.satisfaction else ""
        yield Item(row.resolved_at, _icon(icon="circle-check"), title, text, record_url("tickets", row.pk))


def _solved(span: Span) -> Iterator[Item]:
    for row in list_solved(account=span.account):
        is_asked = span.person is None or span.person.contact_id == row.contact_id
        if row.solved_on > span.last_day or not is_asked:
            continue
        title = _("Problem solved: %(problem)s") % {"problem": row.problem}
        url = record_url("problems", row.pk)
        yield Item(
            _start_of(row.solved_on),
            _icon(icon="circle-check"),
            title,
            row.effect,
            url,
            row.owner_name,
            has_time=False,
        )


def _contracts(span: Span) -> Iterator[Item]:
    lines = list_lines(account=span.account)
    followed = {line.renewal_of_id for line in lines} | {line.amends_id for line in lines}
    for line in lines:
        if line.starts_on <= span.last_day:
            words = _("%(product)s renewed") if line.renewal_of_id else _("%(product)s begins")
            yield _line_item(line, line.starts_on, words)
        if line.ends_on is not None and line.ends_on <= span.last_day and line.pk not in followed:
            yield _line_item(line, line.ends_on, _("%(product)s ends without renewal"))


def _line_item(line: ContractLine, day: date, words: str) -> Item:
    amount = _("%(amount)s a month") % {"amount": format_money(line.mrr, line.currency)} if line.mrr else ""
    title = words % {"product": line.product or line.get_kind_display()}
    url = record_url("contracts", line.pk)
    return Item(_start_of(day), _icon(icon="file-text"), title, amount, url, has_time=False)


def _invoices(span: Span) -> Iterator[Item]:
    rows = Invoice.objects.filter(account=span.account, due_on__lte=span.last_day, status="overdue")
    for row in rows.order_by("-due_on")[:MOST]:
        title = _("Invoice %(number)s not paid when due") % {"number": row.number or f"#{row.pk}"}
        text, url = format_money(row.amount, row.currency), record_url("invoices", row.pk)
        yield Item(_start_of(row.due_on), _icon(icon="file-invoice"), title, text, url, has_time=False)


def _losses(span: Span) -> Iterator[Item]:
    for row in list_losses(account=span.account):
        if row.lost_on > span.last_day:
            continue
        title = _("Lost: %(reason)s") % {"reason": row.reason or _("no reason recorded")}
        url = record_url("losses", row.pk)
        yield Item(_start_of(row.lost_on), _icon(icon="user-minus"), title, row.detail, url, has_time=False)


def _answers(span: Span) -> Iterator[Item]:
    rows = span.of_contact(SurveyAnswer.objects.filter(account=span.account, answered_at__lt=span.until))
    for row in rows.select_related("contact").order_by("-answered_at")[:MOST]:
        title = _("%(survey)s: %(score)s") % {"survey": row.get_kind_display(), "score": format_number(row.score)}
        yield Item(row.answered_at, _icon(icon="message-star"), title, row.comment, actor=str(row.contact or ""))


def _activities(span: Span) -> Iterator[Item]:
    rows = list_activities(workspace_id=span.account.workspace_id, account_id=span.account.pk)
    rows = span.of_ours(rows.filter(occurred_at__lt=span.until), "actor")
    found = list(rows.order_by("-occurred_at", "-pk")[:MOST])
    reasons = _reasons_of(found)
    for row in found:
        text = activity_text(row.verb, row.data)
        if text is not None:
            url = reverse("cta", args=[row.subject_id]) if row.verb.startswith("cta.") and row.subject_id else ""
            note = str(row.data.get("note") or "") or reasons.get(row.pk, "")
            yield Item(row.occurred_at, text.icon, text.title, note, url, str(row.actor or _("by rule")))


def _reasons_of(activities: list[Activity]) -> dict[int, str]:
    """Return why calls to action came onto the list, by activity."""
    opened = {row.pk: row.subject_id for row in activities if row.verb == "cta.opened" and row.subject_id}
    ctas = Cta.objects.in_bulk(set(opened.values())) if opened else {}
    return {pk: write_reason(ctas[cta].clauses) or ctas[cta].title for pk, cta in opened.items() if cta in ctas}


def _icon(*, icon: str) -> str:
    return icon


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


SOURCES = (
    Source("contact", _touchpoints, names_theirs=True, names_ours=True),
    Source("contact", _notes, names_ours=True),
    Source("contact", _departures, names_theirs=True),
    Source("support", _tickets, names_theirs=True),
    Source("support", _solved, names_theirs=True),
    Source("money", _contracts),
    Source("money", _invoices),
    Source("money", _losses),
    Source("feedback", _answers, names_theirs=True),
    Source("work", _activities, names_ours=True),
)
