"""The "New" menu: each entry leads to the form of a record."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from tenure.ui.context import CREATION
from tenure.ui.registry import WRITERS, Nav, page

ENTRIES = (
    ("accounts", _("Customer"), Nav(icon="building", order=1, group=CREATION)),
    ("contacts", _("Contact"), Nav(icon="user-plus", order=2, group=CREATION)),
    ("contracts", _("Contract line"), Nav(icon="file-text", order=3, group=CREATION)),
    ("tickets", _("Ticket"), Nav(icon="lifebuoy", order=4, group=CREATION)),
    ("touchpoints", _("Touchpoint"), Nav(icon="phone", order=5, group=CREATION)),
    ("notes", _("Note"), Nav(icon="note", order=6, group=CREATION)),
    ("problems", _("Problem solved"), Nav(icon="circle-check", order=7, group=CREATION)),
)


def _register(kind: str, title: Any, nav: Nav) -> None:
    @page(f"new/{kind}/", name=f"new-{kind}", title=title, roles=WRITERS, nav=nav)
    def new(request: HttpRequest) -> HttpResponse:
        return redirect("record-new", kind)


for _kind, _title, _nav in ENTRIES:
    _register(_kind, _title, _nav)
