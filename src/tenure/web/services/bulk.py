"""Changing many accounts at once, by the services that change one; each change is kept so that it can be undone.

Only accounts that the actor may edit are changed; the others are skipped, each with the reason. Work goes in pieces,
so that others get to write in between; a change that was broken off goes on where it stopped.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenure.accounts.kinds import get_kind
from tenure.accounts.models import Account
from tenure.accounts.services.ownership import set_owners
from tenure.accounts.services.records import save_record
from tenure.foundation.models import User
from tenure.foundation.services import record_activity
from tenure.playbooks.choices import CtaKind, Outcome
from tenure.playbooks.models import Cta
from tenure.playbooks.services import complete_cta
from tenure.playbooks.services.by_hand import check_due, create_cta
from tenure.web.choices import BulkKind
from tenure.web.models import BulkChange

PIECE = 50
PAUSE_SECONDS = 0.005
LONGEST_TAG = 60
MOST_TAGS = 50
MOST_ACCOUNTS = 100_000
Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Say nothing."""


@transaction.atomic
def plan_bulk(*, actor: User, kind: str, accounts: Sequence[int], params: Mapping[str, Any]) -> BulkChange:
    """Check what is asked and write down which accounts it is for; nothing is changed yet.

    `params` is "owner" (a person's id or None), "tag", or "title" and "due_on" (ISO) by kind. Raises PermissionDenied
    for a reader, ValidationError for what cannot be.
    """
    if not actor.may_write:
        raise PermissionDenied
    if kind not in BulkKind.values:
        raise ValidationError(_("This cannot be done to many customers at once."))
    if not accounts:
        raise ValidationError(_("Choose customers first."))
    checked = _CHECKS[BulkKind(kind)](actor, params)
    ids = list(dict.fromkeys(accounts))[:MOST_ACCOUNTS]
    data = {**checked, "ids": ids}
    return BulkChange.objects.create(
        workspace_id=actor.workspace_id, actor=actor, kind=kind, params=data, accounts=len(ids)
    )


def run_bulk(*, change: BulkChange, progress: Progress = silent) -> BulkChange:
    """Do what was planned. Run again it does nothing more: an account that is as wanted is left alone."""
    ids = [int(pk) for pk in change.params["ids"]]
    act, change.refused = _ACTS[BulkKind(change.kind)], {}
    for start in range(0, len(ids), PIECE):
        progress(start, len(ids))
        with transaction.atomic():
            piece = ids[start : start + PIECE]
            editable = Account.objects.editable_by(change.actor).filter(pk__in=piece).order_by("pk").distinct()
            found = list(editable)
            for account in found:
                _one(change, account, act)
            for pk in {*piece} - {account.pk for account in found} - {int(pk) for pk in change.before}:
                change.refused[str(pk)] = _("You may not change this customer.")
            change.changed, change.skipped = len(change.before), len(change.refused)
            change.save(update_fields=["before", "refused", "changed", "skipped"])
        if connection.vendor == "sqlite":
            time.sleep(PAUSE_SECONDS)
    _finish(change)
    return change


def undo_bulk(*, actor: User, change: BulkChange, progress: Progress = silent) -> int:
    """Bring back what every account was, where nobody changed it since; return of how many.

    Raises PermissionDenied for others than who did it, ValidationError while it runs or where it is undone already.
    """
    if change.actor_id != actor.pk:
        raise PermissionDenied
    if change.finished_at is None:
        raise ValidationError(_("This is still being done. Undo it when it has ended."))
    if change.undone_at is not None:
        raise ValidationError(_("This is undone already."))
    undo, back = _UNDOS[BulkKind(change.kind)], 0
    ids = [int(pk) for pk in change.before]
    for start in range(0, len(ids), PIECE):
        progress(start, len(ids))
        with transaction.atomic():
            rows = Account.objects.editable_by(actor).filter(pk__in=ids[start : start + PIECE]).distinct()
            back += sum(undo(actor, account, change, change.before[str(account.pk)]) for account in rows)
    change.undone_at = timezone.now()
    change.save(update_fields=["undone_at"])
    _tell(change, "undone", {"changed": back})
    return back


@transaction.atomic
def _finish(change: BulkChange) -> None:
    change.finished_at = timezone.now()
    change.save(update_fields=["finished_at"])
    _tell(change, "done", {"changed": change.changed, "skipped": change.skipped})


def _tell(change: BulkChange, what: str, data: Mapping[str, Any]) -> None:
    record_activity(
        actor=change.actor,
        workspace=change.workspace_id,
        verb=f"bulk_change.{what}",
        subject=change,
        data={"kind": change.kind, **data},
    )


def _one(change: BulkChange, account: Account, act: "Act") -> None:
    if str(account.pk) in change.before:
        return
    try:
        with transaction.atomic():
            before = act(change.actor, account, change.params)
    except (ValidationError, PermissionDenied) as error:
        reason = " ".join(getattr(error, "messages", []))
        change.refused[str(account.pk)] = reason or _("You may not change this customer.")
        return
    if before is not None:
        change.before[str(account.pk)] = before


# -- what can be done: check, act on one (returns what it was, None where nothing changed), undo of one -----------

Act = Callable[[User, Account, Mapping[str, Any]], Any]


def _check_owner(actor: User, params: Mapping[str, Any]) -> dict[str, Any]:
    given = params.get("owner")
    if given in (None, ""):
        return {"owner": None}
    person = User.objects.filter(workspace_id=actor.workspace_id, is_active=True, pk=int(given)).first()
    if person is None or not person.may_write:
        raise ValidationError(_("This person cannot own customers."))
    return {"owner": person.pk}


def _assign(actor: User, account: Account, params: Mapping[str, Any]) -> Any:
    person = User.objects.filter(pk=params["owner"]).first() if params["owner"] else None
    now = account.owners.filter(role="csm").values_list("user_id", flat=True).first()
    if now == params["owner"]:
        return None
    set_owners(actor=actor, account=account, people={"owner": person})
    return {"owner": now}


def _assign_back(actor: User, account: Account, change: BulkChange, before: Mapping[str, Any]) -> bool:
    now = account.owners.filter(role="csm").values_list("user_id", flat=True).first()
    person = User.objects.filter(pk=before["owner"], is_active=True).first()
    if now != change.params["owner"] or (person is None and before["owner"] is not None):
        return False
    set_owners(actor=actor, account=account, people={"owner": person})
    return True


def _check_tag(actor: User, params: Mapping[str, Any]) -> dict[str, Any]:
    tag = " ".join(str(params.get("tag") or "").split())
    if not tag:
        raise ValidationError(_("Name the tag."))
    if len(tag) > LONGEST_TAG or "," in tag:
        raise ValidationError(_("A tag has at most %(count)s characters and no comma.") % {"count": LONGEST_TAG})
    return {"tag": tag}


def _save_tags(actor: User, account: Account, tags: list[str]) -> None:
    save_record(kind=get_kind("accounts"), actor=actor, values={"tags": tags}, record=account)


def _tag(actor: User, account: Account, params: Mapping[str, Any]) -> Any:
    tags = list(account.tags or [])
    if params["tag"] in tags or len(tags) >= MOST_TAGS:
        return None
    _save_tags(actor, account, [*tags, params["tag"]])
    return {}


def _untag(actor: User, account: Account, params: Mapping[str, Any]) -> Any:
    tags = list(account.tags or [])
    if params["tag"] not in tags:
        return None
    _save_tags(actor, account, [tag for tag in tags if tag != params["tag"]])
    return {}


def _tag_back(actor: User, account: Account, change: BulkChange, before: Mapping[str, Any]) -> bool:
    act = _untag if change.kind == BulkKind.TAG_ADD else _tag
    return act(actor, account, change.params) is not None


def _check_call(actor: User, params: Mapping[str, Any]) -> dict[str, Any]:
    title = " ".join(str(params.get("title") or "").split())
    if not title:
        raise ValidationError(_("Say what is to be done."))
    try:
        due_on = date.fromisoformat(str(params.get("due_on") or ""))
    except ValueError:
        raise ValidationError(_("Choose a day.")) from None
    check_due(due_on)
    return {"title": title[:300], "due_on": due_on.isoformat()}


def _call(actor: User, account: Account, params: Mapping[str, Any]) -> Any:
    due_on = date.fromisoformat(params["due_on"])
    owned = account.owners.filter(role="csm").select_related("user").first()
    owner = owned.user if owned is not None and owned.user.may_write else None
    given: dict[str, Any] = {"kind": CtaKind.ACTIVITY, "title": params["title"], "due_on": due_on}
    return {"cta": create_cta(actor=actor, account=account, owner=owner, **given).pk}


def _call_back(actor: User, account: Account, change: BulkChange, before: Mapping[str, Any]) -> bool:
    cta = Cta.objects.editable_by(actor).filter(pk=before["cta"], closed_at__isnull=True).first()
    if cta is None:
        return False
    complete_cta(actor=actor, cta=cta, outcome=Outcome.NOT_NEEDED)
    return True


_CHECKS: dict[BulkKind, Callable[[User, Mapping[str, Any]], dict[str, Any]]] = {
    BulkKind.OWNER: _check_owner,
    BulkKind.TAG_ADD: _check_tag,
    BulkKind.TAG_REMOVE: _check_tag,
    BulkKind.CALL: _check_call,
}
_ACTS: dict[BulkKind, Act] = {
    BulkKind.OWNER: _assign,
    BulkKind.TAG_ADD: _tag,
    BulkKind.TAG_REMOVE: _untag,
    BulkKind.CALL: _call,
}
_UNDOS: dict[BulkKind, Callable[[User, Account, BulkChange, Mapping[str, Any]], bool]] = {
    BulkKind.OWNER: _assign_back,
    BulkKind.TAG_ADD: _tag_back,
    BulkKind.TAG_REMOVE: _tag_back,
    BulkKind.CALL: _call_back,
}
