"""Regular work on the log: compaction of what was accepted, merging of files, descriptions of kinds."""

from contextlib import suppress

from django.db import transaction

from tenure.events.log.compaction import Compaction
from tenure.events.log.folder import LogBusy
from tenure.events.log.log import Maintained, Progress
from tenure.events.models import EventKind
from tenure.events.queries.logs import log_of
from tenure.events.services.quarantine import file_quarantine
from tenure.foundation.models import User, Workspace
from tenure.foundation.services import record_activity


def compact_events(*, workspace: Workspace | int, progress: Progress) -> Compaction:
    """Bring what was accepted into the log and the rollup, from time to time into the catalogue too.

    Raises LogBusy while another writer works.
    """
    log = log_of(workspace)
    done = log.compact(progress=progress)
    file_quarantine(workspace=workspace)
    with suppress(LogBusy):  # the next run does it
        log.refresh_catalogue()
    return done


def maintain_events(*, workspace: Workspace | int) -> Maintained:
    """Merge small files and remove what the log needs no longer. Raises LogBusy while another writer works."""
    return log_of(workspace).maintain(thoroughly=True)


@transaction.atomic
def describe_kind(*, actor: User, name: str, description: str) -> EventKind:
    """Write what a kind of event means. Raises ValidationError when the text is too long."""
    kind, _ = EventKind.objects.get_or_create(workspace_id=actor.workspace_id, name=name)
    kind.description = description.strip()
    kind.described_by = actor
    kind.full_clean(exclude=["workspace"])
    kind.save()
    record_activity(
        actor=actor, workspace=actor.workspace_id, verb="event_kind.described", subject=kind, data={"name": name}
    )
    return kind
