"""What a demo company is made of: rows of records with their known time, events as columns, stories."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Row = dict[str, Any]  # by canonical field name: text, int, bool, Decimal, date, datetime or None

KINDS = (
    "products",
    "accounts",
    "contacts",
    "contracts",
    "tickets",
    "invoices",
    "surveys",
    "touchpoints",
    "problems",
    "losses",
    "opportunities",
    "devices",
    "notes",
)
ID_FIELDS: Mapping[str, str] = {
    "products": "product_id",
    "accounts": "account_id",
    "contacts": "contact_id",
    "contracts": "line_id",
    "tickets": "ticket_id",
    "invoices": "invoice_id",
    "surveys": "answer_id",
    "touchpoints": "touchpoint_id",
    "problems": "problem_id",
    "losses": "loss_id",
    "opportunities": "opportunity_id",
    "devices": "device_id",
    "notes": "note_id",
}


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A person of the vendor's team who can log in to the demo."""

    email: str
    name: str
    role: str
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One account whose data tells something; `see` says what a person should find on its page."""

    key: str
    account_id: str
    account_name: str
    title: str
    see: str


@dataclass(frozen=True, slots=True)
class Events:
    """Usage events as columns, sorted by known time; text columns are numbers into the tuples.

    `user` -1 means that no user is named. Instants are UTC microseconds; `value` is NaN where absent.
    """

    account: NDArray[np.int32]
    user: NDArray[np.int32]
    name: NDArray[np.int16]
    occurred_at: NDArray[np.int64]
    known_at: NDArray[np.int64]
    count: NDArray[np.int64]
    seconds: NDArray[np.int64]
    value: NDArray[np.float64]
    properties: NDArray[np.int16]
    accounts: tuple[str, ...]
    users: tuple[str, ...]
    names: tuple[str, ...]
    property_texts: tuple[str, ...]

    def __len__(self) -> int:
        return int(self.account.size)

    def to_table(self, start: int = 0, stop: int | None = None) -> pa.Table:
        """Return rows `start` to `stop` as an Arrow table with the import's column names."""
        part = slice(start, len(self) if stop is None else stop)
        numbers = np.arange(part.start, part.stop)
        ids = pc.binary_join_element_wise(pa.scalar("e"), pa.array(numbers).cast(pa.string()), pa.scalar(""))
        value = self.value[part]
        return pa.table(
            {
                "event_id": ids,
                "account_id": _texts(self.account[part], self.accounts),
                "user_id": _texts(self.user[part], self.users, missing=""),
                "name": _texts(self.name[part], self.names),
                "occurred_at": _instants(self.occurred_at[part]),
                "known_at": _instants(self.known_at[part]),
                "count": pa.array(self.count[part]),
                "seconds": pa.array(self.seconds[part]),
                "value": pa.array(value, mask=np.isnan(value)),
                "properties": _texts(self.properties[part], self.property_texts),
            }
        )


def _texts(
    numbers: NDArray[np.int32] | NDArray[np.int16], words: tuple[str, ...], missing: str | None = None
) -> pa.Array:
    if missing is not None:
        words = (*words, missing)
        numbers = np.where(numbers < 0, len(words) - 1, numbers).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int32)), pa.array(words, pa.string())).cast(
        pa.string()
    )


def _instants(micros: NDArray[np.int64]) -> pa.Array:
    return pa.array(micros).cast(pa.timestamp("us", tz="UTC"))


@dataclass(frozen=True, slots=True)
class DemoCompany:
    """A whole invented company: its team, its records with every version, its events, its stories.

    `records[kind]` is sorted by `known_at`; a later version is the whole row again under the same id.
    `engagement` is the hidden process (accounts x weeks, `first_day` is the first day of week 0): only
    tests may look at it.
    """

    key: str
    name: str
    language: str
    seed: int
    today: date
    currency: str
    teams: tuple[str, ...]
    users: tuple[DemoUser, ...]
    records: Mapping[str, list[Row]]
    events: Events
    event_texts: Mapping[str, str]
    stories: tuple[Story, ...]
    engagement: NDArray[np.float64]
    first_day: int

    def latest(self, kind: str, known_at: datetime | None = None) -> dict[str, Row]:
        """Return the rows of a kind by id as they are known now, or were known at an instant."""
        id_field = ID_FIELDS[kind]
        return {
            str(row[id_field]): row for row in self.records[kind] if known_at is None or row["known_at"] <= known_at
        }


def midnight(day: date) -> datetime:
    """Return the first instant (UTC) of a day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
