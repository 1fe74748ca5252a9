"""The people a timeline can be narrowed to: those at the customer, and ours."""

from dataclasses import dataclass

from tenure.accounts.models import Account, Touchpoint
from tenure.accounts.queries.panels import list_contacts

MOST = 30
CONTACT, OURS = "c", "u"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named on the timeline: a contact by id, or one of us by name (imports bring names only)."""

    key: str
    name: str
    contact_id: int | None = None

    @property
    def is_ours(self) -> bool:
        """Whether it is one of us."""
        return self.contact_id is None


def list_persons(*, account: Account) -> tuple[list[Person], list[Person]]:
    """Return (people at the customer, people of ours) that the account's timeline can be narrowed to."""
    theirs = [Person(f"{CONTACT}{row.pk}", row.name, row.pk) for row in list_contacts(account=account)]
    named = Touchpoint.objects.filter(account=account).exclude(owner_name="").order_by()
    names = {str(own.user) for own in account.owners.all()}
    names.update(named.values_list("owner_name", flat=True).distinct()[:MOST])
    return theirs[:MOST], [Person(f"{OURS}{name}", name) for name in sorted(names)]
