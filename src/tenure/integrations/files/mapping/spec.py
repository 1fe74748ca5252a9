"""A mapping as a value: which fields of one kind come from where. The YAML form:

    mapping: 1
    kind: contracts
    title: Our billing system            # optional
    system: billing                      # whose ids these are; "file" if left out
    timezone: Asia/Shanghai              # of times without a zone; UTC if left out. Dates are never shifted
    rest: ignore                         # unmapped columns: custom (accounts), properties (events), ignore
    ignore: [_synced]                    # columns never kept
    skip:                                # rows left out on purpose, counted by reason
      - {column: is_deleted, is: [true], reason: deleted in the source}
      - {column: role, is_not: [end-user], reason: not a customer's contact}
      - {column: left_on, empty: true}
    fields:
      line_id: subscription_id                                   # a column, for short
      currency: {constant: EUR}
      name: {template: "{first name} {last name}"}
      end_date: {first: [ended_at, cancel_at]}                   # the first that is not empty
      status: {column: state, map: {deleted: closed, "*": open}, default: open}
      unit_price: {column: cents, scale: 0.01}                   # times 0.01
      list_price: {column: amount, minor_units: currency}        # cents, fen, yen: by the currency of that column
      billing_months: {column: interval, map: {month: 1, year: 12}, times: interval_count}
      resolved_at: {after: opened_at, hours: hours_to_resolve}   # also minutes, seconds, days, months
      start_date: {months_before: tenure}                        # so many months before the snapshot date
      lost_on: {snapshot: true, when: {column: churned, is: [true]}}
      account_id: {column: AccountId, as: salesforce_id}         # 15 and 18 characters are the same record
      currency: {column: currency, as: upper}                    # usd -> USD
      mrr_currency: {currency_in: price}                         # "€ 12.50" -> EUR

`when` gives the value only to rows that meet a condition. Values are compared without regard to case and
surrounding blanks; `true` and `false` match every word for yes and no.
"""

from collections.abc import Mapping as AbcMapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from tenure.integrations.files.reading.messages import Message

Rest = Literal["custom", "properties", "ignore"]
Unit = Literal["seconds", "minutes", "hours", "days", "months"]
Scalar = str | bool | int

RESTS: tuple[Rest, ...] = ("custom", "properties", "ignore")
UNITS: tuple[Unit, ...] = ("seconds", "minutes", "hours", "days", "months")
FORMS = ("salesforce_id", "upper")
EXTRA_FIELDS = ("known_at", "account_name")
"""Fields that every kind may be given beside its own."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value of a row: in which column, for which field."""

    column: str
    field: str
    message: Message


@dataclass(frozen=True, slots=True)
class SpecProblem:
    """What is wrong with a mapping, and where in it, such as `fields.mrr.scale`."""

    place: str
    message: Message

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else str(self.message)


class MappingError(Exception):
    """A mapping cannot be used. Carries every problem with its place."""

    def __init__(self, problems: list[SpecProblem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a cell must be. Of `is_`, `is_not` and `empty`, those given must all hold."""

    column: str
    is_: tuple[Scalar, ...] = ()
    is_not: tuple[Scalar, ...] = ()
    empty: bool | None = None


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows that meet the condition are left out for this reason."""

    condition: Condition
    reason: str = "left out by the mapping"


@dataclass(frozen=True, slots=True)
class Column:
    """The value stands in a column."""

    column: str


@dataclass(frozen=True, slots=True)
class Constant:
    """The value is the same in every row."""

    value: str


@dataclass(frozen=True, slots=True)
class Template:
    """The value is put together: `{name}` stands for the cell of that column."""

    text: str


@dataclass(frozen=True, slots=True)
class First:
    """The value stands in the first of these columns that is not empty."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The value is the snapshot date: the day that "now" means in the file."""


@dataclass(frozen=True, slots=True)
class MonthsBefore:
    """The value is the date so many whole months before the snapshot date."""

    column: str


@dataclass(frozen=True, slots=True)
class After:
    """The value is the moment of `start` plus the duration that stands in `amount`, in `unit`."""

    start: str
    amount: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class CurrencyIn:
    """The value is the currency that the amount in this column names by sign or code."""

    column: str


Origin = Column | Constant | Template | First | Snapshot | MonthsBefore | After | CurrencyIn


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field's value comes from and what is done to it, in this order.

    `when` chooses rows; `words` replaces texts ("*": any other); `default` stands for empty; `form` normalises ids;
    the number is multiplied by `scale` and the column `times`, and divided by the minor units of the currency in
    the column `minor_units`.
    """

    origin: Origin
    words: AbcMapping[str, str] = field(default_factory=dict)
    default: str = ""
    scale: Decimal | None = None
    times: str = ""
    minor_units: str = ""
    form: str = ""
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which fields of one kind come from where."""

    kind: str
    fields: AbcMapping[str, Source] = field(default_factory=dict)
    skip: tuple[Skip, ...] = ()
    rest: Rest | None = None
    ignore: tuple[str, ...] = ()
    name: str = ""
    title: str = ""
    system: str = "file"
    timezone: str = ""

    @property
    def effective_rest(self) -> Rest:
        """Return what becomes of unmapped columns: by default accounts and events keep them."""
        by_kind: dict[str, Rest] = {"accounts": "custom", "events": "properties"}
        return self.rest or by_kind.get(self.kind, "ignore")


def template_columns(text: str) -> tuple[str, ...]:
    """Return the columns that a template names, in order. Raises ValueError for unbalanced braces."""
    names: list[str] = []
    rest = text
    while "{" in rest or "}" in rest:
        before, mark, after = rest.partition("{")
        name, close, rest = after.partition("}")
        if "}" in before or not mark or not close or not name.strip() or "{" in name:
            raise ValueError(text)
        names.append(name.strip())
    return tuple(names)


def origin_columns(origin: Origin) -> tuple[str, ...]:
    """Return the columns an origin reads."""
    match origin:
        case Column(column) | MonthsBefore(column) | CurrencyIn(column):
            return (column,)
        case First(columns):
            return columns
        case Template(text):
            return template_columns(text)
        case After(start, amount, _):
            return (start, amount)
    return ()


def source_columns(source: Source) -> tuple[str, ...]:
    """Return every column a source reads, the telling ones first."""
    more = (source.times, source.minor_units, source.when.column if source.when else "")
    return (*origin_columns(source.origin), *(column for column in more if column))


def mapping_columns(mapping: Mapping) -> tuple[str, ...]:
    """Return every column that fields and filters of a mapping read, each once."""
    columns = [column for source in mapping.fields.values() for column in source_columns(source)]
    columns += [skip.condition.column for skip in mapping.skip]
    return tuple(dict.fromkeys(columns))
