"""The state of the portfolio as its address holds it: what is saved, compared and linked."""

from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict

ONE = ("q", "band", "renewal", "segment", "stage", "owner", "paying", "sort", "group", "display", "x", "y")
MANY = ("where", "cols")
LONGEST = 4_000
ME = "me"


def pairs_of(params: QueryDict) -> list[tuple[str, str]]:
    """Return what of an address belongs to the state of the portfolio, in one order."""
    pairs = [(name, str(params[name])) for name in ONE if params.get(name)]
    return pairs + [(name, value) for name in MANY for value in dict.fromkeys(params.getlist(name)) if value]


def write_state(params: QueryDict | str) -> str:
    """Return the state as the query part of an address: equal states give equal texts."""
    return urlencode(pairs_of(QueryDict(params) if isinstance(params, str) else params))


def with_view(query: str, view: str) -> str:
    """Return the query part of an address that shows a state as that of a view."""
    return urlencode([("view", view), *parse_qsl(query)])
