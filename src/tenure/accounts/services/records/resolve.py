"""From the ids of other systems to our own."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model

from tenure.accounts.kinds import get_kind
from tenure.accounts.models import Account, Contact, ExternalId, Product, RecordVersion
from tenure.accounts.queries.external import chunked, resolve_external
from tenure.accounts.services.records.values import snapshot
from tenure.foundation.models import User, Workspace


class Resolver:
    """Finds references within one import and remembers them; makes what is missing where that is allowed."""

    def __init__(
        self,
        *,
        workspace: Workspace,
        actor: User | None,
        import_id: int | None,
        create_missing: bool,
        system: str,
    ) -> None:
        self.workspace = workspace
        self.actor = actor
        self.import_id = import_id
        self.create_missing = create_missing
        self.system = system
        self._known: dict[str, dict[str, int]] = {}
        self._editable: dict[int, bool] = {}

    def look_up(self, kind: str, values: Iterable[str]) -> dict[str, int]:
        """Return our ids by external id; what is unknown is absent."""
        known = self._known.setdefault(kind, {})
        new = {value for value in values if value not in known}
        if new:
            found = resolve_external(workspace_id=self.workspace.pk, kind=kind, values=new, system=self.system)
            if kind == "products":
                found = {**self._products_by_name(new - set(found)), **found}
            known.update(found)
        return known

    def remember(self, kind: str, value: str, record_id: int) -> None:
        """Take note of a record that this import has just made."""
        self._known.setdefault(kind, {})[value] = record_id

    def may_write_to(self, account_ids: Iterable[int]) -> set[int]:
        """Return those accounts that the actor may change; all of them for the system itself."""
        wanted = set(account_ids)
        if self.actor is None or self.actor.is_admin:
            return wanted
        unsure = [pk for pk in wanted if pk not in self._editable]
        for piece in chunked(unsure):  # type: ignore[arg-type]
            allowed = set(Account.objects.editable_by(self.actor).filter(pk__in=piece).values_list("pk", flat=True))
            self._editable.update({int(pk): int(pk) in allowed for pk in piece})
        return {pk for pk in wanted if self._editable[pk]}

    def allow(self, account_id: int) -> None:
        """The actor made this account just now."""
        self._editable[account_id] = True

    def make(self, kind: str, value: str, known_at: datetime, assumed: bool, **fields: Any) -> int:
        """Make a bare record that a row names but nothing describes; its name is its external id."""
        models: dict[str, type[Model]] = {"accounts": Account, "contacts": Contact, "products": Product}
        record = models[kind](workspace=self.workspace, name=value, **fields)
        if kind == "accounts" and self.actor is not None:
            record.team = self.actor.teams.first()  # type: ignore[attr-defined]
        record.save()
        self.note(kind, value, record, known_at, assumed)
        return int(record.pk)

    def unmake(self, kind: str, record_ids: Iterable[int]) -> None:
        """Take away records that were made on the way for rows of which none was taken in the end."""
        gone = set(record_ids)
        shared = {"workspace": self.workspace, "kind": kind, "import_id": self.import_id, "record_id__in": gone}
        ExternalId.objects.filter(**shared).delete()
        RecordVersion.objects.filter(**shared).delete()
        get_kind(kind).model._default_manager.filter(pk__in=gone).delete()
        known = self._known.get(kind, {})
        self._known[kind] = {value: pk for value, pk in known.items() if pk not in gone}

    def note(self, kind: str, value: str, record: Model, known_at: datetime, assumed: bool) -> None:
        """Write the external id and the first version of a record that was made on the way."""
        account_id = record.pk if kind == "accounts" else getattr(record, "account_id", None)
        shared = {
            "workspace": self.workspace,
            "kind": kind,
            "record_id": record.pk,
            "import_id": self.import_id,
        }
        ExternalId.objects.create(system=self.system, value=value, **shared)
        RecordVersion.objects.create(
            account_id=account_id,
            known_at=known_at,
            is_assumed=assumed,
            data=snapshot(get_kind(kind), record),
            actor=self.actor,
            **shared,
        )
        self.remember(kind, value, int(record.pk))
        if kind == "accounts":
            self.allow(int(record.pk))

    def _products_by_name(self, names: set[str]) -> dict[str, int]:
        rows = Product.objects.filter(workspace=self.workspace, name__in=list(names))
        return {name: pk for name, pk in rows.order_by("-pk").values_list("name", "pk")}
