"""Letting a rule rest for an account, and ending that."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenure.foundation.models import User
from tenure.foundation.services import record_activity
from tenure.playbooks.alerts.services.calling import is_healths
from tenure.playbooks.models import Alert, AlertSnooze, Cta
from tenure.playbooks.services.ctas import snooze_cta, wake_cta

LONGEST_SNOOZE_DAYS = 365


@transaction.atomic
def snooze_alert(*, actor: User, alert: Alert, until: date, note: str) -> AlertSnooze:
    """Let the alert's rule rest for its account until a day; its open call rests with it, unless others need it.

    Alerts of the rule are kept meanwhile, and call nobody. Raises ValidationError without a reason, for a day that
    is not ahead, or too far; PermissionDenied for who may not change the account.
    """
    alert = _lock(actor, alert)
    ahead = (until - timezone.localdate()).days
    if not note.strip():
        raise ValidationError(_("Say why it can wait; whoever comes next will ask."))
    if ahead < 1:
        raise ValidationError(_("Choose a day after today."))
    if ahead > LONGEST_SNOOZE_DAYS:
        raise ValidationError(_("Choose a day within a year."))
    _end_live(alert, actor)
    snooze = AlertSnooze.objects.create(
        workspace_id=alert.workspace_id,
        account_id=alert.account_id,
        rule=alert.rule,
        until=until,
        note=note.strip(),
        by=actor,
    )
    cta = _call_of_its_own(alert)
    if cta is not None:
        snooze_cta(actor=actor, cta=cta, until=until, note=snooze.note)
    _tell(actor, alert, "alert.snoozed", {"until": until.isoformat(), "note": snooze.note})
    return snooze


@transaction.atomic
def wake_alert(*, actor: User, alert: Alert) -> bool:
    """End a rest before its day; return whether there was one. The next look of the rules may call again."""
    alert = _lock(actor, alert)
    if not _end_live(alert, actor):
        return False
    cta = _call_of_its_own(alert)
    if cta is not None:
        wake_cta(actor=actor, cta=cta)
    _tell(actor, alert, "alert.woken", {})
    return True


@transaction.atomic
def end_expired(*, workspace_id: int) -> int:
    """End the rests whose day has come; return how many."""
    rows = AlertSnooze.objects.filter(
        workspace_id=workspace_id, ended_at__isnull=True, until__lte=timezone.localdate()
    )
    return rows.update(ended_at=timezone.now())


def _lock(actor: User, alert: Alert) -> Alert:
    found: Alert | None = Alert.objects.editable_by(actor).select_for_update(of=("self",)).filter(pk=alert.pk).first()
    if found is None:
        raise PermissionDenied
    return found


def _end_live(alert: Alert, actor: User) -> int:
    live = AlertSnooze.objects.filter(account_id=alert.account_id, rule=alert.rule, ended_at__isnull=True)
    return live.update(ended_at=timezone.now(), ended_by=actor)


def _call_of_its_own(alert: Alert) -> Cta | None:
    """Return the alert's open call, unless another open alert, or health itself, needs it too."""
    cta = alert.cta
    if cta is None or cta.closed_at is not None or is_healths(cta):
        return None
    others = Alert.objects.filter(cta=cta, ended_on__isnull=True).exclude(rule=alert.rule)
    return None if others.exists() else cta


def _tell(actor: User, alert: Alert, verb: str, data: dict[str, str]) -> None:
    record_activity(
        actor=actor,
        workspace=alert.workspace_id,
        verb=verb,
        account=alert.account_id,
        subject=alert,
        data={"rule": alert.rule, **data},
    )
