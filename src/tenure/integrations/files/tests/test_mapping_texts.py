"""Every text of mapping is used, and every code that is used has one."""

import re
from pathlib import Path

from tenure.integrations.files.mapping.texts import REASON_TEXTS, SKIP_REASONS, SPEC_TEXTS, VALUE_TEXTS

FOLDER = Path(__file__).parents[1] / "mapping"
SOURCE = "\n".join(path.read_text() for path in FOLDER.rglob("*.py") if path.name != "texts.py")
PRESETS = "\n".join(path.read_text() for path in FOLDER.parents[1].glob("*/mappings/*.yml"))


def test_every_text_is_used():
    used = set(re.findall(r'"([a-z_]+)"', SOURCE))
    assert set(VALUE_TEXTS) | set(REASON_TEXTS) | set(SPEC_TEXTS) <= used


def test_every_code_has_a_text():
    assert set(re.findall(r'value_message\("([a-z_]+)"', SOURCE)) <= set(VALUE_TEXTS)
    assert set(re.findall(r'spec_message\(\s*"([a-z_]+)"', SOURCE)) <= set(SPEC_TEXTS)
    assert set(re.findall(r'self\.wrong\([^,]+,\s*"([a-z_]+)"', SOURCE)) <= set(SPEC_TEXTS)
    assert set(re.findall(r'reason_message\("([a-z_]+)"', SOURCE)) <= set(REASON_TEXTS)


def test_every_reason_for_leaving_rows_out_is_used():
    assert [reason for reason in SKIP_REASONS if reason not in PRESETS] == ["left out by the mapping"]
