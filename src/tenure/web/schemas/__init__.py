"""Bodies of the API of what crosses domains."""

from ninja import Schema


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    title: str
    status: int
    detail: str | None = None
