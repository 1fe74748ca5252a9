"""Mapping: which column of a file is which field of a record. Pure Python, no Django."""

from tenure.integrations.files.mapping.documents import dump_mapping, load_mapping
from tenure.integrations.files.mapping.plans import Plan, ambiguous_dates, mapping_problems, plan_mapping
from tenure.integrations.files.mapping.presets import Preset, find_presets, fit, presets
from tenure.integrations.files.mapping.proposals import ColumnProposal, KindProposal, Proposal, propose
from tenure.integrations.files.mapping.rows import MappedRow, apply_mapping, content_hash
from tenure.integrations.files.mapping.spec import Mapping, MappingError, Problem, Source, SpecProblem

__all__ = [
    "ColumnProposal",
    "KindProposal",
    "MappedRow",
    "Mapping",
    "MappingError",
    "Plan",
    "Preset",
    "Problem",
    "Proposal",
    "Source",
    "SpecProblem",
    "ambiguous_dates",
    "apply_mapping",
    "content_hash",
    "dump_mapping",
    "find_presets",
    "fit",
    "load_mapping",
    "mapping_problems",
    "plan_mapping",
    "presets",
    "propose",
]
