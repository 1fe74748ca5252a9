"""The one API: every domain's `api.router`, mounted at /api/v1/."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from tenure.api.problems import DescribedAPI, install_problem_handlers
from tenure.foundation.api_auth import SessionPerson, TokenPerson

api = DescribedAPI(
    title="Tenure",
    version="1",
    description="Customer success: accounts, contracts, revenue, health. Every call keeps to the caller's scope.",
    auth=[TokenPerson(), SessionPerson()],
    docs_url=None,
)
install_problem_handlers(api)

for config in sorted(apps.get_app_configs(), key=lambda entry: entry.label):
    if config.name.startswith("tenure.") and find_spec(f"{config.name}.api") and config.label != "api":
        module = import_module(f"{config.name}.api")
        api.add_router("", module.router, tags=[config.label])
