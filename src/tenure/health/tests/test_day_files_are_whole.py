"""A day's file is written whole, read in part, and forgets an account."""

from datetime import date

import numpy as np
import pyarrow.parquet as pq
import pytest

from tenure.health.history import DayFiles, DayValues

DAY = date(2026, 5, 14)


def values(**columns):
    return DayValues(np.array([3, 5, 9], dtype=np.int64), columns, {"known_on": "2026-05-15"})


@pytest.fixture
def files(tmp_path) -> DayFiles:
    made = DayFiles(tmp_path / "health" / "1")
    made.write({DAY: values(a=np.array([1.0, np.nan, 0.1]), b=np.array([0.0, 7.0, np.nan]))})
    return made


def test_values_come_back_to_the_bit_and_unknown_stays_unknown(files):
    kept = files.read(DAY)
    assert kept.accounts.tolist() == [3, 5, 9]
    np.testing.assert_array_equal(kept.columns["a"], [1.0, np.nan, 0.1])
    assert kept.about == {"known_on": "2026-05-15"}
    assert kept.of_account(9)["a"] == 0.1
    assert np.isnan(kept.of_account(5)["a"])
    assert kept.of_account(4) is None


def test_a_column_of_nothing_known_comes_back(files):
    files.write({DAY: values(a=np.full(3, np.nan))})
    assert np.isnan(files.read(DAY).columns["a"]).all()


def test_some_keys_can_be_read_alone(files):
    assert list(files.read(DAY, keys={"b", "other"}).columns) == ["b"]


def test_a_day_that_is_not_there_is_none(files):
    assert files.read(date(2026, 5, 13)) is None
    assert files.read_of(date(2026, 5, 13), 3) is None


def test_one_account_is_read_from_its_part_of_the_file(files, monkeypatch):
    monkeypatch.setattr("tenure.health.history.GROUP_ROWS", 2)
    files.write({DAY: values(a=np.array([1.0, np.nan, 0.1]), b=np.array([0.0, 7.0, np.nan]))})
    assert pq.ParquetFile(files.path(DAY)).num_row_groups == 2
    for account in (3, 5, 9):
        np.testing.assert_equal(files.read_of(DAY, account), files.read(DAY).of_account(account))
    assert [files.read_of(DAY, account) for account in (1, 4, 8, 10)] == [None] * 4


def test_writing_again_leaves_one_file(files):
    files.write({DAY: values(a=np.array([2.0, 2.0, 2.0]))})
    assert files.days() == [DAY]
    assert [path.name for path in files.path(DAY).parent.iterdir()] == ["2026-05-14.parquet"]
    assert files.read(DAY).of_account(3) == {"a": 2.0}


def test_an_account_is_forgotten(files):
    assert files.forget(5) == 1
    assert files.forget(5) == 0
    assert files.read(DAY).accounts.tolist() == [3, 9]
    assert files.read(DAY).of_account(9)["a"] == 0.1
