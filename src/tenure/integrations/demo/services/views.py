"""The views of the portfolio that the demo's people have saved: one a manager's own, one that a team shares.

The portfolio is a domain beside this one: it saves them when it hears that the demo is loaded.
"""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from tenure.foundation.models import User
from tenure.integrations.demo.services.people import LANGUAGES
from tenure.integrations.demo.types import DemoCompany
from tenure.integrations.models import ImportBatch

OWN = "owner=me&renewal=180&sort=touch&cols=health&cols=trend&cols=arr&cols=renewal&cols=touch"
SHARED = "where=trend~le~-5&group=owner&sort=trend&cols=health&cols=trend&cols=arr&cols=renewal&cols=ctas&cols=risk"


def plan_views(*, batch: ImportBatch, company: DemoCompany) -> list[dict[str, Any]]:
    """Return the views as the portfolio saves them, named in the company's language."""
    people = User.objects.filter(pk__in=batch.options["users"], role="csm").order_by("pk")
    managers = [person for person in people if person.teams.exists()]
    if not managers:
        return []
    own, shared = managers[0], managers[-1]
    team = shared.teams.order_by("pk").values_list("pk", flat=True).first()
    with translation.override(LANGUAGES[company.language]):
        return [
            {"owner": own.pk, "team": None, "name": _("My renewals, longest silence first"), "query": OWN},
            {"owner": shared.pk, "team": team, "name": _("Falling health by owner"), "query": SHARED},
        ]
