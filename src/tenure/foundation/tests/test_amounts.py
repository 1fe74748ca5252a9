"""Amounts are exact to the micro on every database."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum

from tenure.accounts.models import Loss
from tenure.foundation.fields import AmountField
from tenure_engine.money import from_micros


@pytest.mark.parametrize("text", ["0.1", "0.000001", "1234567890123.456789", "-5", "0"])
def test_an_amount_comes_back_as_it_was(cast, text):
    loss = Loss.objects.create(workspace=cast.workspace, account=cast.account(), lost_on="2024-01-01", amount=text)
    loss.refresh_from_db()
    assert loss.amount == Decimal(text)


def test_a_sum_of_tenths_is_exact(cast):
    account = cast.account()
    for _ in range(10):
        Loss.objects.create(workspace=cast.workspace, account=account, lost_on="2024-01-01", amount=Decimal("0.1"))
    assert Loss.objects.aggregate(total=Sum("amount"))["total"] == Decimal(1)


def test_a_word_is_not_an_amount():
    with pytest.raises(ValidationError):
        AmountField().to_python("much")


@pytest.mark.parametrize(
    ("micros", "text"),
    [(0, "0.00"), (12_300_000, "12.30"), (-5_000_000_000, "-5000.00"), (1_234_500, "1.2345"), (-1, "-0.000001")],
)
def test_an_amount_has_two_decimals_and_more_only_where_they_say_something(micros, text):
    assert f"{from_micros(micros):f}" == text
