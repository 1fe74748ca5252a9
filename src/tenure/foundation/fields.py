"""Model fields of our own."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from tenure_engine.money import from_micros, to_micros


class AmountField(models.BigIntegerField):
    """An exact amount of money: Decimal in Python (major units), integer micros in the database.

    Integers add up exactly in SQL on every database; SQLite would keep decimals as floating point.
    """

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else from_micros(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return Decimal(str(value))
        except ArithmeticError:
            raise ValidationError(_("'%(value)s' is not an amount."), params={"value": value}) from None

    def get_prep_value(self, value: Any) -> int | None:
        amount = self.to_python(value)
        return None if amount is None else to_micros(amount)

    def formfield(self, **kwargs: Any) -> Any:
        from django import forms

        options: dict[str, Any] = {"max_digits": 18, "decimal_places": 6, **kwargs}
        return models.Field.formfield(self, form_class=forms.DecimalField, **options)

    def validate(self, value: Any, model_instance: Any) -> None:
        models.Field.validate(self, value, model_instance)

    def run_validators(self, value: Any) -> None:
        if value not in self.empty_values:
            models.BigIntegerField.run_validators(self, to_micros(Decimal(value)))
