"""Which notices a person wants, by which channel; their digest, and what would be sent."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tenure.foundation.models import User
from tenure.notices import services
from tenure.notices.channels import all_channels
from tenure.notices.choices import MAIL, PRODUCT
from tenure.notices.forms import PlanForm
from tenure.notices.kinds import list_kinds
from tenure.notices.letters import digest_letter
from tenure.notices.queries import list_letters, plan_of, wanted_channels
from tenure.ui import flash
from tenure.ui.registry import READERS, Nav, page

SHOWN_DELIVERIES = 10


@page(
    "settings/notices/",
    name="notice-settings",
    title=gettext_lazy("Notifications and digest"),
    roles=READERS,
    nav=Nav(icon="bell-cog", order=55, group="settings"),
)
def notice_settings(request: HttpRequest) -> HttpResponse:
    """Choose kinds and channels, and the hour of the digest."""
    user: User = request.user  # type: ignore[assignment]
    form = PlanForm(request.POST or None, actor=user)
    if request.method == "POST" and form.is_valid() and form.keep():
        flash.done(request, _("Your digest is set."))
        return redirect("notice-settings")
    context = {
        "form": form,
        "channels": [(PRODUCT, _("In Tenure"), True), *_channels()],
        "rows": _rows(user),
        "mail_ready": all_channels()[MAIL].is_ready(),
        "is_admin": user.is_admin,
        "letters": list_letters(user=user)[:SHOWN_DELIVERIES],
    }
    return render(request, "notices/settings.html", context, status=422 if form.is_bound else 200)


def _channels() -> list[tuple[str, Any, bool]]:
    return [(channel.name, channel.title, channel.is_ready()) for channel in all_channels().values()]


def _rows(user: User) -> list[dict[str, Any]]:
    names = (PRODUCT, *all_channels())
    rows = []
    for kind in list_kinds():
        wanted = wanted_channels(user=user, kind=kind.name)
        rows.append({"kind": kind, "choices": [(name, name in wanted) for name in names]})
    return rows


@page("settings/notices/kinds/", name="notice-choices", title=gettext_lazy("Notifications"), roles=READERS)
@require_POST
def choices(request: HttpRequest) -> HttpResponse:
    """Keep which kinds a person wants by which channel."""
    wanted = {tuple(pair.split("|", 1)) for pair in request.POST.getlist("wanted") if "|" in pair}
    services.save_choices(actor=request.user, wanted=wanted)  # type: ignore[arg-type]
    flash.done(request, _("Your choice is kept."))
    return redirect("notice-settings")


@page("settings/notices/digest/", name="digest-preview", title=gettext_lazy("What would be sent"), roles=READERS)
@require_GET
def preview(request: HttpRequest) -> HttpResponse:
    """Show the digest as it would be sent to the person at this moment."""
    user: User = request.user  # type: ignore[assignment]
    plan = plan_of(user)
    day = plan.local(timezone.now()).date()
    letter = digest_letter(person=user, day=day)
    context = {
        "letter": letter,
        "body": letter.body if letter else "",
        "plan": plan,
        "day": day,
        "sender": settings.DEFAULT_FROM_EMAIL,
        "mail_ready": all_channels()[MAIL].is_ready(),
    }
    return render(request, "notices/preview.html", context)
