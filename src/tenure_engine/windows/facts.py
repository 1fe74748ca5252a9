"""What records say from which day on: every fact with the first report day that it can change.

Seen with all that is known now. Two states of the records give different measures only from the first day on whose
facts differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenure_engine.traces import UInt64, mix, of_texts
from tenure_engine.windows.contracts import NEAR_DAYS
from tenure_engine.windows.inputs import Inputs, Versions, day_of
from tenure_engine.windows.knowledge import FAR

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Facts:
    """Row i: account number `row[i]` (-1: the company) has something that counts from day `day[i]` on."""

    row: Int64
    day: Int64
    trace: UInt64


def facts_of(inputs: Inputs) -> Facts:
    """Return the facts of all records, of the accounts' signing, and of the days since which sources speak."""
    parts = [*_of_records(inputs), _of_signing(inputs), _of_coverage(inputs)]
    row, day, trace = (np.concatenate([part[place] for part in parts]) for place in range(3))
    there = (day < FAR) & (day > -FAR)
    return Facts(row[there], day[there], trace[there])


Part = tuple[Int64, Int64, UInt64]


def _of_records(inputs: Inputs) -> Iterable[Part]:
    def fact(table: Versions, sort: int, day: Int64, *columns: NDArray[np.generic]) -> Part:
        last = table.until >= FAR
        trace = mix(inputs.accounts.ids[table.row[last]], table.record[last], sort, *(each[last] for each in columns))
        return table.row[last], day[last], trace

    tickets, invoices, lines = inputs.tickets, inputs.invoices, inputs.lines
    yield fact(tickets, 1, day_of(tickets.opened), tickets.opened, tickets.severity, tickets.escalated)
    yield fact(tickets, 2, day_of(tickets.responded), tickets.responded, tickets.opened)
    yield fact(tickets, 3, day_of(tickets.resolved), tickets.resolved, tickets.opened, tickets.satisfaction)
    yield fact(tickets, 4, tickets.closed, tickets.closed)
    code = np.take(of_texts([*invoices.currencies, ""]), invoices.currency)
    yield fact(
        invoices, 5, np.minimum(invoices.issued, invoices.due), invoices.issued, invoices.due, invoices.amount, code
    )
    yield fact(invoices, 6, invoices.paid, invoices.paid)
    surveys, touches = inputs.surveys, inputs.touchpoints
    yield fact(surveys, 7, surveys.day, surveys.day, surveys.kind, surveys.score)
    yield fact(touches, 8, touches.day, touches.day, touches.kind, touches.minutes, touches.inbound)
    columns = (lines.signed, lines.starts, lines.ends, lines.quantity, lines.mrr, lines.is_seat, lines.is_recurring)
    chain = (lines.contract, lines.renews, lines.renews_line)
    begin = np.minimum(
        np.minimum(lines.signed, lines.starts), np.where(lines.ends < FAR, lines.ends - NEAR_DAYS, FAR)
    )
    yield fact(lines, 9, begin, *columns, *chain)
    people, devices = inputs.contacts, inputs.devices
    yield fact(people, 10, people.since, people.since, people.role, people.influence, people.warmth)
    yield fact(people, 11, people.left, people.left)
    yield fact(inputs.losses, 12, inputs.losses.day, inputs.losses.day)
    yield fact(devices, 13, devices.installed, devices.installed, devices.is_active)


def _of_signing(inputs: Inputs) -> Part:
    accounts = inputs.accounts
    return np.arange(len(accounts)), accounts.signed, mix(accounts.ids, 14, accounts.signed)


def _of_coverage(inputs: Inputs) -> Part:
    days = np.array([each.first_day for each in inputs.coverage.values()], dtype=np.int64)
    return np.full(len(days), -1), days, mix(of_texts(inputs.coverage), 15, days)
