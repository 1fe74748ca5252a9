"""From mapped rows to records and events."""

from tenure.integrations.services.applying.results import Ending, RowResult
from tenure.integrations.services.applying.setting import Setting
from tenure.integrations.services.applying.steps import Applier, open_applier

__all__ = ["Applier", "Ending", "RowResult", "Setting", "open_applier"]
