"""The random companies of the measures' tests and their tables, which a sibling folder does not see by itself."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any


def _load() -> Any:
    path = Path(__file__).resolve().parents[1] / "measures" / "conftest.py"
    spec = spec_from_file_location("tenure_tests_companies", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_made = _load()
Company, random_company, tables, insert_rows = _made.Company, _made.random_company, _made.tables, _made._insert
