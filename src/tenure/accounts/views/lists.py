"""Lists of records, one page for every kind."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.accounts.kinds import RecordKind, get_kind, list_kinds
from tenure.accounts.models import Account
from tenure.accounts.queries import records as queries
from tenure.accounts.queries.external import external_id_rows
from tenure.accounts.views.columns import Columns
from tenure.foundation.models import User
from tenure.ui.registry import READERS, Nav, page
from tenure.ui.tables import Filter, Table

FIRST = (
    "accounts",
    "contacts",
    "agreements",
    "contracts",
    "products",
    "tickets",
    "invoices",
    "touchpoints",
    "notes",
    "problems",
)


@page(
    "records/",
    name="records",
    title=gettext_lazy("Records"),
    roles=READERS,
    nav=Nav(icon="database", order=70, key="r", group="data"),
)
def records(request: HttpRequest) -> HttpResponse:
    """Lead to the first kind."""
    return redirect("record-list", "accounts")


@page("records/<slug:kind>/", name="record-list", title=gettext_lazy("Records"), roles=READERS)
def record_list(request: HttpRequest, kind: str) -> HttpResponse:
    """List the records of a kind that the person may read."""
    entry = kind_or_404(kind)
    actor: User = request.user  # type: ignore[assignment]
    filters = _filters(entry, actor)
    account = _account(request, actor)
    listing = queries.Listing(
        text=request.GET.get("q", "").strip()[:200],
        account_id=_number(request.GET.get("account", "")),
        equal={one.name: value for one in filters if (value := request.GET.get(one.name, ""))},
    )
    rows = queries.list_records(kind=entry, actor=actor, listing=listing)
    if entry.id_field in request.GET.getlist("cols"):
        rows = _with_external_id(entry, actor, rows)
    table = Table(
        request,
        name=entry.name,
        columns=Columns(entry, actor).table(),
        rows=rows,
        default_sort=_default_sort(entry),
        filters=filters,
        has_search=True,
        empty=_empty(entry, actor),
    )
    if table.is_export:
        return table.export()
    context = {"table": table, "kind": entry, "tabs": kind_tabs(entry.name, account), "account": account}
    return render(request, "accounts/list.html", context)


def kind_or_404(name: str) -> RecordKind:
    """Return a kind by its name in the address."""
    try:
        return get_kind(name)
    except KeyError:
        raise Http404 from None


def kind_tabs(current: str, account: Account | None = None) -> list[dict[str, Any]]:
    """Return the kinds as tabs; those of one account keep to it."""
    names = {entry.name: number for number, entry in enumerate(list_kinds(), start=len(FIRST))}
    names |= {name: number for number, name in enumerate(FIRST)}
    kinds = sorted(list_kinds(), key=lambda entry: names[entry.name])
    query = f"?account={account.pk}" if account else ""
    return [
        {
            "url": reverse("record-list", args=[entry.name]) + (query if queries.has_account(entry) else ""),
            "title": entry.label_plural,
            "is_current": entry.name == current,
            "count": None,
        }
        for entry in kinds
    ]


def _filters(kind: RecordKind, actor: User) -> list[Filter]:
    filters = []
    for entry in queries.filter_fields(kind):
        if entry.type == "choice":
            choices: list[tuple[str, Any]] = list(entry.choices)
        elif entry.type == "bool":
            choices = [(queries.TRUE, _("Yes")), (queries.FALSE, _("No"))]
        else:
            choices = [(value, value) for value in queries.list_facet(kind=kind, actor=actor, entry=entry)]
        if choices:
            filters.append(Filter(entry.name, entry.label, choices))
    if kind.name == "accounts":
        people = User.objects.filter(workspace_id=actor.workspace_id, owned__role="csm").distinct()
        filters.append(Filter("owner", kind.field("owner").label, [(str(one.pk), str(one)) for one in people]))
    return filters


def _account(request: HttpRequest, actor: User) -> Account | None:
    pk = _number(request.GET.get("account", ""))
    return None if pk is None else Account.objects.visible_to(actor).filter(pk=pk).first()


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _with_external_id(kind: RecordKind, actor: User, rows: QuerySet[Any]) -> QuerySet[Any]:
    ids = external_id_rows(workspace_id=actor.workspace_id or 0, kind=kind.name)
    one = ids.filter(record_id=OuterRef("pk")).order_by("pk").values("value")[:1]
    return rows.annotate(external_id=Subquery(one))


def _default_sort(kind: RecordKind) -> str:
    if kind.name != "accounts" and kind.effective in kind.columns:
        return f"-{kind.effective}"
    return kind.columns[0]


def _empty(kind: RecordKind, actor: User) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "icon": kind.icon,
        "title": _("Nothing here yet"),
        "text": _("Records come with an import, from a program through the API, or are added here by hand."),
    }
    if actor.may_write:
        empty |= {"url": reverse("record-new", args=[kind.name]), "action": _("Add one")}
    return empty
