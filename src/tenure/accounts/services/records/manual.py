"""Records written by a person, one at a time."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenure.accounts.kinds import RecordKind, get_kind
from tenure.accounts.models import Account, RecordVersion
from tenure.accounts.services.records.values import CUSTOM, for_model, restore, snapshot
from tenure.foundation.models import User
from tenure.foundation.services import record_activity


@transaction.atomic
def save_record(
    *,
    kind: RecordKind,
    actor: User,
    values: dict[str, Any],
    record: Any = None,
    known_at: datetime | None = None,
) -> Any:
    """Make a record, or change the named fields of one, and keep the version.

    References are our own ids. Raises ValidationError by field name, and PermissionDenied where the actor may not
    write to the account.
    """
    is_new = record is None
    values = dict(values)
    _check(kind, values, is_new)
    if is_new:
        record = kind.model(workspace=actor.workspace)
    for entry in kind.stored:
        if entry.name in values:
            setattr(record, entry.attribute, for_model(record, entry, values[entry.name]))
    if kind.keeps_custom and CUSTOM in values:
        record.custom = dict(values[CUSTOM] or {})
    _complete(kind, record, actor)
    _may_write(kind, record, actor, is_new)
    before = None if is_new else snapshot(kind, kind.model._default_manager.get(pk=record.pk))
    record.full_clean(validate_constraints=True)
    record.save()
    data = snapshot(kind, record)
    if data != before:
        _keep(kind, record, actor, data, known_at, is_deleted=False)
        _tell(kind, record, actor, "created" if is_new else "changed", before, data)
    return record


@transaction.atomic
def delete_record(*, kind: RecordKind, actor: User, record: Any, known_at: datetime | None = None) -> None:
    """Take a record away; its versions stay, so that it can be restored and the past read as it was known."""
    _may_write(kind, record, actor, is_new=False)
    data = snapshot(kind, record)
    _keep(kind, record, actor, data, known_at, is_deleted=True)
    _tell(kind, record, actor, "deleted", data, {})
    record.delete()


@transaction.atomic
def restore_record(*, kind: RecordKind, actor: User, record_id: int) -> Any:
    """Bring a deleted record back with the same id. Raises ValidationError where there is nothing to restore."""
    versions = RecordVersion.objects.filter(workspace=actor.workspace, kind=kind.name, record_id=record_id).order_by(
        "known_at", "id"
    )
    last = versions.last()
    if last is None or not last.is_deleted:
        raise ValidationError(_("There is nothing to restore."))
    record = kind.model(pk=record_id, workspace=actor.workspace)
    restore(kind, record, last.data)
    _complete(kind, record, actor)
    _may_write(kind, record, actor, is_new=True)
    record.save(force_insert=True)
    _keep(kind, record, actor, last.data, None, is_deleted=False)
    _tell(kind, record, actor, "restored", {}, last.data)
    return record


def _check(kind: RecordKind, values: dict[str, Any], is_new: bool) -> None:
    problems: dict[str, list[str]] = {}
    if kind.prepare is not None:
        for problem in kind.prepare(values):
            problems.setdefault(problem.field, []).append(_(problem.template) % problem.params)
    for entry in kind.fields:
        empty = values.get(entry.name) in (None, "")
        if entry.required and empty and (is_new or entry.name in values):
            problems.setdefault(entry.name, []).append(_("This field is required."))
    if problems:
        raise ValidationError(problems)


def _complete(kind: RecordKind, record: Any, actor: User) -> None:
    if kind.name == "contracts" and record.contract_id is None and record.account_id is not None:
        record.contract = save_record(
            kind=get_kind("agreements"),
            actor=actor,
            values={
                "account_id": record.account_id,
                "start_date": record.starts_on,
                "end_date": record.ends_on,
                "currency": record.currency,
            },
        )
    if kind.name in ("contracts", "agreements", "invoices") and not record.currency and actor.workspace:
        record.currency = actor.workspace.currency
    if kind.name == "notes" and record.author_id is None:
        record.author = actor
    if kind.name == "accounts" and record.pk is None and record.team_id is None:
        record.team = actor.teams.first()


def _may_write(kind: RecordKind, record: Any, actor: User, is_new: bool) -> None:
    if not actor.may_write or record.workspace_id != actor.workspace_id:
        raise PermissionDenied
    if kind.name == "accounts":
        allowed = is_new or Account.objects.editable_by(actor).filter(pk=record.pk).exists()
    elif kind.hangs_on_account:
        allowed = Account.objects.editable_by(actor).filter(pk=record.account_id).exists()
    else:
        allowed = True
    if not allowed:
        raise PermissionDenied
    if kind.name == "contracts" and record.contract.account_id != record.account_id:
        raise ValidationError({"contract_id": _("The contract belongs to another account.")})


def _keep(
    kind: RecordKind,
    record: Any,
    actor: User,
    data: dict[str, Any],
    known_at: datetime | None,
    *,
    is_deleted: bool,
) -> None:
    RecordVersion.objects.create(
        workspace_id=record.workspace_id,
        kind=kind.name,
        record_id=record.pk,
        account_id=record.pk if kind.name == "accounts" else data.get("account_id"),
        known_at=known_at or timezone.now(),
        is_deleted=is_deleted,
        data=data,
        actor=actor,
    )


def _tell(
    kind: RecordKind, record: Any, actor: User, what: str, before: dict[str, Any] | None, data: dict[str, Any]
) -> None:
    earlier = before or {}
    changed = [name for name in {**earlier, **data} if earlier.get(name) != data.get(name)]
    record_activity(
        actor=actor,
        workspace=record.workspace_id,
        verb=f"{kind.model._meta.model_name}.{what}",
        account=record if kind.name == "accounts" else getattr(record, "account_id", None),
        subject=record,
        data={"kind": kind.name, "label": str(record)[:200], "fields": sorted(changed)},
    )
