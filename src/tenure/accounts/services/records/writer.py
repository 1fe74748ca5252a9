"""The writer: rows of one kind into records, versions and external ids."""

import hashlib
import json
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from tenure.accounts.kinds import RecordKind
from tenure.accounts.models import ExternalId, RecordVersion
from tenure.accounts.queries.external import chunked, only_alive
from tenure.accounts.services.records import agreements, identity, own, owners, references
from tenure.accounts.services.records.inputs import Outcome, RecordInput
from tenure.accounts.services.records.resolve import Resolver
from tenure.accounts.services.records.rows import Row
from tenure.accounts.services.records.values import for_model, merged, restore, snapshot
from tenure.foundation.db.insert import insert_rows
from tenure.foundation.db.update import update_rows
from tenure.foundation.models import User, Workspace
from tenure_engine.words import N_

VERSION_COLUMNS = ("record_id", "account_id", "known_at", "is_assumed", "data")
MOST_ROWS = 400
PAUSE_SECONDS = 0.002  # so that others get to write on SQLite
OTHER_CONTENT = N_("the id '%(key)s' stands in row %(first)s already, with other content")
EMPTY = N_("'%(field)s' is empty, and a new record needs it")


class RecordWriter:
    """Writes rows of one kind. Call `apply` with at most 500 rows (one transaction each), then `finish` once."""

    def __init__(
        self,
        *,
        kind: RecordKind,
        workspace: Workspace,
        actor: User | None,
        import_id: int | None = None,
        create_missing: bool = False,
        system: str = "file",
        resolver: Resolver | None = None,
    ) -> None:
        self.kind = kind
        self.workspace = workspace
        self.actor = actor
        self.import_id = import_id
        self.system = system
        self.resolver = resolver or Resolver(
            workspace=workspace,
            actor=actor,
            import_id=import_id,
            create_missing=create_missing,
            system=system,
        )
        self.staff = owners.Staff(workspace)
        self._seen: dict[str, tuple[int, datetime, bytes]] = {}
        self._waiting: list[Row] = []
        self.domains: dict[str, set[int]] | None = None

    @transaction.atomic
    def apply(self, inputs: Sequence[RecordInput]) -> list[Outcome]:
        """Write a chunk of rows and return what became of each, in the same order.

        A row that names one of its own kind which is not there yet waits for it until `finish`.
        """
        rows = [self._open(given) for given in inputs]
        ready, waiting = own.order(self, rows)
        self._waiting += [*self._write(ready), *waiting]
        return [row.outcome() for row in rows]

    def finish(self) -> list[Outcome]:
        """Write the rows that waited, in transactions of their own; return what became of each.

        What still names something that is not there is rejected, and nothing of it is written.
        """
        rows, waiting = list(self._waiting), self._waiting
        self._waiting = []
        while waiting:
            ready, waiting = own.order(self, waiting)
            for start in range(0, len(ready), MOST_ROWS):
                with transaction.atomic():
                    waiting += self._write(ready[start : start + MOST_ROWS])
                if connection.vendor == "sqlite":
                    time.sleep(PAUSE_SECONDS)
            if not ready and not own.find_elsewhere(self, waiting):
                own.reject(self, waiting)
                break
        return [row.outcome() for row in rows]

    def _write(self, rows: list[Row]) -> list[Row]:
        """Write rows that name only what is there or what is among them; return those that have to wait after all."""
        self._find_existing(rows)
        identity.match(self, rows)
        # first what makes nothing: of a rejected row nothing may stay, not even the account that only it names
        if self.kind.name == "contracts":
            agreements.check(self, rows)
        else:
            for row in rows:
                if row.is_open and row.record_id is None:
                    self._check_required(row)
        rows, orphans = own.without_orphans(rows)
        if self.kind.name == "contracts":
            agreements.settle(self, rows)
        references.resolve(self, rows)
        rows, without_target = own.without_orphans(rows)
        own.reject(self, without_target)
        self._create([row for row in rows if row.is_open and row.record_id is None])
        own.link(self, rows)
        self._update([row for row in rows if row.is_open and row.record_id is not None])
        identity.add_ids(self, rows)
        if self.kind.name == "accounts":
            owners.assign(self, rows)
        return orphans

    # -- one row ------------------------------------------------------------------------------------------------

    def _open(self, given: RecordInput) -> Row:
        row = Row(given, dict(given.values))
        content = hashlib.blake2b(
            json.dumps(given.values, sort_keys=True, default=str).encode(), digest_size=16
        ).digest()
        seen = self._seen.get(given.key)
        if seen is None:
            self._seen[given.key] = (given.row, given.known_at, content)
        elif seen[0] != given.row and (given.is_assumed or seen[1] == given.known_at):
            if seen[2] == content:
                row.result = "unchanged"
            else:
                row.reject(self.kind.id_field, OTHER_CONTENT, key=given.key, first=seen[0])
            return row
        if self.kind.prepare is not None:
            row.problems += self.kind.prepare(row.values)
        return row

    def _check_required(self, row: Row) -> None:
        for entry in self.kind.fields:
            if entry.required and row.values.get(entry.name) is None:
                row.reject(entry.name, EMPTY, field=entry.name)

    def _find_existing(self, rows: list[Row]) -> None:
        keys = [row.given.key for row in rows]
        found = self._own_ids(keys)
        for row in rows:
            row.record_id = found.get(row.given.key)

    def _own_ids(self, keys: list[str]) -> dict[str, int]:
        """External ids of this very system; another system's equal id may be another record."""
        found: dict[str, int] = {}
        for piece in chunked(sorted(set(keys))):
            rows = ExternalId.objects.filter(
                workspace=self.workspace, kind=self.kind.name, system=self.system, value__in=piece
            )
            found.update(rows.values_list("value", "record_id"))
        alive = only_alive(self.kind.name, found)
        self._drop_ids_of_deleted([value for value in found if value not in alive])
        return alive

    def _drop_ids_of_deleted(self, values: list[str]) -> None:
        """What was deleted and comes again is a new record; its id is free for it."""
        for piece in chunked(values):
            ExternalId.objects.filter(
                workspace=self.workspace, kind=self.kind.name, system=self.system, value__in=piece
            ).delete()

    # -- many rows ----------------------------------------------------------------------------------------------

    def _create(self, rows: list[Row]) -> None:
        firsts: dict[str, Row] = {}
        for row in sorted(rows, key=lambda entry: entry.given.known_at):
            firsts.setdefault(row.given.key, row)
        made = list(firsts.values())
        records = [self._new_record(row) for row in made]
        self.kind.model._default_manager.bulk_create(records, batch_size=400)
        for row, record in zip(made, records, strict=True):
            row.record_id, row.result = int(record.pk), "created"
            self.resolver.remember(self.kind.name, row.given.key, row.record_id)
            if self.kind.name == "accounts":
                self.resolver.allow(row.record_id)
        own.link_new(self, list(zip(made, records, strict=True)))
        self._write_external_ids(made)
        self._write_versions([(row, snapshot(self.kind, record)) for row, record in zip(made, records, strict=True)])
        by_key = {row.given.key: row.record_id for row in made}
        for row in rows:
            if row.result is None:
                row.record_id = by_key[row.given.key]

    def _new_record(self, row: Row) -> Any:
        record: Any = self.kind.model(workspace=self.workspace)
        for entry in self.kind.stored:
            if entry.name in row.values:
                setattr(record, entry.attribute, for_model(record, entry, row.values[entry.name]))
        if self.kind.keeps_custom and row.values.get("custom"):
            record.custom = dict(row.values["custom"])
        if hasattr(record, "name") and not record.name:
            record.name = row.given.key
        if self.kind.name == "accounts":
            record.team = owners.team_of_new(self, row)
        if self.kind.name in ("contracts", "invoices", "agreements") and not record.currency:
            record.currency = self.workspace.currency
        return record

    def _update(self, rows: list[Row]) -> None:
        ids = sorted({row.record_id for row in rows if row.record_id is not None})
        if not ids:
            return
        states = self._states(ids)
        records = self.kind.model._default_manager.in_bulk(ids)
        changed: dict[int, Any] = {}
        versions: list[tuple[Row, dict[str, Any]]] = []
        for row in sorted(rows, key=lambda entry: entry.given.known_at):
            record_id = int(row.record_id or 0)
            if row.result == "created":
                continue
            history = states.setdefault(record_id, [])
            before = [state for state in history if state[0] <= row.given.known_at]
            base = before[-1][1] if before else (history[0][1] if history else {})
            data = merged(self.kind, base, row.values)
            if before and data == base:
                row.result = "unchanged"
                continue
            row.result = "updated"
            versions.append((row, data))
            is_newest = len(before) == len(history)
            history.insert(len(before), (row.given.known_at, data))
            if is_newest and record_id in records:
                restore(self.kind, records[record_id], data)
                changed[record_id] = records[record_id]
        self._write_versions(versions)
        self._save_changed(list(changed.values()))

    def _save_changed(self, records: list[Any]) -> None:
        columns = [entry.attr or entry.name for entry in self.kind.stored]
        columns += ["custom"] if self.kind.keeps_custom else []
        update_rows(self.kind.model, columns, records)

    def _states(self, ids: list[int]) -> dict[int, list[tuple[datetime, dict[str, Any]]]]:
        states: dict[int, list[tuple[datetime, dict[str, Any]]]] = {}
        for start in range(0, len(ids), 400):
            rows = RecordVersion.objects.filter(
                workspace=self.workspace, kind=self.kind.name, record_id__in=ids[start : start + 400]
            ).order_by("known_at", "id")
            for record_id, known_at, data in rows.values_list("record_id", "known_at", "data"):
                states.setdefault(record_id, []).append((known_at, data))
        return states

    def _write_external_ids(self, rows: list[Row]) -> None:
        shared = (self.workspace.pk, self.kind.name, self.system, self.import_id)
        insert_rows(
            ExternalId,
            ("workspace", "kind", "system", "import_id", "value", "record_id"),
            ((*shared, row.given.key, row.written_id) for row in rows),
        )

    def _write_versions(self, versions: list[tuple[Row, dict[str, Any]]]) -> None:
        is_account = self.kind.name == "accounts"
        actor_id = self.actor.pk if self.actor else None
        shared = (self.workspace.pk, self.kind.name, self.import_id, actor_id, timezone.now(), False)
        insert_rows(
            RecordVersion,
            ("workspace", "kind", "import_id", "actor", "recorded_at", "is_deleted", *VERSION_COLUMNS),
            (
                (
                    *shared,
                    row.written_id,
                    row.written_id if is_account else data.get("account_id"),
                    row.given.known_at,
                    row.given.is_assumed,
                    data,
                )
                for row, data in versions
            ),
        )
