from django.urls import include, path

from .views import office, public

app_name = "evaluation"
_desk = [
    path("", office.listing, name="desk"),
    path("unit/<slug:code>/buka/", office.open_sheet, name="open"),
    path("<uuid:assessment_id>/", office.sheet, name="sheet"),
    path("<uuid:assessment_id>/simulasi/", office.simulation, name="simulation"),
    path("<uuid:assessment_id>/pembinaan/", office.coaching, name="coaching"),
    path("<uuid:assessment_id>/bukti.zip", office.pack, name="pack"),
    path("<uuid:assessment_id>/<int:number>/", office.indicator, name="indicator"),
    path("<uuid:assessment_id>/<int:number>/bukti/", office.proof, name="proof"),
]
urlpatterns = [
    path("ipp/", public.overview, name="overview"),
    path("ipp/<uuid:assessment_id>/", public.sheet, name="public_sheet"),
    path("petugas/evaluasi/", include(_desk)),
]
