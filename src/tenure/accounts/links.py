"""Addresses of records."""

from functools import lru_cache

from django.urls import NoReverseMatch, get_script_prefix, reverse

ANY = 9_040_302_010_807_060
"""Stands for the number of a record in what is drawn once for many; no address and no token has it by chance."""


def record_url(kind: str, pk: int) -> str:
    """Return the page of a record; an account's is the page with everything about the customer."""
    if kind == "accounts":
        return account_url(pk)
    return reverse("record", args=[kind, pk])


def account_url(pk: int) -> str:
    """Return the page with everything about a customer, else its record."""
    before, after = _around_account(get_script_prefix())
    return f"{before}{pk}{after}"


@lru_cache(maxsize=8)
def _around_account(prefix: str) -> tuple[str, str]:
    """Return what stands around the number in a customer's address: a table has very many of them."""
    try:
        address = reverse("account", args=[ANY])
    except NoReverseMatch:
        address = reverse("record", args=["accounts", ANY])
    before, after = address.split(str(ANY))
    return before, after
