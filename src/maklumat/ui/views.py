"""The pattern page: every component with its states, for the people who build pages."""

from django.shortcuts import render

from maklumat.ui import pattern as samples

MENU = [
    {"label": "Dasar", "href": "#dasar"},
    {"label": "Formulir", "href": "#formulir"},
    {"label": "Daftar", "href": "#daftar"},
    {"label": "Angka", "href": "#angka"},
    {"label": "Bukti", "href": "#bukti"},
]


def pattern(request):
    context = {**samples.everything(), "form": samples.PatternForm(), "broken": samples.broken_form(), "menu": MENU}
    return render(request, "ui/pattern/page.html", context)


def pattern_office(request):
    return render(request, "ui/pattern/office.html", samples.office())
