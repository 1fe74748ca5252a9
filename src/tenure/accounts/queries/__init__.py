"""Reads of the record."""

from tenure.accounts.queries.external import external_ids_of, find_by_external, resolve_external
from tenure.accounts.queries.versions import data_as_known, list_versions, versions_of_kinds

__all__ = [
    "data_as_known",
    "external_ids_of",
    "find_by_external",
    "list_versions",
    "resolve_external",
    "versions_of_kinds",
]
