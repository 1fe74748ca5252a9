"""Files and functions stay small enough to read."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src"
FILE_LINES, FUNCTION_LINES = 400, 40
FILES = sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)


def ids(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_a_file_stays_short(path):
    assert len(path.read_text().splitlines()) <= FILE_LINES


@pytest.mark.parametrize("path", [path for path in FILES if "tests" not in path.parts], ids=ids)
def test_functions_stay_short(path):
    tree = ast.parse(path.read_text())
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert not long
