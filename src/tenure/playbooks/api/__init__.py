"""The API of playbooks."""

from ninja import Router

from tenure.playbooks.api import alerts

router = Router()
router.add_router("", alerts.router)
