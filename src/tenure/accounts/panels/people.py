"""People at the customer, and who of us is responsible."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenure.accounts.charts import stakeholder_map
from tenure.accounts.choices import OwnerRole
from tenure.accounts.kinds import get_kind
from tenure.accounts.models import Account
from tenure.accounts.queries import panels as queries
from tenure.accounts.queries.records import list_external_ids
from tenure.accounts.queries.stakeholders import get_stakeholders
from tenure.ui.registry import panel


@panel("account", name="people", title=_("People"), order=30, column=2)
def people(request: HttpRequest, account: Account) -> dict[str, Any]:
    """Who decides, who is for us, who is against, who left; by influence and warmth."""
    found = get_stakeholders(account=account, day=timezone.localdate())
    return {
        "account": account,
        "found": found,
        "map": stakeholder_map(found),
        "there": [one for one in found.people if not one.has_left],
    }


@panel("account", name="identity", title=_("Who they are"), order=60, column=2)
def identity(request: HttpRequest, account: Account) -> dict[str, Any]:
    """Owners, team, where the customer came from, group of companies, ids elsewhere."""
    owners = {own.role: own.user for own in account.owners.all()}
    kind = get_kind("accounts")
    ids = list_external_ids(workspace_id=account.workspace_id, kind=kind, record_ids=[account.pk])
    plain = ("industry", "region", "country", "size", "source", "campaign", "reseller", "website")
    return {
        "account": account,
        "owners": [(role.label, owners[role]) for role in OwnerRole if role in owners],
        "facts": [(kind.field(name).label, getattr(account, name)) for name in plain if getattr(account, name)],
        "external_ids": ids.get(account.pk, []),
        **queries.family(account=account, actor=request.user),  # type: ignore[arg-type]
    }
