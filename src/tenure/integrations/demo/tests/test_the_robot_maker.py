import json
from collections import Counter
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from tenure.integrations.demo.companies import generate
from tenure.integrations.demo.robots.usage import CAUSES, COUNTS
from tenure.integrations.demo.tests.conftest import TODAY
from tenure.integrations.demo.tests.figures import retention
from tenure.integrations.demo.types import DemoCompany, Row
from tenure_engine.period import to_day


def story(robots: DemoCompany, key: str) -> str:
    return next(story.account_id for story in robots.stories if story.key == key)


def counted(robots: DemoCompany, account_id: str, name: str, first: int, last: int) -> int:
    """The count of a kind of event between two days counted back from today, both included."""
    return int(robots.events.count[_chosen(robots, account_id, name, first, last)].sum())


def _chosen(robots: DemoCompany, account_id: str, name: str, first: int, last: int) -> NDArray[np.bool_]:
    events = robots.events
    ago = to_day(robots.today) - events.occurred_at // 86_400_000_000
    mine = (events.account == events.accounts.index(account_id)) & (events.name == events.names.index(name))
    chosen: NDArray[np.bool_] = mine & (ago >= first) & (ago <= last)
    return chosen


def robots_seen(robots: DemoCompany, account_id: str, first: int, last: int) -> set[str]:
    chosen = robots.events.properties[_chosen(robots, account_id, "passers_by", first, last)]
    return {json.loads(robots.events.property_texts[number])["device"] for number in chosen}


def test_size_is_as_promised(robots: DemoCompany) -> None:
    devices = robots.latest("devices").values()
    assert len(robots.latest("accounts")) == 80
    assert 400 <= sum(1 for row in devices if row["status"] == "在用") <= 600
    assert 300_000 <= len(robots.events) <= 800_000
    nrr, logo = retention(robots, TODAY - timedelta(days=365), TODAY)
    assert 0.9 <= nrr <= 1.2
    assert 0.82 <= logo <= 0.97


def test_the_four_counts_nest_and_every_anomaly_names_robot_and_cause(robots: DemoCompany) -> None:
    events = robots.events
    total = {name: int(events.count[events.name == number].sum()) for number, name in enumerate(events.names)}
    assert total["passers_by"] > total["solicited"] > total["woken"] > 0
    assert total["interactions"] > total["requests_met"] > 0.6 * total["interactions"]
    assert set(CAUSES) | set(COUNTS) <= {name for name, count in total.items() if count}
    serials = {row["serial"] for row in robots.latest("devices").values()}
    for name, causes in CAUSES.items():
        chosen = np.unique(events.properties[events.name == events.names.index(name)])
        told = [json.loads(events.property_texts[number]) for number in chosen]
        assert {entry["device"] for entry in told} <= serials
        assert {entry["cause"] for entry in told} <= set(causes)


def test_customers_are_grouped_by_scenario_and_sold_by_agents(robots: DemoCompany) -> None:
    accounts = list(robots.latest("accounts").values())
    scenarios = Counter(row["应用场景"] for row in accounts)
    assert set(scenarios) == {"博物馆讲解", "KTV 迎宾", "景区导览", "会议接待"}
    assert all(row["segment"] == row["应用场景"] for row in accounts)
    assert sum(1 for row in accounts if row["reseller"]) > 20
    kinds = {row["kind"] for row in robots.latest("contracts").values()}
    assert {"time", "content", "one_off"} <= kinds


def test_scenarios_differ_in_their_normal_day(robots: DemoCompany) -> None:
    swing: dict[str, list[float]] = {}
    for row in robots.latest("accounts").values():
        days = _daily(robots, row, "woken")
        if days.size > 100:
            swing.setdefault(row["segment"], []).append(float(days.std() / days.mean()))
    assert np.mean(swing["会议接待"]) > 1.4 * np.mean(swing["KTV 迎宾"])


def _daily(robots: DemoCompany, account: Row, name: str) -> NDArray[np.float64]:
    events = robots.events
    chosen = _chosen(robots, account["account_id"], name, 1, 180)
    days = events.occurred_at[chosen] // 86_400_000_000
    _, place = np.unique(days, return_inverse=True)
    return np.bincount(place, weights=events.count[chosen]).astype(np.float64)


def test_the_failing_robots_fail_by_navigation(robots: DemoCompany) -> None:
    account = story(robots, "failing_robots")
    assert counted(robots, account, "anomaly_navigation", 1, 28) > 5 * counted(
        robots, account, "anomaly_navigation", 90, 145
    )
    assert counted(robots, account, "interactions", 1, 28) < 0.6 * counted(robots, account, "interactions", 90, 117)


def test_the_robots_that_were_switched_off_are_silent(robots: DemoCompany) -> None:
    account = story(robots, "switched_off")
    assert len(robots_seen(robots, account, 60, 90)) == 6
    assert robots_seen(robots, account, 1, 28) == set()
    recent = [row for row in robots.latest("tickets").values() if row["account_id"] == account]
    assert not [row for row in recent if (TODAY - row["opened_at"].date()).days < 60]


def test_the_season_brings_more_robots(robots: DemoCompany) -> None:
    account = story(robots, "season_growth")
    assert len(robots_seen(robots, account, 270, 299)) == 12
    assert len(robots_seen(robots, account, 1, 14)) == 26


def test_the_reference_customer_has_a_thousand_interactions_a_robot_and_day(robots: DemoCompany) -> None:
    chosen = _chosen(robots, story(robots, "reference"), "interactions", 1, 90)
    assert robots.events.count[chosen].mean() > 1_000


def test_the_english_variant_is_the_same_company(robots: DemoCompany) -> None:
    english = generate("robots", 7, TODAY, "en", "m")
    assert [row["line_id"] for row in english.records["contracts"]] == [
        row["line_id"] for row in robots.records["contracts"]
    ]
    assert all(str(row["name"]).isascii() for row in english.records["accounts"])
