"""Finding customers, people and tickets by a few letters, within a person's scope."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from tenure.accounts.links import account_url, record_url
from tenure.accounts.models import Account, Contact, ExternalId, Note, Ticket
from tenure.foundation.db.spellings import spelled
from tenure.foundation.models import User

QUICK, FULL = 5, 25
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    id: int
    title: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Hits:
    """Things of one kind of record."""

    kind: str
    title: Any
    icon: str
    rows: list[Hit]


def search(*, user: User, text: str, is_quick: bool = False) -> list[Hits]:
    """Return what holds the text: names, e-mail addresses, subjects, notes, external ids of accounts."""
    text = text.strip()[:LONGEST]
    if not text:
        return []
    limit = QUICK if is_quick else FULL
    accounts = [Hit(row.pk, row.name, row.segment, account_url(row.pk)) for row in _accounts(user, text)[:limit]]
    contacts = [
        Hit(row.pk, row.name, _joined(row.title, row.account.name), record_url("contacts", row.pk))
        for row in _contacts(user, text)[:limit]
    ]
    tickets = [
        Hit(
            row.pk,
            row.subject or f"#{row.pk}",
            _joined(row.get_status_display(), row.account.name),
            record_url("tickets", row.pk),
        )
        for row in _tickets(user, text)[:limit]
    ]
    notes = [
        Hit(row.pk, row.text[:120], row.account.name, record_url("notes", row.pk))
        for row in _notes(user, text)[:limit]
    ]
    found = [
        Hits("accounts", _("Customers"), icon="building", rows=accounts),
        Hits("contacts", _("Contacts"), icon="users", rows=contacts),
        Hits("tickets", _("Tickets"), icon="lifebuoy", rows=tickets),
        Hits("notes", _("Notes"), icon="note", rows=notes),
    ]
    return [one for one in found if one.rows]


def _accounts(user: User, text: str) -> QuerySet[Account]:
    ids = ExternalId.objects.filter(spelled("value__iexact", text), workspace_id=user.workspace_id, kind="accounts")
    fits = spelled("name__icontains", text) | spelled("website__icontains", text) | Q(pk__in=ids.values("record_id"))
    rows: QuerySet[Account] = Account.objects.visible_to(user).filter(fits).order_by(_beginning(text), "name")
    return rows


def _contacts(user: User, text: str) -> QuerySet[Contact]:
    rows: QuerySet[Contact] = Contact.objects.visible_to(user).filter(
        spelled("name__icontains", text) | spelled("email__icontains", text)
    )
    return rows.select_related("account").order_by(_beginning(text), "name")


def _beginning(text: str) -> Case:
    """What begins with the text comes first."""
    return Case(
        When(spelled("name__istartswith", text), then=Value(0)), default=Value(1), output_field=IntegerField()
    )


def _tickets(user: User, text: str) -> QuerySet[Ticket]:
    rows: QuerySet[Ticket] = Ticket.objects.visible_to(user).filter(spelled("subject__icontains", text))
    return rows.select_related("account").order_by("-opened_at")


def _notes(user: User, text: str) -> QuerySet[Note]:
    rows: QuerySet[Note] = Note.objects.visible_to(user).filter(spelled("text__icontains", text))
    return rows.select_related("account").order_by("-at")


def _joined(*words: object) -> str:
    return " · ".join(str(word) for word in words if word)
