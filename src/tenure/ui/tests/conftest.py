"""Texts are compared in English, whatever language a request of another test left behind."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield
