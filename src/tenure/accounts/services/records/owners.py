"""Who of us an imported account belongs to."""

from typing import TYPE_CHECKING

from django.db.models import Q

from tenure.accounts.choices import OwnerRole
from tenure.accounts.models import Account, AccountOwner
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
    if current is None:
        AccountOwner.objects.create(account_id=row.written_id, user=person, role=role)
    elif current.user_id != person.pk:
        current.user = person
        current.save(update_fields=["user"])
        row.result = "updated" if row.result == "unchanged" else row.result


def _person(writer: "RecordWriter", text: object) -> User | None:
    if not text:
        return None
    people = User.objects.filter(workspace=writer.workspace, is_active=True)
    return people.filter(Q(email__iexact=str(text)) | Q(name__iexact=str(text))).first()
