"""The reference pages of the API, written from its OpenAPI document."""

import json
from functools import cache
from typing import Any

from django.utils.translation import override

from tenure.api.mount import api

METHODS = ("get", "post", "put", "patch", "delete")
PREFIX = "/api/v1/"
HEAD = """# API

Written by `make reference`. The machine-readable document is [openapi.json](openapi.json); a running instance
gives its own at `/api/v1/openapi.json`, and a page for people at `/reference/api/`.

- **Who calls**: `Authorization: Bearer tnr_…` with an API key (Settings, My preferences), or the session of a
  person who is signed in, with a CSRF token. A key acts as its person: what they may not see is 404, what they
  may not change 403. A key that reads opens no write.
- **Pages**: `?limit=` (at most 200) and `?cursor=` with `next_cursor` of the page before, also as a `Link`
  header. Records come in the order of their ids.
- **Errors** are problem documents (RFC 9457): `title`, `status`, `detail`, and `errors` with a JSON pointer
  each.
- **Amounts** are exact decimals in major units, written as texts, beside a `currency`. Instants are RFC 3339
  with a time zone.
- **Same request twice**: `PUT …/by-external-id/{id}?system=` makes a record once and then changes it; a `POST`
  of a record with an `Idempotency-Key` is carried out once in 24 hours.
- **Overwriting**: answers carry an `ETag`; `If-Match` on PATCH, PUT and DELETE gives 412 where somebody was
  faster, `If-None-Match` on GET gives 304 where nothing is new.
- **References** take our id (a number) or an external id (a text). `known_at` says since when something is
  known; it cannot lie before what is known already.
- **The portfolio** is asked in the words of its page's address: what stands there after `?`, and the `query` of a
  saved view, goes behind `GET /api/v1/portfolio?`. `GET /api/v1/portfolio/columns` names what can be chosen, ordered
  by and compared, every stored measure among it:
  `/api/v1/portfolio?segment=Mid&where=active_users.30~le~5&sort=-arr&group=owner&cols=arr&cols=renewal&per_page=200`.
  `POST /api/v1/portfolio/bulk` with `{"act": "tag_add", "tag": "autumn", "query": "band=red"}` or with `account_ids`
  changes them all and tells for each what was refused and why; `…/undo` takes it back.
- **A day's work**: `GET /api/v1/today` is the list of Today with the factors of every priority,
  `GET /api/v1/accounts/{account_id}/timeline` what happened with a customer (`before` leads on to what is older),
  `GET /api/v1/search?q=` finds customers, people, tickets and notes.
"""


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document, in English."""
    with override("en"):
        return json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX), default=str))  # type: ignore[no-any-return]


def document_text() -> str:
    """Return the OpenAPI document as it is committed."""
    return json.dumps(document(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def operations() -> dict[str, list[dict[str, Any]]]:
    """Return the operations by tag: method, path, summary, description, parameters, fields of the body."""
    found: dict[str, list[dict[str, Any]]] = {}
    schema = document()
    for path, entries in schema["paths"].items():
        for method in METHODS:
            if method in entries:
                entry = entries[method]
                tag = str((entry.get("tags") or ["other"])[0])
                found.setdefault(tag, []).append(_operation(schema, method, path, entry))
    return dict(sorted(found.items()))


def api_page() -> str:
    """Return the page as Markdown."""
    lines = [HEAD]
    for tag, entries in operations().items():
        lines += [f"\n## {tag}\n", "| | Path | What it does |", "| --- | --- | --- |"]
        lines += [f"| {entry['method']} | `{entry['path']}` | {entry['summary']} |" for entry in entries]
    return "\n".join(lines) + "\n"


def _operation(schema: dict[str, Any], method: str, path: str, entry: dict[str, Any]) -> dict[str, Any]:
    body = entry.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    shape = _resolve(schema, body)
    required = set(shape.get("required", []))
    return {
        "method": method.upper(),
        "path": path,
        "summary": entry.get("summary", ""),
        "description": entry.get("description", ""),
        "parameters": entry.get("parameters", []),
        "fields": [
            {"name": name, "about": field.get("description", ""), "required": name in required}
            for name, field in shape.get("properties", {}).items()
        ],
    }


def _resolve(schema: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    name = str(shape.get("$ref", "")).rpartition("/")[2]
    found: dict[str, Any] = schema["components"]["schemas"].get(name, shape) if name else shape
    return found
