"""What an applier needs to know about a run."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tenure.foundation.models import User, Workspace
from tenure.integrations.services.applying.keys import Keys
from tenure.integrations.services.applying.known import Policy
from tenure.integrations.services.targets import Target


@dataclass(frozen=True, slots=True)
class Setting:
    """One kind of one file, brought in by one person (None: the command line, which may do everything).

    `columns` names the file's column of each field. With `is_trial` nothing outside of the database may be written.
    """

    target: Target
    workspace: Workspace
    actor: User | None
    import_id: int | None
    system: str
    create_missing: bool
    policy: Policy
    keys: Keys
    columns: Mapping[str, str] = field(default_factory=dict)
    is_trial: bool = False
