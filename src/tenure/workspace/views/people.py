"""Who is in, with which role, in which teams."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tenure.foundation.choices import Role
from tenure.foundation.db.spellings import spelled
from tenure.foundation.models import User
from tenure.foundation.queries import list_members
from tenure.foundation.services import close_member, make_sign_in_key, reopen_member
from tenure.ui import flash
from tenure.ui.registry import ADMINS, Nav, page
from tenure.ui.tables import Column, Filter, Table
from tenure.workspace.forms.people import MemberForm

COLUMNS = [
    Column("name", gettext_lazy("Name"), kind="name", value=str, sort="name", is_fixed=True),
    Column("email", gettext_lazy("E-mail"), sort=True),
    Column("role", gettext_lazy("Role"), kind="badge", value=lambda row: row.get_role_display(), sort=True),
    Column("teams", gettext_lazy("Teams"), value=lambda row: ", ".join(team.name for team in row.teams.all())),
    Column("last_login", gettext_lazy("Last signed in"), kind="instant", sort=True),
    Column("state", gettext_lazy("State"), value=lambda row: _("In") if row.is_active else _("Shut out")),
]


@page(
    "settings/people/",
    name="people",
    title=gettext_lazy("Our people"),
    roles=ADMINS,
    nav=Nav(icon="users", order=10, group="settings"),
)
def people(request: HttpRequest) -> HttpResponse:
    """List the people of the workspace."""
    rows = list_members(actor=request.user)  # type: ignore[arg-type]
    role, text = request.GET.get("role", ""), request.GET.get("q", "").strip()
    rows = rows.filter(role=role) if role in Role.values else rows
    rows = rows.filter(spelled("name__icontains", text) | spelled("email__icontains", text)) if text else rows
    first = Column("name", COLUMNS[0].title, kind="name", value=str, sort="name", link=_member_url, is_fixed=True)
    table = Table(
        request,
        name="people",
        columns=[first, *COLUMNS[1:]],
        rows=rows,
        default_sort="name",
        filters=[Filter("role", _("Role"), Role.choices)],
        has_search=True,
    )
    return table.export() if table.is_export else render(request, "workspace/people.html", {"table": table})


@page("settings/people/invite/", name="person-invite", title=gettext_lazy("Invite somebody"), roles=ADMINS)
@never_cache
def person_invite(request: HttpRequest) -> HttpResponse:
    """Make a person, and show the link by which they set their password, once."""
    actor: User = request.user  # type: ignore[assignment]
    form = MemberForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        member = form.save()
        if member is not None:
            return _show_key(request, actor, member)
    return render(request, "workspace/person.html", {"form": form}, status=422 if form.is_bound else 200)


@page("settings/people/<int:pk>/", name="person", title=gettext_lazy("Person"), roles=ADMINS)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a person's name, role and teams."""
    member = _member(request, pk)
    form = MemberForm(request.POST or None, actor=request.user, member=member)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        if saved is not None:
            flash.done(request, _("Saved: %(person)s") % {"person": saved})
            return redirect("people")
    context = {"form": form, "member": member}
    return render(request, "workspace/person.html", context, status=422 if form.is_bound else 200)


@page("settings/people/<int:pk>/close/", name="person-close", title=gettext_lazy("Shut out"), roles=ADMINS)
@require_POST
def person_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Shut a person out; the message offers to let them in again."""
    member = _member(request, pk)
    try:
        close_member(actor=request.user, member=member)  # type: ignore[arg-type]
    except ValidationError as error:
        flash.failed(request, " ".join(error.messages))
        return redirect("person", pk)
    text = _("%(person)s is shut out. Sessions and keys ended at once; what they did stays.")
    flash.done(request, text % {"person": member}, undo=reverse("person-reopen", args=[pk]))
    return redirect("people")


@page("settings/people/<int:pk>/reopen/", name="person-reopen", title=gettext_lazy("Let in"), roles=ADMINS)
@require_POST
def person_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a person in again."""
    member = _member(request, pk)
    reopen_member(actor=request.user, member=member)  # type: ignore[arg-type]
    flash.done(request, _("%(person)s may sign in again.") % {"person": member})
    return redirect("people")


@page("settings/people/<int:pk>/key/", name="person-key", title=gettext_lazy("Sign-in link"), roles=ADMINS)
@never_cache
@require_POST
def person_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link by which a person sets a new password, and show it once."""
    return _show_key(request, request.user, _member(request, pk))  # type: ignore[arg-type]


def _show_key(request: HttpRequest, actor: User, member: User) -> HttpResponse:
    parts = make_sign_in_key(actor=actor, member=member)
    address = request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=parts))
    return render(request, "workspace/person_key.html", {"member": member, "address": address})


def _member(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(User, pk=pk, workspace_id=request.user.workspace_id)  # type: ignore[union-attr]


def _member_url(row: User) -> str:
    return reverse("person", args=[row.pk])
