"""Opening, snoozing, completing and reopening a call to action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenure.accounts.models import Account
from tenure.foundation.models import Activity, User
from tenure.foundation.services import record_activity
from tenure.playbooks.choices import CtaKind, Outcome
from tenure.playbooks.models import Completion, Cta, Snooze
from tenure.playbooks.services.telling import tell_assigned

LONGEST_SNOOZE_DAYS = 365


@dataclass(frozen=True, slots=True)
class Call:
    """What is to be done about an account, and why."""

    reason: str
    due_on: date
    kind: CtaKind = CtaKind.RISK
    title: str = ""
    clauses: Sequence[Mapping[str, Any]] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)
    at_risk_amount: Decimal | None = None
    currency: str = ""


@transaction.atomic
def open_cta(*, actor: User | None, account: Account, call: Call, owner: User | None = None) -> tuple[Cta, bool]:
    """Open a call to action, or bring the open one of the same account, kind and reason up to date.

    Returns the row and whether it is new. An open one keeps its owner and its due date. `actor` None means a rule.
    """
    facts = {
        "clauses": [dict(clause) for clause in call.clauses],
        "evidence": dict(call.evidence),
        "at_risk_amount": call.at_risk_amount,
        "currency": call.currency,
        "title": call.title,
    }
    same = Cta.objects.select_for_update().filter(account=account, kind=call.kind, reason=call.reason)
    cta = same.filter(closed_at__isnull=True).first()
    if cta is not None:
        if any(getattr(cta, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(cta, name, value)
            cta.save(update_fields=list(facts))
        return cta, False
    cta = Cta.objects.create(
        workspace_id=account.workspace_id,
        account=account,
        kind=call.kind,
        reason=call.reason,
        due_on=call.due_on,
        owner=owner,
        opened_by=actor,
        **facts,
    )
    record(actor, cta, "cta.opened", {"reason": call.reason, "due_on": call.due_on.isoformat()})
    return cta, True


@transaction.atomic
def complete_cta(*, actor: User | None, cta: Cta, outcome: str = Outcome.HANDLED, note: str = "") -> Completion:
    """End a call to action with what came of it. Raises ValidationError when it is closed already."""
    cta = lock(actor, cta)
    if cta.closed_at is not None:
        raise ValidationError(_("This is closed already."))
    if outcome not in Outcome.values:
        raise ValidationError(_("'%(outcome)s' is not an outcome.") % {"outcome": outcome})
    now = timezone.now()
    cta.snoozes.filter(ended_at__isnull=True).update(ended_at=now, ended_by=actor)
    completion = Completion.objects.create(cta=cta, outcome=outcome, note=note.strip(), by=actor)
    cta.closed_at = completion.at
    cta.save(update_fields=["closed_at"])
    record(actor, cta, "cta.completed", {"outcome": str(outcome), "note": completion.note})
    return completion


@transaction.atomic
def snooze_cta(*, actor: User, cta: Cta, until: date, note: str = "") -> Snooze:
    """Let a call to action rest until a day. Raises ValidationError for a day that is not ahead, or too far."""
    cta = lock(actor, cta)
    ahead = (until - timezone.localdate()).days
    if cta.closed_at is not None:
        raise ValidationError(_("This is closed already."))
    if ahead < 1:
        raise ValidationError(_("Choose a day after today."))
    if ahead > LONGEST_SNOOZE_DAYS:
        raise ValidationError(_("Choose a day within a year."))
    cta.snoozes.filter(ended_at__isnull=True).update(ended_at=timezone.now(), ended_by=actor)
    snooze = Snooze.objects.create(cta=cta, until=until, note=note.strip(), by=actor)
    record(actor, cta, "cta.snoozed", {"until": until.isoformat(), "note": snooze.note})
    return snooze


@transaction.atomic
def wake_cta(*, actor: User, cta: Cta) -> None:
    """End a snooze before its day; without one nothing happens."""
    cta = lock(actor, cta)
    if cta.snoozes.filter(ended_at__isnull=True).update(ended_at=timezone.now(), ended_by=actor):
        record(actor, cta, "cta.woken", {})


@transaction.atomic
def reopen_cta(*, actor: User, cta: Cta) -> Cta:
    """Take back a completion. Raises ValidationError when another of the same reason is open by now."""
    cta = lock(actor, cta)
    if cta.closed_at is None:
        return cta
    if Cta.objects.filter(
        account_id=cta.account_id, kind=cta.kind, reason=cta.reason, closed_at__isnull=True
    ).exists():
        raise ValidationError(_("A newer one for the same reason is open by now; work on that one."))
    cta.completions.filter(ended_at__isnull=True).update(ended_at=timezone.now(), ended_by=actor)
    cta.closed_at = None
    cta.save(update_fields=["closed_at"])
    record(actor, cta, "cta.reopened", {})
    return cta


@transaction.atomic
def assign_cta(*, actor: User, cta: Cta, owner: User | None) -> Cta:
    """Give a call to action to somebody of the workspace, or to nobody (the team's queue)."""
    cta = lock(actor, cta)
    check_owner(owner, cta.workspace_id, cta.account_id)
    if cta.owner_id == (owner.pk if owner else None):
        return cta
    cta.owner = owner
    cta.save(update_fields=["owner"])
    told = record(actor, cta, "cta.assigned", {"owner": str(owner or "")})
    tell_assigned(actor=actor, cta=cta, fact=told.pk)
    return cta


def check_owner(owner: User | None, workspace_id: int, account_id: int) -> None:
    """Raise ValidationError for a person who may not work or does not see the account; None is the team's queue."""
    if owner is None:
        return
    if owner.workspace_id != workspace_id or not owner.may_write or not owner.is_active:
        raise ValidationError(_("This person cannot work on it."))
    if not Account.objects.visible_to(owner).filter(pk=account_id).exists():
        raise ValidationError(_("This person does not see the customer. Add them to its team first."))


def lock(actor: User | None, cta: Cta) -> Cta:
    """Return the row locked, within the actor's scope; a rule (no actor) may write everywhere."""
    rows = Cta.objects.all() if actor is None else Cta.objects.editable_by(actor)
    locked: Cta | None = rows.select_for_update(of=("self",)).filter(pk=cta.pk).first()
    if locked is None:
        raise PermissionDenied
    return locked


def record(actor: User | None, cta: Cta, verb: str, data: Mapping[str, Any]) -> Activity:
    """Write what happened to a call to action into the activity log."""
    return record_activity(
        actor=actor,
        workspace=cta.workspace_id,
        verb=verb,
        account=cta.account_id,
        subject=cta,
        data={"kind": str(cta.kind), **data},
    )
