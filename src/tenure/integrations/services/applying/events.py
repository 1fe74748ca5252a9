"""Rows that become events. They are staged on the way and enter the log together, at the end."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import pyarrow as pa
from django.utils import translation

from tenure.accounts.kinds import Problem
from tenure.accounts.models import Contract, ContractLine
from tenure.accounts.services.records.resolve import Resolver
from tenure.events.services import RefusedEvent, append_events, check_events, delete_import
from tenure.integrations.files import storage
from tenure.integrations.files.mapping import MappedRow
from tenure.integrations.models import ImportBatch
from tenure.integrations.services.applying.keys import NO_ID
from tenure.integrations.services.applying.known import Version, versions_of
from tenure.integrations.services.applying.names import find_by_name
from tenure.integrations.services.applying.results import Ending, RowResult, problem_of_record
from tenure.integrations.services.applying.setting import Setting
from tenure_engine.words import N_

CHUNK_ROWS = 20_000
NO_ACCOUNT = N_("the row names neither an account nor a contract line")
UNKNOWN_ACCOUNT = N_("unknown account '%(value)s': import accounts first, or allow missing ones to be made")
UNKNOWN_LINE = N_("unknown contract line '%(value)s': import contracts first, or name the account")
SEVERAL = N_("several accounts are named '%(value)s': name the account by its id")
REFUSED = N_("%(problem)s. %(advice)s")
TIME = pa.timestamp("us", "UTC")
SCHEMA = pa.schema(
    [
        ("account_id", pa.int64()),
        ("user_id", pa.string()),
        ("name", pa.string()),
        ("occurred_at", TIME),
        ("known_at", TIME),
        ("is_assumed", pa.bool_()),
        ("message_id", pa.string()),
        ("count", pa.int64()),
        ("seconds", pa.int64()),
        ("value", pa.float64()),
        ("properties", pa.string()),
        ("row_number", pa.int64()),
    ]
)
_json = msgspec.json.Encoder(order="deterministic", enc_hook=str)


@dataclass(slots=True)
class Draft:
    """A row with what is known of its event so far, or with what speaks against it."""

    row: MappedRow
    key: str = ""
    version: Version | None = None
    account_id: int = 0
    problem: Problem | None = None


class EventApplier:
    """Stages events a chunk at a time; `finish` brings them into the log, or for a trial only asks what would be."""

    chunk_rows = CHUNK_ROWS

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.resolver = Resolver(
            workspace=setting.workspace,
            actor=setting.actor,
            import_id=setting.import_id,
            create_missing=setting.create_missing,
            system=setting.system,
        )
        self._lines: dict[str, int] = {}
        self._assumed: set[int] = set()
        # accounts made on the way, with the rows that named them
        self._made: dict[int, set[int]] = {}
        self._staged = tempfile.TemporaryFile(dir=storage.folder())  # noqa: SIM115 -- closed by `close`
        self._writer = pa.ipc.new_stream(self._staged, SCHEMA)

    def apply(self, rows: Sequence[MappedRow]) -> list[RowResult]:
        """Stage rows; what becomes of them is known at the end."""
        drafts = [self._draft(row) for row in rows]
        self._find_accounts([draft for draft in drafts if draft.version is not None])
        self._stage([draft for draft in drafts if draft.problem is None])
        return [self._result(draft) for draft in drafts]

    def finish(self) -> Ending:
        """Bring the staged events into the log; the same again changes nothing."""
        self._writer.close()
        setting = self.setting
        if setting.is_trial:
            done = check_events(workspace=setting.workspace, events=self._batches(), source=setting.system)
        else:
            done = append_events(
                workspace=setting.workspace,
                events=self._batches(),
                source=setting.system,
                import_id=setting.import_id or 0,
            )
        late = [self._refused(event) for event in done.rejected]
        self._unmake({event.row_number for event in done.rejected})
        return Ending(late, created=done.created, unchanged=done.unchanged)

    def _unmake(self, refused: set[int]) -> None:
        """A rejected row leaves nothing behind, so neither an account that only rejected rows named."""
        empty = [pk for pk, rows in self._made.items() if rows <= refused]
        if empty:
            self.resolver.unmake("accounts", empty)

    def close(self) -> None:
        """Let go of the staged events."""
        self._staged.close()

    def _batches(self) -> Iterator[pa.Table]:
        self._staged.seek(0)
        with pa.ipc.open_stream(self._staged) as reader:
            for batch in reader:
                yield pa.Table.from_batches([batch])

    def _draft(self, row: MappedRow) -> Draft:
        values: dict[str, Any] = dict(row.values)
        key = self.setting.keys.take(row, values)
        if key is None:
            field = self.setting.target.id_field
            return Draft(row, problem=Problem(field, NO_ID, {"field": field}))
        versions = versions_of(self.setting.target, values, self.setting.policy)
        if isinstance(versions, Problem):
            return Draft(row, key, problem=versions)
        return Draft(row, key, versions[0])

    # -- whose event ----------------------------------------------------------------------------------------------

    def _find_accounts(self, drafts: Sequence[Draft]) -> None:
        by_id = self.resolver.look_up("accounts", {str(value) for value in _given(drafts, "account_id")})
        named = {str(value) for value in _given(drafts, "account_name")}
        by_name = find_by_name(self.setting, named) if named else {}
        self._look_up_lines({str(value) for value in _given(drafts, "line_id")} - set(self._lines))
        for draft in drafts:
            self._find_account(draft, by_id, by_name)
            if draft.account_id in self._made:
                self._made[draft.account_id].add(draft.row.number)
        allowed = self.resolver.may_write_to({draft.account_id for draft in drafts if draft.account_id})
        for draft in drafts:
            if draft.problem is None and draft.account_id not in allowed:
                values = draft.version.values if draft.version else {}
                name = next(
                    name for name in ("account_id", "account_name", "line_id") if values.get(name) is not None
                )
                draft.problem = Problem(name, UNKNOWN_ACCOUNT, {"value": values[name]})

    def _find_account(self, draft: Draft, by_id: dict[str, int], by_name: dict[str, list[int]]) -> None:
        version = draft.version
        values = version.values if version else {}
        given, name, line = values.get("account_id"), values.get("account_name"), values.get("line_id")
        if given is not None:
            draft.account_id = by_id.get(str(given), 0) or self._make(draft, "account_id", str(given))
        elif name is not None and len(by_name.get(name, ())) > 1:
            draft.problem = Problem("account_name", SEVERAL, {"value": name})
        elif name is not None:
            found = by_name.get(name)
            draft.account_id = found[0] if found else self._make(draft, "account_name", str(name))
        elif line is not None:
            draft.account_id = self._lines.get(str(line), 0)
            if not draft.account_id:
                draft.problem = Problem("line_id", UNKNOWN_LINE, {"value": line})
        else:
            draft.problem = Problem("account_id", NO_ACCOUNT)

    def _make(self, draft: Draft, field: str, value: str) -> int:
        """Make an account that nobody knows, where that is allowed."""
        known = self.resolver.look_up("accounts", [value]).get(value)
        if known is not None:
            return known
        version = draft.version
        if version is None or not self.setting.create_missing or len(value) > 300 or "\x00" in value:
            draft.problem = Problem(field, UNKNOWN_ACCOUNT, {"value": value[:80]})
            return 0
        made = self.resolver.make("accounts", value, version.known_at, version.is_assumed)
        self._made[made] = set()
        return made

    def _look_up_lines(self, values: set[str]) -> None:
        """Remember the account of each contract line; an event may also name the contract."""
        if not values:
            return
        for kind, model in (("agreements", Contract), ("contracts", ContractLine)):
            found = self.resolver.look_up(kind, values)
            ids = {found[value] for value in values if value in found}
            accounts: dict[int, int] = {}
            for start in range(0, len(ids), 400):
                rows = model.objects.filter(pk__in=sorted(ids)[start : start + 400])
                accounts.update(rows.values_list("pk", "account_id"))
            self._lines.update({value: accounts[found[value]] for value in values if found.get(value) in accounts})

    # -- the events -----------------------------------------------------------------------------------------------

    def _stage(self, drafts: Sequence[Draft]) -> None:
        sound = [(draft, draft.version) for draft in drafts if draft.version is not None]
        if not sound:
            return
        values = [version.values for _draft, version in sound]
        columns = [
            [draft.account_id for draft, _version in sound],
            [str(entry.get("user_id") or "") for entry in values],
            [entry.get("name") for entry in values],
            [entry.get("occurred_at") for entry in values],
            [version.known_at for _draft, version in sound],
            [version.is_assumed for _draft, version in sound],
            [draft.key for draft, _version in sound],
            [1 if entry.get("count") is None else _within(entry["count"]) for entry in values],
            [_within(entry.get("seconds") or 0) for entry in values],
            [None if entry.get("value") is None else float(entry["value"]) for entry in values],
            [_json.encode(entry.get("properties") or {}).decode() for entry in values],
            [draft.row.number for draft, _version in sound],
        ]
        arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
        self._writer.write_batch(pa.record_batch(arrays, schema=SCHEMA))

    def _result(self, draft: Draft) -> RowResult:
        if draft.problem is not None:
            problems = [problem_of_record(draft.problem, self.setting.columns)]
            return RowResult(draft.row.number, "rejected", problems, cells=draft.row.raw)
        is_assumed = draft.version is not None and draft.version.is_assumed
        if is_assumed:
            self._assumed.add(draft.row.number)
        return RowResult(draft.row.number, "staged", values=draft.row.values, is_assumed=is_assumed)

    def _refused(self, event: RefusedEvent) -> RowResult:
        with translation.override("en"):  # what is kept are the words before translation
            problem, _dot, advice = event.text.partition(". ")
        kept = {
            "column": self.setting.columns.get(event.column, ""),
            "field": event.column,
            "template": REFUSED,
            "params": {"problem": problem, "advice": advice},
            "words": ["problem", "advice"],
        }
        return RowResult(event.row_number, "rejected", [kept], is_assumed=event.row_number in self._assumed)


def _within(number: int) -> int:
    """Return a number as the column takes it; what is beyond its bounds stays beyond those the log allows."""
    return max(-(2**62), min(2**62, number))


def _given(drafts: Sequence[Draft], name: str) -> Iterator[Any]:
    for draft in drafts:
        value = draft.version.values.get(name) if draft.version else None
        if value is not None:
            yield value


def remove_events(batch: ImportBatch) -> int:
    """Take the events of an import out of the log; return how many."""
    return delete_import(workspace=batch.workspace, import_id=batch.pk).events
