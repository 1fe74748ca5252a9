"""Whom a file names as owner owns the account; who is nobody here yet is told of, and owns it at the next import."""

import pytest

from tenure.accounts.models import Account, AccountOwner
from tenure.foundation.services import create_user
from tenure.integrations.files.tests.import_files import bring, write
from tenure.integrations.wording import text_of

pytestmark = pytest.mark.django_db
FILE = "account_id,name,owner\nA1,Acme,ana@example.com\nA2,Birch,ana@example.com\nA3,Cedar,Ben\nA4,Dune,\n"


def said(batch):
    return [text_of(note) for note in batch.report["notes"]]


@pytest.fixture
def file(tmp_path):
    return write(tmp_path, "customers.csv", FILE)


def test_who_is_nobody_here_is_named_and_kept(workspace, file):
    batch = bring(workspace, file, "accounts")
    told = next(text for text in said(batch) if "nobody here" in text)
    assert "ana@example.com, Ben." in told
    assert [account.custom.get("owner") for account in Account.objects.order_by("name")] == [
        "ana@example.com",
        "ana@example.com",
        "Ben",
        None,
    ]


def test_once_they_are_here_the_same_file_makes_the_accounts_theirs(workspace, file):
    bring(workspace, file, "accounts")
    ana = create_user(workspace=workspace, email="ana@example.com", password="a-long-enough-pass", role="csm")
    batch = bring(workspace, file, "accounts")
    assert batch.counts["updated"] == 2
    assert set(AccountOwner.objects.values_list("account__name", "user")) == {("Acme", ana.pk), ("Birch", ana.pk)}
    assert [account.custom.get("owner") for account in Account.objects.order_by("name")] == [None, None, "Ben", None]
    assert any("nobody here: Ben." in text for text in said(batch))


def test_many_strangers_cost_no_query_each(workspace, tmp_path, django_assert_max_num_queries):
    rows = "".join(f"B{number},Name {number},p{number}@example.com\n" for number in range(200))
    path = write(tmp_path, "many.csv", "account_id,name,owner\n" + rows)
    with django_assert_max_num_queries(150):
        batch = bring(workspace, path, "accounts")
    assert any("(+195)" in text for text in said(batch))
