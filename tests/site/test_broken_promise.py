"""An application that breaks its promise files a complaint by itself, where its standard says so; once, and only there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from maklumat.kernel import crypto, ledger
from maklumat.modules.applications import actions
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.complaints.models import Identity, Report
from maklumat.modules.complaints.queries.parts import content_of
from maklumat.site.flows import FLOWS
from tests import world
from tests.world import MONDAY

SLUG = "ktp-el-hilang-rusak"
pytestmark = pytest.mark.django_db


def late(monkeypatch, *, complain: bool):
    world.build((SLUG,))
    real = catalogue.published_version

    def switched(version_id):
        version = real(version_id)
        rules = version.standard.consequences.model_copy(update={"complain": complain})
        standard = version.standard.model_copy(update={"consequences": rules})
        return type(version)(**{**version.__dict__, "standard": standard})

    monkeypatch.setattr(catalogue, "published_version", switched)
    one = world.fill(SLUG)
    world.submit(one)
    actions.reach_marks(MONDAY + timedelta(days=90))
    follow = next(f for f in FLOWS if f.kind == "applications.mark_reached" and f.name == "complain")
    for fact in ledger.facts_about(one.id):
        if fact.kind == "applications.mark_reached":
            for _again in range(2):
                follow.function(fact)
    return one


def test_a_broken_promise_becomes_a_secret_report_once(monkeypatch):
    late(monkeypatch, complain=True)
    report = Report.objects.get()
    assert (
        report.channel == "promise" and report.secret and report.service_id and report.about_unit.code == "disdukcapil"
    )
    assert "melewati waktu yang dijanjikan" in content_of(report)["text"]
    known = crypto.unseal_json(Identity.objects.get(report=report).sealed, "reporter")
    assert known["phone"] or known["email"]


def test_where_the_standard_says_nothing_nothing_is_filed(monkeypatch):
    late(monkeypatch, complain=False)
    assert not Report.objects.exists()
