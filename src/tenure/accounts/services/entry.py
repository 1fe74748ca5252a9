"""A record as a person or a program enters it: references within scope, owners, external id, known time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenure.accounts.kinds import RecordKind
from tenure.accounts.models import ExternalId, RecordVersion
from tenure.accounts.queries.records import count_versions
from tenure.accounts.queries.references import check_references
from tenure.accounts.services.ownership import own_if_unseen, set_owners, set_team
from tenure.accounts.services.records import save_record
from tenure.accounts.services.records.values import CUSTOM, from_json, snapshot
from tenure.foundation.models import Team, User


class RecordChanged(Exception):
    """Somebody else changed the record since it was read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is entered: typed values by field name (a field that is not named is left alone), owners, team."""

    values: Mapping[str, Any]
    people: Mapping[str, User | None] = field(default_factory=dict)
    team: Team | None = None
    sets_team: bool = False
    known_at: datetime | None = None
    external: tuple[str, str] | None = None  # system, id


@transaction.atomic
def enter_record(
    *, kind: RecordKind, actor: User, entry: Entry, record: Any = None, expected: int | None = None
) -> Any:
    """Make a record or change one.

    `expected` is the number of the version that the actor saw (see `count_versions`). Raises ValidationError by field
    name, RecordChanged where another version is the newest by now, PermissionDenied without the right to write.
    """
    if record is not None:
        record = kind.model._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
        _check_version(kind, record, expected)
    _check_known_at(kind, record, entry.known_at)
    values = dict(entry.values) if record is None else {**_current(kind, record), **entry.values}
    problems = check_references(kind=kind, actor=actor, values=values, record=record)
    if problems:
        raise ValidationError(problems)
    try:
        saved = save_record(kind=kind, actor=actor, values=values, record=record, known_at=entry.known_at)
    except ValidationError as error:
        raise _by_field(kind, error) from None
    if kind.name == "accounts":
        _assign(actor, saved, entry, is_new=record is None)
    if entry.external is not None and record is None:
        system, value = entry.external
        # the id of a record that was deleted passes to the new one
        ExternalId.objects.update_or_create(
            workspace_id=saved.workspace_id,
            kind=kind.name,
            system=system,
            value=value,
            defaults={"record_id": saved.pk, "import_id": None},
        )
    return saved


def _assign(actor: User, account: Any, entry: Entry, *, is_new: bool) -> None:
    if is_new:
        own_if_unseen(actor=actor, account=account)
    if entry.sets_team:
        set_team(actor=actor, account=account, team=entry.team)
    if entry.people:
        set_owners(actor=actor, account=account, people=entry.people)


def _current(kind: RecordKind, record: Any) -> dict[str, Any]:
    """The record's values as typed fields, so that the rules of the kind see the whole record."""
    data = snapshot(kind, record)
    values = {entry.name: from_json(entry, data[entry.name]) for entry in kind.stored}
    if kind.keeps_custom:
        values[CUSTOM] = data[CUSTOM]
    return values


def _check_version(kind: RecordKind, record: Any, expected: int | None) -> None:
    if expected is None:
        return
    newest = count_versions(workspace_id=record.workspace_id, kind=kind, record_ids=[record.pk]).get(record.pk, 0)
    if newest != expected:
        raise RecordChanged


def _check_known_at(kind: RecordKind, record: Any, known_at: datetime | None) -> None:
    if known_at is None:
        return
    if known_at > timezone.now():
        raise ValidationError({"known_at": _("This lies in the future.")})
    if record is None:
        return
    rows = RecordVersion.objects.filter(workspace_id=record.workspace_id, kind=kind.name, record_id=record.pk)
    newest = rows.order_by("known_at", "pk").last()
    if newest is not None and known_at < newest.known_at:
        text = _("A later state is known already, since %(instant)s. What was known before it stays as it is.")
        instant = timezone.localtime(newest.known_at).strftime("%Y-%m-%d %H:%M")
        raise ValidationError({"known_at": text % {"instant": instant}})


def _by_field(kind: RecordKind, error: ValidationError) -> ValidationError:
    """Name the fields as the kind names them, where the model names its own attributes."""
    if not hasattr(error, "error_dict"):
        return error
    names = {entry.attr or entry.name: entry.name for entry in kind.stored}
    known = {entry.name for entry in kind.fields}
    found: dict[str, list[ValidationError]] = {}
    for name, errors in error.error_dict.items():
        field_name = name if name in known else names.get(name, NON_FIELD_ERRORS)
        found.setdefault(field_name, []).extend(errors)
    return ValidationError(found)
