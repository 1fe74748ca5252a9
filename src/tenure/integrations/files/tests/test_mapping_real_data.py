"""The third-party files beside the project map as they are. Rows are counted, none is copied here."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from tenure.integrations.files.mapping import apply_mapping, content_hash, plan_mapping, propose
from tenure.integrations.files.reading import read_rows, sniff
from tenure.integrations.services.targets import fields_by_kind

pytestmark = pytest.mark.real_data
SNAPSHOT = date(2025, 6, 30)


@dataclass
class Result:
    """What became of a file under one kind."""

    rows: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    values: list[dict] = field(default_factory=list)
    hashes: set[str] = field(default_factory=set)
    plan: object = None


def taken(path, kind=None, keep=True):
    """Import a file on paper: kind -> result, for every kind it is sure to feed."""
    shape, kinds = sniff(path), fields_by_kind()
    proposal = propose(shape, kinds, kind)
    results = {}
    for candidate in proposal.sure:
        plan = plan_mapping(candidate.mapping, shape, kinds[candidate.kind], snapshot=SNAPSHOT)
        result = results[candidate.kind] = Result(plan=plan)
        for chunk in read_rows(path, shape):
            for row in apply_mapping(plan, chunk):
                result.rows += 1
                if row.skipped:
                    result.skipped[str(row.skipped)] += 1
                elif row.problems:
                    result.problems[row.problems[0].message.code] += 1
                elif keep:
                    result.values.append(row.values)
                    if not plan.has_id:
                        result.hashes.add(content_hash(row))
    return results


FILES = [
    # file, kind -> (rows, left out, with a problem)
    ("ravenstack/ravenstack_accounts.csv", {"accounts": (500, 0, 0)}),
    ("ravenstack/ravenstack_subscriptions.csv", {"contracts": (5_000, 0, 0)}),
    ("ravenstack/ravenstack_feature_usage.csv", {"events": (25_000, 0, 0)}),
    ("ravenstack/ravenstack_support_tickets.csv", {"tickets": (2_000, 0, 0)}),
    ("ravenstack/ravenstack_churn_events.csv", {"losses": (600, 0, 0)}),
    (
        "telco/Telco-Customer-Churn.csv",
        {"accounts": (7_043, 0, 0), "contracts": (7_043, 0, 0), "losses": (7_043, 5_174, 0)},
    ),
    ("mrr_playbook/subscription_periods.csv", {"contracts": (121, 0, 0)}),
    ("saasguard/customers.csv", {"accounts": (800, 0, 0), "contracts": (800, 0, 0), "losses": (800, 531, 0)}),
    ("saasguard/support_tickets.csv", {"tickets": (5_478, 0, 0)}),
    ("saasguard/gtm_opportunities.csv", {"opportunities": (417, 0, 0)}),
    ("saasguard/risk_signals.csv", {"accounts": (800, 0, 0)}),
    ("saasguard/expansion_outreach_log.csv", {"touchpoints": (163, 0, 0)}),
    ("saas_churn/churn.csv", {"accounts": (2_000, 0, 0)}),
]
SEEDS = [
    ("hubspot", "company_data", {"accounts": (24, 0, 0)}),
    ("hubspot", "contact_data", {"contacts": (22, 0, 0)}),
    ("hubspot", "ticket_data", {"tickets": (25, 0, 0)}),
    ("hubspot", "deal_data", {"opportunities": (44, 0, 0)}),
    ("salesforce", "sf_account_data", {"accounts": (10, 9, 0)}),
    ("salesforce", "sf_contact_data", {"contacts": (4, 0, 0)}),
    ("salesforce", "sf_task_data", {"touchpoints": (10, 0, 0)}),
    ("salesforce", "sf_opportunity_data", {"opportunities": (10, 10, 0)}),
    ("stripe", "customer_data", {"accounts": (12, 1, 0)}),
    ("stripe", "subscription_data", {"contracts": (2, 0, 0)}),
    ("stripe", "subscription_item_data", {"contracts": (14, 0, 0)}),
    ("stripe", "plan_data", {"products": (13, 0, 0)}),
    ("stripe", "price_data", {"products": (4, 0, 0)}),
    ("stripe", "invoice_data", {"invoices": (2, 0, 0)}),
    ("zendesk", "organization_data", {"accounts": (10, 0, 0)}),
    ("zendesk", "user_data", {"contacts": (10, 1, 0)}),
    ("zendesk", "ticket_data", {"tickets": (10, 2, 0)}),
]
SEED_FILES = [
    (f"connector_seeds/{vendor}/integration_tests/seeds/{name}.csv", expected) for vendor, name, expected in SEEDS
]


@pytest.mark.parametrize(
    ("name", "expected"), FILES + SEED_FILES, ids=lambda part: part if isinstance(part, str) else ""
)
def test_the_file_is_recognised_and_every_row_accounted_for(shared_data, name, expected):
    results = taken(shared_data / name)
    assert {
        kind: (result.rows, result.skipped.total(), result.problems.total()) for kind, result in results.items()
    } == expected


def test_ravenstacks_money_and_days_are_exact(shared_data):
    values = taken(shared_data / "ravenstack/ravenstack_subscriptions.csv")["contracts"].values
    assert sum(row["mrr"] for row in values) == Decimal("11338747")
    assert all(isinstance(row["start_date"], date) for row in values)
    assert sum("end_date" in row for row in values) == 486
    assert {row["kind"] for row in values} == {"seat"}


def test_ravenstacks_tickets_get_their_first_response_from_minutes(shared_data):
    values = taken(shared_data / "ravenstack/ravenstack_support_tickets.csv")["tickets"].values
    assert all(row["first_response_at"] > row["opened_at"] for row in values)
    assert sum("satisfaction" in row for row in values) == 1_175
    assert Counter(row["severity"] for row in values) == {1: 514, 2: 510, 3: 491, 4: 485}


def test_telco_counts_back_from_the_snapshot(shared_data):
    results = taken(shared_data / "telco/Telco-Customer-Churn.csv")
    contracts = results["contracts"].values
    assert sum("end_date" in row for row in contracts) == 1_869 == len(results["losses"].values)
    assert {row.get("end_date") for row in contracts} == {None, SNAPSHOT}
    assert max(row["start_date"] for row in contracts) == SNAPSHOT
    assert results["contracts"].plan.uses_snapshot
    assert {row["product"] for row in contracts} == {"DSL", "Fiber optic", "Phone"}


def test_customers_without_any_id_are_known_by_their_content(shared_data):
    result = taken(shared_data / "saas_churn/churn.csv")["accounts"]
    assert not result.plan.has_id
    assert len(result.hashes) > 1_900
    assert all("custom" in row for row in result.values)


def test_stripe_prices_come_out_in_major_units_with_their_period(shared_data):
    folder = shared_data / "connector_seeds/stripe/integration_tests/seeds"
    values = taken(folder / "plan_data.csv")["products"].values
    assert Counter(row["billing_months"] for row in values) == {1: 10, 6: 2, 3: 1}
    assert min(row["list_price"] for row in values) == Decimal("1")
    assert {row["currency"] for row in values} == {"USD"}
    items = taken(folder / "subscription_item_data.csv")["contracts"].values
    assert {frozenset(row) for row in items} == {
        frozenset({"line_id", "contract_id", "product", "quantity", "start_date"})
    }


def test_what_zendesk_calls_deleted_or_staff_is_left_out_with_its_reason(shared_data):
    folder = shared_data / "connector_seeds/zendesk/integration_tests/seeds"
    assert taken(folder / "ticket_data.csv")["tickets"].skipped == {"deleted in the source": 2}
    assert taken(folder / "user_data.csv")["contacts"].skipped == {"not a customer's contact": 1}
