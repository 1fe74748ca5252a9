"""Requirements are pinned with hashes and name no address; the build is pinned; nothing vendored is committed."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["core.txt", "dev.txt"])
def test_requirements_are_pinned_with_hashes_and_name_no_index(name):
    text = (ROOT / "requirements" / name).read_text()
    pinned = re.findall(r"^[A-Za-z0-9_.\[\]-]+==\S+", text, re.M)
    assert len(pinned) > 10
    assert text.count("--hash=sha256:") >= len(pinned)
    assert "index-url" not in text
    assert "://" not in text


def test_the_front_end_lock_records_no_addresses():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert not [name for name, entry in lock["packages"].items() if "resolved" in entry]


def test_every_dependency_has_its_reason():
    text = (ROOT / "docs/dependencies.md").read_text().lower()
    wanted = []
    for name in ("core.in", "dev.in"):
        for line in (ROOT / "requirements" / name).read_text().splitlines():
            if line and not line.startswith(("#", "-")):
                wanted.append(re.split(r"[<>=~\[]", line)[0].lower())
    wanted += list(json.loads((ROOT / "package.json").read_text())["dependencies"])
    assert [name for name in wanted if f"`{name}`" not in text] == []


def test_nothing_built_is_committed():
    found = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    built = [line for line in found.stdout.splitlines() if "/vendor/" in line or line.endswith((".mo", ".pyc"))]
    assert not built
