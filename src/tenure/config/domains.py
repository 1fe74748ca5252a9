"""The domains of the product in the order of their layers, lowest first."""

from importlib.util import find_spec

DOMAINS = (
    "foundation",
    "ui",
    "accounts",
    "notices",
    "events",
    "health",
    "revenue",
    "devices",
    "surveys",
    "playbooks",
    "integrations",
    "workspace",
    "help",
    "web",
    "api",
)


def installed_domains() -> list[str]:
    """Return the import paths of the domains that are there, highest layer first.

    Highest first, because Django takes a template or a translation from the first app that has it.
    """
    return [f"tenure.{name}" for name in reversed(DOMAINS) if find_spec(f"tenure.{name}") is not None]
