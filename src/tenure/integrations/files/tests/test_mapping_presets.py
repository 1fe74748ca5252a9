"""Shipped mappings are sound: every field exists, every word can be translated, exports with labels fit as well."""

import importlib

import pytest

from tenure.integrations.files.mapping import MappingError, mapping_problems, presets, propose
from tenure.integrations.files.mapping.presets import fit, load_preset
from tenure.integrations.files.mapping.spec import First, mapping_columns
from tenure.integrations.files.mapping.texts import SKIP_REASONS
from tenure.integrations.files.tests.mapping_files import shape_of
from tenure.integrations.services.targets import fields_by_kind

ALL = presets()
WANTED = {
    "hubspot": "companies contacts tickets deals",
    "salesforce": "accounts contacts tasks opportunities",
    "stripe": "customers subscriptions subscription_items plans invoices",
    "zendesk": "organizations users tickets",
}


def test_the_shapes_that_were_promised_are_there():
    names = {preset.name for preset in ALL}
    assert {f"{vendor}/{file}" for vendor, files in WANTED.items() for file in files.split()} <= names


@pytest.mark.parametrize("preset", ALL, ids=lambda preset: preset.name)
def test_a_preset_names_only_fields_that_its_kind_has(preset):
    fields = fields_by_kind()[preset.mapping.kind]
    for mapping in (preset.mapping, *preset.others):
        assert [str(problem) for problem in mapping_problems(mapping, fields)] == []


@pytest.mark.parametrize("preset", ALL, ids=lambda preset: preset.name)
def test_what_a_preset_says_to_people_can_be_translated(preset):
    titles = importlib.import_module(f"tenure.integrations.{preset.name.partition('/')[0]}").TITLES
    assert preset.title in titles
    assert {skip.reason for skip in preset.mapping.skip} <= set(SKIP_REASONS)


@pytest.mark.parametrize("preset", ALL, ids=lambda preset: preset.name)
def test_a_file_with_only_the_headers_that_prove_a_preset_can_be_mapped(preset):
    first_names = [names[0] for names in preset.wanted]
    mapping = fit(preset, first_names)
    assert set(mapping_columns(mapping)) <= set(first_names)
    assert mapping.fields


LABELLED = [
    (
        "Record ID,Company name,Company Domain Name,Company owner,Lifecycle Stage,Create Date",
        "hubspot/companies",
        {"account_id", "name", "website", "owner", "stage"},
    ),
    (
        "Record ID,First Name,Last Name,Email,Job Title,Primary Associated Company ID,Lifecycle Stage",
        "hubspot/contacts",
        {"contact_id", "name", "email", "title", "account_id"},
    ),
    (
        "Ticket ID,Ticket name,Ticket status,Priority,Create date,Close date,Associated Company IDs",
        "hubspot/tickets",
        {"ticket_id", "subject", "severity", "opened_at", "resolved_at", "account_id", "status"},
    ),
    (
        "Account ID,Account Name,Account Owner,Billing Country,Industry,Employees,Type",
        "salesforce/accounts",
        {"account_id", "name", "owner", "country", "industry", "size", "segment"},
    ),
    (
        "Id,Name,ParentId,Type,Industry,Website,NumberOfEmployees,OwnerId,BillingCountry,IsDeleted",
        "salesforce/accounts",
        {"account_id", "name", "parent_id", "segment", "industry", "website", "size", "owner", "country"},
    ),
    (
        "Id,AccountId,FirstName,LastName,Email,Phone,Title,MailingCountry",
        "salesforce/contacts",
        {"contact_id", "account_id", "name", "email", "phone", "title"},
    ),
    (
        "Opportunity ID,Account Name,Opportunity Name,Stage,Amount,Close Date,Won,Closed",
        "salesforce/opportunities",
        {"opportunity_id", "account_name", "name", "stage", "amount", "closes_on", "is_won", "is_closed"},
    ),
    (
        "id,customer,status,current_period_end,cancel_at_period_end,start_date,ended_at",
        "stripe/subscriptions",
        {"contract_id", "account_id", "start_date", "end_date", "auto_renew"},
    ),
]


@pytest.mark.parametrize(("header", "name", "fields"), LABELLED)
def test_exports_with_labels_and_programs_names_are_known_too(tmp_path, header, name, fields):
    shape = shape_of(tmp_path, f"{header}\n{','.join('x' for _ in header.split(','))}\n")
    best = propose(shape, fields_by_kind()).best
    assert best.preset is not None
    assert best.preset.name == name
    assert set(best.mapping.fields) >= fields


def test_what_a_file_lacks_is_left_out_of_the_preset(tmp_path):
    header = "id,_fivetran_synced,customer_id,status,current_period_end,cancel_at_period_end,cancel_at"
    shape = shape_of(tmp_path, f"{header}\n1,x,c,active,2024-01-01,false,2024-05-05\n")
    best = propose(shape, fields_by_kind()).best
    assert "currency" not in best.mapping.fields
    assert best.mapping.fields["end_date"].origin.column == "cancel_at"
    assert not isinstance(best.mapping.fields["end_date"].origin, First)
    assert best.missing == ("start_date",)


def test_a_plain_file_is_no_vendors(tmp_path):
    text = "account_id,name,industry,mrr,start_date\nA,Nordwind,Retail,5,2024-01-01\n"
    best = propose(shape_of(tmp_path, text), fields_by_kind()).best
    assert best.preset is None


def test_a_broken_preset_names_its_file_and_place(tmp_path):
    folder = tmp_path / "vendor" / "mappings"
    folder.mkdir(parents=True)
    path = folder / "things.yml"
    path.write_text("kind: accounts\ndetect: {all: [id]}\nfields: {account_id: {column: id, scale: much}}\n")
    with pytest.raises(MappingError, match=r"vendor/things: fields\.account_id\.scale"):
        load_preset(path)
