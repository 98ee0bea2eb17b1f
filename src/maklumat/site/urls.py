"""All addresses. Each room brings its own; the order is the order of the rooms."""

from django.urls import include, path

from . import views

site_patterns = (
    [
        path("healthz", views.healthz, name="healthz"),
        path("metrics", views.metrics, name="metrics"),
        path("lambang.svg", views.emblem, name="emblem"),
        path("kotak-surat/", views.mailbox, name="mailbox"),
    ],
    "site",
)
urlpatterns = [
    path("", include(site_patterns)),
    path("", include("maklumat.ui.urls")),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("masuk/", include("allauth.urls")),
    path("", include("maklumat.modules.accounts.urls")),
    path("", include("maklumat.modules.units.urls")),
    path("", include("maklumat.modules.calendars.urls")),
    path("", include("maklumat.modules.documents.urls")),
    path("", include("maklumat.modules.catalogue.urls")),
    path("", include("maklumat.modules.applications.urls")),
    path("", include("maklumat.modules.dashboards.urls")),
]
handler400 = "maklumat.site.errors.bad_request"
handler403 = "maklumat.site.errors.forbidden"
handler404 = "maklumat.site.errors.not_found"
handler500 = "maklumat.site.errors.broken"
