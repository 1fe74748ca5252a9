"""A person's own preferences and API keys."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tenure.foundation.models import ApiToken, User
from tenure.foundation.queries import list_tokens
from tenure.foundation.services import revoke_token
from tenure.ui import flash
from tenure.ui.registry import READERS, Nav, page
from tenure.ui.views import YEAR_SECONDS
from tenure.workspace.forms.me import KeyForm, PreferencesForm


@page(
    "settings/me/",
    name="me",
    title=gettext_lazy("My preferences"),
    roles=READERS,
    nav=Nav(icon="user", order=50, group="settings"),
)
def me(request: HttpRequest) -> HttpResponse:
    """Name, language, theme, password, keys."""
    actor: User = request.user  # type: ignore[assignment]
    form = PreferencesForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        form.save()
        language = form.cleaned_data["language"]
        with translation.override(language):
            flash.done(request, _("Your preferences are saved."))
        response = redirect("me")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR_SECONDS, samesite="Lax")
        return response
    context = {"form": form, "keys": list_tokens(user=actor), "key_form": KeyForm()}
    return render(request, "workspace/me.html", context, status=422 if form.is_bound else 200)


@page("settings/me/keys/", name="key-make", title=gettext_lazy("API keys"), roles=READERS)
@never_cache
@require_POST
def key_make(request: HttpRequest) -> HttpResponse:
    """Make a key and show its text, once."""
    actor: User = request.user  # type: ignore[assignment]
    form = KeyForm(request.POST)
    made = form.save(actor=actor) if form.is_valid() else None
    if made is None:
        context = {"form": PreferencesForm(actor=actor), "keys": list_tokens(user=actor), "key_form": form}
        return render(request, "workspace/me.html", context, status=422)
    token, text = made
    return render(request, "workspace/key.html", {"token": token, "text": text})


@page("settings/me/keys/<int:pk>/revoke/", name="key-revoke", title=gettext_lazy("Revoke key"), roles=READERS)
@require_POST
def key_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a key at once."""
    actor: User = request.user  # type: ignore[assignment]
    token = get_object_or_404(ApiToken, pk=pk, user=actor)
    revoke_token(actor=actor, token=token)
    flash.done(request, _("Key revoked: %(name)s") % {"name": token.name})
    return redirect("me")
