"""What a row is known by: its id, or where the file has none, its content."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from tenure.integrations.files.mapping import MappedRow, content_hash
from tenure.integrations.services.targets import Target
from tenure_engine.words import N_

NO_ID = N_("'%(field)s' is empty: without it the row cannot be told from others")
BY_CONTENT = N_(
    "No column gives the id of %(kind)s. Rows are known by their content and, where several are equal, by their "
    "number among them: the same file again changes nothing, but a row that was changed counts as a new one."
)
BY_CONTRACT = N_(
    "No column gives the id of a contract line. Lines are known by their contract and their place in it: a row that "
    "was changed is found again as long as the lines of a contract keep their order."
)


class Keys:
    """Makes the key of each row of one run over a file.

    A single row that is run again asks `taken` how many rows of its content there are already.
    """

    def __init__(
        self, target: Target, *, has_id: bool, mapped: set[str], taken: Callable[[str], int] | None = None
    ) -> None:
        self.target = target
        self.by_contract = target.name == "contracts" and not has_id and "contract_id" in mapped
        self.by_content = not has_id and not self.by_contract
        self._taken = taken
        self._times: Counter[str] = Counter()

    def take(self, row: MappedRow, values: dict[str, Any]) -> str | None:
        """Return the row's key and take the id out of `values`; None where the row lacks what it is known by."""
        given = values.pop(self.target.id_field, None)
        if given is not None and str(given) != "":
            return str(given)
        if self.by_contract and values.get("contract_id") is not None:
            return self._numbered(str(values["contract_id"]), first_is_bare=True)
        if self.by_content or self.by_contract:
            return self._numbered(content_hash(row), first_is_bare=False)
        return None

    def _numbered(self, base: str, *, first_is_bare: bool) -> str:
        if self._taken is not None and base not in self._times:
            self._times[base] = self._taken(base)
        self._times[base] += 1
        number = self._times[base]
        return base if first_is_bare and number == 1 else f"{base}#{number}"
