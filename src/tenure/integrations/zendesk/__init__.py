"""Zendesk: shapes of its exports, as mappings."""

from tenure_engine.words import N_

TITLES = (
    N_("Zendesk organizations"),
    N_("Zendesk tickets"),
    N_("Zendesk users"),
)
