"""HubSpot: shapes of its exports, as mappings."""

from tenure_engine.words import N_

TITLES = (
    N_("HubSpot companies"),
    N_("HubSpot contacts"),
    N_("HubSpot deals"),
    N_("HubSpot tickets"),
)
