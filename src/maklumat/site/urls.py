"""All addresses. Each room brings its own."""

from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from . import views

site_patterns = (
    [
        path("healthz", views.healthz, name="healthz"),
        path("metrics", views.metrics, name="metrics"),
        path("lambang.svg", views.emblem, name="emblem"),
        path("kotak-surat/", views.mailbox, name="mailbox"),
        path("petugas/", views.office, name="office"),
    ],
    "site",
)
urlpatterns = [  # the most visited first: each address is looked for from the top
    path("", include("maklumat.modules.applications.urls")),
    path("", include("maklumat.modules.catalogue.urls")),
    path("", include("maklumat.modules.complaints.urls")),
    path("", include("maklumat.modules.surveys.urls")),
    path("", include("maklumat.modules.dashboards.urls")),
    path("", include("maklumat.modules.evaluation.urls")),
    path("", include("maklumat.modules.documents.urls")),
    path("", include("maklumat.modules.exchange.urls")),
    path("", include("maklumat.modules.proofs.urls")),
    path("", include("maklumat.modules.gratuities.urls")),
    path("", include("maklumat.modules.whistleblowing.urls")),
    path("", include(site_patterns)),
    path("", include("maklumat.ui.urls")),
    # No token: another site could at most turn the words, and so no page needs a cookie only for its language switch.
    path("bahasa/setlang/", csrf_exempt(set_language), name="set_language"),
    path("masuk/", include("allauth.urls")),
    path("", include("maklumat.modules.accounts.urls")),
    path("", include("maklumat.modules.units.urls")),
    path("", include("maklumat.modules.calendars.urls")),
]
handler400 = "maklumat.site.errors.bad_request"
handler403 = "maklumat.site.errors.forbidden"
handler404 = "maklumat.site.errors.not_found"
handler500 = "maklumat.site.errors.broken"
