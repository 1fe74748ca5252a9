"""How the facts of this domain read in the activity log."""

from django.utils.translation import gettext_lazy as _

from tenure.foundation.telling import tells

tells(
    {
        "import.finished": _("Import of %(file)s finished"),
        "import.undone": _("Import of %(file)s undone: %(removed)s records removed, %(restored)s restored"),
        "import.corrected": _("Import of %(file)s: row %(row)s corrected"),
        "import.discarded": _("File %(file)s discarded before its import"),
        "mapping.saved": _("Mapping %(name)s saved"),
        "mapping.changed": _("Mapping %(name)s changed"),
        "mapping.deleted": _("Mapping %(name)s removed"),
        "demo.loaded": _("Demo company loaded"),
        "demo.removed": _("Demo company removed: %(accounts)s accounts, %(people)s people"),
    }
)
