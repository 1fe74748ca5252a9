"""Every text of mapping: code -> msgid. A test proves that each code used is here."""

from tenure.integrations.files.reading.messages import Message, Param
from tenure_engine.words import N_

VALUE_TEXTS: dict[str, str] = {
    "not_a_number": N_("“%(value)s” is not a number."),
    "other_decimal": N_("“%(value)s” is not a number here: in this column “%(decimal)s” is the decimal sign."),
    "not_whole": N_("“%(value)s” is not a whole number."),
    "not_a_date": N_("“%(value)s” is not a date; write it as 2026-01-31."),
    "not_a_time": N_("“%(value)s” is not a date with a time; write it as 2026-01-31 14:05."),
    "date_order_open": N_("“%(value)s” can be read in several ways; say in which order day, month and year stand."),
    "not_in_order": N_("“%(value)s” is no date in the order %(order)s."),
    "year_out_of_range": N_("“%(value)s” lies outside of the years 1900 to 9999."),
    "not_yes_or_no": N_("“%(value)s” is neither yes nor no."),
    "not_a_choice": N_("“%(value)s” is not known here. Possible: %(choices)s."),
}

REASON_TEXTS: dict[str, str] = {
    "canonical": N_("the column has the field's own name"),
    "synonym": N_("%(column)s means %(field)s"),
    "preset": N_("as in files of this shape: %(title)s"),
    "kept_custom": N_("no field has this name: kept as a custom field"),
    "kept_property": N_("no field has this name: kept as a property of the event"),
    "unused": N_("no field has this name: left out"),
    "ignored": N_("left out by the mapping"),
    "filter": N_("decides which rows are left out"),
    "taken": N_("%(field)s already comes from %(other)s"),
}

SPEC_TEXTS: dict[str, str] = {
    "yaml": N_("This is not valid YAML: %(why)s."),
    "too_big": N_("A mapping of more than %(limit)s characters is not read."),
    "not_a_map": N_("Here must stand names with values, such as “kind: accounts”."),
    "unknown_key": N_("“%(key)s” is not known here. Possible: %(known)s."),
    "missing_key": N_("“%(key)s” is missing."),
    "version": N_("This mapping has version %(version)s; version 1 is understood."),
    "unknown_kind": N_("“%(kind)s” is no kind of record. Possible: %(known)s."),
    "unknown_field": N_("%(kind)s have no field “%(field)s”. Possible: %(known)s."),
    "not_text": N_("Here must stand a text."),
    "not_a_list": N_("Here must stand a list."),
    "not_a_word": N_("“%(value)s” is not possible here. Possible: %(known)s."),
    "not_a_decimal": N_("“%(value)s” is not a number."),
    "one_origin": N_("A field takes its value from exactly one of: %(known)s."),
    "bad_template": N_("“%(template)s” is no template: names of columns stand in braces, such as {first name}."),
    "no_condition": N_("A condition needs one of: is, is_not, empty."),
    "no_unit": N_("Beside “after” one of these must name the column of the duration: %(known)s."),
    "unknown_zone": N_("“%(zone)s” is no time zone; write it as Asia/Shanghai."),
    "missing_column": N_("The file has no column “%(column)s”. It has: %(known)s."),
    "no_fields": N_("No column is mapped to any field."),
}

SKIP_REASONS: tuple[str, ...] = (
    N_("deleted in the source"),
    N_("not a customer's contact"),
    N_("never became active"),
    N_("not done yet"),
    N_("has not left"),
    N_("superseded by a later version"),
    N_("left out by the mapping"),
)
"""The reasons that shipped mappings give for leaving a row out; a person's own mapping may use any text."""

KIND_WORDS: tuple[str, ...] = (
    N_("accounts"),
    N_("contacts"),
    N_("products"),
    N_("contracts"),
    N_("events"),
    N_("tickets"),
    N_("invoices"),
    N_("surveys"),
    N_("touchpoints"),
    N_("losses"),
    N_("problems"),
    N_("opportunities"),
    N_("devices"),
)


def value_message(code: str, **params: Param) -> Message:
    """Return what is wrong with one value."""
    return Message(code, VALUE_TEXTS[code], params)


def spec_message(code: str, **params: Param) -> Message:
    """Return what is wrong with a mapping."""
    words = tuple(name for name in ("kind",) if params.get(name) in KIND_WORDS)
    return Message(code, SPEC_TEXTS[code], params, words)


def reason_message(code: str, words: tuple[str, ...] = (), **params: Param) -> Message:
    """Return why a column goes where it goes."""
    return Message(code, REASON_TEXTS[code], params, words)
