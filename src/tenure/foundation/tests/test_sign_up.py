"""The first person becomes administrator; then sign-up is closed."""

import pytest
from django.urls import reverse

from tenure.foundation.models import User, Workspace

FORM = {
    "company": "Kestrel",
    "name": "Ada",
    "email": "ada@example.com",
    "password1": "a long enough phrase",
    "password2": "a long enough phrase",
}


@pytest.mark.django_db
def test_the_first_person_is_administrator_and_then_sign_up_closes(client):
    client.post(reverse("account_signup"), FORM)
    ada = User.objects.get()
    assert (ada.role, ada.workspace.name, ada.name) == ("admin", "Kestrel", "Ada")
    client.logout()
    client.post(reverse("account_signup"), {**FORM, "email": "eve@example.com"})
    assert User.objects.count() == 1
    assert Workspace.objects.count() == 1


@pytest.mark.django_db
def test_a_short_password_is_refused(client):
    client.post(reverse("account_signup"), {**FORM, "password1": "short", "password2": "short"})
    assert not User.objects.exists()


def test_a_person_signs_in_by_mail_address(cast, client):
    answer = client.post(reverse("account_login"), {"login": "Alice@Example.com", "password": cast.password})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.alice.pk)


def test_the_company_is_not_asked_for_where_it_has_a_name(client, workspace):
    page = client.get(reverse("account_signup")).content.decode()
    assert workspace.name in page
    assert 'name="company"' not in page
    client.post(reverse("account_signup"), {name: value for name, value in FORM.items() if name != "company"})
    assert User.objects.get().workspace == workspace
