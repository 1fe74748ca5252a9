"""How facts of the portfolio read in the activity log."""

from django.utils.translation import gettext_lazy as _

from tenure.foundation.telling import tells

tells(
    {
        "portfolio_view.saved": _("Portfolio view %(name)s saved"),
        "portfolio_view.changed": _("Portfolio view %(name)s changed"),
        "portfolio_view.removed": _("Portfolio view %(name)s removed"),
        "portfolio_view.restored": _("Portfolio view %(name)s brought back"),
    }
)
