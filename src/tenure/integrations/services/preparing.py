"""Deciding how a file is taken without asking a person: for the command line and the API."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import timezone

from tenure.integrations.files.error_columns import without_added
from tenure.integrations.files.mapping import Mapping, ambiguous_dates, propose
from tenure.integrations.files.reading import AmbiguousDateOrder, FileShape
from tenure.integrations.models import ImportBatch
from tenure.integrations.services.plans import plan_step
from tenure.integrations.services.running import source_of_report
from tenure.integrations.services.targets import fields_by_kind, list_targets
from tenure.integrations.wording import text_of
from tenure_engine.words import N_

LISTED = 40
NO_KIND = N_("'%(kind)s' is no kind; the kinds are %(known)s")
OTHER_KIND = N_("the mapping is for %(mapped)s, not for %(wanted)s")
NOTHING = N_("no column gives %(missing)s, which %(kind)s need. The columns are %(columns)s. Give a mapping")
ANY_FIELD = N_("any of their fields")
NO_DATE = N_("'%(value)s' is no date; write it as 2026-01-31")
IN_FUTURE = N_("%(value)s lies in the future")


class NotReady(Exception):
    """Something about an import is not decided; the text says what."""

    def __init__(self, template: str, **params: object) -> None:
        words = ["missing"] if params.get("missing") == ANY_FIELD else []
        self.kept: dict[str, Any] = {"template": template, "params": params, "words": words}
        super().__init__(text_of(self.kept))


def kinds_of(given: str) -> list[str]:
    """Return the kinds named in a text with commas. Raises NotReady for what is no kind."""
    known = [target.name for target in list_targets()]
    kinds = list(dict.fromkeys(kind.strip() for kind in given.split(",") if kind.strip()))
    for kind in kinds or [given]:
        if kind not in known:
            raise NotReady(NO_KIND, kind=kind[:60], known=", ".join(sorted(known)))
    return kinds


def mappings_for(shape: FileShape, kinds: Sequence[str], mapping: Mapping | None) -> list[Mapping]:
    """Return the mapping of each kind: the given one, or what the columns say. Raises NotReady.

    A file of a known shape is taken even where it leaves out what rows need (tickets of HubSpot name no company in
    their table): its rows are then rejected one by one, with that reason.
    """
    if mapping is not None:
        if list(kinds) != [mapping.kind]:
            raise NotReady(OTHER_KIND, mapped=mapping.kind, wanted=", ".join(kinds))
        return [mapping]
    inner = without_added(shape)
    found = []
    for kind in kinds:
        best = propose(inner, fields_by_kind(), kind).best
        if best is None or (best.missing and best.preset is None):
            missing = ", ".join(best.missing) if best else ANY_FIELD
            raise NotReady(NOTHING, missing=missing, kind=kind, columns=", ".join(inner.names[:LISTED]))
        found.append(best.mapping)
    return found


def known_moment(given: str) -> datetime:
    """Return the moment of a known time as typed; a date begins at midnight UTC. Raises NotReady."""
    try:
        if len(given) == len("2026-01-31"):
            known_at = datetime.combine(date.fromisoformat(given), time.min, tzinfo=UTC)
        else:
            parsed = datetime.fromisoformat(given)
            known_at = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except ValueError:
        raise NotReady(NO_DATE, value=given[:40]) from None
    if known_at > timezone.now():
        raise NotReady(IN_FUTURE, value=given)
    return known_at


def open_question(batch: ImportBatch) -> AmbiguousDateOrder | None:
    """Return which columns' dates can be read in several ways, or None. Raises MappingError."""
    inner = source_of_report(batch).inner
    for step in batch.steps.all():
        question = ambiguous_dates(plan_step(batch, step, inner, timezone.now()).plan)
        if question is not None:
            return question
    return None
