"""The API's reference within the product."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from tenure.ui.registry import READERS, page


@page("reference/api/", name="api-reference", title=_("API"), roles=READERS)
def api_reference(request: HttpRequest) -> HttpResponse:
    """List what programs can ask and do."""
    return render(request, "api/reference.html", {"groups": _operations()})


@cache
def _operations() -> list[tuple[str, list[dict[str, Any]]]]:
    from tenure.api.reference import operations  # the mount needs every domain's API, so it is read late

    return list(operations().items())
