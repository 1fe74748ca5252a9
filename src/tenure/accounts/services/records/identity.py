"""One identity: the same company or person arriving from another system is the same record.

Deterministic keys only: a company by the domain of its website, a person by the e-mail address. A match counts only
where it is the one record with that key, and where that record has no id of the arriving system yet: two companies
of one system that share a domain (a group and its subsidiary) stay two.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tenure.accounts.models import Account, Contact, ExternalId
from tenure.accounts.services.records.rows import Row

if TYPE_CHECKING:
    from tenure.accounts.services.records.writer import RecordWriter

# an address at one of these says nothing about the company
SHARED_DOMAINS = frozenset({"gmail.com", "outlook.com", "hotmail.com", "qq.com", "163.com", "126.com", "yahoo.com"})


def domain_of(website: object) -> str:
    """Return the bare domain of a website as typed, '' where there is none."""
    text = str(website or "").strip().lower()
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""  # not an address at all, so no key either
    host = host.removeprefix("www.")
    return "" if "." not in host or host in SHARED_DOMAINS else host


def match(writer: "RecordWriter", rows: list[Row]) -> None:
    """Give rows without a known id the record that has the same key in another system."""
    field, key_of = {"accounts": ("website", domain_of), "contacts": ("email", _mail)}.get(
        writer.kind.name, ("", None)
    )
    if key_of is None:
        return
    open_rows = [row for row in rows if row.is_open and row.record_id is None and key_of(row.values.get(field))]
    keys = {key_of(row.values[field]) for row in open_rows}
    if not keys:
        return
    counts = Counter(key_of(row.values[field]) for row in open_rows)
    found = _accounts(writer, keys) if writer.kind.name == "accounts" else _contacts(writer, keys)
    taken = _with_an_id_here(writer, (pk for ids in found.values() for pk in ids))
    for row in open_rows:
        key = key_of(row.values[field])
        ids = found.get(key, set())
        if len(ids) == 1 and counts[key] == 1 and not ids & taken:
            row.record_id = next(iter(ids))
            row.is_matched = True


def add_ids(writer: "RecordWriter", rows: list[Row]) -> None:
    """Keep the arriving system's id on the matched records."""
    matched = [row for row in rows if row.is_matched and not row.problems]
    for row in matched:
        writer.resolver.remember(writer.kind.name, row.given.key, row.written_id)
        ExternalId.objects.get_or_create(
            workspace=writer.workspace,
            kind=writer.kind.name,
            system=writer.system,
            value=row.given.key,
            defaults={"record_id": row.written_id, "import_id": writer.import_id},
        )
        row.result = "updated" if row.result == "unchanged" else row.result


def _mail(value: object) -> str:
    return str(value or "").strip().lower()


def _accounts(writer: "RecordWriter", keys: set[str]) -> dict[str, set[int]]:
    """Read once an import: what the import itself made has an id here and can match nothing."""
    if writer.domains is None:
        writer.domains = {}
        rows = Account.objects.filter(workspace=writer.workspace).exclude(website="")
        for pk, website in rows.values_list("pk", "website"):
            writer.domains.setdefault(domain_of(website), set()).add(pk)
    return {key: writer.domains[key] for key in keys if key in writer.domains}


def _contacts(writer: "RecordWriter", keys: set[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    rows = Contact.objects.filter(workspace=writer.workspace, email__in=keys).values_list("pk", "email")
    for pk, email in rows:
        found.setdefault(_mail(email), set()).add(pk)
    return found


def _with_an_id_here(writer: "RecordWriter", ids: Iterable[int]) -> set[int]:
    rows = ExternalId.objects.filter(
        workspace=writer.workspace, kind=writer.kind.name, system=writer.system, record_id__in=list(ids)
    )
    return set(rows.values_list("record_id", flat=True))
