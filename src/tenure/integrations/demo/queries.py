"""Reads of the demo: whether it is there, what it tells, how to log in."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from tenure.accounts.models import Account
from tenure.accounts.queries.external import resolve_external
from tenure.foundation.choices import FINISHED_STATES
from tenure.foundation.models import Job, User, Workspace
from tenure.integrations.choices import BatchState
from tenure.integrations.demo.words.base import listed
from tenure.integrations.models import ImportBatch

SYSTEM = "demo"  # system of the external ids, and the source of the events
MAIL_DOMAIN = "@demo.example"
_WORDS = listed(
    "amber apron arrow badge barley basil beacon birch blanket bramble brook candle canyon cedar chalk cinder clover "
    "cobalt copper cotton cricket dapple delta drift ember falcon feather fennel fern flint garnet ginger granite "
    "harbor hazel heron indigo ivory jasper juniper kettle lantern larch linen lumen maple marble meadow mint mosaic "
    "nectar nimbus oat olive onyx opal orchid otter pebble pepper pine plum poppy quartz quill raven reed ripple"
)


@dataclass(frozen=True, slots=True)
class StoryLink:
    """A story of the demo with our own id of its account, None where the account is gone."""

    key: str
    title: str
    see: str
    account_id: int | None
    account_name: str


def find_demo(workspace: Workspace | None) -> ImportBatch | None:
    """Return the batch of the loaded demo, also one whose loading was broken off, or None."""
    if workspace is None:
        return None
    found: ImportBatch | None = ImportBatch.objects.filter(workspace=workspace, system=SYSTEM).order_by("-pk").first()
    return found


def is_whole(batch: ImportBatch) -> bool:
    """Whether the loading of a demo came to its end."""
    return batch.state == BatchState.DONE


def demo_password() -> str:
    """Return the password of the demo's people: the same each time, different on every installation."""
    digest = hmac.new(str(settings.SECRET_KEY).encode(), b"demo password", hashlib.sha256).digest()
    words = [_WORDS[digest[place] % len(_WORDS)] for place in range(4)]
    return "-".join([*words, str(10 + digest[4] % 90)])


def list_demo_people(workspace: Workspace) -> list[User]:
    """Return the people the demo brought along, administrator first."""
    people = User.objects.filter(workspace=workspace, email__endswith=MAIL_DOMAIN).order_by("pk")
    return list(people)


def find_demo_job(workspace: Workspace | None) -> Job | None:
    """Return the job that loads or removes the demo now, or None."""
    rows = Job.objects.filter(workspace=workspace, kind__startswith="demo.").exclude(state__in=FINISHED_STATES)
    return rows.order_by("-pk").first()


def list_stories(batch: ImportBatch, *, user: User | None = None) -> list[StoryLink]:
    """Return the stories of the loaded demo, each with its account where the person may see it."""
    told: list[dict[str, Any]] = batch.options.get("stories", [])
    ids = resolve_external(
        workspace_id=batch.workspace_id,
        kind="accounts",
        values=[story["account_id"] for story in told],
        system=SYSTEM,
    )
    accounts = Account.objects.all() if user is None else Account.objects.visible_to(user)
    there = set(accounts.filter(pk__in=ids.values()).values_list("pk", flat=True))
    links = []
    for story in told:
        pk = ids.get(story["account_id"])
        links.append(
            StoryLink(story["key"], story["title"], story["see"], pk if pk in there else None, story["account_name"])
        )
    return links
