from pathlib import Path
from typing import Any

import pytest

from tenure.accounts.models import Account
from tenure.config.cli import main
from tenure.foundation.models import User


@pytest.mark.django_db
@pytest.mark.usefixtures("without_health")
def test_it_loads_says_what_is_there_and_removes(capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("tenure.config.cli.init.migrate", lambda: None)
    assert main(["demo", "--size", "s", "--lang", "zh"]) == 0
    first = capsys.readouterr()
    assert "admin@demo.example" in first.out
    assert "苏州澄岚物流" in first.out
    assert Account.objects.count() == 120
    assert main(["demo"]) == 0
    second = capsys.readouterr()
    assert second.out == first.out
    assert "is loaded" in second.err
    assert Account.objects.count() == 120
    assert main(["demo", "--remove"]) == 0
    assert "removed 120 accounts" in capsys.readouterr().err
    assert not User.objects.exists()
    assert main(["demo", "--remove"]) == 0
    assert "no demo is loaded" in capsys.readouterr().err


def test_files_are_written_without_a_database(capsys: Any, tmp_path: Path) -> None:
    assert main(["demo", "--size", "s", "--files", str(tmp_path / "new")]) == 0
    assert (tmp_path / "new" / "events.csv").exists()
    assert "accounts.csv: 120 rows" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said(capsys: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert main(["demo", "--size", "s", "--files", str(tmp_path / "file")]) == 2
    assert "cannot write" in capsys.readouterr().err
