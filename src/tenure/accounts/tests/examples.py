"""One record of each kind, as a person would enter it, of the account that Alice owns."""

from datetime import UTC, date, datetime
from decimal import Decimal

from tenure.accounts.kinds import get_kind
from tenure.accounts.services.records import save_record

AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
VALUES = {
    "agreements": {
        "number": "K-2026-1",
        "start_date": date(2026, 1, 1),
        "end_date": date(2027, 1, 1),
        "currency": "USD",
    },
    "contacts": {
        "name": "Grace Park",
        "email": "grace@acme.example",
        "role": "champion",
        "influence": 4,
        "warmth": 5,
    },
    "contracts": {"kind": "seat", "start_date": date(2026, 1, 1), "mrr": Decimal("1200"), "quantity": Decimal(20)},
    "devices": {"serial": "SN-1", "model": "R2", "status": "active", "version": "1.4"},
    "invoices": {"number": "INV-1", "issued_on": date(2026, 2, 1), "amount": Decimal("1200.50"), "status": "open"},
    "losses": {"lost_on": date(2026, 5, 1), "reason": "Price", "detail": "Went to a cheaper product."},
    "notes": {"at": AT, "text": "They reorganise in May."},
    "opportunities": {
        "name": "Twenty more seats",
        "kind": "expansion",
        "amount": Decimal("9000"),
        "is_closed": False,
    },
    "problems": {
        "problem": "Export stops at 5,000 rows",
        "solution": "The limit was raised and the team shown the scheduled export.",
        "effect": "Saves three hours a week",
        "solved_on": date(2026, 4, 2),
        "saved_amount": Decimal("4800"),
        "currency": "USD",
        "found_by": "us",
        "owner": "Alice",
        "proof": "https://example.com/report",
    },
    "products": {"name": "Platform", "kind": "seat", "list_price": Decimal("60"), "currency": "USD"},
    "surveys": {"kind": "nps", "score": 9, "comment": "Quick help.", "answered_at": AT},
    "tickets": {"subject": "Export is slow", "status": "open", "severity": 2, "opened_at": AT, "escalated": True},
    "touchpoints": {"kind": "call", "occurred_at": AT, "subject": "Quarterly call", "minutes": 30},
}


def make_example(name, cast, account=None):
    """Make the example of a kind; its account is made unless it is given."""
    account = account or cast.account()
    if name == "accounts":
        kind = get_kind("accounts")
        values = {"name": "Kite", "industry": "Retail", "tags": ["pilot"], "custom": {"tier": "gold", "seats": 12}}
        return save_record(kind=kind, actor=cast.alice, values=values)
    kind = get_kind(name)
    values = dict(VALUES[name])
    if kind.hangs_on_account:
        values["account_id"] = account.pk
    return save_record(kind=kind, actor=cast.alice, values=values)
