"""Retention figures as they were reported."""

from django.db.models import Q, QuerySet

from tenure.foundation.models import User
from tenure.revenue.models import ReportedRetention
from tenure.revenue.queries.criteria import Criteria


def list_reports(*, actor: User) -> QuerySet[ReportedRetention]:
    """Return the reports a person may read: their own, for an administrator all. Others speak of other accounts."""
    rows = ReportedRetention.objects.filter(workspace_id=actor.workspace_id).select_related("author")
    return rows if actor.is_admin else rows.filter(Q(author=actor))


def question_of(report: ReportedRetention) -> Criteria:
    """Return what was asked."""
    return Criteria(
        from_on=report.from_on,
        to_on=report.to_on,
        overlap="latest" if report.overlap == "latest" else "sum",
        end="inclusive" if report.end == "inclusive" else "exclusive",
        grace_days=report.grace_days,
        path=report.is_path,
        segment=report.segment,
        known_on=report.known_on,
    )
