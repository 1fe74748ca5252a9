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
from tenure.foundation.db.insert import insert_records
from tenure.foundation.db.update import update_rows
from tenure.foundation.models import Activity, User
from tenure.foundation.services import Fact, record_activities, record_activity
from tenure.playbooks.choices import CtaKind, Outcome
from tenure.playbooks.models import Completion, Cta, Snooze
from tenure.playbooks.services.telling import tell_assigned

LONGEST_SNOOZE_DAYS = 365
CHANGING = ("clauses", "evidence", "at_risk_amount", "currency", "title")
"""What an open call is brought up to date in."""


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


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that an account is asked to have, both by id: the account, and who owns the call if it is new."""

    account: int
    call: Call
    owner: int | None = None


def open_cta(*, actor: User | None, account: Account, call: Call, owner: User | None = None) -> tuple[Cta, bool]:
    """Open a call to action, or bring the open one of the same account, kind and reason up to date.

    Returns the row and whether it is new. An open one keeps its owner and its due date. `actor` None means a rule.
    """
    asked = Asked(account.pk, call, owner.pk if owner else None)
    [(cta, is_new)] = open_ctas(actor=actor, workspace=account.workspace_id, asked=[asked])
    return cta, is_new


@transaction.atomic
def open_ctas(*, actor: User | None, workspace: int, asked: Sequence[Asked]) -> list[tuple[Cta, bool]]:
    """Do for many accounts of a workspace (its id) what `open_cta` does for one; a handful of queries for all."""
    there = _open_ones(asked)
    fresh: list[Cta] = []
    changed: list[Cta] = []
    found = []
    for each in asked:
        key, facts = (each.account, str(each.call.kind), each.call.reason), _facts(each.call)
        cta = there.get(key)
        if is_new := cta is None:
            cta = there[key] = _new(actor, workspace, each, facts)
            fresh.append(cta)
        elif any(getattr(cta, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(cta, name, value)
            changed.append(cta)
        found.append((cta, is_new))
    insert_records(fresh)
    update_rows(Cta, CHANGING, changed)
    data = [{"reason": cta.reason, "due_on": cta.due_on.isoformat()} for cta in fresh]
    _record_many(actor, workspace, "cta.opened", fresh, data)
    return found


def _open_ones(asked: Sequence[Asked]) -> dict[tuple[int, str, str], Cta]:
    """Return the open calls of the accounts and reasons that are asked for, locked."""
    rows = Cta.objects.select_for_update().filter(
        account_id__in={each.account for each in asked},
        reason__in={each.call.reason for each in asked},
        closed_at__isnull=True,
    )
    return {(cta.account_id, cta.kind, cta.reason): cta for cta in rows.order_by("pk")}


def _facts(call: Call) -> dict[str, Any]:
    return {
        "clauses": [dict(clause) for clause in call.clauses],
        "evidence": dict(call.evidence),
        "at_risk_amount": call.at_risk_amount,
        "currency": call.currency,
        "title": call.title,
    }


def _new(actor: User | None, workspace: int, asked: Asked, facts: Mapping[str, Any]) -> Cta:
    return Cta(
        workspace_id=workspace,
        account_id=asked.account,
        kind=str(asked.call.kind),
        reason=asked.call.reason,
        due_on=asked.call.due_on,
        owner_id=asked.owner,
        opened_by=actor,
        **facts,
    )


@transaction.atomic
def complete_cta(*, actor: User | None, cta: Cta, outcome: str = Outcome.HANDLED, note: str = "") -> Completion:
    """End a call to action with what came of it. Raises ValidationError when it is closed already."""
    cta = lock(actor, cta)
    if cta.closed_at is not None:
        raise ValidationError(_("This is closed already."))
    if outcome not in Outcome.values:
        raise ValidationError(_("'%(outcome)s' is not an outcome.") % {"outcome": outcome})
    completion = Completion(cta=cta, outcome=outcome, note=note.strip(), by=actor)
    _complete(actor, cta.workspace_id, [completion])
    return completion


@transaction.atomic
def complete_ctas(*, workspace: int, outcomes: Mapping[int, str]) -> int:
    """End calls to action by a rule, each (by id) with its outcome; return how many were still open."""
    rows = Cta.objects.select_for_update().filter(pk__in=list(outcomes), closed_at__isnull=True).order_by("pk")
    completions = [Completion(cta=cta, outcome=outcomes[cta.pk]) for cta in rows]
    _complete(None, workspace, completions)
    return len(completions)


def _complete(actor: User | None, workspace: int, completions: list[Completion]) -> None:
    """Write how locked open calls end, and end what lets them rest."""
    ctas = [completion.cta for completion in completions]
    resting = Snooze.objects.filter(cta__in=[cta.pk for cta in ctas], ended_at__isnull=True)
    resting.update(ended_at=timezone.now(), ended_by=actor)
    insert_records(completions)
    for completion in completions:
        completion.cta.closed_at = completion.at
    update_rows(Cta, ["closed_at"], ctas)
    data = [{"outcome": str(completion.outcome), "note": completion.note} for completion in completions]
    _record_many(actor, workspace, "cta.completed", ctas, data)


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


def _record_many(
    actor: User | None, workspace: int, verb: str, ctas: Sequence[Cta], data: Sequence[Mapping[str, Any]]
) -> None:
    """Write what happened to each of several calls into the activity log."""
    pairs = zip(ctas, data, strict=True)
    facts = [Fact(cta.account_id, cta, {"kind": str(cta.kind), **more}) for cta, more in pairs]
    record_activities(actor=actor, workspace=workspace, verb=verb, facts=facts)
