"""Every address: pages come from the page registry, the API from its one mount."""

from importlib.util import find_spec

from django.urls import include, path
from django.views.i18n import set_language

from tenure.foundation.views import healthz, readyz
from tenure.ui import registry

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("language/", set_language, name="set_language"),
    path("sign/", include("allauth.account.urls")),
    *registry.page_urls(),
]

if find_spec("tenure.api.mount"):
    from tenure.api.mount import api

    urlpatterns.append(path("api/v1/", api.urls))

handler400 = "tenure.ui.errors.bad_request"
handler403 = "tenure.ui.errors.forbidden"
handler404 = "tenure.ui.errors.not_found"
handler500 = "tenure.ui.errors.server_error"
