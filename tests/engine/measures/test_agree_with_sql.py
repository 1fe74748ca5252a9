"""Each measure is computed a second time, by SQL over the raw rows, and agrees in every cell."""

from datetime import date

import numpy as np
import pytest

from tenure_engine.health.values import Key, Use, change, evaluate
from tenure_engine.measures import Measure, all_measures
from tenure_engine.period import to_day
from tenure_engine.windows.knowledge import Knowledge

FIRST, LAST = to_day(date(2025, 1, 20)), to_day(date(2025, 3, 10))


def usage(value: str, *, seen: str = "TRUE", feed: str = "{w}", inner: bool = False) -> str:
    """SQL of a measure of usage: `value` over the events of the window, NULL where unknown."""
    known = "e.day <= a.d AND e.known <= a.k"
    if not inner:
        value = f"(SELECT {value} FROM events e WHERE e.account = a.account AND {known} AND e.day > a.d - {{w}})"
    return f"""
    SELECT a.account, a.d, CASE
      WHEN NOT EXISTS (SELECT 1 FROM events e WHERE e.account = a.account AND {known} AND {seen}) THEN NULL
      WHEN NOT EXISTS (SELECT 1 FROM events e WHERE {known} AND e.day > a.d - {feed}) THEN NULL
      ELSE {value} END
    FROM asked a"""


def records(table: str, effective: str, value: str, where: str, join: str = "") -> str:
    """SQL of a measure of records: `value` over those believed at the cell, NULL before the source began."""
    return f"""
    SELECT a.account, a.d, CASE
      WHEN (SELECT min(known) FROM {table}_rows) <= a.k AND (SELECT min({effective}) FROM {table}_rows) <= a.d
      THEN (SELECT {value} FROM {table}_at t {join} WHERE t.account = a.account AND t.d = a.d AND {where}) END
    FROM asked a"""


def day(column: str) -> str:
    """SQL of the day number of a column."""
    return f"date_diff('day', DATE '1970-01-01', CAST({column} AS DATE))"


def tickets(value: str, where: str) -> str:
    return records("tickets", day("opened_at"), value, where)


def surveys(value: str, where: str) -> str:
    return records("surveys", day("answered_at"), value, where)


def touches(value: str, where: str) -> str:
    return records("touchpoints", day("occurred_at"), value, where)


def invoices(value: str, where: str) -> str:
    return records("invoices", day("issued_on"), value, where)


def devices(value: str, where: str) -> str:
    return records("devices", "known", value, where)


def contacts(value: str, where: str) -> str:
    return records("contacts", "known", value, where)


OPENED, RESOLVED, ANSWERED = day("t.opened_at"), day("t.resolved_at"), day("t.first_response_at")
CLOSED = f"""coalesce({RESOLVED}, CASE WHEN t.status IN ('solved', 'closed') THEN (SELECT min(r.known)
    FROM tickets_rows r WHERE r.record = t.record AND r.status IN ('solved', 'closed')) END, 999999)"""
PAID = f"""coalesce({day("t.paid_on")}, CASE WHEN t.status = 'paid' THEN (SELECT min(r.known)
    FROM invoices_rows r WHERE r.record = t.record AND r.status = 'paid') END, 999999)"""
OVERDUE = f"t.status NOT IN ('draft', 'void') AND {day('t.due_on')} < a.d AND {PAID} > a.d"
SINCE = "(SELECT min(known) FROM contacts_rows r WHERE r.record = t.record)"
PRESENT = f"{SINCE} <= a.d AND coalesce({day('t.left_on')}, 999999) > a.d"


def within(column: str) -> str:
    """SQL of: this day lies in the window."""
    return f"{column} > a.d - {{w}} AND {column} <= a.d"


AGREED = "(SELECT g.signed_on FROM agreements g WHERE g.contract_id = n.contract_id)"
SIGNED = f"coalesce({day(AGREED)}, {day('n.start_date')})"
FOLLOWED = f"""EXISTS (SELECT 1 FROM contracts_at n WHERE n.account = t.account AND n.d = t.d AND n.recurring
    AND NOT n.trial AND {SIGNED} <= t.d AND (n.renewal_of = t.record
      OR (SELECT g.renewal_of FROM agreements g WHERE g.contract_id = n.contract_id) = t.contract_id
      OR (n.record <> t.record AND abs({day("n.start_date")} - {day("t.end_date")}) <= 7
        AND n.start_date > t.start_date AND coalesce(n.end_date, DATE '9999-01-01') > t.end_date)))"""
CONTRACTS_SPEAK = f"""(SELECT min(known) FROM contracts_rows) <= a.k
    AND (SELECT min({day("start_date")}) FROM contracts_rows) <= a.d"""
SEATS = f"""(SELECT sum(t.quantity) FROM contracts_at t WHERE t.account = a.account AND t.d = a.d AND t.kind = 'seat'
    AND {day("t.start_date")} <= a.d AND coalesce({day("t.end_date")}, 999999) > a.d)"""
API, HELD = "e.name = 'API call'", "e.name = 'records_held'"
NEAR = f"""EXISTS (SELECT 1 FROM contracts_at n WHERE n.account = t.account AND n.d = t.d AND n.recurring
    AND NOT n.trial AND {day("n.end_date")} > {day("t.occurred_at")}
    AND {day("n.end_date")} <= {day("t.occurred_at")} + 30)"""
ACTIVE = "lower(coalesce(t.status, 'active')) IN ('active', 'online')"
INSTALLED = f"coalesce({day('t.installed_on')}, (SELECT min(known) FROM devices_rows r WHERE r.record = t.record))"
USERS = "count(DISTINCT nullif(e.user_id, ''))"
NAMED = "e.user_id <> ''"

ORACLES = {
    "active_users": usage(USERS, seen=NAMED),
    "log_ins": usage("coalesce(sum(e.logins), 0)"),
    "events": usage("coalesce(sum(e.count), 0)"),
    "active_days": usage("count(DISTINCT e.day)"),
    "usage_minutes": usage("coalesce(sum(e.seconds), 0) / 60.0"),
    "feature_breadth": usage("count(DISTINCT e.name)"),
    "days_since_last_activity": usage("a.d - max(e.day)", feed="30").replace(" AND e.day > a.d - {w})", ")"),
    "days_since_last_user": usage("a.d - max(e.day) FILTER (e.user_id <> '')", seen=NAMED, feed="30").replace(
        " AND e.day > a.d - {w})", ")"
    ),
    "user_retention": f"""
        SELECT a.account, a.d, CASE WHEN EXISTS (SELECT 1 FROM events e WHERE e.day > a.d - {{w}} AND e.day <= a.d
            AND e.known <= a.k) THEN (
          SELECT count(*) FILTER (now_) / nullif(count(*), 0)::DOUBLE FROM (
            SELECT e.user_id, bool_or(e.day > a.d - {{w}}) AS now_ FROM events e WHERE e.account = a.account
              AND {NAMED} AND e.known <= a.k AND e.day <= a.d AND e.day > a.d - 2 * {{w}}
            GROUP BY e.user_id HAVING bool_or(e.day <= a.d - {{w}}))) END
        FROM asked a""",
    "volatility": """
        SELECT a.account, a.d, CASE WHEN total > 0 THEN sqrt({w} * squares - total * total) / total END FROM (
          SELECT a.account, a.d, sum(n) AS total, sum(n * n) AS squares FROM asked a LEFT JOIN (
            SELECT b.account, b.d, e.day, sum(e.count)::DOUBLE AS n FROM asked b JOIN events e ON
              e.account = b.account AND e.known <= b.k AND e.day <= b.d AND e.day > b.d - {w} GROUP BY ALL
          ) m ON m.account = a.account AND m.d = a.d GROUP BY ALL) a""",
    "open_tickets": tickets("count(*)", f"{OPENED} <= a.d AND {CLOSED} > a.d"),
    "open_urgent_tickets": tickets("count(*)", f"{OPENED} <= a.d AND {CLOSED} > a.d AND t.severity = 1"),
    "ticket_storm": tickets(
        f"(count(*) FILTER ({OPENED} > a.d - {{w}}) + 1)"
        f" / (count(*) FILTER ({OPENED} <= a.d - {{w}}) * {{w}} / 180.0 + 1)",
        f"{OPENED} <= a.d AND {OPENED} > a.d - {{w}} - 180",
    ),
    "first_response_hours": tickets(
        "avg(date_diff('second', t.opened_at, t.first_response_at)) / 3600", within(ANSWERED)
    ),
    "resolution_hours": tickets("avg(date_diff('second', t.opened_at, t.resolved_at)) / 3600", within(RESOLVED)),
    "nps": surveys(
        "100.0 * (count(*) FILTER (t.score >= 9) - count(*) FILTER (t.score <= 6)) / nullif(count(*), 0)",
        within(day("t.answered_at")) + " AND t.kind = 'nps'",
    ),
    "csat": surveys(
        "count(*) FILTER (t.score >= 4) / nullif(count(*), 0)::DOUBLE",
        within(day("t.answered_at")) + " AND t.kind = 'csat'",
    ),
    "days_since_last_answer": surveys(f"a.d - max({day('t.answered_at')})", f"{day('t.answered_at')} <= a.d"),
    "touches": touches("count(*)", within(day("t.occurred_at"))),
    "days_since_last_touch": touches(
        f"a.d - coalesce(max({day('t.occurred_at')}), CASE WHEN a.signed <= a.d THEN a.signed END)",
        f"{day('t.occurred_at')} <= a.d",
    ),
    "days_to_renewal": records(
        "contracts",
        day("start_date"),
        f"min({day('t.end_date')}) - a.d",
        f"t.recurring AND NOT t.trial AND {day('t.start_date')} <= a.d AND {day('t.end_date')} > a.d"
        f" AND NOT {FOLLOWED}",
    ),
    "seat_utilisation": usage(f"{USERS} / nullif({SEATS}, 0)::DOUBLE", seen=NAMED),
    "overdue_amount": invoices(
        "CASE WHEN count(DISTINCT t.currency) <= 1 THEN coalesce(sum(t.amount), 0)::DOUBLE END", OVERDUE
    ),
    "days_overdue": invoices(f"coalesce(a.d - min({day('t.due_on')}), 0)", OVERDUE),
    "feature_depth": usage(
        f"CASE WHEN {USERS} > 0 THEN coalesce(sum(e.count) FILTER (e.name = 'export'), 0)::DOUBLE / {USERS} END",
        seen="e.name = 'export'",
    ),
    "api_calls": usage(f"coalesce(sum(e.count) FILTER ({API}), 0)", seen=API),
    "data_held": f"""
        SELECT a.account, a.d, (SELECT sum(e.value) / sum(e.count) FROM events e WHERE e.account = a.account
            AND e.known <= a.k AND {HELD} AND e.day = (SELECT max(b.day) FROM events b WHERE b.account = a.account
            AND b.known <= a.k AND b.day <= a.d AND b.name = 'records_held')) FROM asked a""",
    "modules_in_regular_use": usage(
        """(SELECT count(*) FROM (SELECT m.name FROM events m WHERE
            m.account = a.account AND m.known <= a.k AND m.day <= a.d AND m.day > a.d - {{w}} GROUP BY m.name
            HAVING count(DISTINCT m.day) >= greatest(2, {{w}} // 7)))""".replace("{{w}}", "{w}"),
        inner=True,
    ),
    "touches_near_renewal": records(
        "touchpoints",
        day("occurred_at"),
        f"count(*) FILTER ({NEAR}) / nullif(count(*), 0)::DOUBLE",
        within(day("t.occurred_at")),
    ).replace("CASE", f"CASE WHEN NOT ({CONTRACTS_SPEAK}) THEN NULL", 1),
    "days_since_last_word": f"""
        SELECT a.account, a.d, a.d - nullif(greatest(
          coalesce((SELECT max({day("t.occurred_at")}) FROM touchpoints_at t WHERE t.account = a.account
            AND t.d = a.d AND t.direction = 'in' AND {day("t.occurred_at")} <= a.d), -1),
          coalesce((SELECT max({OPENED}) FROM tickets_at t WHERE t.account = a.account AND t.d = a.d
            AND {OPENED} <= a.d), -1),
          coalesce((SELECT max({day("t.answered_at")}) FROM surveys_at t WHERE t.account = a.account
            AND t.d = a.d AND {day("t.answered_at")} <= a.d), -1)), -1) FROM asked a""",
    "trainings": touches("count(*)", within(day("t.occurred_at")) + " AND t.kind = 'training'"),
    "tickets_opened": tickets("count(*)", within(OPENED)),
    "champions_left": contacts("count(*)", within(day("t.left_on")) + " AND t.role = 'champion'"),
    "ticket_satisfaction": tickets(
        "count(*) FILTER (t.satisfaction >= 4) / nullif(count(t.satisfaction), 0)::DOUBLE", within(RESOLVED)
    ),
    "relationship": contacts(
        "sum(t.warmth * coalesce(t.influence, 1)) / nullif(sum(coalesce(t.influence, 1)), 0)::DOUBLE",
        f"{PRESENT} AND t.warmth IS NOT NULL",
    ),
    "ces": surveys("avg(t.score)", within(day("t.answered_at")) + " AND t.kind = 'ces'"),
    "devices_active": devices(f"count(*) FILTER ({ACTIVE}) / nullif(count(*), 0)::DOUBLE", f"{INSTALLED} <= a.d"),
    "decision_maker_known": contacts("CAST(count(*) > 0 AS INT)", f"t.role = 'decision_maker' AND {PRESENT}"),
    "champions_present": contacts("count(*)", f"t.role = 'champion' AND {PRESENT}"),
}


def computed_by_sql(db, measure, window, accounts, first, last):
    """Return the oracle's values, accounts by days."""
    rows = db.execute(ORACLES[measure].format(w=window)).fetchall()
    out = np.full((len(accounts), last - first + 1), np.nan)
    place = {account: number for number, (account, *_) in enumerate(accounts)}
    for account, d, value in rows:
        out[place[account], d - first] = np.nan if value is None else float(value)
    return out


def of_event(measure: Measure) -> str:
    """The event that a measure is asked about, if it takes one."""
    return "export" if measure.takes_event else ""


KNOWN = {
    "as then": Knowledge.then(),
    "as of the middle": Knowledge.of_day((FIRST + LAST) // 2),
    "as of the end": Knowledge.of_day(LAST + 60),
}


def test_every_measure_has_an_oracle() -> None:
    assert set(ORACLES) == set(all_measures())


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN.keys())
@pytest.mark.parametrize("measure", all_measures().values(), ids=all_measures().keys())
def test_a_measure_agrees_with_sql(measure: Measure, known: Knowledge, company, tables_of) -> None:
    inputs = company.inputs(known)
    db = tables_of(company, FIRST, LAST, {d: known.at(d) for d in range(FIRST, LAST + 1)})
    for window in measure.windows or (0,):
        ours = measure.compute(inputs, FIRST, LAST, window, of_event(measure))
        theirs = computed_by_sql(db, measure.name, window, company.accounts, FIRST, LAST)
        np.testing.assert_allclose(ours, theirs, rtol=1e-13, atol=1e-13, err_msg=f"{measure.name}.{window}")


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN.keys())
@pytest.mark.parametrize("name", sorted(all_measures()))
def test_the_window_before_is_seen_with_the_same_knowledge(name: str, known: Knowledge, company, tables_of) -> None:
    measure, window = all_measures()[name], 30
    keys = (
        [Key(name, window, use, of_event(measure)) for use in Use]
        if not measure.is_state
        else [Key(name, window, Use.PREVIOUS), Key(name, window, Use.TREND), Key(name)]
    )
    found = evaluate(company.inputs(known), keys, FIRST, LAST)
    earlier = {d - window: known.at(d) for d in range(FIRST, LAST + 1)}
    db = tables_of(company, FIRST - window, LAST - window, earlier)
    theirs = computed_by_sql(db, name, window, company.accounts, FIRST - window, LAST - window)
    of = of_event(measure)
    ours = found[Key(name, window, Use.PREVIOUS, of)]
    np.testing.assert_allclose(ours, theirs, rtol=1e-13, atol=1e-13)
    value = found[Key(name) if measure.is_state else Key(name, window, of=of)]
    np.testing.assert_array_equal(found[Key(name, window, Use.TREND, of)], change(measure, value, ours))


@pytest.mark.parametrize("measure", all_measures().values(), ids=all_measures().keys())
def test_the_comparison_sees_different_values(measure: Measure, companies) -> None:
    found = [
        measure.compute(each.inputs(Knowledge.then()), FIRST, LAST, window, of_event(measure))
        for each in companies
        for window in ((30, 180) if measure.windows else (0,))
    ]
    values = np.concatenate(found)
    assert len(np.unique(values[np.isfinite(values)])) > (1 if measure.unit == "yes_no" else 2)
