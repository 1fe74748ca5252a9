"""The record: who the customers are, what they bought, what was said, and what was known when."""

from tenure.accounts.models.account import Account, AccountOwner, Contact, OwnerChange
from tenure.accounts.models.contract import Contract, ContractLine, Product
from tenure.accounts.models.records import Invoice, Loss, Note, Opportunity, SolvedProblem, Ticket, Touchpoint
from tenure.accounts.models.versions import ExternalId, RecordVersion

__all__ = [
    "Account",
    "AccountOwner",
    "Contact",
    "Contract",
    "ContractLine",
    "ExternalId",
    "Invoice",
    "Loss",
    "Note",
    "Opportunity",
    "OwnerChange",
    "Product",
    "RecordVersion",
    "SolvedProblem",
    "Ticket",
    "Touchpoint",
]
