"""A page of the timeline: every source asked for its newest, put in the order of time."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from tenure.accounts.models import Account
from tenure.web.queries.timeline.persons import Person
from tenure.web.queries.timeline.sources import PAGE, SOURCES, Item, Source, Span

FILTERS = {
    "": gettext_lazy("All"),
    "contact": pgettext_lazy("timeline", "Contact"),
    "support": pgettext_lazy("timeline", "Support"),
    "money": pgettext_lazy("timeline", "Money"),
    "feedback": pgettext_lazy("timeline", "Feedback"),
    "work": pgettext_lazy("timeline", "Our work"),
}


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of it, and where the next one begins."""

    items: list[Item]
    kind: str
    older: str


def get_timeline(
    *, account: Account, kind: str = "", person: Person | None = None, before: datetime | None = None
) -> Timeline:
    """Return the newest items before an instant; the caller has found the account within the person's scope.

    What happened at the same instant as the last item is on the same page, so that no page leaves anything out.
    """
    span = Span(account, before or timezone.now(), person)
    wanted = [source for source in SOURCES if _is_wanted(source, kind, person)]
    found = (replace(item, kind=source.kind) for source in wanted for item in source.read(span))
    items = sorted(found, key=lambda item: item.at, reverse=True)
    end = PAGE
    while PAGE <= end < len(items) and items[end].at == items[end - 1].at:
        end += 1
    page = items[:end]
    return Timeline(page, kind, page[-1].at.isoformat() if len(items) > end else "")


def _is_wanted(source: Source, kind: str, person: Person | None) -> bool:
    if kind and source.kind != kind:
        return False
    if person is None:
        return True
    return source.names_ours if person.is_ours else source.names_theirs
