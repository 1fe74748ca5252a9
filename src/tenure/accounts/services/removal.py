"""Taking a record away with what hangs on it, and bringing all of it back.

Everything that goes in one step is known to have gone at one and the same moment: that moment, and who did it, is
what brings it back together.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenure.accounts.kinds import RecordKind, get_kind, list_kinds
from tenure.accounts.models import Account, AccountOwner, RecordVersion
from tenure.accounts.services.records import delete_record, save_record
from tenure.accounts.services.records.manual import restore_record
from tenure.foundation.models import User

EXTRAS = "extras"
OWNERS = "owners"


@transaction.atomic
def remove_record(*, kind: RecordKind, actor: User, record: Any) -> None:
    """Take a record and what hangs on it away; references of others to it are cleared. All of it has its version.

    Raises PermissionDenied where the actor may not write to the account, ValidationError where records that the actor
    may not write to name it.
    """
    at = timezone.now()
    going = list(_once(_with_what_hangs_on(kind, record)))
    ids = {(entry.name, one.pk) for entry, one in going}
    for entry, one in going:
        _clear_references(entry, actor, one, ids, at)
    for entry, one in going:
        # as read before anything went: the database itself clears references among what goes
        pk, extras = one.pk, _extras(entry, one)
        delete_record(kind=entry, actor=actor, record=one, known_at=at)
        version = _versions(actor).filter(kind=entry.name, record_id=pk, is_deleted=True, known_at=at).latest("pk")
        version.data = {**version.data, EXTRAS: extras}
        version.save(update_fields=["data"])


@transaction.atomic
def restore_removed(*, kind: RecordKind, actor: User, record_id: int) -> Any:
    """Bring back a record and all that went with it. Only who removed it, or an administrator, may.

    Raises ValidationError where there is nothing to restore, PermissionDenied for others.
    """
    last = _versions(actor).filter(kind=kind.name, record_id=record_id).order_by("known_at", "pk").last()
    if last is None or not last.is_deleted:
        raise ValidationError(_("There is nothing to restore."))
    if not actor.may_write or (last.actor_id != actor.pk and not actor.is_admin):
        raise PermissionDenied
    step = _versions(actor).filter(known_at=last.known_at, actor_id=last.actor_id)
    # what hangs on something went before it, so it comes back after it
    for version in step.filter(is_deleted=True).order_by("-pk"):
        _bring_back(version, actor)
    for version in step.filter(is_deleted=False):
        _point_back(version, actor)
    return kind.model._default_manager.get(pk=record_id)


def _with_what_hangs_on(kind: RecordKind, record: Any) -> Iterator[tuple[RecordKind, Any]]:
    """The record and all that would go with it; what hangs on something comes before it."""
    for relation, other in _relations(kind):
        if relation.on_delete is models.CASCADE:
            for row in relation.related_model._default_manager.filter(**{relation.field.name: record}):
                yield from _with_what_hangs_on(other, row)
    yield kind, record


def _once(going: Iterable[tuple[RecordKind, Any]]) -> Iterator[tuple[RecordKind, Any]]:
    """A line hangs on its contract and on its account; it goes once."""
    seen: set[tuple[str, int]] = set()
    for kind, record in going:
        if (kind.name, record.pk) not in seen:
            seen.add((kind.name, record.pk))
            yield kind, record


def _clear_references(kind: RecordKind, actor: User, record: Any, going: set[tuple[str, int]], at: datetime) -> None:
    """Clear what others, who stay, say of a record that goes."""
    for relation, other in _relations(kind):
        if relation.on_delete is models.CASCADE:
            continue
        name = next(entry.name for entry in other.stored if (entry.attr or entry.name) == relation.field.name)
        for row in relation.related_model._default_manager.filter(**{relation.field.name: record}):
            if (other.name, row.pk) in going:
                continue
            try:
                save_record(kind=other, actor=actor, values={name: None}, record=row, known_at=at)
            except PermissionDenied:
                text = _("Records of customers outside your teams name this one. Ask an administrator.")
                raise ValidationError(text) from None


def _relations(kind: RecordKind) -> list[tuple[Any, RecordKind]]:
    """Relations of other kinds of record to this one."""
    by_model = {entry.model: entry for entry in list_kinds()}
    return [
        (relation, by_model[relation.related_model])
        for relation in kind.model._meta.related_objects
        if relation.one_to_many and relation.related_model in by_model
    ]


def _extras(kind: RecordKind, record: Any) -> dict[str, Any]:
    """What the model keeps besides the fields of its kind: team, author, owners."""
    covered = {entry.attribute for entry in kind.stored} | {"id", "workspace_id", "custom"}
    extras = {
        column.attname: getattr(record, column.attname)
        for column in record._meta.concrete_fields
        if column.attname not in covered and column.is_relation
    }
    if isinstance(record, Account):
        extras[OWNERS] = {owner.role: owner.user_id for owner in record.owners.all()}
    return extras


def _bring_back(version: RecordVersion, actor: User) -> None:
    kind = get_kind(version.kind)
    extras = dict(version.data.get(EXTRAS) or {})
    owners = extras.pop(OWNERS, {})
    record = restore_record(kind=kind, actor=actor, record_id=version.record_id)
    if extras:
        kind.model._default_manager.filter(pk=record.pk).update(**extras)
    for role, user_id in owners.items():
        AccountOwner.objects.get_or_create(account_id=record.pk, role=role, defaults={"user_id": user_id})


def _point_back(version: RecordVersion, actor: User) -> None:
    """Let a record that was cleared of a reference have its former state again, if nobody changed it since."""
    rows = _versions(actor).filter(kind=version.kind, record_id=version.record_id).order_by("known_at", "pk")
    kind = get_kind(version.kind)
    record = kind.model._default_manager.filter(pk=version.record_id).first()
    if record is None or rows.last() != version:
        return
    before = rows.exclude(pk=version.pk).last()
    if before is not None:
        changed = {name: value for name, value in before.data.items() if version.data.get(name) != value}
        refs = {entry.name for entry in kind.stored if entry.type == "ref"}
        save_record(
            kind=kind, actor=actor, values={name: changed[name] for name in changed if name in refs}, record=record
        )


def _versions(actor: User) -> models.QuerySet[RecordVersion]:
    return RecordVersion.objects.filter(workspace_id=actor.workspace_id)
