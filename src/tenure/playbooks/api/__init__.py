"""The API of playbooks."""

from ninja import Router

from tenure.playbooks.api import alerts, ctas

router = Router()
router.add_router("", alerts.router)
router.add_router("", ctas.router)
