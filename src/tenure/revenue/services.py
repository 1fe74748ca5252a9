"""Writes of revenue: exchange rate tables and reported figures."""

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenure.foundation.models import User
from tenure.foundation.services import record_activity
from tenure.revenue.models import LEAST_RATE, ExchangeRate, ReportedRetention
from tenure.revenue.queries import Criteria, open_figures
from tenure.revenue.queries.documents import retention_document

CURRENCY = re.compile(r"[A-Z]{3}")
MOST_RATE = Decimal("9999999")


@transaction.atomic
def save_rate_table(*, actor: User, dated_on: date, rates: Mapping[str, Decimal]) -> None:
    """Keep the rates of a date, in units of the reporting currency for one unit; an older table of it is replaced.

    Raises PermissionDenied for who is not an administrator, ValidationError for a code or rate that is none.
    """
    if not actor.is_admin:
        raise PermissionDenied
    workspace = actor.workspace
    for currency, rate in rates.items():
        if not CURRENCY.fullmatch(currency):
            raise ValidationError(_("'%(code)s' is not a currency code of three letters.") % {"code": currency})
        if currency == workspace.currency:
            raise ValidationError(
                _("%(code)s is the reporting currency itself; its rate is always 1.") % {"code": currency}
            )
        if not rate.is_finite() or not LEAST_RATE <= rate <= MOST_RATE:
            raise ValidationError(
                _("The rate of %(code)s must lie between %(least)s and %(most)s.")
                % {"code": currency, "least": f"{LEAST_RATE:f}", "most": f"{MOST_RATE:,}"}
            )
    ExchangeRate.objects.filter(workspace=workspace, dated_on=dated_on).delete()
    ExchangeRate.objects.bulk_create(
        ExchangeRate(workspace=workspace, dated_on=dated_on, currency=currency, rate=rate)
        for currency, rate in sorted(rates.items())
    )
    data = {"dated_on": dated_on.isoformat(), "rates": {code: str(rate) for code, rate in rates.items()}}
    record_activity(actor=actor, workspace=workspace, verb="exchange_rates.saved", data=data)


@transaction.atomic
def report_retention(*, actor: User, criteria: Criteria, title: str, note: str = "") -> ReportedRetention:
    """Keep today's retention figure as reported, with its definition.

    Raises PermissionDenied for a reader, ValidationError without a title, RevenueError if it cannot be computed.
    """
    if not actor.may_write:
        raise PermissionDenied
    if not title.strip():
        raise ValidationError(_("Give the report a title, such as 'Board, fourth quarter'."))
    document = retention_document(open_figures(workspace=actor.workspace, actor=actor, criteria=criteria))
    definition = document.pop("definition")
    report = ReportedRetention.objects.create(
        workspace=actor.workspace,
        author=actor,
        title=title.strip()[:200],
        note=note.strip(),
        from_on=criteria.from_on,
        to_on=criteria.to_on,
        overlap=criteria.overlap,
        end=criteria.end,
        is_path=criteria.path,
        grace_days=criteria.grace_days,
        segment=criteria.segment,
        known_on=criteria.known_on,
        definition=definition,
        figures=_as_json(document),
    )
    record_activity(
        actor=actor,
        workspace=actor.workspace,
        verb="retention.reported",
        subject=report,
        data={"title": report.title},
    )
    return report


@transaction.atomic
def withdraw_report(*, actor: User, report: ReportedRetention) -> None:
    """Remove a report; its figures stay in the activity log. Raises PermissionDenied for who did not write it."""
    if not actor.is_admin and report.author_id != actor.pk:
        raise PermissionDenied
    data = {"title": report.title, "figures": report.figures, "definition": report.definition}
    record_activity(actor=actor, workspace=report.workspace_id, verb="retention.withdrawn", data=data)
    report.delete()


def _as_json(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return amounts as decimal strings, all else as it is."""
    return dict(json.loads(json.dumps(document, default=str)))
