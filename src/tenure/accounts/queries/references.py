"""From what a person types or a program sends to the record that is meant, within their scope."""

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tenure.accounts.kinds import Field, RecordKind, get_kind
from tenure.accounts.models import Account, ExternalId
from tenure.accounts.queries.records import editable_records, has_account, visible_records, with_references
from tenure.foundation.db.spellings import spelled
from tenure.foundation.models import User

NUMBERED = re.compile(r"#(\d{1,18})$")
NAMED = {
    "accounts": "name",
    "contacts": "name",
    "products": "name",
    "agreements": "number",
    "contracts": "",
    "tickets": "subject",
}
MOST_OPTIONS = 20
DEEPEST = 50


class NotFound(ValueError):
    """Nothing, or more than one thing, is meant; the message says so to a person."""


def list_options(*, kind: RecordKind, actor: User, text: str = "", account_id: int | None = None) -> QuerySet[Any]:
    """Return records that a reference may mean, at most 20, those of the account if one is named."""
    rows = with_references(kind, visible_records(kind=kind, actor=actor))
    if account_id is not None and kind.hangs_on_account:
        rows = rows.filter(account_id=account_id)
    name = NAMED.get(kind.name, "")
    if text:
        rows = rows.filter(spelled(f"{name or 'product__name'}__icontains", text))
    return rows[:MOST_OPTIONS]


def option_text(record: Any) -> str:
    """Return the text by which a record is named in a form, such as "Kestrel #12"."""
    label = str(record)
    return label if NUMBERED.search(label) else f"{label} #{record.pk}"


def find_by_text(*, kind: RecordKind, actor: User, text: str, account_id: int | None = None) -> Any:
    """Return the record that a text means: "… #12", an external id, or a name that only one has. Raises NotFound."""
    rows = visible_records(kind=kind, actor=actor)
    numbered = NUMBERED.search(text.strip())
    if numbered:
        record = rows.filter(pk=int(numbered.group(1))).first()
        if record is not None:
            return record
    found = list(rows.filter(_meant(kind, actor, text.strip()))[:2])
    if len(found) > 1 and account_id is not None and kind.hangs_on_account:
        found = list(rows.filter(_meant(kind, actor, text.strip()), account_id=account_id)[:2])
    if not found:
        raise NotFound(_("Nothing of this name is there among what you may see. Choose from the list."))
    if len(found) > 1:
        raise NotFound(_("Several have this name. Choose from the list."))
    return found[0]


def find_by_key(*, kind: RecordKind, actor: User, key: int | str) -> int:
    """Return the id of the record that a program means by our id (a number) or an external id (a text).

    Raises NotFound.
    """
    rows = visible_records(kind=kind, actor=actor)
    if isinstance(key, int):
        wanted = rows.filter(pk=key)
    else:
        ids = ExternalId.objects.filter(workspace_id=actor.workspace_id, kind=kind.name, value=key)
        wanted = rows.filter(pk__in=ids.values("record_id"))
    found = list(wanted.values_list("pk", flat=True)[:2])
    if not found:
        raise NotFound(
            _("There is no %(kind)s with the id %(id)s among what you may see.") % {"kind": kind.label, "id": key}
        )
    if len(found) > 1:
        raise NotFound(_("Several systems have the id %(id)s. Name ours, a number.") % {"id": key})
    return int(found[0])


def check_references(
    *, kind: RecordKind, actor: User, values: Mapping[str, Any], record: Any = None
) -> dict[str, list[str]]:
    """Return problems by field: references out of the person's scope, of another account, or in a ring."""
    problems: dict[str, list[str]] = {}
    account_id = values.get("account_id", getattr(record, "account_id", None))
    for entry in kind.stored:
        target_id = values.get(entry.name)
        if entry.type != "ref" or target_id is None:
            continue
        problem = _problem(kind, entry, actor, int(target_id), account_id, record)
        if problem:
            problems[entry.name] = [problem]
    return problems


def _problem(
    kind: RecordKind, entry: Field, actor: User, target_id: int, account_id: int | None, record: Any
) -> str | None:
    target = get_kind(entry.ref)
    may = editable_records if entry.name == "account_id" else visible_records
    found = may(kind=target, actor=actor).filter(pk=target_id).first()
    if found is None:
        return _("Choose one of those that you may work with.")
    if target.hangs_on_account and has_account(kind) and found.account_id != account_id:
        return _("This belongs to another account.")
    if record is not None and target.name == kind.name and _leads_to(kind, entry, found, record.pk):
        return _("This would lead back to the record itself.")
    return None


def _leads_to(kind: RecordKind, entry: Field, start: Any, goal: int) -> bool:
    """Whether following the reference from `start` comes to `goal`."""
    at: int | None = start.pk
    seen: set[int] = set()
    while at is not None and at not in seen and len(seen) < DEEPEST:
        if at == goal:
            return True
        seen.add(at)
        at = kind.model._default_manager.filter(pk=at).values_list(entry.attribute, flat=True).first()
    return False


def _meant(kind: RecordKind, actor: User, text: str) -> Q:
    ids = ExternalId.objects.filter(workspace_id=actor.workspace_id, kind=kind.name, value=text)
    by_id = Q(pk__in=ids.values("record_id"))
    name = NAMED.get(kind.name, "")
    return by_id | Q(**{f"{name}__iexact": text}) if name else by_id


def find_account(*, actor: User, pk: int) -> Account | None:
    """Return an account that the person may read, or None."""
    found: Account | None = Account.objects.visible_to(actor).filter(pk=pk).first()
    return found
