"""A text is asked for in its usual spellings where a database folds only ASCII."""

import pytest

from tenure.foundation.db.spellings import spelled, spellings
from tenure.foundation.models import User


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kite & Co", ["Kite & Co"]),
        ("红隼 GmbH", ["红隼 GmbH"]),
        ("über", ["über", "ÜBER"]),
        ("ÜBER", ["ÜBER", "über"]),
        ("Über", ["Über", "über"]),
        ("élan öst", ["élan öst", "ÉLAN ÖST", "Élan öst"]),
        ("", [""]),
    ],
)
def test_only_letters_beyond_ascii_ask_for_more_spellings(text, expected):
    assert spellings(text) == expected


@pytest.mark.parametrize("text", ["ömer", "ÖMER", "Ömer", "ömer ç", "ÖMER Ç"])
def test_a_person_is_found_whatever_the_case(cast, text):
    User.objects.filter(pk=cast.bob.pk).update(name="Ömer Çelik")
    assert list(User.objects.filter(spelled("name__icontains", text))) == [cast.bob]
