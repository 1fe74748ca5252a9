"""Devices as a kind of record."""

from django.utils.translation import gettext_lazy as _

from tenure.accounts.kinds import Field, RecordKind, register
from tenure.devices.models import Device

KIND = register(
    RecordKind(
        name="devices",
        label=_("Device"),
        label_plural=_("Devices"),
        model=Device,
        id_field="device_id",
        effective="installed_on",
        icon="device-desktop",
        columns=("serial", "account_id", "model", "site", "status", "version", "installed_on"),
        fields=(
            Field("device_id", "text", _("Device id"), virtual=True, entered=False),
            Field("account_id", "ref", _("Account"), attr="account", ref="accounts", required=True),
            Field("serial", "text", _("Serial number")),
            Field("model", "text", _("Model")),
            Field("site", "text", _("Site")),
            Field("status", "text", _("Status")),
            Field("version", "text", _("Software version")),
            Field("installed_on", "date", _("Installed on")),
        ),
    )
)
