"""Writing records of any kind: by rows of an import, or by hand.

Every write keeps a `RecordVersion`, so that the state as known on any date can be read again.
"""

from tenure.accounts.services.records.inputs import Outcome, Pk, RecordInput, Result
from tenure.accounts.services.records.manual import delete_record, save_record
from tenure.accounts.services.records.owners import give_back
from tenure.accounts.services.records.writer import RecordWriter

__all__ = [
    "Outcome",
    "Pk",
    "RecordInput",
    "RecordWriter",
    "Result",
    "delete_record",
    "give_back",
    "save_record",
]
