"""Accounts that rows name by their names, where the file has no ids."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tenure.accounts.kinds import Problem
from tenure.accounts.models import Account
from tenure.accounts.queries.external import chunked
from tenure.accounts.services.records import Pk
from tenure.integrations.services.applying.setting import Setting
from tenure_engine.words import N_

if TYPE_CHECKING:
    from tenure.integrations.services.applying.records import Prepared

SEVERAL = N_("several accounts are named '%(value)s': name the account by its id")


class AccountNames:
    """Finds the account of a row by its exact name; what nobody is called is taken for an id."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def resolve(self, prepared: Sequence["Prepared"]) -> None:
        """Give each row that names its account the account's id."""
        named = [(entry, name) for entry in prepared if (name := self._name(entry))]
        if not named:
            return
        found = find_by_name(self.setting, {name for _entry, name in named})
        for entry, name in named:
            ids = found.get(name, [])
            if len(ids) > 1:
                entry.problems.append(Problem("account_name", SEVERAL, {"value": name}))
            for version in entry.versions:
                version.values["account_id"] = Pk(ids[0]) if ids else name

    def _name(self, entry: "Prepared") -> str:
        """Take the name out of the row; it counts only where the row has no id."""
        name = ""
        for version in entry.versions:
            given: Any = version.values.pop("account_name", None)
            if version.values.get("account_id") is None and version.values.get("contract_id") is None:
                name = str(given or "")
        return name


def find_by_name(setting: Setting, names: Iterable[str]) -> dict[str, list[int]]:
    """Return the ids of the accounts of each name, of those that the importing person may change."""
    rows = Account.objects.filter(workspace=setting.workspace)
    if setting.actor is not None:
        rows = Account.objects.editable_by(setting.actor)
    found: dict[str, list[int]] = {}
    for piece in chunked(sorted(names)):
        for pk, name in rows.filter(name__in=piece).order_by("pk").values_list("pk", "name"):
            found.setdefault(name, []).append(pk)
    return found
