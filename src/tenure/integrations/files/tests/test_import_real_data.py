"""The third-party data sets come in whole, without a hand on their files. Figures: docs/reference/real-data.md."""

import pytest

from tenure.accounts.models import Account, ContractLine, Invoice, Loss, Product, Ticket, Touchpoint
from tenure.events.queries import log_of
from tenure.integrations.choices import KnownTime
from tenure.integrations.files.tests.import_files import bring, everything, reasons
from tenure.integrations.files.tests.import_walk import Walk
from tenure.integrations.services.undo import undo_batch

pytestmark = pytest.mark.real_data
HISTORY = {"known_time": KnownTime.HISTORY}
# folder of the vendor, file, kinds, created, skipped, rejected (in a company where nothing else is)
VENDORS = [
    ("hubspot", "company_data", "accounts", 24, 0, 0),
    ("hubspot", "contact_data", "contacts", 1, 0, 21),
    ("hubspot", "ticket_data", "tickets", 0, 0, 25),
    ("salesforce", "sf_account_data", "accounts", 1, 9, 0),
    ("salesforce", "sf_contact_data", "contacts", 3, 0, 1),
    ("salesforce", "sf_task_data", "touchpoints", 9, 0, 1),
    ("stripe", "customer_data", "accounts", 11, 1, 0),
    ("stripe", "plan_data", "products", 13, 0, 0),
    ("stripe", "price_data", "products", 4, 0, 0),
    ("stripe", "subscription_data", "contracts", 2, 0, 0),
    ("stripe", "subscription_item_data", "contracts", 0, 0, 14),
    ("stripe", "invoice_data", "invoices", 2, 0, 0),
    ("zendesk", "organization_data", "accounts", 10, 0, 0),
    ("zendesk", "user_data", "contacts", 9, 1, 0),
    ("zendesk", "ticket_data", "tickets", 7, 2, 1),
]


def counts(batch, *names):
    return tuple(batch.counts[name] for name in names or ("created", "rejected"))


def test_ravenstack(workspace, shared_data):
    folder = shared_data / "ravenstack"

    def come(name, kind):
        return bring(workspace, folder / f"ravenstack_{name}.csv", kind, **HISTORY)

    assert counts(come("accounts", "accounts")) == (500, 0)
    assert counts(come("subscriptions", "contracts")) == (5000, 0)
    usage = come("feature_usage", "events")
    assert counts(usage) == (24_979, 21)
    assert all("other content" in reason for _row, _column, reason in reasons(usage))
    assert counts(come("support_tickets", "tickets")) == (2000, 0)
    assert counts(come("churn_events", "losses")) == (600, 0)
    assert (Account.objects.count(), ContractLine.objects.count()) == (500, 5000)
    assert (Ticket.objects.count(), Loss.objects.count()) == (2000, 600)
    assert ContractLine.objects.filter(is_trial=True).count() == 778
    assert ContractLine.objects.filter(ends_on__isnull=True).count() == 4514
    before = everything(workspace)
    for name, kind, rows in (
        ("accounts", "accounts", 500),
        ("subscriptions", "contracts", 5000),
        ("feature_usage", "events", 24_979),
        ("support_tickets", "tickets", 2000),
        ("churn_events", "losses", 600),
    ):
        assert counts(come(name, kind), "created", "updated", "unchanged") == (0, 0, rows), name
    assert everything(workspace) == before


def test_telco_is_customers_contracts_and_losses_in_one_file(workspace, shared_data):
    path = shared_data / "telco" / "Telco-Customer-Churn.csv"
    batch = bring(workspace, path, "accounts,contracts,losses")
    by_kind = {step.kind: (step.created, step.rejected, step.skipped) for step in batch.steps.all()}
    assert by_kind == {"accounts": (7043, 0, 0), "contracts": (7043, 0, 0), "losses": (1869, 0, 5174)}
    undo_batch(batch=batch, actor=None)
    assert not Account.objects.exists()
    assert not ContractLine.objects.exists()


def test_mrr_playbook(workspace, shared_data):
    path = shared_data / "mrr_playbook" / "subscription_periods.csv"
    assert counts(bring(workspace, path, "contracts")) == (0, 121)
    assert counts(bring(workspace, path, "contracts", create_missing=True, **HISTORY)) == (121, 0)


def test_saasguard(workspace, shared_data):
    folder = shared_data / "saasguard"
    customers = bring(workspace, folder / "customers.csv", "accounts,contracts,losses", **HISTORY)
    by_kind = {step.kind: (step.created, step.rejected, step.skipped) for step in customers.steps.all()}
    assert by_kind == {"accounts": (800, 0, 0), "contracts": (800, 0, 0), "losses": (269, 0, 531)}
    assert counts(bring(workspace, folder / "support_tickets.csv", "tickets", **HISTORY)) == (5478, 0)
    assert counts(bring(workspace, folder / "gtm_opportunities.csv", "opportunities")) == (417, 0)
    assert counts(bring(workspace, folder / "expansion_outreach_log.csv", "touchpoints", **HISTORY)) == (163, 0)
    risks = bring(workspace, folder / "risk_signals.csv", "accounts")
    assert counts(risks, "created", "updated", "rejected") == (0, 800, 0)
    usage = bring(workspace, folder / "usage_events.csv.gz", "events", **HISTORY)
    assert counts(usage) == (554_584, 0)
    assert int(log_of(workspace).rollup().user_days.count.sum()) == 554_584


def test_saas_churn_has_no_ids(workspace, shared_data):
    path = shared_data / "saas_churn" / "churn.csv"
    batch = bring(workspace, path, "accounts")
    assert counts(batch) == (2000, 0)
    assert any("known by their content" in note["template"] for note in batch.report["notes"])
    assert counts(bring(workspace, path, "accounts"), "created", "unchanged") == (0, 2000)


@pytest.mark.parametrize(("vendor", "name", "kind", "created", "skipped", "rejected"), VENDORS)
def test_every_row_of_a_vendors_table_is_taken_left_out_or_rejected(
    workspace, shared_data, vendor, name, kind, created, skipped, rejected
):
    path = shared_data / "connector_seeds" / vendor / "integration_tests" / "seeds" / f"{name}.csv"
    batch = bring(workspace, path, kind, create_missing=True)
    assert counts(batch, "created", "skipped", "rejected") == (created, skipped, rejected)
    assert created + skipped + rejected == batch.row_count
    assert len({row for row, _column, _reason in reasons(batch)}) == rejected
    again = bring(workspace, path, kind, create_missing=True)
    assert counts(again, "created", "updated", "rejected") == (0, 0, rejected)


def test_stripe_tables_belong_together(workspace, shared_data):
    seeds = shared_data / "connector_seeds" / "stripe" / "integration_tests" / "seeds"
    for name, kind in (
        ("customer_data", "accounts"),
        ("plan_data", "products"),
        ("subscription_data", "contracts"),
        ("subscription_item_data", "contracts"),
        ("invoice_data", "invoices"),
    ):
        bring(workspace, seeds / f"{name}.csv", kind, create_missing=True)
    assert (Product.objects.count(), Invoice.objects.count()) == (13, 2)
    assert ContractLine.objects.count() == 2


def test_a_later_vendor_finds_the_customers_of_an_earlier_one(workspace, shared_data):
    seeds = shared_data / "connector_seeds"
    bring(workspace, seeds / "zendesk/integration_tests/seeds/organization_data.csv", "accounts")
    batch = bring(
        workspace, seeds / "zendesk/integration_tests/seeds/ticket_data.csv", "tickets", create_missing=True
    )
    assert batch.counts["created"] == 7
    assert not Touchpoint.objects.exists()


@pytest.mark.parametrize(
    ("folder", "name", "kinds", "created"),
    [
        ("ravenstack", "ravenstack_accounts.csv", ("accounts",), 500),
        ("mrr_playbook", "subscription_periods.csv", ("contracts",), 121),
        ("connector_seeds/hubspot/integration_tests/seeds", "company_data.csv", ("accounts",), 24),
    ],
)
def test_through_the_pages(
    cast, as_person, shared_data, django_capture_on_commit_callbacks, folder, name, kinds, created
):
    walk = Walk(as_person(cast.alice), django_capture_on_commit_callbacks)
    batch, page = walk.upload((shared_data / folder / name).read_bytes(), name)
    assert "as in files of this shape" in page
    walk.go(batch, kinds, known_time="history", create_missing="on")
    assert counts(batch) == (created, 0)
