"""Scores, derivations and the catalogue as plain values, for the CLI and the API. Dates in ISO, scores 0 to 100."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import get_language, gettext

from tenure.accounts.models import Account, RecordVersion
from tenure.accounts.queries import external_ids_of, find_by_external
from tenure.events.queries import get_rollup
from tenure.health.clauses import clause_data, write_clause
from tenure.health.models import AccountHealth
from tenure.health.queries.cards import CurrentCard, texts_in
from tenure.health.queries.explanations import Told
from tenure.health.queries.inputs import RECORDS, end_of
from tenure.health.words import BECAUSE, group_label, key_label, row_label
from tenure_engine.health.cards import Group, Scorecard
from tenure_engine.health.moves import Movement
from tenure_engine.health.reasons import reasons
from tenure_engine.health.scoring import Row, RowKind
from tenure_engine.health.values import Key, Use
from tenure_engine.measures import Measure, all_measures

Document = dict[str, Any]


def find_account(*, workspace_id: int, named: str) -> Account | None:
    """Return the account of an external id, else of our own id, else of its exact name where that means one."""
    rows = Account.objects.filter(workspace_id=workspace_id)
    found = find_by_external(workspace_id=workspace_id, kind="accounts", value=named)
    if found is None and named.isascii() and named.isdigit():
        found = int(named)
    row = rows.filter(pk=found).first() if found is not None else None
    same = list(rows.filter(name=named)[:2]) if row is None else []
    return row or (same[0] if len(same) == 1 else None)


def score_document(told: Told) -> Document:
    """Return a score with the rows that add up to it."""
    explanation, card = told.explanation, told.card.card
    return {
        "account": account_document(told.account),
        "as_of": told.day.isoformat(),
        "known_at": told.known_on.isoformat() if told.known_on else None,
        "scorecard": {
            "name": card.name,
            "version": told.card.number,
            "label": texts_in(card.label, get_language() or "en"),
            "green_from": card.green / 100,
            "amber_from": card.amber / 100,
        },
        "score": told.score,
        "score_hundredths": explanation.score,
        "band": explanation.band.value if explanation.band else None,
        "coverage": explanation.coverage / 10_000,
        "unknown_because": str(BECAUSE[explanation.because]) if explanation.because else None,
        "reasons": [write_clause(clause_data(each, told.account.currency)) for each in reasons(explanation, limit=3)],
        "rows": [row_document(told, row) for row in explanation.rows],
        "total": explanation.total / 100,
        "total_hundredths": explanation.total,
    }


def account_document(account: Account) -> Document:
    """Return who is meant."""
    external = external_ids_of(workspace_id=account.workspace_id, kind="accounts", record_ids=[account.pk])
    return {
        "id": account.pk,
        "external_id": external.get(account.pk),
        "name": account.name,
        "segment": account.segment or None,
    }


def row_document(told: Told, row: Row) -> Document:
    """Return one row of an explanation."""
    document: Document = {
        "kind": row.kind.value,
        "label": row_label(told.card.card, row),
        "contribution": row.contribution / 100,
        "contribution_hundredths": row.contribution,
    }
    if row.key is not None:
        document |= _measured(row.key, row)
    if row.kind is RowKind.CAP:
        document["limit"] = (row.limit or 0) / 100
    if row.kind is RowKind.MEASURE and row.key is not None:
        source = all_measures()[row.key.name].source
        fresh = told.fresh.get(source)
        document |= {
            "group": row.group,
            "group_label": group_label(told.card.card, row.group),
            "state": row.state.value,
            "points": None if row.points is None else row.points / 100,
            "share": row.share / 10_000,
            "effective_share": row.effective / 10_000,
            "lost": row.lost / 100,
            "source": source.value,
            "last_data_on": fresh.isoformat() if fresh else None,
        }
    return document


def _measured(key: Key, row: Row) -> Document:
    return {
        "measure": key.name,
        "window": key.window or None,
        "use": key.use.value,
        "event": key.of or None,
        "unit": all_measures()[key.name].unit.value,
        "value": row.value,
        "level": row.level,
        "previous": row.previous,
    }


def movement_document(before: Told, after: Told, movement: Movement) -> Document:
    """Return why a score moved: the rows' differences, which add up to that of the scores."""
    return {
        "before": {"as_of": before.day.isoformat(), "score": before.score},
        "after": {"as_of": after.day.isoformat(), "score": after.score},
        "change": None if movement.delta is None else movement.delta / 100,
        "change_hundredths": movement.delta,
        "rows": [
            {
                "kind": move.row.kind.value,
                "label": row_label((after if move.after else before).card.card, move.row),
                "change": move.delta / 100,
                "change_hundredths": move.delta,
                "before": row_document(before, move.before) if move.before else None,
                "after": row_document(after, move.after) if move.after else None,
            }
            for move in movement.moves
        ],
    }


def assumed_shares(*, account: Account, known_on: date | None) -> Document:
    """Return which share of the records of the account, and of all events, has a known time that was assumed."""
    rows = RecordVersion.objects.filter(
        workspace_id=account.workspace_id, account_id=account.pk, kind__in=[each.value for each in RECORDS]
    )
    if known_on is not None:
        rows = rows.filter(known_at__lte=end_of(known_on))
    counted = rows.aggregate(all=Count("pk"), assumed=Count("pk", filter=Q(is_assumed=True)))
    rollup = get_rollup(account.workspace_id, known_at=known_on)
    return {
        "records": counted["assumed"] / counted["all"] if counted["all"] else None,
        "events": rollup.assumed / rollup.events if rollup.events else None,
    }


def state_document(row: AccountHealth) -> Document:
    """Return the newest state of an account."""
    return {
        "account_id": row.account_id,
        "as_of": row.day.isoformat(),
        "score": row.points,
        "band": row.band or None,
        "coverage": row.coverage / 10_000,
        "change_30_days": row.change_30,
        "change_90_days": row.change_90,
        "segment_average": None if row.segment_average is None else row.segment_average / 100,
        "is_below_segment": row.is_below_segment,
        "is_customer": row.is_customer,
        "reasons": [write_clause(clause) for clause in row.clauses],
    }


def measure_document(measure: Measure) -> Document:
    """Return a measure's declaration in the language of the request."""
    return {
        "name": measure.name,
        "label": gettext(measure.label),
        "meaning": gettext(measure.meaning),
        "formula": gettext(measure.formula),
        "unknown_when": gettext(measure.missing),
        "unit": measure.unit.value,
        "healthier": measure.direction.value,
        "source": measure.source.value,
        "windows": list(measure.windows),
        "usual_window": measure.default_window or None,
        "change": measure.change.value,
        "takes_event": measure.takes_event,
    }


def card_document(current: CurrentCard) -> Document:
    """Return a scorecard in use, in the language of the request."""
    card, language = current.card, get_language() or "en"
    return {
        "name": card.name,
        "version": current.number,
        "label": texts_in(card.label, language),
        "meaning": texts_in(card.meaning, language),
        "segments": list(card.segments),
        "green_from": card.green / 100,
        "amber_from": card.amber / 100,
        "min_coverage": card.min_coverage / 10_000,
        "groups": [_group_document(card, group) for group in card.groups],
        "caps": [
            {
                "key": str(cap.key),
                "bound": cap.bound.value,
                "value": cap.value,
                "limit": cap.limit / 100,
                "label": texts_in(cap.label, language),
            }
            for cap in card.caps
        ],
    }


def _group_document(card: Scorecard, group: Group) -> Document:
    return {
        "name": group.name,
        "label": group_label(card, group.name),
        "weight": group.weight,
        "measures": [
            {
                "key": str(each.key),
                "label": key_label(each.key),
                "weight": each.weight,
                "share": card.numerator(group, each) / card.denominator,
                "points": [
                    [value, points / 100] for value, points in zip(each.curve.values, each.curve.points, strict=True)
                ],
                "missing": each.missing.value,
            }
            for each in group.measures
        ],
    }


def values_document(values: Mapping[Key, float]) -> list[Document]:
    """Return values by key: those of measures, what they were one window before, and the change."""
    found: dict[tuple[str, int, str], Document] = {}
    for key, value in values.items():
        entry = found.setdefault(
            (key.name, key.window, key.of),
            {
                "measure": key.name,
                "label": key_label(Key(key.name, key.window, Use.VALUE, key.of)),
                "window": key.window or None,
                "event": key.of or None,
                "unit": all_measures()[key.name].unit.value,
            },
        )
        entry[key.use.value] = None if math.isnan(value) else value
    return sorted(found.values(), key=lambda entry: (entry["measure"], entry["window"] or 0))
