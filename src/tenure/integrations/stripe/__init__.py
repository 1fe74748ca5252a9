"""Stripe: shapes of its exports, as mappings."""

from tenure_engine.words import N_

TITLES = (
    N_("Stripe customers"),
    N_("Stripe invoices"),
    N_("Stripe plans and prices"),
    N_("Stripe subscription items"),
    N_("Stripe subscriptions"),
)
