"""Random small companies: events that arrive late, records that change, and the same rows as tables of DuckDB."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from tenure_engine.period import to_day
from tenure_engine.windows.build import VersionRow
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.knowledge import FAR, Knowledge
from tenure_engine.windows.small import accounts_of, assemble, rollup_of

START, END = date(2024, 3, 1), date(2025, 3, 31)
KINDS = ("login", "report", "export", "API call", "records_held")

FLEET: tuple[list[str | None], ...] = (["active"], [None], ["Online", "broken"], ["broken", "active"], ["stored"])


@dataclass
class Company:
    """Accounts, events and versions of records, as plain rows."""

    accounts: list[tuple[int, str, int]]
    events: list[dict[str, Any]]
    versions: dict[Source, list[VersionRow]] = field(default_factory=dict)
    agreements: dict[int, dict[str, Any]] = field(default_factory=dict)

    def inputs(self, knowledge: Knowledge) -> Inputs:
        """Return the inputs with that knowledge; the rollup holds only what was known by then."""
        events = self.events
        if knowledge.on is not None:
            events = [row for row in events if to_day(row["known"]) <= knowledge.on]
        user_days, kind_days, user_known, kind_known = rollup_of(events)
        return assemble(
            accounts_of(self.accounts),
            knowledge=knowledge,
            versions=self.versions,
            user_days=user_days,
            kind_days=kind_days,
            agreements=self.agreements,
            user_known=user_known,
            kind_known=kind_known,
        )


def _day(random: Random, first: date = START, last: date = END) -> date:
    return first + timedelta(days=random.randrange((last - first).days + 1))


def _events(random: Random, accounts: list[int]) -> list[dict[str, Any]]:
    rows = []
    for account in accounts[:-1]:  # the last one never has events
        users = [f"u{account}-{number}" for number in range(random.randrange(1, 5))] + [""]
        for _ in range(random.randrange(5, 160)):
            day = _day(random)
            late = random.choice([0, 0, 0, 0, 1, 5, 40])
            name = random.choice(KINDS)
            rows.append(
                {
                    "account": account,
                    "user_id": random.choice(users) if account != accounts[0] else "",
                    "day": day,
                    "known": day + timedelta(days=late),
                    "name": name,
                    "count": random.randrange(1, 6),
                    "logins": 1 if name == "login" else 0,
                    "seconds": random.randrange(0, 4000),
                    "value": random.randrange(0, 90) / 4,
                }
            )
    return rows


def _chain(random: Random, account: int, record: int, first: date, states: list[dict[str, Any]]) -> list[VersionRow]:
    """Return the versions of one record: its states one after the other, sometimes deleted in the end."""
    rows, known = [], first
    for state in states:
        rows.append(VersionRow(account, record, to_day(known), state))
        known += timedelta(days=random.choice([0, 1, 3, 20]))
    if random.random() < 0.08:
        rows.append(VersionRow(account, record, to_day(known), states[-1], deleted=True))
    return rows


def _tickets(random: Random, account: int, record: int) -> list[VersionRow]:
    day = _day(random)
    opened = datetime(day.year, day.month, day.day, random.randrange(24), random.randrange(60), tzinfo=UTC)
    base = {"opened_at": opened.isoformat(), "severity": random.choice([None, 1, 2, 3, 4]), "status": "open"}
    base["escalated"] = random.random() < 0.2
    states: list[dict[str, Any]] = [base]
    if random.random() < 0.8:
        base = base | {"first_response_at": (opened + timedelta(hours=random.randrange(1, 90))).isoformat()}
        states.append(base)
    if random.random() < 0.8:
        resolved = opened + timedelta(hours=random.randrange(1, 900), minutes=random.randrange(60))
        base = base | {"status": "solved", "resolved_at": resolved.isoformat()}
        states.append(base | {"satisfaction": random.choice([None, 1, 4, 5])})
    elif random.random() < 0.5:
        states.append(base | {"status": "closed"})
    return _chain(random, account, record, day + timedelta(days=random.choice([0, 0, 2])), states)


def _invoices(random: Random, account: int, record: int) -> list[VersionRow]:
    issued = _day(random)
    base = {
        "issued_on": issued.isoformat(),
        "due_on": (issued + timedelta(days=random.choice([0, 14, 30]))).isoformat(),
        "amount": f"{random.randrange(1, 90_000) / 100:.2f}",
        "currency": random.choice(["EUR", "EUR", "EUR", "USD"]),
        "status": random.choice(["open", "open", "draft", "overdue"]),
    }
    states: list[dict[str, Any]] = [base]
    if random.random() < 0.7:
        paid = issued + timedelta(days=random.randrange(1, 120))
        states.append(base | {"status": "paid", "paid_on": random.choice([paid.isoformat(), None])})
    elif random.random() < 0.3:
        states.append(base | {"status": "void"})
    return _chain(random, account, record, issued + timedelta(days=random.choice([0, 3])), states)


def _surveys(random: Random, account: int, record: int) -> list[VersionRow]:
    day = _day(random)
    kind = random.choice(["nps", "csat", "ces"])
    top = {"nps": 11, "csat": 6, "ces": 8}[kind]
    state = {"kind": kind, "score": str(random.randrange(0 if kind == "nps" else 1, top)), "answered_at": f"{day}"}
    states = [state] if random.random() < 0.8 else [state, state | {"score": "5"}]
    return _chain(random, account, record, day + timedelta(days=random.choice([0, 0, 9])), states)


def _touchpoints(random: Random, account: int, record: int) -> list[VersionRow]:
    day = _day(random)
    state = {
        "occurred_at": f"{day}T{random.randrange(10, 24)}:30:00+00:00",
        "kind": random.choice(["call", "visit", "mail", "training", "chat"]),
        "direction": random.choice(["in", "out"]),
        "minutes": random.choice([None, 10, 45]),
    }
    states = [state]
    if random.random() < 0.2:  # the date is corrected later
        moved = day - timedelta(days=random.randrange(1, 30))
        states.append(state | {"occurred_at": f"{moved}T09:00:00+00:00"})
    return _chain(random, account, record, day + timedelta(days=random.choice([0, 0, 4])), states)


def _contacts(random: Random, account: int, record: int) -> list[VersionRow]:
    day = _day(random)
    state: dict[str, Any] = {
        "role": random.choice(["decision_maker", "champion", "liaison", ""]),
        "warmth": random.choice([None, 1, 3, 5]),
        "influence": random.choice([None, 2, 5]),
    }
    states = [state]
    if random.random() < 0.4:
        states.append(state | {"left_on": (day + timedelta(days=random.randrange(0, 200))).isoformat()})
    if random.random() < 0.2:
        states.append(states[-1] | {"role": "champion"})
    return _chain(random, account, record, day, states)


def _devices(random: Random, account: int, record: int) -> list[VersionRow]:
    day = _day(random)
    installed = day.isoformat() if random.random() < 0.7 else None
    states = [{"status": status, "installed_on": installed} for status in random.choice(FLEET)]
    return _chain(random, account, record, day + timedelta(days=random.choice([0, 5])), states)


def _contracts(random: Random, account: int, first_record: int) -> tuple[list[VersionRow], dict[int, dict[str, Any]]]:
    """Return a chain of terms: renewals that name the line or the contract before, or only follow in time."""
    rows: list[VersionRow] = []
    agreements: dict[int, dict[str, Any]] = {}
    start, record = _day(random, date(2023, 1, 1), date(2024, 6, 1)), first_record
    previous: dict[str, int] = {}
    for _ in range(random.randrange(1, 4)):
        end = start + timedelta(days=random.choice([90, 180, 365]))
        signed = start - timedelta(days=random.randrange(0, 40))
        agreement = {"signed_on": signed.isoformat()} if random.random() < 0.7 else {}
        state: dict[str, Any] = {
            "contract_id": record,
            "start_date": start.isoformat(),
            "end_date": end.isoformat() if random.random() < 0.9 else None,
            "quantity": str(random.choice([1, 3, 10])) if random.random() < 0.8 else None,
            "kind": random.choice(["seat", "seat", "time"]),
            "mrr": str(random.randrange(1, 500)),
            "recurring": random.random() < 0.9,
            "trial": random.random() < 0.1,
        }
        if previous and random.random() < 0.4:
            state["renewal_of"] = previous["line"]
        elif previous and random.random() < 0.4:
            agreement["renewal_of"] = previous["contract"]
        states = [state] if random.random() < 0.7 else [state, state | {"quantity": "4"}]
        rows += _chain(random, account, record, signed + timedelta(days=random.choice([0, 10])), states)
        agreements[record] = agreement
        previous = {"line": record, "contract": record}
        start, record = end + timedelta(days=random.choice([-5, 0, 0, 4, 30])), record + 1
    return rows, agreements


def random_company(seed: int, accounts: int = 14) -> Company:
    """Return a company of `accounts` accounts from a seed; the last account has no data at all."""
    random = Random(seed)
    ids = sorted(random.sample(range(1, 500), accounts))
    signed = [to_day(_day(random)) if random.random() < 0.7 else FAR for _ in ids]
    company = Company([(each, "", day) for each, day in zip(ids, signed, strict=True)], _events(random, ids))
    makers = {
        Source.TICKETS: _tickets,
        Source.INVOICES: _invoices,
        Source.SURVEYS: _surveys,
        Source.TOUCHPOINTS: _touchpoints,
        Source.CONTACTS: _contacts,
        Source.DEVICES: _devices,
    }
    for source, make in makers.items():
        rows, record = [], 1
        for account in ids[:-1]:
            for _ in range(random.randrange(0, 25)):
                rows += make(random, account, record)
                record += 1
        company.versions[source] = rows
    record, contracts = 1, []
    for account in ids[:-1]:
        chain, agreements = _contracts(random, account, record)
        contracts += chain
        company.agreements |= agreements
        record += 10
    company.versions[Source.CONTRACTS] = contracts
    return company


COLUMNS = {
    Source.TICKETS: "opened_at TIMESTAMPTZ, first_response_at TIMESTAMPTZ, resolved_at TIMESTAMPTZ, status VARCHAR,"
    " severity INT, satisfaction INT, escalated BOOL",
    Source.INVOICES: "issued_on DATE, due_on DATE, paid_on DATE, amount DECIMAL(18,6), currency VARCHAR,"
    " status VARCHAR",
    Source.SURVEYS: "kind VARCHAR, score DOUBLE, answered_at DATE",
    Source.TOUCHPOINTS: "occurred_at TIMESTAMPTZ, kind VARCHAR, direction VARCHAR, minutes INT",
    Source.CONTACTS: "role VARCHAR, left_on DATE, warmth INT, influence INT",
    Source.DEVICES: "status VARCHAR, installed_on DATE",
    Source.CONTRACTS: "contract_id INT, start_date DATE, end_date DATE, quantity DOUBLE, kind VARCHAR, mrr DOUBLE,"
    " recurring BOOL, trial BOOL, renewal_of INT",
}


def tables(company: Company, first: int, last: int, known: dict[int, int]) -> duckdb.DuckDBPyConnection:
    """Return a database of the raw rows, with `asked(account, d, k)`: the cells and what was known for each."""
    db = duckdb.connect()
    db.execute("SET TimeZone='UTC'")
    db.execute("CREATE TABLE accounts(account BIGINT, signed INT)")
    _insert(db, "accounts", [[a, None if s == FAR else s] for a, _, s in company.accounts])
    db.execute("CREATE TABLE days(d INT, k INT)")
    _insert(db, "days", [[d, known[d]] for d in range(first, last + 1)])
    db.execute("CREATE VIEW asked AS SELECT account, signed, d, k FROM accounts, days")
    db.execute(
        "CREATE TABLE events(account BIGINT, user_id VARCHAR, day INT, known INT, name VARCHAR, count INT,"
        " logins INT, seconds INT, value DOUBLE)"
    )
    names = ("account", "user_id", "day", "known", "name", "count", "logins", "seconds", "value")
    rows = [[to_day(row[n]) if n in ("day", "known") else row[n] for n in names] for row in company.events]
    _insert(db, "events", rows)
    for source, columns in COLUMNS.items():
        _version_table(db, source, columns, company.versions.get(source, []))
    db.execute("CREATE TABLE agreements(contract_id INT, signed_on DATE, renewal_of INT)")
    facts = [[number, row.get("signed_on"), row.get("renewal_of")] for number, row in company.agreements.items()]
    _insert(db, "agreements", facts)
    return db


def _insert(db: duckdb.DuckDBPyConnection, table: str, rows: list[list[Any]]) -> None:
    if rows:
        given = pa.table({f"c{number}": list(column) for number, column in enumerate(zip(*rows, strict=True))})
        db.register("given", given)
        db.execute(f"INSERT INTO {table} SELECT * FROM given")
        db.unregister("given")


def _version_table(db: duckdb.DuckDBPyConnection, source: Source, columns: str, rows: list[VersionRow]) -> None:
    db.execute(
        f"CREATE TABLE {source}_rows(account BIGINT, record BIGINT, known INT, seq INT, deleted BOOL, {columns})"
    )
    names = [part.split()[0] for part in columns.replace("(18,6)", "").split(",")]
    values = [
        [row.account, row.record, row.known, seq, row.deleted, *(row.data.get(name) for name in names)]
        for seq, row in enumerate(rows)
    ]
    _insert(db, f"{source}_rows", values)
    db.execute(
        f"CREATE VIEW {source}_at AS SELECT * FROM (SELECT days.d, days.k, v.* FROM days JOIN {source}_rows v ON"
        f" v.known <= days.k QUALIFY row_number() OVER (PARTITION BY days.d, v.record ORDER BY v.known DESC, v.seq"
        f" DESC) = 1) WHERE NOT deleted"
    )


@cache
def _company(seed: int) -> Company:
    return random_company(seed)


SEEDS = (1, 2)


@pytest.fixture
def companies() -> list[Company]:
    """All the random companies."""
    return [_company(seed) for seed in SEEDS]


@pytest.fixture(params=SEEDS)
def company(request: pytest.FixtureRequest) -> Company:
    """A random company."""
    return _company(request.param)


@pytest.fixture(scope="session")
def tables_of():
    """Return the function that makes the tables of a company; what it made it gives again."""
    made: dict[tuple[int, tuple[tuple[int, int], ...]], duckdb.DuckDBPyConnection] = {}

    def get(company: Company, first: int, last: int, known: dict[int, int]) -> duckdb.DuckDBPyConnection:
        key = (id(company), tuple(sorted(known.items())))
        if key not in made:
            made[key] = tables(company, first, last, known)
        return made[key]

    yield get
    for db in made.values():
        db.close()
