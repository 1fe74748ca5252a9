"""The engine has no clock and does no I/O; pages reach objects by scope only; migrations are plain."""

import ast
import re
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src"
ENGINE = sorted((SRC / "tenure_engine").rglob("*.py"))
CLOCKS = {"now", "today", "utcnow", "time_ns", "monotonic", "perf_counter"}
DOORS = {"open", "read_text", "write_text", "read_bytes", "write_bytes", "urlopen"}
FACING = sorted(
    path
    for room in ("views", "api", "panels", "forms", "schemas")
    for path in [*(SRC / "tenure").glob(f"*/{room}.py"), *(SRC / "tenure").glob(f"*/{room}/**/*.py")]
)
MIGRATIONS = sorted(path for path in SRC.glob("tenure/*/migrations/0*.py"))
UNSCOPED = re.compile(r"\b(?!User\b|Team\b|Job\b|ApiToken\b)[A-Z]\w+\.objects\.(?!visible_to|editable_by)\w+")


def ids(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


@pytest.mark.parametrize("path", ENGINE, ids=ids)
def test_the_engine_has_no_clock_and_no_doors(path):
    called = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            target = node.func
            called.add(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""))
    allowed = {"read_text"} if path.name == "registry.py" else set()
    assert not called & (CLOCKS | DOORS) - allowed


@pytest.mark.parametrize("path", FACING, ids=ids)
def test_what_faces_a_person_reaches_objects_by_scope(path):
    assert not UNSCOPED.findall(path.read_text())


@pytest.mark.parametrize("path", MIGRATIONS, ids=ids)
def test_a_migration_is_named_and_imports_no_application_code(path):
    assert "_auto_" not in path.name
    allowed = re.compile(r"tenure\.(foundation\.(fields|models\.people)|[a-z]+\.models\.[a-z_]+)")
    for node in ast.walk(ast.parse(path.read_text())):
        names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            assert not name.startswith("tenure") or allowed.fullmatch(name), name


def test_migrations_are_linear():
    for folder in {path.parent for path in MIGRATIONS}:
        numbers = [path.name[:4] for path in sorted(folder.glob("0*.py"))]
        assert len(numbers) == len(set(numbers)), folder
