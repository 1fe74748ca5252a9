"""Stored measures of five accounts of two real data sets, held against sums made by hand from the raw files.

The files come in through the product's own import; here they are read again with the csv module and plain Python.
"""

import csv
import gzip
import math
from collections import defaultdict
from datetime import date, datetime, timedelta

import pytest

from tenure.accounts.queries import find_by_external
from tenure.health.queries.explanations import day_files
from tenure.health.services import compute_days
from tenure.integrations.choices import KnownTime
from tenure.integrations.files.tests.import_files import bring

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]
HISTORY = {"known_time": KnownTime.HISTORY}
UNKNOWN = math.nan


def rows_of(path):
    with gzip.open(path, "rt", newline="") if path.suffix == ".gz" else path.open(newline="") as file:
        return list(csv.DictReader(file))


def in_window(day, as_of, window):
    return as_of - timedelta(days=window) < day <= as_of


def mean(values):
    return sum(values) / len(values) if values else UNKNOWN


def usage_by_hand(events, as_of):
    """Events are (day, name, count, seconds) of one account."""
    if not any(day <= as_of for day, *_ in events):
        names = ("events.30", "usage_minutes.30", "active_days.30", "feature_breadth.30", "volatility.30")
        return dict.fromkeys([*names, "days_since_last_activity"], UNKNOWN)
    recent = [event for event in events if in_window(event[0], as_of, 30)]
    by_day = defaultdict(int)
    for day, _name, count, _seconds in recent:
        by_day[day] += count
    total = sum(by_day.values())
    spread = 30 * sum(count * count for count in by_day.values()) - total * total
    return {
        "events.30": total,
        "usage_minutes.30": sum(seconds for *_, seconds in recent) / 60,
        "active_days.30": len(by_day),
        "feature_breadth.30": len({name for _day, name, *_ in recent}),
        "volatility.30": math.sqrt(spread) / total if total else UNKNOWN,
        "days_since_last_activity": (as_of - max(day for day, *_ in events if day <= as_of)).days,
    }


def tickets_by_hand(tickets, as_of):
    """Tickets are (opened, answered or None, solved or None, is urgent, satisfaction or None), instants."""
    still_open = [
        urgent
        for opened, _answered, solved, urgent, _rated in tickets
        if opened.date() <= as_of and (solved is None or solved.date() > as_of)
    ]
    solved_lately = [one for one in tickets if one[2] and in_window(one[2].date(), as_of, 90)]
    answered_lately = [one for one in tickets if one[1] and in_window(one[1].date(), as_of, 90)]
    rated = [one[4] >= 4 for one in solved_lately if one[4] is not None]
    return {
        "open_tickets": len(still_open),
        "open_urgent_tickets": sum(still_open),
        "tickets_opened.30": sum(in_window(one[0].date(), as_of, 30) for one in tickets),
        "resolution_hours.90": mean([(one[2] - one[0]).total_seconds() / 3600 for one in solved_lately]),
        "first_response_hours.90": mean([(one[1] - one[0]).total_seconds() / 3600 for one in answered_lately]),
        "ticket_satisfaction.90": mean(rated),
    }


def contracts_by_hand(lines, as_of):
    """Lines are (start, end or None) of recurring lines. A line is followed by one that begins within a week of its
    end, later than itself, runs beyond it, and has begun by the day.
    """

    def is_followed(line):
        start, end = line
        return any(
            abs((other[0] - end).days) <= 7
            and other[0] > start
            and (other[1] is None or other[1] > end)
            and other[0] <= as_of
            for other in lines
            if other is not line
        )

    active = [line for line in lines if line[0] <= as_of and (line[1] is None or line[1] > as_of)]
    ends = [line[1] for line in active if line[1] is not None and not is_followed(line)]
    return {
        "days_to_renewal": (min(ends) - as_of).days if ends else UNKNOWN,
        "~customer": float(bool(active)),
    }


def touches_by_hand(touches, signed, ends, as_of):
    """Touches are days; `ends` the ends of recurring lines."""
    past = [day for day in touches if day <= as_of]
    recent = [day for day in touches if in_window(day, as_of, 180)]
    near = [day for day in recent if any(day < end <= day + timedelta(days=30) for end in ends)]
    last = max(past, default=signed if signed <= as_of else None)
    return {
        "touches.90": sum(in_window(day, as_of, 90) for day in touches),
        "days_since_last_touch": (as_of - last).days if last else UNKNOWN,
        "touches_near_renewal.180": len(near) / len(recent) if recent else UNKNOWN,
    }


def compare(workspace, days, wanted):
    """Hold the stored values of every account against the ones made by hand; return how many were known."""
    known = 0
    for as_of in days:
        compute_days(workspace=workspace, first=as_of, last=as_of)
        kept = day_files(workspace.pk).read(as_of)
        for account, by_hand in wanted(as_of).items():
            stored = kept.of_account(find_by_external(workspace_id=workspace.pk, kind="accounts", value=account))
            for name, value in by_hand.items():
                assert stored[name] == pytest.approx(value, nan_ok=True), f"{account} {name} on {as_of}"
                known += not math.isnan(value)
    return known


def day(text):
    return date.fromisoformat(text)


def test_ravenstack(workspace, shared_data):
    folder = shared_data / "ravenstack"
    files = {
        "accounts": "accounts",
        "subscriptions": "contracts",
        "feature_usage": "events",
        "support_tickets": "tickets",
    }
    for name, kind in files.items():
        bring(workspace, folder / f"ravenstack_{name}.csv", kind, **HISTORY)
    raw = {name: rows_of(folder / f"ravenstack_{name}.csv") for name in files}
    chosen = [row["account_id"] for row in raw["accounts"]][7::100]
    assert len(chosen) == 5

    owner = {row["subscription_id"]: row["account_id"] for row in raw["subscriptions"]}
    events, lines, tickets, seen = defaultdict(list), defaultdict(list), defaultdict(list), set()
    for row in raw["feature_usage"]:
        if row["usage_id"] in seen:
            continue  # the first of two rows with the same id counts
        seen.add(row["usage_id"])
        told = (day(row["usage_date"]), row["feature_name"], int(row["usage_count"]), int(row["usage_duration_secs"]))
        events[owner[row["subscription_id"]]].append(told)
    for row in raw["subscriptions"]:
        if row["is_trial"] == "FALSE":
            end = day(row["end_date"]) if row["end_date"] else None
            lines[row["account_id"]].append((day(row["start_date"]), end))
    for row in raw["support_tickets"]:
        opened = datetime.fromisoformat(row["submitted_at"])
        answered = opened + timedelta(minutes=int(row["first_response_time_minutes"]))
        solved = datetime.strptime(row["closed_at"], "%Y-%m-%d %H:%M") if row["closed_at"] else None
        rated = float(row["satisfaction_score"]) if row["satisfaction_score"] else None
        tickets[row["account_id"]].append((opened, answered, solved, row["priority"] == "urgent", rated))

    def wanted(as_of):
        return {
            account: usage_by_hand(events[account], as_of)
            | tickets_by_hand(tickets[account], as_of)
            | contracts_by_hand(lines[account], as_of)
            for account in chosen
        }

    assert compare(workspace, [date(2024, 6, 30), date(2024, 12, 15)], wanted) > 90


def lines_of_some(path, names, to):
    """Write the lines of a file about some customers; the import of the whole file has a test of its own."""
    with gzip.open(path, "rt") as lines, to.open("w") as file:
        head = next(lines)
        place = head.strip().split(",").index("customer_id")
        file.write(head)
        file.writelines(line for line in lines if line.split(",")[place] in names)
    return to


def test_saasguard(workspace, shared_data, tmp_path):
    folder = shared_data / "saasguard"
    for name, kinds in (
        ("customers.csv", "accounts,contracts,losses"),
        ("support_tickets.csv", "tickets"),
        ("expansion_outreach_log.csv", "touchpoints"),
    ):
        bring(workspace, folder / name, kinds, **HISTORY)
    outreach = defaultdict(list)
    for row in rows_of(folder / "expansion_outreach_log.csv"):
        outreach[row["customer_id"]].append(day(row["contacted_date"]))
    customers = {row["customer_id"]: row for row in rows_of(folder / "customers.csv")}
    # of those signed before 2025: two that were contacted, two that left later, and the first of the file
    early = [name for name, row in customers.items() if row["signup_date"] < "2025"]
    contacted = [name for name in outreach if name in early]
    left = [name for name in early if customers[name]["churn_date"] > "2025-06"]
    chosen = list(dict.fromkeys([*contacted[:2], *left[:2], *early]))[:5]

    among = {*chosen, *list(customers)[::20]}
    usage = lines_of_some(folder / "usage_events.csv.gz", among, tmp_path / "usage_events.csv")
    bring(workspace, usage, "events", **HISTORY)
    events, tickets = defaultdict(list), defaultdict(list)
    for row in rows_of(usage):
        if row["customer_id"] in chosen:
            events[row["customer_id"]].append((day(row["timestamp"][:10]), row["event_type"], 1, 0))
    for row in rows_of(folder / "support_tickets.csv"):
        opened = datetime.fromisoformat(row["created_date"])
        hours = row["resolution_time"]
        solved = opened + timedelta(hours=float(hours)) if hours else None
        tickets[row["customer_id"]].append((opened, None, solved, row["priority"] == "critical", None))

    def of_kind(account, as_of, name):
        """Events of a kind in thirty days, unknown before the first."""
        days = [one[0] for one in events[account] if one[1] == name]
        known = any(each <= as_of for each in days)
        return sum(in_window(each, as_of, 30) for each in days) if known else UNKNOWN

    def wanted(as_of):
        found = {}
        for account in chosen:
            row = customers[account]
            signed, end = day(row["signup_date"]), day(row["churn_date"]) if row["churn_date"] else None
            found[account] = (
                usage_by_hand(events[account], as_of)
                | {"api_calls.30": of_kind(account, as_of, "api_call")}
                | tickets_by_hand(tickets[account], as_of)
                | contracts_by_hand([(signed, end)], as_of)
                | touches_by_hand(outreach[account], signed, [end] if end else [], as_of)
            )
        return found

    assert compare(workspace, [date(2025, 3, 31), date(2025, 11, 30)], wanted) > 100
