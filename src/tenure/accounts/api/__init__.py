"""The API of the record: the same routes for every kind, with the kind's own schemas."""

from django.utils.translation import override
from ninja import Router

from tenure.accounts.api.routes import add_routes
from tenure.accounts.kinds import list_kinds

router = Router()
with override("en"):  # the description of the API is in one language
    for _kind in list_kinds():
        add_routes(router, _kind)
