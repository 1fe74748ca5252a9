"""What is committed of the reference is what the code says."""

from pathlib import Path

import pytest

from tenure.api.export import pages
from tenure.api.reference import document, operations

FOLDER = Path(__file__).resolve().parents[4] / "docs" / "reference"


@pytest.mark.parametrize("name", ["openapi.json", "api.md", "records.md"])
def test_a_generated_page_is_committed_as_generated(name):
    assert (FOLDER / name).read_text(encoding="utf-8") == pages()[name](), "run 'make reference'"


def test_every_operation_has_its_own_name_and_a_summary():
    names = [entry["operationId"] for path in document()["paths"].values() for entry in path.values()]
    assert len(names) == len(set(names))
    assert all(entry["summary"] for entries in operations().values() for entry in entries)


def test_the_document_shows_real_schemas():
    schema = document()["components"]["schemas"]
    assert schema["TicketCreate"]["required"] == ["account_id", "opened_at"]
    assert "severity" in schema["Ticket"]["properties"]


@pytest.mark.django_db
def test_the_page_shows_every_operation(cast, as_person):
    page = as_person(cast.rita).get("/reference/api/").content.decode()
    for entries in operations().values():
        for entry in entries:
            assert f"{entry['method']} {entry['path']}" in page
