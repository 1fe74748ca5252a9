"""How letters are written: each as plain text and as HTML without scripts, styles or pictures from elsewhere."""

from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.foundation.models import User
from tenure.notices.channels import Letter
from tenure.notices.kinds import find_kind
from tenure.notices.models import Delivery, Notice
from tenure.notices.queries.plans import plan_of
from tenure.notices.sections import sections_of
from tenure.ui.numbers import format_day


def digest_letter(*, person: User, day: date) -> Letter | None:
    """Return the digest of a person's day in their language; None where it would say nothing."""
    with translation.override(language_of(person)), timezone.override(plan_of(person).zone):
        sections = sections_of(person, day)
        if not sections:
            return None
        subject = _("%(day)s: %(summary)s") % {"day": format_day(day), "summary": sections[0].summary}
        context = {"sections": sections, "day": day, "settings_path": "/settings/notices/"}
        return _letter(f"digest:{day.isoformat()}", "digest", person, subject, context)


def letter_of_notices(delivery: Delivery) -> Letter | None:
    """Return the letter that takes notices along; None where the person sees none of them any more."""
    person = delivery.person
    with translation.override(language_of(person)), timezone.override(plan_of(person).zone):
        rows = Notice.objects.visible_to(person).filter(delivery=delivery).select_related("account")
        items = [shown for shown in (shown_notice(row) for row in rows.order_by("pk")) if shown is not None]
        if not items:
            return None
        more = ngettext("%(first)s, and %(count)s more", "%(first)s, and %(count)s more", len(items) - 1)
        rest = len(items) - 1
        subject = more % {"first": items[0]["text"], "count": rest} if rest else str(items[0]["text"])
        context = {"items": items, "settings_path": "/settings/notices/"}
        return _letter(delivery.key, "notices", person, subject, context)


def shown_notice(notice: Notice) -> dict[str, Any] | None:
    """Return a notice in the current language; None for a kind that no domain knows any more."""
    kind = find_kind(notice.kind)
    if kind is None:
        return None
    return {
        "notice": notice,
        "icon": kind.icon,
        "title": kind.title,
        "text": kind.text(notice),
        "path": kind.address(notice),
    }


def language_of(person: User) -> str:
    """Return the language in which a person is written to: theirs, else the workspace's."""
    return str(person.language or person.workspace.language or settings.LANGUAGE_CODE)


def _letter(key: str, name: str, person: User, subject: str, context: dict[str, Any]) -> Letter:
    full = {**context, "person": person, "base": settings.BASE_URL.rstrip("/"), "subject": subject}
    text = render_to_string(f"notices/mail/{name}.txt", full)
    body = render_to_string(f"notices/mail/{name}.html", full)
    html = render_to_string("notices/mail/shell.html", {**full, "body": body})
    return Letter(key, " ".join(subject.split())[:200], _tidy(text), html, body)


def _tidy(text: str) -> str:
    """Return plain text without the empty lines that template tags leave: at most one in a row."""
    lines: list[str] = []
    for line in (raw.rstrip() for raw in text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip() + "\n"
