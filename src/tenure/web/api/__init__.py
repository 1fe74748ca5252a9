"""The API of what crosses domains: the portfolio with its views, today's list, an account's timeline, search."""

from ninja import Router

from tenure.web.api import bulk, portfolio, reading, views

router = Router()
for part in (portfolio, bulk, views, reading):
    router.add_router("", part.router)
