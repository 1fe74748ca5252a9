"""The columns of the portfolio."""

from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from tenure.accounts.links import account_url
from tenure.ui.tables import Column
from tenure.ui.templatetags.tenure_ui import band_word

GROUPS = ("segment", "stage", "owner", "band")
COLUMNS = [
    Column(
        "name",
        gettext_lazy("Customer"),
        kind="name",
        value=lambda row: row.account.name,
        link=lambda row: account_url(row.account.pk),
        sort=True,
        is_fixed=True,
    ),
    Column(
        "health",
        gettext_lazy("Health"),
        value=lambda row: row.facts.score,
        sort=True,
        template="web/cells/health.html",
    ),
    Column(
        "trend",
        gettext_lazy("90 days"),
        value=lambda row: row.facts.change,
        sort=True,
        template="web/cells/trend.html",
        help=gettext_lazy("Change of the health score in 90 days, in points"),
    ),
    Column(
        "arr",
        gettext_lazy("ARR"),
        kind="money",
        value=lambda row: row.arr,
        currency=lambda row: row.facts.main_currency,
        sort=True,
        has_total=True,
        decimals=0,
    ),
    Column(
        "renewal",
        gettext_lazy("Renewal"),
        value=lambda row: row.facts.renewal_on,
        sort=True,
        template="web/cells/renewal.html",
    ),
    Column("stage", gettext_lazy("Stage"), value=lambda row: row.account.stage, sort=True, kind="badge"),
    Column("segment", gettext_lazy("Segment"), value=lambda row: row.account.segment, sort=True),
    Column("owner", gettext_lazy("Owner"), value=lambda row: row.facts.owner, sort=True),
    Column(
        "touch",
        gettext_lazy("Last touch"),
        value=lambda row: row.facts.last_touch_at and timezone.localtime(row.facts.last_touch_at).date(),
        sort=True,
        kind="date",
    ),
    Column(
        "usage",
        gettext_lazy("Usage, 90 days"),
        kind="spark",
        value=lambda row: row.usage or None,
        help=gettext_lazy("Active users a week"),
    ),
    Column(
        "ctas",
        pgettext_lazy("column", "To do"),
        kind="number",
        value=lambda row: row.open_ctas or None,
        sort=True,
    ),
    Column("band", gettext_lazy("Band"), value=lambda row: band_word(row.facts.band), sort=True, is_shown=False),
    Column("region", gettext_lazy("Region"), value=lambda row: row.account.region, sort=True, is_shown=False),
    Column("industry", gettext_lazy("Industry"), value=lambda row: row.account.industry, sort=True, is_shown=False),
    Column(
        "size",
        gettext_lazy("Employees"),
        kind="number",
        value=lambda row: row.account.size,
        sort=True,
        is_shown=False,
    ),
    Column("source", gettext_lazy("Came by"), value=lambda row: row.account.source, sort=True, is_shown=False),
    Column(
        "signed",
        gettext_lazy("Customer since"),
        kind="date",
        value=lambda row: row.account.signed_on,
        sort=True,
        is_shown=False,
    ),
]
