"""All calls to action of a person's scope, with their states; and making one by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, overload
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from tenure.accounts.queries.references import find_account
from tenure.foundation.db.spellings import spelled
from tenure.foundation.models import User
from tenure.playbooks.choices import CtaKind, Outcome
from tenure.playbooks.forms import CtaForm
from tenure.playbooks.models import Cta
from tenure.playbooks.queries import MINE, QUEUE, Priority, list_ctas, of_whom, priorities_of, rank_calls
from tenure.playbooks.shown import outcome_label, what_of
from tenure.ui import flash
from tenure.ui.registry import READERS, WRITERS, Nav, page
from tenure.ui.tables import Column, Filter, Table

OVERDUE, RESTING, OPEN, DONE = "overdue", "resting", "open", "done"
CHUNK = 2000
TABS = {
    MINE: gettext_lazy("Mine"),
    QUEUE: gettext_lazy("Team queue"),
    OVERDUE: gettext_lazy("Overdue"),
    RESTING: pgettext_lazy("calls to action", "Resting"),
    OPEN: gettext_lazy("All open"),
    DONE: pgettext_lazy("calls to action", "Done"),
}
EMPTY = {
    MINE: (gettext_lazy("Nothing is with you"), gettext_lazy("Look into the team's queue, or open one yourself.")),
    QUEUE: (gettext_lazy("The queue is empty"), gettext_lazy("Every call to action is with somebody.")),
    OVERDUE: (gettext_lazy("Nothing is overdue"), gettext_lazy("What is not done by its day appears here.")),
    RESTING: (gettext_lazy("Nothing rests"), gettext_lazy("What somebody snoozed appears here until its day.")),
    OPEN: (gettext_lazy("Nothing is open"), gettext_lazy("Rules and people open calls to action; they appear here.")),
    DONE: (gettext_lazy("Nothing is done yet"), gettext_lazy("What was done appears here with what came of it.")),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A call with its priority; closed ones have none."""

    cta: Cta
    priority: Priority | None = None
    own: str = ""


class Rows(Sequence[Row]):
    """Calls in order by their ids; those that are looked at are read, with their priorities."""

    def __init__(self, user: User, ids: Sequence[int]) -> None:
        self.user = user
        self.ids = ids

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        return self._read(self.ids[at]) if isinstance(at, slice) else self._read([self.ids[at]])[0]

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, len(self.ids), CHUNK):
            yield from self[start : start + CHUNK]

    def _read(self, ids: Sequence[int]) -> list[Row]:
        day, workspace = timezone.localdate(), self.user.workspace
        found = {cta.pk: cta for cta in list_ctas(user=self.user, day=day).filter(pk__in=ids)}
        waiting = [cta for cta in found.values() if cta.closed_at is None]
        priorities = priorities_of(workspace=workspace, ctas=waiting, day=day)
        return [Row(found[pk], priorities.get(pk), workspace.currency) for pk in ids if pk in found]


class CallTable(Table):
    """A table of calls, put in order by the database or, by priority, over columns in memory."""

    source: QuerySet[Cta]

    @cached_property
    def sorted_rows(self) -> Any:
        """All rows in order."""
        user: User = self.request.user  # type: ignore[assignment]
        if self.sort.removeprefix("-") != "priority":
            return Rows(user, list(super().sorted_rows.values_list("pk", flat=True)))
        ids = rank_calls(workspace=user.workspace, calls=self.source, day=timezone.localdate()).order()
        return Rows(user, ids if self.sort.startswith("-") else ids[::-1])


SHARED = [
    Column(
        "account",
        gettext_lazy("Customer"),
        kind="name",
        value=lambda row: row.cta.account.name,
        sort="account__name",
        link=lambda row: reverse("cta", args=[row.cta.pk]),
        is_fixed=True,
    ),
    Column(
        "what", gettext_lazy("What and why"), value=lambda row: what_of(row.cta), template="playbooks/cells/why.html"
    ),
    Column("kind", gettext_lazy("Type"), kind="badge", value=lambda row: row.cta.get_kind_display(), sort="kind"),
    Column(
        "money",
        gettext_lazy("Money at risk"),
        kind="money",
        value=lambda row: row.cta.at_risk_amount,
        currency=lambda row: row.cta.currency,
        sort="at_risk_amount",
        has_total=True,
    ),
]
WITH = Column("owner", gettext_lazy("With"), value=lambda row: str(row.cta.owner or ""), sort="owner__name")
OPEN_COLUMNS = [
    *SHARED,
    Column(
        "priority",
        gettext_lazy("Priority"),
        kind="money",
        value=lambda row: round(row.priority.value) if row.priority else None,
        currency=lambda row: row.own,
        sort=True,
        help=gettext_lazy(
            "Money a year, times the weight of the type, times the urgency: a half for every 7 days until it is due."
        ),
    ),
    Column("due", gettext_lazy("Due"), kind="date", value=lambda row: row.cta.due_on, sort="due_on"),
    WITH,
    Column(
        "until",
        gettext_lazy("Rests until"),
        kind="date",
        value=lambda row: row.cta.snoozed_until,
        sort="snoozed_until",
        is_shown=False,
    ),
    Column(
        "opened",
        gettext_lazy("Opened"),
        kind="date",
        value=lambda row: row.cta.opened_at,
        sort="opened_at",
        is_shown=False,
    ),
]
DONE_COLUMNS = [
    *SHARED,
    Column("outcome", gettext_lazy("Outcome"), kind="badge", value=lambda row: outcome_label(row.cta.outcome)),
    Column("closed", gettext_lazy("Done on"), kind="date", value=lambda row: row.cta.closed_at, sort="closed_at"),
    Column("by", gettext_lazy("By"), value=lambda row: row.cta.done_by or _("by rule")),
    WITH,
]


@page(
    "ctas/",
    name="ctas",
    title=gettext_lazy("Calls to action"),
    roles=READERS,
    nav=Nav(icon="flag", order=25, key="c"),
)
@require_GET
def ctas(request: HttpRequest) -> HttpResponse:
    """List calls to action: one's own, the team's queue, overdue, resting, all open, done."""
    user: User = request.user  # type: ignore[assignment]
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        tab = MINE if user.may_write and user.owned.exists() else OPEN
    table = _table(request, user, tab)
    if table.is_export:
        return table.export()
    address = reverse("ctas")
    tabs = [
        {"url": f"{address}?tab={name}", "title": title, "is_current": name == tab, "count": None}
        for name, title in TABS.items()
    ]
    return render(request, "playbooks/ctas.html", {"table": table, "tabs": tabs, "tab": tab})


def _table(request: HttpRequest, user: User, tab: str) -> CallTable:
    title, text = EMPTY[tab]
    return CallTable(
        request,
        name="ctas",
        columns=DONE_COLUMNS if tab == DONE else OPEN_COLUMNS,
        rows=_filtered(request, _of_tab(user, tab, timezone.localdate())),
        default_sort={DONE: "-closed", RESTING: "until"}.get(tab, "-priority"),
        filters=_filters(user, tab),
        has_search=True,
        groups=[SHARED[0], SHARED[2], WITH],
        group_link=lambda column, row: _address_of_group(tab, column, row),
        empty={"icon": "flag-off", "title": title, "text": text},
    )


def _address_of_group(tab: str, column: Column, row: Row) -> str:
    """Return the address of all calls of a group; "" where the page draws them all itself."""
    words = {"account": ("q", row.cta.account.name), "kind": ("kind", row.cta.kind)}
    name, value = words.get(column.name, ("owner", str(row.cta.owner_id or "")))
    can_ask = value and (name != "owner" or tab not in (MINE, QUEUE))
    return f"{reverse('ctas')}?{urlencode({'tab': tab, name: value})}" if can_ask else ""


def _of_tab(user: User, tab: str, day: date) -> QuerySet[Cta]:
    rows = list_ctas(user=user, day=day)
    if tab == DONE:
        return rows.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
    rows = rows.filter(closed_at__isnull=True)
    if tab == RESTING:
        return rows.filter(snoozed_until__isnull=False)
    if tab == OPEN:
        return rows
    rows = rows.filter(snoozed_until__isnull=True)
    return rows.filter(due_on__lt=day) if tab == OVERDUE else of_whom(rows, user, tab)


def _filtered(request: HttpRequest, rows: QuerySet[Cta]) -> QuerySet[Cta]:
    kind, owner = request.GET.get("kind", ""), request.GET.get("owner", "")
    search, outcome = request.GET.get("q", "").strip(), request.GET.get("outcome", "")
    if kind in CtaKind.values:
        rows = rows.filter(kind=kind)
    if owner.isdigit():
        rows = rows.filter(owner_id=int(owner))
    if outcome in Outcome.values:
        rows = rows.filter(outcome=outcome)
    if not search:
        return rows
    return rows.filter(spelled("account__name__icontains", search) | spelled("title__icontains", search))


def _filters(user: User, tab: str) -> list[Filter]:
    filters = [Filter("kind", gettext_lazy("Type"), CtaKind.choices)]
    if tab != QUEUE and tab != MINE:
        people = User.objects.filter(workspace_id=user.workspace_id, is_active=True)
        filters.append(Filter("owner", gettext_lazy("With"), [(str(person.pk), str(person)) for person in people]))
    if tab == DONE:
        filters.append(Filter("outcome", gettext_lazy("Outcome"), Outcome.choices))
    return filters


@page(
    "ctas/new/",
    name="cta-new",
    title=gettext_lazy("Call to action"),
    roles=WRITERS,
    nav=Nav(icon="flag", order=6, group="new"),
)
def cta_new(request: HttpRequest) -> HttpResponse:
    """Open one by hand; `?account=7` names the customer."""
    actor: User = request.user  # type: ignore[assignment]
    number = request.GET.get("account", "")
    account = find_account(actor=actor, pk=int(number)) if number.isdigit() and len(number) < 19 else None
    form = CtaForm(request.POST or None, actor=actor, account=account)
    if request.method == "POST" and form.is_valid():
        made = form.save()
        if made is not None:
            flash.done(request, _("Opened for %(account)s.") % {"account": made.account})
            return redirect("cta", pk=made.pk)
    context: dict[str, Any] = {"form": form, "account": account}
    return render(request, "playbooks/cta_new.html", context, status=422 if form.is_bound else 200)
