"""A file on its way through the pages: dropped, mapped, tried, imported, corrected, undone."""

import pytest
from django.urls import reverse
from django.utils import translation

from tenure.accounts.models import Account, ContractLine
from tenure.foundation.jobs import request_cancel
from tenure.integrations.choices import BatchState
from tenure.integrations.files import storage
from tenure.integrations.files.tests.import_files import ACCOUNTS, everything
from tenure.integrations.files.tests.import_walk import Walk
from tenure.integrations.models import ImportBatch, SavedMapping


@pytest.fixture
def alice(cast, as_person, django_capture_on_commit_callbacks):
    return Walk(as_person(cast.alice), django_capture_on_commit_callbacks)


def test_a_file_goes_from_the_drop_zone_to_the_records_and_back(alice, cast):
    before = everything(cast.workspace)
    batch, page = alice.upload(ACCOUNTS)
    assert "Acme" in page
    assert "the column has the field" in page
    assert alice.decide(batch).status_code == 302
    assert "Being checked" in alice.page(batch)
    alice.work(batch)
    assert everything(cast.workspace) == before
    page = alice.page(batch)
    assert "would be created" in page
    assert "Birch" in page
    alice.browser.post(reverse("import-run", args=[batch.pk]))
    assert "Cancel" in alice.page(batch)
    alice.work(batch)
    assert batch.state == BatchState.DONE
    assert Account.objects.visible_to(cast.alice).count() == 2
    assert list(storage.folder().iterdir()) == []
    assert "Undo this import" in alice.page(batch)
    alice.browser.post(reverse("import-undo", args=[batch.pk]))
    alice.work(batch)
    assert everything(cast.workspace) == before
    assert "2 records removed" in alice.page(batch)


def test_a_rejected_row_is_corrected_in_place_and_run_again(alice, cast):
    batch, _page = alice.upload("account_id,name,size\nA1,Acme,ten\nA2,Birch,20\n")
    alice.go(batch)
    assert batch.counts["rejected"] == 1
    page = alice.page(batch, "import-rejects")
    assert "“ten” is not a number." in page
    assert "cell-2" in page
    reject = batch.steps.get().rejects.get()
    address = reverse("import-correct", args=[batch.pk, reject.pk])
    still = alice.browser.post(address, {"cell-2": "eleven"}, headers={"HX-Request": "true"})
    assert "“eleven” is not a number." in still.content.decode()
    done = alice.browser.post(address, {"cell-2": "11"}, headers={"HX-Request": "true"})
    assert "Row 2 was imported." in done.content.decode()
    assert Account.objects.get(name="Acme").size == 11
    batch = ImportBatch.objects.get(pk=batch.pk)
    assert batch.counts == {"created": 2, "updated": 0, "unchanged": 0, "rejected": 0, "skipped": 0}
    assert "No row is rejected" in alice.page(batch, "import-rejects")
    assert alice.browser.post(address, {"cell-2": "12"}).status_code == 404


def test_the_correction_goes_with_the_undo(alice, cast):
    before = everything(cast.workspace)
    batch, _page = alice.upload("account_id,name,size\nA1,Acme,ten\nA2,Birch,20\n")
    alice.go(batch)
    reject = batch.steps.get().rejects.get()
    alice.browser.post(reverse("import-correct", args=[batch.pk, reject.pk]), {"cell-2": "11"})
    assert Account.objects.count() == 2
    alice.browser.post(reverse("import-undo", args=[batch.pk]))
    alice.work(batch)
    assert everything(cast.workspace) == before


def test_the_error_file_is_downloaded_and_imported(alice):
    batch, _page = alice.upload("account_id,name,size\nA1,Acme,ten\nA2,Birch,20\n")
    alice.go(batch)
    answer = alice.browser.get(reverse("import-errors", args=[batch.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="accounts-{batch.pk}-rejected.csv"'
    text = answer.content.decode()
    assert text.startswith("\ufeffaccount_id,name,size,file,row,column,reason")
    again, _page = alice.upload(text.replace("ten", "10"), "errors.csv")
    assert "reason" not in [column.name for column in page_columns(alice, again)]
    alice.go(again)
    assert Account.objects.get(name="Acme").size == 10


def page_columns(walk, batch):
    page = walk.browser.get(reverse("import-mapping", args=[batch.pk]))
    return page.context["parts"][0].columns


def test_dates_that_can_be_read_in_two_ways_are_asked_about(alice):
    batch, page = alice.upload("account_id,name,signed_on\nA1,Acme,03/04/2024\n")
    assert "How are the dates meant?" in page
    refused = alice.decide(batch)
    assert refused.status_code == 422
    assert "Say in which order" in refused.content.decode()
    alice.go(batch, date_order="mdy")
    assert str(Account.objects.get().signed_on) == "2024-03-04"


def test_one_file_is_imported_as_two_kinds(alice):
    batch, _page = alice.upload("account_id,name,line_id,starts,mrr\nA1,Acme,L1,2024-01-01,10\n", "both.csv")
    alice.go(batch, ("accounts", "contracts"), **{"map-contracts-3": "start_date", "map-accounts-3": ""})
    assert Account.objects.get().name == "Acme"
    assert ContractLine.objects.get().mrr == 10
    assert "both.csv" in alice.page(batch)


def test_a_column_can_be_given_to_another_field(alice):
    batch, page = alice.upload("account_id,name,what\nA1,Acme,Retail\n")
    assert "kept as a custom field" in page
    alice.go(batch, **{"map-accounts-2": "industry"})
    account = Account.objects.get()
    assert (account.industry, account.custom) == ("Retail", {})


def test_a_column_can_be_left_out(alice):
    batch, _page = alice.upload("account_id,name,what,why\nA1,Acme,Retail,x\n")
    alice.go(batch, **{"map-accounts-2": ""})
    assert Account.objects.get().custom == {"why": "x"}


def test_the_yaml_of_a_mapping_can_be_changed_and_is_checked(alice):
    batch, _page = alice.upload("account_id,name\nA1,Acme\n")
    text = "mapping: 1\nkind: accounts\nfields:\n  account_id: account_id\n  name: {constant: Everybody}\n"
    broken = alice.decide(batch, **{"yaml-accounts": text.replace("name:", "nonsense:")})
    assert broken.status_code == 422
    assert "nonsense" in broken.content.decode()
    alice.go(batch, **{"yaml-accounts": text})
    assert Account.objects.get().name == "Everybody"


def test_a_mapping_is_kept_used_again_and_dropped(alice):
    batch, _page = alice.upload("nr,what\nA1,Acme\n")
    alice.go(batch, **{"map-accounts-0": "account_id", "map-accounts-1": "name", "save_as": "Our list"})
    saved = SavedMapping.objects.get()
    assert (saved.name, saved.kind) == ("Our list", "accounts")
    second, page = alice.upload("nr,what\nA2,Birch\n")
    assert "Our list" in page
    chosen = alice.browser.get(reverse("import-mapping", args=[second.pk]), {"saved": saved.pk})
    assert [column.chosen for column in chosen.context["parts"][0].columns] == ["account_id", "name"]
    text = alice.browser.get(reverse("import-saved", args=[saved.pk])).content.decode()
    assert "account_id: nr" in text
    alice.browser.post(reverse("import-saved-delete", args=[saved.pk]))
    assert not SavedMapping.objects.exists()


def test_the_known_time_needs_its_date(alice):
    batch, _page = alice.upload(ACCOUNTS)
    assert "Say since which date." in alice.decide(batch, known_time="date").content.decode()
    future = alice.decide(batch, known_time="date", known_on="2099-01-01")
    assert "lies in the future" in future.content.decode()
    alice.go(batch, known_time="date", known_on="2024-03-01")
    assert batch.known_at.date().isoformat() == "2024-03-01"


def test_the_same_file_is_noticed(alice):
    batch, _page = alice.upload(ACCOUNTS)
    alice.go(batch)
    _again, page = alice.upload(ACCOUNTS, "copy.csv")
    assert "This very file was imported before" in page


def test_a_file_that_was_not_imported_can_be_dropped(alice):
    batch, _page = alice.upload(ACCOUNTS)
    with alice.committed(execute=True):
        alice.browser.post(reverse("import-discard", args=[batch.pk]))
    assert not ImportBatch.objects.exists()
    assert list(storage.folder().iterdir()) == []


def test_a_check_that_is_stopped_while_it_waits_leaves_the_file_to_be_mapped(alice, cast):
    batch, _page = alice.upload(ACCOUNTS)
    alice.decide(batch)
    batch.refresh_from_db()
    request_cancel(job=batch.job, actor=cast.alice)
    assert "Start the dry run" in alice.page(batch)
    batch.refresh_from_db()
    assert batch.state == BatchState.DRAFT


def test_an_import_that_is_stopped_can_go_on_or_be_undone(alice, cast, monkeypatch):
    from tenure.foundation.jobs.running import LiveRun
    from tenure.integrations import jobs

    before = everything(cast.workspace)
    rows = "".join(f"B{number},Name {number},Retail,2024-01-01\n" for number in range(1200))
    batch, _page = alice.upload(ACCOUNTS.splitlines()[0] + "\n" + rows)
    alice.decide(batch)
    alice.work(batch)
    alice.browser.post(reverse("import-run", args=[batch.pk]))
    say = LiveRun.progress

    def stops(self, done, total, message=""):
        if done >= 500:
            request_cancel(job=ImportBatch.objects.get(pk=batch.pk).job, actor=cast.alice)
            self._said_at = 0.0
        say(self, done, total, message)

    monkeypatch.setattr(LiveRun, "progress", stops)
    assert alice.work(batch).state == "cancelled"
    assert batch.state == BatchState.CANCELLED
    assert 0 < batch.counts["created"] < 1200
    assert "This import was stopped" in alice.page(batch)
    monkeypatch.setattr(LiveRun, "progress", say)
    alice.browser.post(reverse("import-run", args=[batch.pk]))
    alice.work(batch)
    assert (batch.state, batch.counts["created"]) == (BatchState.DONE, 1200)
    assert Account.objects.count() == 1200
    jobs.undo_batch(batch=batch, actor=cast.alice)
    assert everything(cast.workspace) == before


@pytest.fixture
def chinese():
    """The language of the last request stays with the thread; the tests after this one speak English again."""
    yield "zh-hans"
    translation.activate("en")


def test_the_pages_speak_chinese(chinese, cast, as_person, django_capture_on_commit_callbacks):
    cast.alice.language = chinese
    cast.alice.save()
    walk = Walk(as_person(cast.alice), django_capture_on_commit_callbacks)
    assert "导入" in walk.browser.get(reverse("import")).content.decode()
    batch, page = walk.upload("客户编号,客户名称,员工数\nA1,极光,十\n")
    assert "映射" in page
    walk.go(batch)
    page = walk.page(batch, "import-rejects")
    assert "不是数字" in page
