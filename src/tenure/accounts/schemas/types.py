"""Types of the API's fields: bounded, so that whatever passes can be stored."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, Field, FiniteFloat, StrictBool, StrictInt, StrictStr

from tenure.accounts.kinds import Field as KindField
from tenure.accounts.kinds import RecordKind

LARGEST_ID = 2**63 - 1
LONGEST_TEXT = 20_000
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("a text cannot hold a NUL character")
    return text


def text_of(length: int, *, at_least: int = 0) -> Any:
    """Return the type of a text of at most `length` characters."""
    return Annotated[str, Field(max_length=length, min_length=at_least), AfterValidator(_without_nul)]


RecordId = Annotated[int, Field(ge=1, le=LARGEST_ID)]
ExternalValue = text_of(300, at_least=1)
Key = Annotated[
    Annotated[StrictInt, Field(ge=1, le=LARGEST_ID)] | Annotated[StrictStr, Field(max_length=300, min_length=1)],
    Field(description="Our id (a number), or an external id (a text) that only one record has."),
]
Person = Annotated[
    Annotated[StrictInt, Field(ge=1, le=LARGEST_ID)] | Annotated[StrictStr, Field(max_length=254)],
    Field(description="A person of the workspace: our id (a number) or e-mail address (a text)."),
]
Amount = Annotated[
    Decimal,
    Field(max_digits=18, decimal_places=6, description="Exact amount in major units; answers write it as a text."),
]
Quantity = Annotated[Decimal, Field(max_digits=18, decimal_places=4)]
Instant = Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST, description="RFC 3339 with a time zone.")]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
CustomValue = StrictBool | StrictInt | FiniteFloat | Annotated[StrictStr, Field(max_length=2000)] | None
Custom = Annotated[dict[text_of(120, at_least=1), CustomValue], Field(max_length=200)]  # type: ignore[valid-type]


def type_in(kind: RecordKind, entry: KindField) -> Any:
    """Return the type that the API takes for a field."""
    if entry.type == "choice":
        return Literal[tuple(str(value) for value, _label in entry.choices)]  # type: ignore[misc]
    plain: dict[str, Any] = {
        "int": Count,
        "decimal": Quantity,
        "amount": Amount,
        "date": date,
        "datetime": Instant,
        "bool": bool,
        "ref": Key,
        "person": Person,
        "long_text": text_of(LONGEST_TEXT),
        "tags": Annotated[list[text_of(120, at_least=1)], Field(max_length=100)],  # type: ignore[misc]
    }
    if entry.type in plain:
        return plain[entry.type]
    column: Any = None if entry.virtual else kind.model._meta.get_field(entry.attr or entry.name)
    return text_of(getattr(column, "max_length", None) or 300)


def type_out(entry: KindField) -> Any:
    """Return the type that the API gives for a field."""
    plain: dict[str, Any] = {
        "int": int,
        "decimal": Decimal,
        "amount": Decimal,
        "date": date,
        "datetime": datetime,
        "bool": bool,
        "ref": int,
        "tags": list[str],
    }
    return plain.get(entry.type, str)
