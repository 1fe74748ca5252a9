"""Who of us an imported account belongs to."""

from typing import TYPE_CHECKING

from django.db.models import Q

from tenure.accounts.choices import OwnerRole
from tenure.accounts.models import Account, AccountOwner, OwnerChange
from tenure.accounts.services.records.rows import Row
from tenure.foundation.models import Team, User
from tenure.foundation.services import ensure_team

if TYPE_CHECKING:
    from tenure.accounts.services.records.writer import RecordWriter

ROLES = {"owner": OwnerRole.CSM, "sales_owner": OwnerRole.SALES, "onboarding_owner": OwnerRole.ONBOARDING}


def team_of_new(writer: "RecordWriter", row: Row) -> Team | None:
    """The named team, else the team of the owner, else the first team of whoever imports."""
    name = row.values.get("team")
    if name and (writer.actor is None or writer.actor.is_admin):
        return ensure_team(workspace=writer.workspace, name=str(name))
    owner = _person(writer, row.values.get("owner"))
    team = owner.teams.first() if owner else None
    return team or (writer.actor.teams.first() if writer.actor else None)


def assign(writer: "RecordWriter", rows: list[Row]) -> None:
    """Set the owners that rows name; a name that is nobody's account here is kept as a custom field."""
    for row in rows:
        if row.problems or row.record_id is None:
            continue
        for name, role in ROLES.items():
            if row.values.get(name):
                _set_owner(writer, row, name, role)


def _set_owner(writer: "RecordWriter", row: Row, name: str, role: OwnerRole) -> None:
    person = _person(writer, row.values[name])
    if person is None:
        account = Account.objects.get(pk=row.written_id)
        if account.custom.get(name) != row.values[name]:
            account.custom[name] = row.values[name]
            account.save(update_fields=["custom"])
        return
    current = AccountOwner.objects.filter(account_id=row.written_id, role=role).first()
    if current is not None and current.user_id == person.pk:
        return
    if writer.import_id is not None:
        before_id = current.user_id if current else None
        change = {"role": role, "before_id": before_id, "after": person, "import_id": writer.import_id}
        OwnerChange.objects.create(account_id=row.written_id, **change)
    AccountOwner.objects.update_or_create(account_id=row.written_id, role=role, defaults={"user": person})
    row.result = "updated" if row.result == "unchanged" else row.result


def give_back(import_id: int) -> int:
    """Give accounts back to whom they belonged before an import, save those given away since; return how many."""
    given = 0
    for change in OwnerChange.objects.filter(import_id=import_id).order_by("-pk"):
        owners = AccountOwner.objects.filter(account_id=change.account_id, role=change.role, user_id=change.after_id)
        if change.before_id is None:
            given += owners.delete()[0]
        else:
            given += owners.update(user_id=change.before_id)
        change.delete()
    return given


def _person(writer: "RecordWriter", text: object) -> User | None:
    if not text:
        return None
    people = User.objects.filter(workspace=writer.workspace, is_active=True)
    return people.filter(Q(email__iexact=str(text)) | Q(name__iexact=str(text))).first()
