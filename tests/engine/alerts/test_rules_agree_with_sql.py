"""Each rule is asked a second time, by SQL over the raw rows, and agrees on every account and day.

SQL's own three-valued AND says what is known: TRUE fires, FALSE does not, NULL is not known.
"""

from datetime import date, timedelta
from functools import cache
from random import Random

import numpy as np
import pytest

from tenure_engine.alerts import Facts, all_rules, find, stand
from tenure_engine.period import from_day, to_day
from tenure_engine.windows.build import VersionRow
from tenure_engine.windows.inputs import Source
from tenure_engine.windows.knowledge import Knowledge

from .companies import Company, insert_rows, random_company, tables

FIRST, LAST = to_day(date(2025, 1, 20)), to_day(date(2025, 3, 10))
SEEDS = (11, 12, 13)


def day(column: str) -> str:
    return f"date_diff('day', DATE '1970-01-01', CAST({column} AS DATE))"


def speaks(table: str, effective: str, back: int = 0) -> str:
    return f"""((SELECT min(known) FROM {table}_rows) <= a.k AND (SELECT min({effective}) FROM {table}_rows)
        <= a.d - {back})"""


def told(table: str, effective: str, value: str, where: str) -> str:
    """A number from the records believed on the day; NULL before the source began."""
    return f"""CASE WHEN {speaks(table, effective)} THEN (SELECT {value} FROM {table}_at t
        WHERE t.account = a.account AND t.d = a.d AND {where}) END"""


CONTRACTS = speaks("contracts", day("start_date"))
RUNS = f"""t.recurring AND NOT t.trial AND {day("t.start_date")} <= a.d
    AND coalesce({day("t.end_date")}, 999999) > a.d"""
IS_CUSTOMER = f"""(NOT coalesce({CONTRACTS}, FALSE) OR EXISTS (SELECT 1 FROM contracts_at t
    WHERE t.account = a.account AND t.d = a.d AND {RUNS}))"""
AGREED = "(SELECT g.signed_on FROM agreements g WHERE g.contract_id = n.contract_id)"
SIGNED = f"coalesce({day(AGREED)}, {day('n.start_date')})"
FOLLOWED = f"""EXISTS (SELECT 1 FROM contracts_at n WHERE n.account = t.account AND n.d = t.d AND n.recurring
    AND NOT n.trial AND {SIGNED} <= t.d AND (n.renewal_of = t.record
      OR (SELECT g.renewal_of FROM agreements g WHERE g.contract_id = n.contract_id) = t.contract_id
      OR (n.record <> t.record AND abs({day("n.start_date")} - {day("t.end_date")}) <= 7
        AND n.start_date > t.start_date AND coalesce(n.end_date, DATE '9999-01-01') > t.end_date)))"""
NAMED = "e.user_id <> ''"
SEEN = "e.account = a.account AND e.day <= a.d AND e.known <= a.k"


def since_event(who: str) -> str:
    return f"""CASE WHEN EXISTS (SELECT 1 FROM events f WHERE f.day <= a.d AND f.known <= a.k AND f.day > a.d - 30)
        THEN (SELECT a.d - max(e.day) FROM events e WHERE {SEEN} AND {who}) END"""


QUIET = f"coalesce({since_event(NAMED)}, {since_event('TRUE')})"
TOUCHED = f"""CASE WHEN {speaks("touchpoints", day("occurred_at"))} THEN a.d - coalesce(
    (SELECT max({day("t.occurred_at")}) FROM touchpoints_at t WHERE t.account = a.account AND t.d = a.d
      AND {day("t.occurred_at")} <= a.d), CASE WHEN a.signed <= a.d THEN a.signed END) END"""


def opened(low: int, high: int) -> str:
    when = day("t.opened_at")
    return told("tickets", day("opened_at"), "count(*)", f"{when} > a.d - {low} AND {when} <= a.d - {high}")


PAID = f"""coalesce({day("t.paid_on")}, CASE WHEN t.status = 'paid' THEN (SELECT min(r.known)
    FROM invoices_rows r WHERE r.record = t.record AND r.status = 'paid') END, 999999)"""
LATE = told(
    "invoices",
    day("issued_on"),
    f"coalesce(a.d - min({day('t.due_on')}), 0)",
    f"t.status NOT IN ('draft', 'void') AND {day('t.due_on')} < a.d AND {PAID} > a.d",
)
PRESENT = f"coalesce({day('t.left_on')}, 999999) > a.d"
MADE_IT = "(SELECT min(known) FROM contacts_rows r WHERE r.record = t.record) <= a.d"
OPEN_END = f"""t.recurring AND NOT t.trial AND t.end_date IS NOT NULL AND {day("t.start_date")} <= a.d
    AND {day("t.end_date")} > a.d AND NOT {FOLLOWED}"""
PAST_END = f"""t.recurring AND NOT t.trial AND {day("t.end_date")} <= a.d - 7 AND {day("t.end_date")} >= a.d - 60
    AND NOT {FOLLOWED}"""
ANY_END = f"""t.recurring AND NOT t.trial AND {day("t.end_date")} <= a.d AND {day("t.end_date")} >= a.d - 60
    AND NOT {FOLLOWED}"""
LOST = """EXISTS (SELECT 1 FROM losses l WHERE l.account = a.account AND l.known <= a.k AND l.day <= a.d
    AND l.day >= a.d - 60)"""


def seats(back: int) -> str:
    return f"""coalesce((SELECT sum(t.quantity) FROM contracts_at t WHERE t.account = a.account AND t.d = a.d
      AND t.kind = 'seat' AND {day("t.start_date")} <= a.d - {back}
      AND coalesce({day("t.end_date")}, 999999) > a.d - {back}), 0)"""


USERS = f"""CASE WHEN EXISTS (SELECT 1 FROM events f WHERE f.day <= a.d AND f.known <= a.k AND f.day > a.d - 30)
    AND EXISTS (SELECT 1 FROM events e WHERE {SEEN} AND e.user_id <> '') THEN
    (SELECT count(DISTINCT e.user_id) FROM events e WHERE {SEEN} AND e.user_id <> '' AND e.day > a.d - 30) END"""
IN_TIME = f"{day('t.occurred_at')} > a.d - 90 AND {day('t.occurred_at')} <= a.d"
CLOSE = f"""EXISTS (SELECT 1 FROM contracts_at n WHERE n.account = t.account AND n.d = t.d AND n.recurring
    AND NOT n.trial AND {day("n.end_date")} >= {day("t.occurred_at")} - 14
    AND {day("n.end_date")} <= {day("t.occurred_at")} + 180)"""


def touches(where: str) -> str:
    reaches = f"{speaks('touchpoints', day('occurred_at'), 90)} AND {speaks('contracts', day('start_date'), 90)}"
    return f"""CASE WHEN {reaches} THEN (SELECT count(*) FROM touchpoints_at t
      WHERE t.account = a.account AND t.d = a.d AND {IN_TIME} {where}) END"""


# name: (parameters, SQL of the condition)
ORACLES = {
    "silence": ({"days": 10}, f"{QUIET} >= 10 AND {IS_CUSTOMER}"),
    "no_touch": ({"days": 20}, f"{TOUCHED} >= 20 AND {IS_CUSTOMER}"),
    "only_touched_at_renewal": (
        {"window": 90, "near": 180},
        f"""{touches("")} >= 1 AND {touches(f"AND NOT {CLOSE}")} = 0 AND coalesce(a.signed <= a.d - 90, TRUE)
        AND {IS_CUSTOMER}""",
    ),
    "ticket_storm": (
        {"times": 1.2, "tickets": 2, "window": 30},
        f"""({opened(30, 0)} + 1) / ({opened(210, 30)} * 30 / 180.0 + 1) >= 1.2 AND {opened(30, 0)} >= 2
        AND {IS_CUSTOMER}""",
    ),
    "overdue_invoice": ({"days": 5}, f"{LATE} >= 5"),
    "renewal_due": (
        {"days": 90},
        f"""CASE WHEN {CONTRACTS} THEN EXISTS (SELECT 1 FROM contracts_at t WHERE t.account = a.account
        AND t.d = a.d AND {OPEN_END} AND {day("t.end_date")} - a.d <= 90) END""",
    ),
    "due_not_renewed": (
        {"days": 7, "until": 60},
        f"""CASE WHEN {CONTRACTS} THEN EXISTS (SELECT 1 FROM contracts_at t WHERE t.account = a.account
        AND t.d = a.d AND {PAST_END}) AND NOT {LOST} END""",
    ),
    "could_have_expanded": (
        {"share": 0.3, "days": 40},
        f"""CASE WHEN {seats(0)} > 0 THEN {USERS} / {seats(0)} >= 0.3
          WHEN {USERS} IS NULL AND NOT coalesce({CONTRACTS}, FALSE) THEN NULL
          WHEN {seats(0)} = 0 AND coalesce({CONTRACTS}, FALSE) THEN FALSE END
        AND {seats(0)} - {seats(40)} <= 0 AND {IS_CUSTOMER}""",
    ),
    "decision_maker_unknown": (
        {"days": 100, "before": 150},
        f"""{told("contacts", "known", "count(*)", f"t.role = 'decision_maker' AND {MADE_IT} AND {PRESENT}")} = 0
        AND coalesce(a.d - a.signed >= 100, TRUE) AND CASE WHEN {CONTRACTS} THEN EXISTS (SELECT 1 FROM contracts_at t
        WHERE t.account = a.account AND t.d = a.d AND {OPEN_END} AND {day("t.end_date")} - a.d <= 150) END
        AND {IS_CUSTOMER}""",
    ),
    "champion_left": (
        {"days": 40},
        f"""{
            told(
                "contacts",
                "known",
                "count(*)",
                f"t.role = 'champion' AND {day('t.left_on')} <= a.d AND {day('t.left_on')} > a.d - 40",
            )
        } >= 1 AND {IS_CUSTOMER}""",
    ),
}
OF_SCORES = {"score_crossing", "score_drop", "below_segment_average", "low_data_coverage"}
KNOWN = {
    "as then": Knowledge.then(),
    "a day later": Knowledge.then().lagged(1),
    "as of the end": Knowledge.of_day(LAST + 60),
}


@cache
def company_with_losses(seed: int) -> Company:
    company, random = random_company(seed), Random(seed)
    rows = []
    for record, (account, *_) in enumerate(random.sample(company.accounts, 5)):
        lost = date(2024, 12, 15) + timedelta(days=random.randrange(80))
        known = to_day(lost) + random.choice([0, 4])
        rows.append(VersionRow(account, record, known, {"lost_on": lost.isoformat()}))
    company.versions[Source.LOSSES] = rows
    return company


def asked(rule: str, company: Company, known: Knowledge) -> np.ndarray:
    """Return what SQL says of each account and day: 1 fires, 0 does not, -1 not known."""
    db = tables(company, FIRST, LAST, {d: known.at(d) for d in range(FIRST, LAST + 1)})
    db.execute("CREATE TABLE losses(account BIGINT, day INT, known INT)")
    rows = [
        [row.account, to_day(date.fromisoformat(row.data["lost_on"])), row.known]
        for row in company.versions[Source.LOSSES]
    ]
    insert_rows(db, "losses", rows)
    found = db.execute(f"SELECT a.account, a.d, {ORACLES[rule][1]} FROM asked a").fetchall()
    db.close()
    place = {account: number for number, (account, *_) in enumerate(company.accounts)}
    out = np.full((len(place), LAST - FIRST + 1), -1)
    for account, d, holds in found:
        out[place[account], d - FIRST] = -1 if holds is None else int(holds)
    return out


def test_every_rule_is_asked_twice() -> None:
    assert set(ORACLES) | OF_SCORES == set(all_rules())


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN.keys())
@pytest.mark.parametrize("name", sorted(ORACLES))
def test_a_rule_agrees_with_sql(name: str, known: Knowledge) -> None:
    rule = all_rules()[name]
    seen = []
    for seed in SEEDS:
        company = company_with_losses(seed)
        inputs = company.inputs(known)
        facts = Facts(inputs, stand(inputs, [None] * len(inputs.accounts), FIRST, LAST))
        fired = find(rule, facts, FIRST, LAST, rule.read(ORACLES[name][0]))
        ours = np.where(fired.truth.known, fired.truth.holds.astype(np.int64), -1)
        theirs = asked(name, company, known)
        wrong = np.argwhere(ours != theirs)
        assert not len(wrong), [
            (seed, company.accounts[a][0], from_day(FIRST + d).isoformat(), int(ours[a, d]), int(theirs[a, d]))
            for a, d in wrong[:5]
        ]
        seen.append(ours)
    assert {0, 1} <= set(np.unique(seen)), "the comparison must see both"
