"""Imports go downwards only, foreign keys too."""

import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def layers() -> list[list[str]]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = config["tool"]["importlinter"]["contracts"]
    contract = next(entry for entry in contracts if entry["id"] == "domains")
    return [[name.strip(" ()") for name in line.split("|")] for line in contract["layers"]]


def test_imports_keep_to_the_contracts():
    found = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--config", ROOT / "pyproject.toml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert found.returncode == 0, found.stdout


def test_foreign_keys_point_downwards():
    height = {name: -number for number, line in enumerate(layers()) for name in line}
    wrong = []
    for model in apps.get_models():
        here = model._meta.app_label
        if here not in height or not model.__module__.startswith("tenure."):
            continue
        for field in model._meta.get_fields():
            there = getattr(field.related_model, "_meta", None) if field.concrete and field.is_relation else None
            if there is None or there.app_label not in height or there.app_label == here:
                continue
            if height[there.app_label] >= height[here]:
                wrong.append(f"{model.__name__}.{field.name} -> {there.app_label}")
    assert not wrong


def test_every_domain_has_its_layer():
    named = {name for line in layers() for name in line}
    there = {path.parent.name for path in (ROOT / "src/tenure").glob("*/__init__.py")}
    assert there <= named
