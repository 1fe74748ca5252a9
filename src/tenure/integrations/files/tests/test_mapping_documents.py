"""A mapping in YAML says everything, is checked as a whole, and reads back as what it was."""

import pytest

from tenure.integrations.files.mapping import MappingError, dump_mapping, load_mapping, mapping_problems
from tenure.integrations.files.tests.mapping_files import CONTRACTS, shape_of

EVERYTHING = """
mapping: 1
kind: contracts
name: billing
title: Our billing system
system: billing
timezone: Asia/Shanghai
rest: ignore
ignore: [_synced, "yes"]
skip:
  - {column: is_deleted, is: [true], reason: deleted in the source}
  - {column: role, is_not: [end-user, 7]}
  - {column: left_on, empty: true}
fields:
  line_id: subscription_id
  contract_id: {column: "合同编号", as: salesforce_id}
  account_id: {first: [customer, client]}
  product: {template: "{plan} {edition}"}
  currency: {currency_in: price}
  kind: {column: type, map: {licence: seat, "*": one_off, no: seat}, default: seat}
  unit_price: {column: cents, scale: 0.01, minor_units: currency}
  billing_months: {column: interval, map: {month: 1, year: 12}, times: interval_count}
  start_date: {months_before: tenure}
  end_date: {snapshot: true, when: {column: churned, is: [true]}}
  mrr: {constant: "10.50"}
  trial: {after: start, hours: duration}
"""


def problems_of(text):
    with pytest.raises(MappingError) as caught:
        load_mapping(text)
    return [(problem.place, problem.message.code) for problem in caught.value.problems]


def test_what_is_dumped_reads_back_as_the_same_mapping():
    mapping = load_mapping(EVERYTHING)
    assert load_mapping(dump_mapping(mapping)) == mapping
    assert mapping.fields["kind"].words == {"licence": "seat", "*": "one_off", "no": "seat"}
    assert mapping.skip[0].condition.is_ == (True,)
    assert str(mapping.fields["unit_price"].scale) == "0.01"


def test_every_problem_is_named_at_its_place():
    text = """
    mapping: 2
    colour: red
    timezone: Mars/Olympus
    rest: keep
    skip: [{is: [1]}, {column: a}]
    fields:
      a: {}
      b: {column: x, constant: y}
      c: {column: x, scale: much}
      d: {template: "{broken"}
      e: {after: x}
      f: {column: x, as: upside_down}
      g: [x]
      h: {column: x, colour: red}
    """
    assert problems_of(text) == [
        ("colour", "unknown_key"),
        ("mapping", "version"),
        ("", "missing_key"),
        ("timezone", "unknown_zone"),
        ("rest", "not_a_word"),
        ("fields.a", "one_origin"),
        ("fields.b", "one_origin"),
        ("fields.c.scale", "not_a_decimal"),
        ("fields.d.template", "bad_template"),
        ("fields.e", "no_unit"),
        ("fields.f.as", "not_a_word"),
        ("fields.g", "not_a_map"),
        ("fields.g", "one_origin"),
        ("fields.h.colour", "unknown_key"),
        ("skip.1", "missing_key"),
        ("skip.2", "no_condition"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kind: [", "yaml"),
        ("just words", "not_a_map"),
        ("- a\n- b", "not_a_map"),
        ("a: &x [1]\nb: *x", "yaml"),
        ("kind: accounts\nfields: {a: !!python/object/apply:os.system [ls]}", "yaml"),
        ("x" * 300_000, "too_big"),
        ("[" * 5_000, "yaml"),
    ],
)
def test_what_is_no_mapping_is_refused(text, code):
    assert problems_of(text)[0][1] == code


def test_fields_and_columns_that_do_not_exist_are_named(tmp_path):
    shape = shape_of(tmp_path, "id,customer,from\n1,A,2024-01-01\n")
    mapping = load_mapping(
        "kind: contracts\nskip: [{column: gone, empty: true}]\n"
        "fields: {line_id: id, account_id: customr, start_date: from, colour: id, known_at: from}"
    )
    assert [str(problem) for problem in mapping_problems(mapping, CONTRACTS, shape)] == [
        "fields.colour: contracts have no field “colour”. Possible: line_id, contract_id, account_id, product, kind, "
        "start_date, end_date, quantity, mrr, arr, unit_price, billing_months, currency, trial, auto_renew.",
        "fields.account_id: The file has no column “customr”. It has: id, customer, from.",
        "skip.1: The file has no column “gone”. It has: id, customer, from.",
    ]


def test_a_kind_that_is_none_is_named():
    mapping = load_mapping("kind: planets\nfields: {account_id: id}")
    assert mapping_problems(mapping, CONTRACTS)[0].message.code == "unknown_kind"
