"""The domain by which a company is known again."""

import pytest

from tenure.accounts.services.records.identity import domain_of


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("https://www.kite.example/about?x=1", "kite.example"),
        ("kite.example", "kite.example"),
        ("KITE.example:8080", "kite.example"),
        ("http://[x", ""),
        ("gmail.com", ""),
        ("not a website", ""),
        (None, ""),
    ],
)
def test_a_website_gives_its_bare_domain_or_none(website, domain):
    assert domain_of(website) == domain
