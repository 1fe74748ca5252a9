"""Every kind has its list, page and form, with scope, history and a way back."""

import pytest

from tenure.accounts.kinds import list_kinds
from tenure.accounts.models import RecordVersion
from tenure.accounts.tests.examples import VALUES, make_example

KINDS = ["accounts", *VALUES]
pytestmark = pytest.mark.django_db


def test_this_file_knows_every_kind():
    assert {kind.name for kind in list_kinds()} == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_list_page_and_form_of_a_kind_open(cast, as_person, name):
    record = make_example(name, cast)
    alice = as_person(cast.alice)
    listed = alice.get(f"/records/{name}/")
    assert listed.status_code == 200
    assert f"/{record.pk}/" in listed.content.decode()
    assert alice.get(f"/records/{name}/{record.pk}/").status_code == 200
    assert alice.get(f"/records/{name}/new/").status_code == 200
    assert alice.get(f"/records/{name}/{record.pk}/edit/").status_code == 200


@pytest.mark.parametrize("name", KINDS)
def test_a_form_saved_as_it_is_changes_nothing(cast, as_person, name):
    record = make_example(name, cast)
    alice = as_person(cast.alice)
    page = alice.get(f"/records/{name}/{record.pk}/edit/")
    form = page.context["form"]
    data = {bound.name: bound.value() for bound in form if bound.value() not in (None, False, "")}
    data = {key: _posted(value) for key, value in data.items()}
    before = RecordVersion.objects.filter(kind=name, record_id=record.pk).count()
    answer = alice.post(f"/records/{name}/{record.pk}/edit/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert RecordVersion.objects.filter(kind=name, record_id=record.pk).count() == before


def _posted(value):
    if hasattr(value, "tzinfo"):
        return value.isoformat(timespec="microseconds")
    return str(value)
