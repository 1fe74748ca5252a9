"""Salesforce: shapes of its exports, as mappings."""

from tenure_engine.words import N_

TITLES = (
    N_("Salesforce accounts"),
    N_("Salesforce contacts"),
    N_("Salesforce opportunities"),
    N_("Salesforce tasks"),
)
