"""Keeping what one rule saw: rows are opened, brought up to date and ended, with an activity each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from numpy.typing import NDArray

from tenure.foundation.db.insert import insert_records
from tenure.foundation.db.update import update_rows
from tenure.foundation.models import Workspace
from tenure.foundation.services import Fact, record_activities
from tenure.playbooks.alerts.queries.rules import RuleSetting
from tenure.playbooks.alerts.words import number_or_none
from tenure.playbooks.models import Alert
from tenure.playbooks.services.pieces import pieces
from tenure_engine.alerts import NONE, Seen
from tenure_engine.period import from_day

CHANGING = ["ended_on", "latest", "looked_on", "evidence", "since_on", "parameters", "threshold", "severity"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of it."""

    opened: int
    ended: int


class Keeper:
    """One rule's alerts over the days from `first` to `day`. `carried` are open alerts from before, by account.

    `is_first_look` tells that the rule never looked before: what it finds in the past was nobody told.
    """

    def __init__(
        self, workspace: Workspace, setting: RuleSetting, first: date, day: date, is_first_look: bool
    ) -> None:
        self.workspace, self.setting, self.first, self.day = workspace, setting, first, day
        self.is_first_look = is_first_look
        rows = Alert.objects.filter(workspace=workspace, rule=setting.name)
        still = rows.filter(opened_on__lt=first).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=first))
        self.carried: dict[int, Alert] = {row.account_id: row for row in still.order_by("opened_on")}
        self.again = {(row.account_id, row.opened_on): row for row in rows.filter(opened_on__gte=first)}
        self.now = timezone.now()

    def keep(self, seen: Seen, ids: NDArray[Any], accounts: Collection[int]) -> Kept:
        """Write what was seen. An alert whose account is none of `accounts`, deleted meanwhile, is left out."""
        fresh: list[Alert] = []
        changed: list[Alert] = []
        was = {row.pk: row.ended_on for row in (*self.carried.values(), *self.again.values())}
        for number, place in enumerate(seen.episodes.account.tolist()):
            account = int(ids[place])
            if account not in accounts:
                continue
            row = self._row(seen, number, account)
            (fresh if row.pk is None else changed).append(row)
        told = {row.pk for row in changed}
        for row in self.again.values():
            if row.pk not in told and row.ended_on is None:  # found by an earlier look at the same day, and gone
                row.ended_on = self.day
                changed.append(row)
        ended = [row for row in changed if row.ended_on is not None and was[row.pk] is None]
        self._write_changed(sorted(changed, key=lambda row: row.ended_on is None), ended)
        self._write_fresh(fresh)
        return Kept(len(fresh), len(ended) + sum(row.ended_on is not None for row in fresh))

    def _row(self, seen: Seen, number: int, account: int) -> Alert:
        """Return the row of an alert that was seen, with its facts."""
        opened, ended = int(seen.episodes.opened[number]), int(seen.episodes.ended[number])
        if opened == NONE:
            row = self.carried[account]
        else:
            row = self.again.get((account, from_day(opened))) or self._new(account, opened)
            row.since_on = from_day(int(seen.episodes.since[number]))
            row.evidence = _numbers(seen.values, number)
            row.parameters = dict(self.setting.parameters)
            row.threshold = self._threshold(row.evidence)
        row.latest = _numbers(seen.latest, number)
        row.ended_on = None if ended == NONE else from_day(ended)
        row.looked_on = self.day if row.ended_on is None else row.ended_on - timedelta(days=1)
        return row

    def _new(self, account: int, opened: int) -> Alert:
        return Alert(
            workspace=self.workspace,
            account_id=account,
            rule=self.setting.name,
            severity=self.setting.rule.severity.value,
            opened_on=from_day(opened),
            known_at=self.now,
            is_replayed=self.is_first_look and from_day(opened) < self.day,
        )

    def _threshold(self, evidence: Mapping[str, float | None]) -> float | None:
        name = self.setting.rule.threshold
        if not name:
            return None
        value = self.setting.parameters.get(name, evidence.get(name))
        return None if value is None else float(value)

    def _write_changed(self, rows: list[Alert], ended: list[Alert]) -> None:
        gone = {row.pk for row in ended}
        for piece in pieces(rows):
            with transaction.atomic():
                update_rows(Alert, CHANGING, piece)
                over = [row for row in piece if row.pk in gone]
                facts = [Fact(row.account_id, row, {"rule": row.rule, "ended_on": str(row.ended_on)}) for row in over]
                record_activities(actor=None, workspace=self.workspace, verb="alert.ended", facts=facts)

    def _write_fresh(self, rows: list[Alert]) -> None:
        for piece in pieces(rows):
            with transaction.atomic():
                insert_records(piece)
                now = [row for row in piece if row.ended_on is None]
                facts = [
                    Fact(row.account_id, row, {"rule": row.rule, "opened_on": str(row.opened_on)}) for row in now
                ]
                record_activities(actor=None, workspace=self.workspace, verb="alert.opened", facts=facts)


def _numbers(values: Mapping[str, NDArray[Any]], number: int) -> dict[str, float | None]:
    return {name: number_or_none(float(column[number])) for name, column in values.items()}
