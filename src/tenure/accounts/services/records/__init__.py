"""Writing records of any kind: by rows of an import, by hand, and taking an import back.

Every write keeps a `RecordVersion`, so that the state as known on any date can be read again.
"""

from tenure.accounts.services.records.inputs import Outcome, Pk, RecordInput, Result
from tenure.accounts.services.records.manual import delete_record, save_record
from tenure.accounts.services.records.undo import UndoReport, undo_import
from tenure.accounts.services.records.writer import RecordWriter

__all__ = [
    "Outcome",
    "Pk",
    "RecordInput",
    "RecordWriter",
    "Result",
    "UndoReport",
    "delete_record",
    "save_record",
    "undo_import",
]
