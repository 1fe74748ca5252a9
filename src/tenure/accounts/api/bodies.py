"""Between the bodies of requests and what the services take; between records and answers."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import BaseModel

from tenure.accounts.kinds import RecordKind, get_kind
from tenure.accounts.models import ExternalId, RecordVersion
from tenure.accounts.queries.records import count_versions, list_external_ids
from tenure.accounts.queries.references import NotFound, find_by_key
from tenure.accounts.schemas.records import entered_fields
from tenure.accounts.services.entry import Entry
from tenure.accounts.services.ownership import OWNER_FIELDS
from tenure.foundation.models import Team, User

OWN_KEYS = {"known_at", "external_id", "team", *OWNER_FIELDS}


def entry_of(kind: RecordKind, actor: User, body: BaseModel, *, external: tuple[str, str] | None = None) -> Entry:
    """Return what a body enters; a field it does not name is left alone. Raises ValidationError by field."""
    given = {name: getattr(body, name) for name in body.model_fields_set}
    problems: dict[str, str] = {}
    values: dict[str, Any] = {}
    for entry in entered_fields(kind):
        if entry.name in OWN_KEYS or entry.name not in given:
            continue
        value = given[entry.name]
        if entry.type == "ref" and value is not None:
            try:
                value = find_by_key(kind=get_kind(entry.ref), actor=actor, key=value)
            except NotFound as error:
                problems[entry.name] = str(error)
        values[entry.name] = value
    if "custom" in given:
        values["custom"] = given["custom"]
    people = {
        name: _person(actor, name, given[name], problems) for name in OWNER_FIELDS if _is_here(kind, name, given)
    }
    team = _team(actor, given["team"], problems) if _is_here(kind, "team", given) else None
    if problems:
        raise ValidationError(problems)
    named = given.get("external_id")
    return Entry(
        values=values,
        people=people,
        team=team,
        sets_team=_is_here(kind, "team", given),
        known_at=given.get("known_at"),
        external=external or ((named.system, named.id) if named else None),
    )


def _is_here(kind: RecordKind, name: str, given: dict[str, Any]) -> bool:
    return kind.name == "accounts" and name in given


def _person(actor: User, name: str, key: int | str | None, problems: dict[str, str]) -> User | None:
    if key is None:
        return None
    people = User.objects.filter(workspace_id=actor.workspace_id, is_active=True)
    found = people.filter(pk=key) if isinstance(key, int) else people.filter(email__iexact=key)
    person = found.first()
    if person is None:
        problems[name] = _("Nobody in this workspace has this id or e-mail address.")
    return person


def _team(actor: User, key: int | str | None, problems: dict[str, str]) -> Team | None:
    if key is None:
        return None
    teams = Team.objects.filter(workspace_id=actor.workspace_id)
    team = (teams.filter(pk=key) if isinstance(key, int) else teams.filter(name=key)).first()
    if team is None:
        problems["team"] = _("There is no such team.")
    return team


def give(kind: RecordKind, records: Sequence[Any], *, workspace_id: int) -> list[dict[str, Any]]:
    """Return records as the API gives them."""
    ids = [record.pk for record in records]
    external = list_external_ids(workspace_id=workspace_id, kind=kind, record_ids=ids)
    versions = count_versions(workspace_id=workspace_id, kind=kind, record_ids=ids)
    return [_give(kind, record, external.get(record.pk, []), versions.get(record.pk, 0)) for record in records]


def _give(kind: RecordKind, record: Any, external: Iterable[ExternalId], version: int) -> dict[str, Any]:
    data: dict[str, Any] = {"id": record.pk, "revision": version}
    for entry in kind.stored:
        value = getattr(record, entry.attribute)
        data[entry.name] = None if value == "" else value
    if kind.name == "accounts":
        owners = {own.role: own.user for own in record.owners.all()}
        data |= {name: person_of(owners.get(role)) for name, role in OWNER_FIELDS.items()}
        data["team"] = {"id": record.team.pk, "name": record.team.name} if record.team else None
    if kind.keeps_custom:
        data["custom"] = record.custom
    data["external_ids"] = [{"system": one.system, "id": one.value} for one in external]
    return data


def person_of(user: User | None) -> dict[str, Any] | None:
    """Return one of our people as the API gives them."""
    return {"id": user.pk, "name": user.name, "email": user.email} if user else None


def give_version(version: RecordVersion) -> dict[str, Any]:
    """Return a version as the API gives it."""
    return {
        "version": version.pk,
        "known_at": version.known_at,
        "recorded_at": version.recorded_at,
        "is_assumed": version.is_assumed,
        "is_deleted": version.is_deleted,
        "import_id": version.import_id,
        "actor": person_of(version.actor),
        "data": {name: value for name, value in version.data.items() if name != "extras"},
    }
