"""The stakeholder map of one customer: who matters, how warm it is, how we know, who is missing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tenure.accounts.charts import level_source, stakeholder_map
from tenure.accounts.choices import TouchKind
from tenure.accounts.forms.stakeholders import StakeholderForm
from tenure.accounts.links import account_url
from tenure.accounts.models import Account, Contact
from tenure.accounts.queries.stakeholders import get_stakeholders
from tenure.foundation.models import User
from tenure.ui import flash
from tenure.ui.registry import READERS, WRITERS, page
from tenure_engine.relations import HALF_LIFE_DAYS, HALF_WAY_POINTS, INCOMING, WEIGHTS, WINDOW_DAYS


@page("accounts/<int:pk>/people/", name="account-people", title=gettext_lazy("Stakeholder map"), roles=READERS)
def account_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everybody at a customer by influence and warmth, with the derivation of the warmth."""
    account = get_object_or_404(Account.objects.visible_to(request.user), pk=pk)
    return _page(request, account)


@page(
    "accounts/<int:pk>/people/<int:contact_id>/", name="account-person", title=gettext_lazy("Person"), roles=WRITERS
)
@require_POST
def account_person(request: HttpRequest, pk: int, contact_id: int) -> HttpResponse:
    """Keep what was entered about a person on the map."""
    user: User = request.user  # type: ignore[assignment]
    contact = get_object_or_404(Contact.objects.editable_by(user), pk=contact_id, account_id=pk)
    form = StakeholderForm(request.POST, contact=contact)
    if form.is_valid() and form.save(user):
        flash.done(request, _("Saved: %(name)s") % {"name": contact})
        return redirect("account-people", pk)
    return _page(request, contact.account, form)


def _page(request: HttpRequest, account: Account, bound: StakeholderForm | None = None) -> HttpResponse:
    found = get_stakeholders(account=account, day=timezone.localdate())
    may_edit = Account.objects.editable_by(request.user).filter(pk=account.pk).exists()
    rows = [
        {
            "one": one,
            "source": level_source(one),
            "form": bound
            if bound is not None and bound.contact.pk == one.contact.pk
            else StakeholderForm(contact=one.contact),
        }
        for one in found.people
    ]
    context = {
        "account": account,
        "account_url": account_url(account.pk),
        "found": found,
        "map": stakeholder_map(found),
        "rows": rows,
        "may_edit": may_edit,
        "weights": [(label, WEIGHTS[value]) for value, label in TouchKind.choices if value in WEIGHTS],
        "window": WINDOW_DAYS,
        "half_life": HALF_LIFE_DAYS,
        "half_way": HALF_WAY_POINTS,
        "incoming": INCOMING,
    }
    return render(request, "accounts/people.html", context, status=422 if bound is not None else 200)
