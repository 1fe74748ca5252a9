"""Every text for users has its Chinese; models and migrations agree."""

from io import StringIO

import pytest
from django.core.management import call_command

from tenure.config import messages


@pytest.mark.parametrize("domain", [path.name for path in messages.domains()])
def test_the_chinese_catalogue_is_complete(domain):
    assert messages.check([domain]) == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out, stderr=out)
