"""Who of us an imported account belongs to."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tenure.accounts.choices import OwnerRole
from tenure.accounts.models import Account, AccountOwner, OwnerChange
from tenure.accounts.services.ownership import OWNER_FIELDS
from tenure.accounts.services.records.rows import Row
from tenure.foundation.models import Team, User, Workspace
from tenure.foundation.services import ensure_team

if TYPE_CHECKING:
    from tenure.accounts.services.records.writer import RecordWriter

FIELDS = {role: name for name, role in OWNER_FIELDS.items()}


def team_of_new(writer: "RecordWriter", row: Row) -> Team | None:
    """The named team, else the team of the owner, else the first team of whoever imports."""
    name = row.values.get("team")
    if name and (writer.actor is None or writer.actor.is_admin):
        return writer.staff.team(str(name))
    owner = writer.staff.find(row.values.get("owner"))
    team = writer.staff.team_of(owner) if owner else None
    return team or (writer.staff.team_of(writer.actor) if writer.actor else None)


def assign(writer: "RecordWriter", rows: list[Row]) -> None:
    """Set the owners that rows name; a name that is nobody's account here is kept as a custom field."""
    wanted: dict[tuple[int, OwnerRole], tuple[Row, User]] = {}
    strangers: dict[tuple[int, str], str] = {}
    for row in rows:
        if row.problems or row.record_id is None:
            continue
        for name, role in OWNER_FIELDS.items():
            if not row.values.get(name):
                continue
            person = writer.staff.find(row.values[name])
            if person is None:
                strangers[row.written_id, name] = str(row.values[name])
            else:
                wanted[row.written_id, role] = (row, person)
    _keep_names(strangers, {(pk, FIELDS[role]) for pk, role in wanted})
    writer.staff.strangers.update(strangers.values())
    if wanted:
        _set_owners(writer, wanted)


def _keep_names(strangers: Mapping[tuple[int, str], str], known: Iterable[tuple[int, str]]) -> None:
    """Keep the names of people who are nobody here, and drop those of people who have come since."""
    known = set(known)
    accounts = Account.objects.in_bulk({pk for pk, _name in (*strangers, *known)})
    changed = {}
    for (pk, name), said in strangers.items():
        if accounts[pk].custom.get(name) != said:
            accounts[pk].custom[name] = said
            changed[pk] = accounts[pk]
    for pk, name in known:
        if accounts[pk].custom.pop(name, None) is not None:
            changed[pk] = accounts[pk]
    Account.objects.bulk_update(changed.values(), ["custom"])


def _set_owners(writer: "RecordWriter", wanted: Mapping[tuple[int, OwnerRole], tuple[Row, User]]) -> None:
    ids = {account_id for account_id, _role in wanted}
    current = {
        (owner.account_id, OwnerRole(owner.role)): owner for owner in AccountOwner.objects.filter(account_id__in=ids)
    }
    new, changed, changes = [], [], []
    for (account_id, role), (row, person) in wanted.items():
        owner = current.get((account_id, role))
        if owner is not None and owner.user_id == person.pk:
            continue
        if writer.import_id is not None:
            before_id = owner.user_id if owner else None
            change = {"role": role, "before_id": before_id, "after": person, "import_id": writer.import_id}
            changes.append(OwnerChange(account_id=account_id, **change))
        if owner is None:
            new.append(AccountOwner(account_id=account_id, role=role, user=person))
        else:
            owner.user = person
            changed.append(owner)
        row.result = "updated" if row.result == "unchanged" else row.result
    AccountOwner.objects.bulk_create(new)
    AccountOwner.objects.bulk_update(changed, ["user"])
    OwnerChange.objects.bulk_create(changes)


class Staff:
    """The people and teams that rows may name; each is looked up once an import.

    `strangers` counts how often rows named somebody who is nobody here.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.strangers: Counter[str] = Counter()
        self._people: dict[str, User] | None = None
        self._teams: dict[str, Team] = {}
        self._team_of: dict[int, Team | None] = {}

    def find(self, text: object) -> User | None:
        """Return the active person of an e-mail address or else a name, without regard to case."""
        if not text:
            return None
        if self._people is None:
            people = list(User.objects.filter(workspace=self.workspace, is_active=True).order_by("-pk"))
            by_name = {person.name.casefold(): person for person in people if person.name}
            self._people = by_name | {person.email.casefold(): person for person in people}
        return self._people.get(str(text).casefold())

    def team(self, name: str) -> Team:
        """Return the team of a name, made if needed."""
        if name not in self._teams:
            self._teams[name] = ensure_team(workspace=self.workspace, name=name)
        return self._teams[name]

    def team_of(self, person: User) -> Team | None:
        """Return a person's first team."""
        if person.pk not in self._team_of:
            self._team_of[person.pk] = person.teams.first()
        return self._team_of[person.pk]


def give_back(import_id: int) -> int:
    """Give accounts back to whom they belonged before an import, save those given away since; return how many."""
    given = 0
    for change in OwnerChange.objects.filter(import_id=import_id).order_by("-pk"):
        if change.after_id is None:  # whoever was given it is gone, and owns nothing any more
            continue
        owners = AccountOwner.objects.filter(account_id=change.account_id, role=change.role, user_id=change.after_id)
        if change.before_id is None:
            given += owners.delete()[0]
        else:
            given += owners.update(user_id=change.before_id)
        change.delete()
    return given
