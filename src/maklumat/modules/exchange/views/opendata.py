"""Open data: a catalogue for people, the same for machines (DCAT in JSON-LD), a page with the data dictionary of each dataset, and the files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Missing
from maklumat.kernel.words import N_
from maklumat.modules.units import api as units
from maklumat.ui.kept import kept

from ..queries import datasets as queries
from ..rules.datasets import BY_KEY, DATASETS, LICENCE, Dataset, Words
from ..rules.tables import MEDIA, written

KINDS = {"text": N_("teks"), "integer": N_("bilangan bulat"), "number": N_("bilangan"), "boolean": N_("ya atau tidak"), "date": N_("tanggal"), "moment": N_("waktu UTC")}  # fmt: skip


def _edition() -> tuple:
    return queries.edition(clock.now())


def _said(text: Words) -> str:
    return text.get(get_language() or "id") or text["id"]


def _dataset(key: str) -> Dataset:
    found = BY_KEY.get(key)
    if found is None:
        raise Missing(_("Himpunan data ini tidak ada. Pilih dari daftar data terbuka."))
    return found


def _year(request: HttpRequest, dataset: Dataset) -> int:
    wanted, now = request.GET.get("tahun", ""), clock.now()
    if not wanted or not dataset.yearly:
        return now.year
    year = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 else 0
    if not 2009 <= year <= now.year:
        raise Missing(_("Tahun ini tidak ada. Pilih tahun dari daftar."))
    return year


@require_safe
@kept(_edition)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Public: all datasets."""
    shown = [
        {"title": _said(one.title), "text": _said(one.text), "href": reverse("exchange:dataset", args=[one.key])}
        for one in DATASETS
    ]
    return render(request, "exchange/datasets.html", {"datasets": shown, "licence": LICENCE})


@require_safe
@kept(_edition)
def dataset(request: HttpRequest, key: str) -> HttpResponse:
    """Public: one dataset, its files and its dictionary."""
    one, at = _dataset(key), clock.now()
    years = queries.years(at) if one.yearly else (0,)
    files = [(year, [(form.upper(), _link(one, form, year)) for form in MEDIA]) for year in years]
    context = {
        "title": _said(one.title), "text": _said(one.text), "files": files, "licence": LICENCE, "columns": [_("Kolom"), _("Jenis"), _("Arti")],
        "rows": [[column.name, _(KINDS[column.kind]), _said(column.text)] for column in one.columns],
    }  # fmt: skip
    return render(request, "exchange/dataset.html", context)


def _link(one: Dataset, form: str, year: int) -> str:
    return reverse("exchange:file", args=[one.key, form]) + (f"?tahun={year}" if year else "")


@require_safe
def file(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """Public: the rows of a dataset."""
    one = _dataset(key)
    if form not in MEDIA:
        raise Missing(_("Bentuk berkas ini tidak ada. Pilih CSV, JSON, atau Parquet."))
    year, at = _year(request, one), clock.now()
    if form == "parquet":
        return _answer(one, form, year, at)
    return kept(_edition)(lambda _request: _answer(one, form, year, at))(request)


def _answer(one: Dataset, form: str, year: int, at: Any) -> HttpResponse:
    response = HttpResponse(written(one, queries.rows(one.key, year, at), form), content_type=MEDIA[form])
    name = f"{one.key}-{year}" if one.yearly else one.key
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["Access-Control-Allow-Origin"] = "*"
    response["Link"] = f'<{LICENCE[1]}>; rel="license"'
    return response


@require_safe
@kept(_edition)
def dcat(request: HttpRequest) -> HttpResponse:
    """Public: the catalogue in the words of DCAT 3."""
    government, base = units.tree().government, settings.BASE_URL
    name = government.name if government else "Maklumat"
    told = {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/"},
        "@id": f"{base}{reverse('exchange:datasets')}", "@type": "dcat:Catalog", "dct:title": _titles({"id": f"Data terbuka {name}", "en": f"Open data of {name}"}),
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": name}, "dct:license": {"@id": LICENCE[1]}, "dct:language": ["id", "en"],
        "dcat:dataset": [_described(one, name) for one in DATASETS],
    }  # fmt: skip
    return JsonResponse(told, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})


def _described(one: Dataset, publisher: str) -> dict[str, Any]:
    base, years = settings.BASE_URL, queries.years(clock.now()) if one.yearly else (0,)
    page = f"{base}{reverse('exchange:dataset', args=[one.key])}"
    return {
        "@id": page, "@type": "dcat:Dataset", "dct:identifier": one.key, "dct:title": _titles(one.title), "dct:description": _titles(one.text),
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": publisher}, "dct:license": {"@id": LICENCE[1]}, "dct:accrualPeriodicity": one.frequency,
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution", "dct:title": f"{one.key} {year or ''} {form}".replace("  ", " "), "dcat:mediaType": media.partition(";")[0],
                "dcat:downloadURL": {"@id": f"{base}{_link(one, form, year)}"}, "dct:license": {"@id": LICENCE[1]},
            }
            for year in years for form, media in MEDIA.items()
        ],
    }  # fmt: skip


def _titles(text: Words) -> list[dict[str, str]]:
    return [{"@language": language, "@value": value} for language, value in text.items()]
