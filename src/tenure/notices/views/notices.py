"""A person's notices: the list behind the bell, reading one, reading all."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from tenure.foundation.models import User
from tenure.notices import services
from tenure.notices.letters import shown_notice
from tenure.notices.models import Notice
from tenure.notices.panels.bell import bell
from tenure.notices.queries import count_unread, list_notices
from tenure.ui import flash
from tenure.ui.registry import READERS, page

PER_PAGE = 50


@page("notices/", name="notices", title=gettext_lazy("Notifications"), roles=READERS)
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """List what a person was told, newest first."""
    user: User = request.user  # type: ignore[assignment]
    only_unread = request.GET.get("state") == "unread"
    rows = Paginator(list_notices(user=user, only_unread=only_unread), PER_PAGE).get_page(request.GET.get("page"))
    unread = count_unread(user=user)
    address = reverse("notices")
    context: dict[str, Any] = {
        "items": [shown for shown in map(shown_notice, rows) if shown is not None],
        "page": rows,
        "only_unread": only_unread,
        "unread": unread,
        "tabs": [
            {"url": address, "title": pgettext("notices", "All"), "is_current": not only_unread, "count": None},
            {"url": f"{address}?state=unread", "title": _("Unread"), "is_current": only_unread, "count": unread},
        ],
    }
    return render(request, "notices/notices.html", context)


@page("notices/bell/", name="notices-bell", title=gettext_lazy("Notifications"), roles=READERS)
@require_GET
def fresh_bell(request: HttpRequest) -> HttpResponse:
    """Return the bell as it is now; an open page asks for it once a minute."""
    context = bell(request, request.user)
    return render(request, "notices/panels/bell.html", {"panel": context})


@page("notices/<int:pk>/", name="notice", title=gettext_lazy("Notification"), roles=READERS)
@require_GET
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what a notice is about; it counts as read from then on."""
    user: User = request.user  # type: ignore[assignment]
    row = get_object_or_404(Notice.objects.visible_to(user).select_related("account"), pk=pk)
    services.mark_read(actor=user, notice=row)
    shown = shown_notice(row)
    return HttpResponseRedirect(shown["path"] if shown else reverse("notices"))


@page("notices/<int:pk>/unread/", name="notice-unread", title=gettext_lazy("Mark as unread"), roles=READERS)
@require_POST
def unread(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a notice back among the unread."""
    user: User = request.user  # type: ignore[assignment]
    row = get_object_or_404(Notice.objects.visible_to(user), pk=pk)
    services.mark_unread(actor=user, notice=row)
    return redirect("notices")


@page("notices/read/", name="notices-read", title=gettext_lazy("Mark all as read"), roles=READERS)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    count = services.mark_all_read(actor=request.user)  # type: ignore[arg-type]
    text = ngettext("%(count)s notification marked as read.", "%(count)s notifications marked as read.", count)
    flash.done(request, text % {"count": count})
    return redirect("notices")
