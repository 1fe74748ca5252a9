"""Retention as it was known on a date."""

from datetime import UTC, date, datetime
from decimal import Decimal

from tenure.accounts.kinds import get_kind
from tenure.accounts.models import ContractLine
from tenure.accounts.services.records import delete_record
from tenure.revenue.queries import Criteria, open_figures
from tenure.revenue.queries.documents import retention_document


def at(month: int, day: int = 1) -> datetime:
    return datetime(2024, month, day, 12, tzinfo=UTC)


def known(workspace, on, actor=None, **more):
    criteria = Criteria(date(2023, 12, 31), date(2024, 6, 30), known_on=on, **more)
    return retention_document(open_figures(workspace=workspace, actor=actor, criteria=criteria))


def test_a_late_churn_and_a_correction_appear_when_they_became_known(record, workspace) -> None:
    record.account("A")
    record.line("1", "A", "2023-01-01", None, 100, known_at=at(1))
    record.line("1", "A", "2023-01-01", "2024-05-01", 100, known_at=at(7))
    record.line("2", "A", "2023-01-01", None, 70, known_at=at(8), assumed=True)
    assert known(workspace, date(2024, 6, 30))["churn"] == 0
    assert known(workspace, date(2024, 7, 15))["churn"] == 100
    later = known(workspace, date(2024, 8, 15))
    assert (later["beginning"], later["contraction"], later["churn"]) == (170, 100, 0)
    assert later["definition"]["assumed_known_share"] == 0.5
    assert later["definition"]["known_at"] == "2024-08-15"
    assert known(workspace, None)["definition"]["assumed_known_share"] is None


def test_the_end_of_the_day_is_the_company_s(record, workspace) -> None:
    workspace.time_zone = "Asia/Shanghai"
    workspace.save()
    record.account("A")
    record.line("1", "A", "2023-01-01", None, 100, known_at=datetime(2024, 1, 1, 17, tzinfo=UTC))
    assert known(workspace, date(2024, 1, 1))["beginning"] == 0
    assert known(workspace, date(2024, 1, 2))["beginning"] == 100


def test_a_line_deleted_since_is_still_there_in_the_replay(record, cast, workspace) -> None:
    record.account("A", team=cast.north)
    pk = record.line("1", "A", "2023-01-01", None, 100, known_at=at(1))
    delete_record(kind=get_kind("contracts"), record=ContractLine.objects.get(pk=pk), actor=cast.root)
    assert known(workspace, None)["beginning"] == 0
    assert known(workspace, date(2024, 2, 1))["beginning"] == 100
    assert known(workspace, date(2024, 2, 1), actor=cast.bob)["beginning"] == 100


def test_segments_are_those_known_then(record, workspace) -> None:
    record.write("accounts", "A", {"name": "A", "segment": "SMB"}, known_at=at(1))
    record.line("1", "A", "2023-01-01", None, Decimal("0.10"), known_at=at(1))
    record.write("accounts", "A", {"segment": "Enterprise"}, known_at=at(3))
    assert known(workspace, date(2024, 2, 1), segment="SMB")["beginning"] == Decimal("0.10")
    assert known(workspace, date(2024, 4, 1), segment="Enterprise")["beginning"] == Decimal("0.10")
