"""How the facts of this domain read in the activity log."""

from django.utils.translation import gettext_lazy as _

from tenure.foundation.telling import tells

tells(
    {
        "events.account_erased": _("All events of the customer erased (%(events)s)"),
        "events.user_erased": _("All events of one user erased (%(events)s)"),
        "event_kind.described": _("Event %(name)s described"),
    }
)
