"""Requests of the API that may be sent again: the same Idempotency-Key is carried out once."""

from collections.abc import Callable
from hashlib import sha256

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError

from tenure.foundation.models import User
from tenure.foundation.services.replies import claim_reply, keep_reply

LONGEST_KEY = 255
KEPT_HEADERS = ("Content-Type", "ETag", "Location")


def once(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Carry out `act`, or answer as the first time if the request's Idempotency-Key came before.

    An answer that reports an error is not kept, since nothing was done. Raises HttpError 422 where the key came with
    another request before.
    """
    key = request.headers.get("Idempotency-Key", "")
    actor = getattr(request, "auth", None)
    if not key or not isinstance(actor, User):
        return act()
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise HttpError(422, _("An Idempotency-Key has at most 255 printable characters."))
    content = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    with transaction.atomic():
        reply, is_new = claim_reply(actor=actor, key=key, request_hash=sha256(content).hexdigest())
        if is_new:
            response = act()
            headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
            keep_reply(reply=reply, status=response.status_code, body=response.content.decode(), headers=headers)
            return response
    if reply.request_hash != sha256(content).hexdigest():
        raise HttpError(422, _("This Idempotency-Key was sent with another request before."))
    return HttpResponse(reply.body, status=reply.status, headers={**reply.headers, "Idempotent-Replayed": "true"})
