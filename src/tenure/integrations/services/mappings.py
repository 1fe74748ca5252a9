"""Mappings kept under a name."""

from django.db import transaction

from tenure.foundation.models import User
from tenure.foundation.services import record_activity
from tenure.integrations.files.mapping import Mapping, dump_mapping
from tenure.integrations.models import SavedMapping


@transaction.atomic
def save_mapping(*, actor: User, name: str, mapping: Mapping) -> SavedMapping:
    """Keep a mapping under a name; one of that name is replaced."""
    saved, made = SavedMapping.objects.update_or_create(
        workspace=actor.workspace,
        name=name.strip()[:120],
        defaults={"kind": mapping.kind, "text": dump_mapping(mapping), "made_by": actor},
    )
    record_activity(
        actor=actor,
        workspace=saved.workspace,
        verb="mapping.saved" if made else "mapping.changed",
        subject=saved,
        data={"name": saved.name},
    )
    result: SavedMapping = saved
    return result


@transaction.atomic
def delete_mapping(*, actor: User, saved: SavedMapping) -> None:
    """Drop a kept mapping; imports made with it keep theirs."""
    record_activity(actor=actor, workspace=saved.workspace, verb="mapping.deleted", data={"name": saved.name})
    saved.delete()
