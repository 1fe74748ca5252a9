"""What the guide shows can be done as it stands: its mappings, its commands and the files of its first hour."""

import argparse
import importlib
import re
import shlex
from functools import lru_cache

import pytest

from tenure.accounts.models import Account, ContractLine
from tenure.config.cli import COMMANDS
from tenure.help.guide import PAGES
from tenure.integrations.files.mapping import load_mapping
from tenure.integrations.files.tests.import_files import bring, reasons, write
from tenure.integrations.services.undo import undo_batch

FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LANGUAGES = ["en", "zh"]


def blocks_of(language: str, slug: str, kind: str = "") -> list[str]:
    """Return the fenced texts of a page of one kind of fence."""
    text = (PAGES / language / f"{slug}.md").read_text(encoding="utf-8")
    return [body for fence, body in FENCED.findall(text) if fence == kind]


def block(language: str, beginning: str) -> str:
    """Return the text of the first hour that begins so."""
    return next(body for body in blocks_of(language, "first-hour") if body.startswith(beginning))


@lru_cache
def parser_of(command: str) -> argparse.ArgumentParser:
    """Return the parser of a command."""
    parser = argparse.ArgumentParser(prog=command)
    importlib.import_module(
        f"tenure.config.cli.{'import_command' if command == 'import' else command}"
    ).add_arguments(parser)
    return parser


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mapping_of_the_reference_is_understood(language):
    wholes = [text for text in blocks_of(language, "mapping", "yaml") if text.startswith("mapping: 1")]
    assert len(wholes) == 4
    assert {load_mapping(text).kind for text in wholes} == {"contracts", "events"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_of_the_guide_has_its_options(language):
    lines = [
        line.split("tenure ", 1)[1].split(" | ")[0]
        for page in (PAGES / language).glob("*.md")
        for text in blocks_of(language, page.stem)
        for line in text.splitlines()
        if re.match(r"(\.venv/bin/)?tenure [a-z]", line)
    ]
    assert {line.split()[0] for line in lines} == set(COMMANDS)
    for line in lines:
        command, *words = shlex.split(line)
        if "--help" not in words:
            parser_of(command).parse_args(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_line_page_names_every_option(language):
    page = (PAGES / language / "command-line.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        for option in options_of(parser_of(command)):
            assert f"`{option}" in page or f" {option} " in page, f"tenure {command} {option}"


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    """Return the long options of a parser and of its actions."""
    found: set[str] = set()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= {option for inner in action.choices.values() for option in options_of(inner)}
        found |= {option for option in action.option_strings if option.startswith("--")}
    return found - {"--help"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_of_the_first_hour_do_what_it_says(language, cast, tmp_path):
    bring(
        cast.workspace, write(tmp_path, "customers.csv", block(language, "account_id")), "accounts", actor=cast.root
    )
    assert Account.objects.count() == 3
    lines = block(language, "line_id")
    batch = bring(cast.workspace, write(tmp_path, "subscriptions.csv", lines), "contracts", actor=cast.root)
    assert ContractLine.objects.count() == 4
    assert len(reasons(batch)) == 1
    assert "A9" in str(reasons(batch))
    undo_batch(batch=batch, actor=cast.root)
    assert ContractLine.objects.count() == 0
    mended = write(tmp_path, "mended.csv", lines.replace("A9", "A2"))
    bring(cast.workspace, mended, "contracts", actor=cast.root)
    assert ContractLine.objects.count() == 5
