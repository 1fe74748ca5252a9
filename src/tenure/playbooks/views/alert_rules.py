"""A rule: what it means, how it is set, and what it would have raised over the last year."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tenure.foundation.jobs import enqueue
from tenure.foundation.models import Job, User
from tenure.foundation.queries import list_jobs
from tenure.playbooks.alerts import services
from tenure.playbooks.alerts.choices import Knowledge
from tenure.playbooks.alerts.forms import RuleForm, shown_value
from tenure.playbooks.alerts.queries import listing
from tenure.playbooks.alerts.queries.previews import find_preview
from tenure.playbooks.alerts.queries.rules import RuleSetting, get_setting
from tenure.playbooks.alerts.shown import months_chart, preview_finding, shown_rule
from tenure.ui import flash
from tenure.ui.registry import LEADERS, READERS, page
from tenure_engine.alerts import AlertError, Value

SHOWN_ROWS = 30


@page("alerts/rules/<slug:name>/", name="alert-rule", title=gettext_lazy("Alert rule"), roles=READERS)
@require_GET
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """Show a rule; with parameters in the address, what it would have raised with these."""
    user: User = request.user  # type: ignore[assignment]
    setting = _setting(user, name)
    form = _form(setting, request.GET)
    is_tried = form.is_bound and form.is_valid()
    wanted = form.parameters if is_tried else dict(setting.parameters)
    knowledge = request.GET.get("known", "")
    knowledge = knowledge if knowledge in Knowledge.values else ""
    preview = find_preview(user=user, name=name, parameters=wanted, knowledge=knowledge or None)
    context: dict[str, Any] = {
        "shown": shown_rule(setting),
        "form": form,
        "is_tried": is_tried and wanted != dict(setting.parameters),
        "may_set": user.role in LEADERS,
        "job": _job(user, request.GET.get("job", "")),
        "changes": listing.changes_of(setting.row),
        "known": knowledge,
        "counts": next(row for row in listing.list_rules_with_counts(user=user) if row.setting.name == name),
    }
    if preview is not None:
        context |= {
            "preview": preview,
            "chart": months_chart(preview),
            "finding": preview_finding(preview),
            "rows": preview.rows[:SHOWN_ROWS],
            "more": max(0, len(preview.rows) - SHOWN_ROWS),
        }
    return render(request, "playbooks/alert_rule.html", context)


@page("alerts/rules/<slug:name>/setting/", name="alert-rule-set", title=gettext_lazy("Set rule"), roles=LEADERS)
@require_POST
def save(request: HttpRequest, name: str) -> HttpResponse:
    """Switch a rule on or off (`is_on`), or keep its parameters."""
    actor: User = request.user  # type: ignore[assignment]
    setting = _setting(actor, name)
    switch = request.POST.get("is_on", "")
    parameters: dict[str, Value] | None = None
    if not switch:
        form = _form(setting, request.POST)
        if not form.is_valid():
            flash.failed(request, _errors(form))
            return _back(name)
        parameters = form.parameters
    try:
        now = services.set_rule(
            actor=actor, name=name, is_on=switch == "yes" if switch else None, parameters=parameters
        )
    except ValidationError as error:
        flash.failed(request, " ".join(error.messages))
        return _back(name)
    label = {"rule": _(now.rule.label)}
    if switch:
        text = _("%(rule)s is on.") if now.is_on else _("%(rule)s is off; its open alerts have ended.")
        flash.done(request, text % label)
    else:
        flash.done(request, _("%(rule)s is kept as set. The rules look again within minutes.") % label)
    return _back(name)


@page("alerts/rules/<slug:name>/preview/", name="alert-rule-preview", title=gettext_lazy("Replay"), roles=LEADERS)
@require_POST
def replay(request: HttpRequest, name: str) -> HttpResponse:
    """Replay the last year with the parameters of the form, in the background."""
    actor: User = request.user  # type: ignore[assignment]
    setting = _setting(actor, name)
    form = _form(setting, request.POST)
    if not form.is_valid():
        flash.failed(request, _errors(form))
        return _back(name)
    knowledge = request.POST.get("known", "")
    knowledge = knowledge if knowledge in Knowledge.values else ""
    params = {"name": name, "parameters": form.parameters, "knowledge": knowledge}
    job = enqueue("playbooks.preview_alert", actor=actor, params=params)
    query = QueryDict(mutable=True)
    query.update({each: request.POST.get(each, "") for each in form.fields if request.POST.get(each)})
    query.update({"tried": "1", "job": str(job.pk), **({"known": knowledge} if knowledge else {})})
    return HttpResponseRedirect(f"{reverse('alert-rule', args=[name])}?{query.urlencode()}")


def _setting(user: User, name: str) -> RuleSetting:
    try:
        return get_setting(user.workspace_id or 0, name)
    except AlertError as error:
        raise Http404 from error


def _form(setting: RuleSetting, given: Mapping[str, Any]) -> RuleForm:
    """Return the form with what was sent, else with the parameters as they are set."""
    if any(each.name in given for each in setting.rule.parameters):
        return RuleForm(setting.rule, given)
    initial = {each.name: shown_value(each, setting.parameters[each.name]) for each in setting.rule.parameters}
    return RuleForm(setting.rule, initial=initial)


def _errors(form: RuleForm) -> str:
    return " ".join(f"{form.fields[name].label}: {' '.join(errors)}" for name, errors in form.errors.items())


def _job(user: User, number: str) -> Job | None:
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    job: Job | None = list_jobs(user=user).filter(pk=number, kind="playbooks.preview_alert").first()
    return job if job is not None and not (job.is_finished and job.state == "done") else None


def _back(name: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("alert-rule", args=[name]))
