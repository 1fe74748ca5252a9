"""How the facts of this domain read in the activity log."""

from django.utils.translation import gettext_lazy as _

from tenure.foundation.telling import tells

tells(
    {
        "exchange_rates.saved": _("Exchange rates of %(dated_on)s saved"),
        "retention.reported": _("Retention kept as reported: %(title)s"),
        "retention.withdrawn": _("Reported retention withdrawn: %(title)s"),
    }
)
