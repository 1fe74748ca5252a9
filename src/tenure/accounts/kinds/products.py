"""What we sell."""

from django.utils.translation import gettext_lazy as _

from tenure.accounts.choices import LineKind
from tenure.accounts.kinds.base import Field, RecordKind, register
from tenure.accounts.models import Product

KIND = register(
    RecordKind(
        name="products",
        label=_("Product"),
        label_plural=_("Products"),
        model=Product,
        id_field="product_id",
        icon="package",
        columns=("name", "kind", "category", "list_price", "currency"),
        fields=(
            Field("product_id", "text", _("Product id"), virtual=True, entered=False),
            Field("name", "text", _("Name")),
            Field("kind", "choice", _("Kind"), choices=tuple(LineKind.choices)),
            Field("category", "text", _("Category")),
            Field("unit", "text", _("Unit")),
            Field("list_price", "amount", _("List price")),
            Field("currency", "text", _("Currency")),
            Field("billing_months", "int", _("Months per price")),
        ),
    )
)
