"""The page of one record: its fields, what belongs to it, its history."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenure.accounts.kinds import RecordKind, get_kind
from tenure.accounts.links import account_url
from tenure.accounts.models import Contract, ContractLine
from tenure.accounts.queries import records as queries
from tenure.accounts.queries.chains import list_amendments, list_contract_lines, renewal_chain
from tenure.accounts.queries.references import option_text
from tenure.accounts.views.columns import Columns, cells_of
from tenure.accounts.views.history import history_of
from tenure.accounts.views.lists import kind_or_404
from tenure.foundation.models import User
from tenure.ui.registry import READERS, page
from tenure.ui.tables import Cell

OF_THE_CONTRACT = ("account_id", "currency")


@page("records/<slug:kind>/<int:pk>/", name="record", title=_("Record"), roles=READERS)
def record(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show one record that the person may read."""
    entry = kind_or_404(kind)
    actor: User = request.user  # type: ignore[assignment]
    rows = queries.with_references(entry, queries.visible_records(kind=entry, actor=actor))
    found = get_object_or_404(rows, pk=pk)
    facts = cells_of(Columns(entry, actor).page(), found)
    context: dict[str, Any] = {
        "kind": entry,
        "record": found,
        "heading": str(found),
        "account_url": account_url(found.pk if entry.name == "accounts" else found.account_id)
        if _account(entry)
        else "",
        "account": (found if entry.name == "accounts" else found.account) if _account(entry) else None,
        "facts": facts,
        "custom": sorted(found.custom.items()) if entry.keeps_custom else [],
        "external_ids": queries.list_external_ids(
            workspace_id=found.workspace_id, kind=entry, record_ids=[found.pk]
        ).get(found.pk, []),
        "history": history_of(kind=entry, actor=actor, record_id=found.pk),
        "may_edit": queries.editable_records(kind=entry, actor=actor).filter(pk=found.pk).exists(),
        "solved_url": _solved_url(entry, found),
        **_related(found, actor),
    }
    return render(request, "accounts/record.html", context)


def _account(kind: RecordKind) -> bool:
    return queries.has_account(kind)


def _related(found: Any, actor: User) -> dict[str, Any]:
    """What the pages of contracts and lines show besides."""
    if isinstance(found, Contract):
        return {
            "lines": _table("contracts", actor, list_contract_lines(contract=found)),
            "chain": _chain("agreements", renewal_chain(found), found),
        }
    if isinstance(found, ContractLine):
        return {
            "chain": _chain("contracts", renewal_chain(found), found),
            "amendments": _chain("contracts", list_amendments(line=found), found),
        }
    return {}


def _solved_url(kind: RecordKind, found: Any) -> str:
    """The form of a solved problem, filled in from what solved it; nothing for what solves none."""
    if kind.name == "tickets":
        values = {"ticket_id": option_text(found), "problem": str(found)}
        solved_at = found.resolved_at
    elif kind.name == "notes":
        values, solved_at = {"solution": found.text}, found.at
    else:
        return ""
    values["account"] = found.account_id
    if solved_at is not None:
        values["solved_on"] = timezone.localdate(solved_at).isoformat()
    if getattr(found, "contact", None) is not None:
        values["contact_id"] = option_text(found.contact)
    return f"{reverse('record-new', args=['problems'])}?{urlencode(values)}"


def _table(name: str, actor: User, rows: Any) -> dict[str, Any]:
    """A plain table of records of one account."""
    kind = get_kind(name)
    columns = [
        Columns(kind, actor).column(kind.field(field)) for field in kind.columns if field not in OF_THE_CONTRACT
    ]
    return {"kind": kind, "columns": columns, "rows": [_row(columns, row) for row in rows]}


def _row(columns: Any, row: Any) -> dict[str, Any]:
    cells: list[Cell] = cells_of(columns, row)
    return {"record": row, "cells": cells}


def _chain(name: str, rows: list[Any], current: Any) -> list[dict[str, Any]]:
    if rows == [current]:
        return []
    return [{"kind": name, "record": row, "is_current": row == current} for row in rows]


def get_editable(request: HttpRequest, kind: RecordKind, pk: int) -> Any:
    """Return a record that the person may change; raises Http404."""
    found = queries.editable_records(kind=kind, actor=request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
