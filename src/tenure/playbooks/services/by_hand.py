"""Calls to action that people make, and what they change of one."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.playbooks.choices import CtaKind
from tenure.playbooks.models import Cta
from tenure.playbooks.queries.arr import RevenueBook
from tenure.playbooks.services.ctas import check_owner, lock, record
from tenure.playbooks.services.telling import tell_assigned

LONGEST_DUE_DAYS = 731
LONGEST_TITLE = 300


def reason_of(title: str) -> str:
    """Return the reason of a call made by hand: the same for the same words, whatever their case and spaces."""
    plain = " ".join(title.casefold().split())
    return f"hand.{sha256(plain.encode()).hexdigest()[:24]}"


@transaction.atomic
def create_cta(
    *,
    actor: User,
    account: Account,
    kind: str,
    title: str,
    due_on: date,
    detail: str = "",
    owner: User | None = None,
) -> Cta:
    """Open a call to action by hand; without owner it is in the team's queue.

    Raises PermissionDenied for an account the actor may not change, ValidationError by field for what cannot be, and
    where one of the same type and the same words is open on the account.
    """
    if not Account.objects.editable_by(actor).filter(pk=account.pk).exists():
        raise PermissionDenied
    words = _words(title)
    _check_kind(kind)
    check_due(due_on)
    check_owner(owner, account.workspace_id, account.pk)
    try:
        with transaction.atomic():
            cta = Cta.objects.create(
                workspace_id=account.workspace_id,
                account=account,
                kind=CtaKind(kind),
                reason=reason_of(words),
                title=words,
                detail=detail.strip(),
                due_on=due_on,
                owner=owner,
                opened_by=actor,
                **_money(account, kind),
            )
    except IntegrityError:
        raise ValidationError({"title": _("The same is open already for this customer.")}) from None
    fact = record(actor, cta, "cta.opened", {"title": words, "due_on": due_on.isoformat(), "owner": str(owner or "")})
    tell_assigned(actor=actor, cta=cta, fact=fact.pk)
    return cta


@transaction.atomic
def change_cta(*, actor: User, cta: Cta, due_on: date) -> Cta:
    """Set another due date. Raises ValidationError for a day that has passed, or when it is closed."""
    cta = lock(actor, cta)
    if cta.closed_at is not None:
        raise ValidationError(_("This is closed already."))
    if due_on == cta.due_on:
        return cta
    check_due(due_on)
    before, cta.due_on = cta.due_on, due_on
    cta.save(update_fields=["due_on"])
    record(actor, cta, "cta.due_changed", {"before": before.isoformat(), "due_on": due_on.isoformat()})
    return cta


def check_due(due_on: date) -> None:
    """Raise ValidationError for a due date that has passed or is too far ahead."""
    ahead = (due_on - timezone.localdate()).days
    if ahead < 0:
        raise ValidationError({"due_on": _("Choose today or a later day.")})
    if ahead > LONGEST_DUE_DAYS:
        last = timezone.localdate() + timedelta(days=LONGEST_DUE_DAYS)
        raise ValidationError({"due_on": _("Choose a day until %(day)s.") % {"day": last.isoformat()}})


def _check_kind(kind: str) -> None:
    if kind not in CtaKind.values:
        raise ValidationError({"kind": _("This type is not there.")})


def _words(title: str) -> str:
    words = " ".join(title.split())
    if not words:
        raise ValidationError({"title": _("Say what is to be done.")})
    if len(words) > LONGEST_TITLE:
        raise ValidationError({"title": _("At most 300 characters; the rest belongs to the reason.")})
    return words


def _money(account: Account, kind: str) -> dict[str, Any]:
    """Return the yearly revenue that the account stands for, with its currency; an opportunity puts none at risk."""
    arr = RevenueBook([account.pk]).arr_on(timezone.localdate()).get(account.pk, {})
    if kind == CtaKind.OPPORTUNITY or not arr:
        return {}
    currency = max(arr, key=lambda code: arr[code])
    return {"at_risk_amount": arr[currency], "currency": currency}
