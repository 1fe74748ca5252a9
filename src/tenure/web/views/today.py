"""Today: who needs me now, why, and what do I do?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.health.queries import find_newest_day
from tenure.playbooks.choices import PERSON_OUTCOMES
from tenure.playbooks.forms import QUICK_DAYS, DueForm
from tenure.playbooks.models import Cta
from tenure.playbooks.queries import MINE, QUEUE, TEAM, list_ctas, people_for
from tenure.ui.registry import READERS, Nav, page
from tenure.web.queries.evidence import ending_of, get_evidence, steps_of
from tenure.web.queries.today import default_whose, get_today


@page("", name="today", title=gettext_lazy("Today"), roles=READERS, nav=Nav(icon="checklist", order=10, key="t"))
def today(request: HttpRequest) -> HttpResponse:
    """Show the working list."""
    user: User = request.user  # type: ignore[assignment]
    whose = request.GET.get("whose", "")
    if whose not in (MINE, QUEUE, TEAM):
        whose = default_whose(user)
    day = timezone.localdate()
    listing = get_today(user=user, whose=whose, day=day)
    context = {
        "listing": listing,
        "figures": listing.figures,
        "day": day,
        "scored_on": find_newest_day(user.workspace_id),
        "currency": user.workspace.currency if user.workspace else "",
        "tabs": [
            {"url": f"{reverse('today')}?whose={name}", "title": title, "is_current": whose == name}
            for name, title in ((MINE, _("Mine")), (QUEUE, _("Team queue")), (TEAM, _("All I see")))
        ],
        "outcomes": PERSON_OUTCOMES,
        "quick_days": QUICK_DAYS,
        "drawn_actions": {},
        "has_accounts": listing.count or Account.objects.visible_to(user).exists(),
    }
    return render(request, "web/today.html", context)


@page("ctas/<int:pk>/", name="cta", title=gettext_lazy("Call to action"), roles=READERS)
def cta(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the evidence of one call to action; within Today as the right column."""
    user: User = request.user  # type: ignore[assignment]
    row = get_object_or_404(list_ctas(user=user), pk=pk)
    context = {
        "evidence": get_evidence(user=user, cta=row, day=timezone.localdate()),
        "day": timezone.localdate(),
        "outcomes": PERSON_OUTCOMES,
        "quick_days": QUICK_DAYS,
    }
    if getattr(request, "htmx", False):
        return render(request, "web/parts/evidence.html", context)
    may_edit = Cta.objects.editable_by(user).filter(pk=pk).exists()
    context |= {
        "may_edit": may_edit,
        "people": people_for(user=user, account_id=row.account_id) if may_edit and row.closed_at is None else [],
        "steps": steps_of(row),
        "ending": ending_of(row),
        "due_form": DueForm(initial={"due_on": row.due_on}),
        "next": request.path,
    }
    return render(request, "web/cta.html", context)
