"""API keys: shown once, kept as a hash, limited by scope and time."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tenure.foundation.models import ApiToken
from tenure.foundation.services import create_token, revoke_token
from tenure.foundation.services.tokens import is_well_formed

pytestmark = pytest.mark.django_db


def call(client, key, method="get", path="/api/v1/accounts", **options):
    return getattr(client, method)(path, headers={"Authorization": f"Bearer {key}"}, **options)


def test_a_key_is_shown_once_and_only_its_hash_is_kept(cast, as_person, client):
    alice = as_person(cast.alice)
    answer = alice.post("/settings/me/keys/", {"name": "Nightly sync", "scope": "write", "days": "90"})
    assert "no-store" in answer["Cache-Control"]
    key = re.search(r"tnr_[0-9a-f]{72}", answer.content.decode()).group(0)
    token = ApiToken.objects.get()
    assert key not in (token.hash, token.prefix)
    assert key.startswith(token.prefix)
    assert 89 <= (token.expires_at - timezone.now()).days <= 90
    page = alice.get("/settings/me/").content.decode()
    assert "Nightly sync" in page
    assert key not in page
    assert call(client, key).status_code == 200
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_a_key_that_reads_opens_no_write(cast, client):
    key = create_token(actor=cast.alice, name="Report")[1]
    assert call(client, key).status_code == 200
    answer = call(client, key, "post", data={"name": "Acme"}, content_type="application/json")
    assert answer.status_code == 403
    assert answer.json()["title"] == "This key only reads."


@pytest.mark.parametrize("end", ["revoked", "expired", "mistyped", "unknown"])
def test_a_key_that_ended_or_never_was_opens_nothing(cast, client, end):
    token, key = create_token(actor=cast.alice, name="Sync", scope="write")
    if end == "revoked":
        revoke_token(actor=cast.alice, token=token)
    elif end == "expired":
        ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif end == "mistyped":
        key = key[:-9] + ("0" if key[-9] != "0" else "1") + key[-8:]
        assert not is_well_formed(key)
    else:
        ApiToken.objects.all().delete()
    answer = call(client, key)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Content-Type"] == "application/problem+json"


def test_a_reader_cannot_have_a_key_that_writes(cast, as_person):
    answer = as_person(cast.rita).post("/settings/me/keys/", {"name": "X", "scope": "write", "days": "30"})
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_nobody_revokes_the_key_of_another(cast, as_person):
    token = create_token(actor=cast.alice, name="Sync")[0]
    assert as_person(cast.bob).post(f"/settings/me/keys/{token.pk}/revoke/").status_code == 404
    with pytest.raises(ValidationError):
        revoke_token(actor=cast.bob, token=token)
    assert as_person(cast.alice).post(f"/settings/me/keys/{token.pk}/revoke/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_a_session_writes_through_the_api_only_with_csrf_protection(cast):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.alice)
    assert browser.get("/api/v1/accounts").status_code == 200
    answer = browser.post("/api/v1/accounts", data={"name": "Acme"}, content_type="application/json")
    assert answer.status_code == 403
