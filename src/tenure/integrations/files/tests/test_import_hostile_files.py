"""A broken or hostile file gets a clear error and leaves nothing behind, by command line and by page."""

import gzip
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tenure.config.cli import main
from tenure.integrations.files import storage
from tenure.integrations.files.tests.import_files import ACCOUNTS, everything
from tenure.integrations.models import ImportBatch


def bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 50_000_000)


FILES = {
    "empty.csv": b"",
    "really.xlsx": b"account_id,name\nA1,Acme\n",
    "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "nul.csv": b"account_id,name\nA1,Ac\x00me\n",
    "wide.csv": b",".join(b"c%d" % number for number in range(100_000)) + b"\n1\n",
    "cut.csv.gz": gzip.compress(ACCOUNTS.encode() * 1000)[:-200],
    "broken.parquet": b"PAR1" + b"\x00" * 100 + b"PAR1",
    "locked.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4096,
    "evil.jsonl": b'{"account_id": "A1", "name": ' + b"[" * 100_000 + b"\n",
}


@pytest.fixture(params=[*FILES, "bomb.xlsx"])
def hostile(request, tmp_path):
    path = tmp_path / request.param
    if request.param == "bomb.xlsx":
        bomb(path)
    else:
        path.write_bytes(FILES[request.param])
    return path


def stored():
    return list(storage.folder().iterdir())


def test_the_command_line_says_what_is_wrong(hostile, workspace, capsys):
    before = everything(workspace)
    assert main(["import", "accounts", str(hostile), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert hostile.name in said.err
    assert "Traceback" not in said.err
    assert everything(workspace) == before
    assert not ImportBatch.objects.exists()
    assert stored() == []


def test_the_page_says_what_is_wrong(hostile, cast, as_person):
    before = everything(cast.workspace)
    upload = SimpleUploadedFile(hostile.name, hostile.read_bytes())
    answer = as_person(cast.alice).post(reverse("import"), {"file": upload})
    assert answer.status_code == 422
    assert "nothing of it was kept" in answer.content.decode()
    assert everything(cast.workspace) == before
    assert not ImportBatch.objects.exists()
    assert stored() == []


def test_a_file_beyond_the_limit_is_refused_before_it_is_stored(cast, as_person, settings):
    settings.UPLOAD_MAX_MB = 1
    upload = SimpleUploadedFile("large.csv", b"account_id,name\n" + b"A1,Acme\n" * 200_000)
    answer = as_person(cast.alice).post(reverse("import"), {"file": upload})
    assert answer.status_code == 413
    assert "larger than 1 MB" in answer.content.decode()
    assert stored() == []


def test_a_form_without_a_file_is_asked_again(cast, as_person):
    assert as_person(cast.alice).post(reverse("import")).status_code == 422


def test_names_of_uploads_never_reach_the_disk(cast, as_person):
    upload = SimpleUploadedFile("../../evil.csv", ACCOUNTS.encode())
    as_person(cast.alice).post(reverse("import"), {"file": upload})
    (path,) = stored()
    assert len(path.name) == 32
    assert path.read_text() == ACCOUNTS
    batch = ImportBatch.objects.get()
    assert "/" not in batch.file_name
    with pytest.raises(ValueError, match="stored file"):
        storage.path_of("../secret.key")
