"""Addresses of records."""

from django.urls import NoReverseMatch, reverse


def record_url(kind: str, pk: int) -> str:
    """Return the page of a record; an account's is the page with everything about the customer."""
    if kind == "accounts":
        return account_url(pk)
    return reverse("record", args=[kind, pk])


def account_url(pk: int) -> str:
    """Return the page with everything about a customer, else its record."""
    try:
        return reverse("account", args=[pk])
    except NoReverseMatch:
        return reverse("record", args=["accounts", pk])
