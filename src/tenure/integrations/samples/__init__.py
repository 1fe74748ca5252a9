"""Public sample companies: the shapes of their files, as mappings. None of their rows is kept here."""

from tenure_engine.words import N_

TITLES = (
    N_("RavenStack accounts"),
    N_("RavenStack churn events"),
    N_("RavenStack feature usage"),
    N_("RavenStack subscriptions"),
    N_("RavenStack support tickets"),
    N_("SaaS customers with months active"),
    N_("SaaSGuard customers"),
    N_("SaaSGuard expansion outreach"),
    N_("SaaSGuard opportunities"),
    N_("SaaSGuard risk signals"),
    N_("SaaSGuard support tickets"),
    N_("SaaSGuard usage events"),
    N_("Subscription periods (MRR playbook)"),
    N_("Telco customers"),
)
