"""What the sources of the evaluation read out of the ledger: exactly what the rule's texts ask for, and no more than facts prove."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

import maklumat.modules.evaluation.queries as sources
from maklumat.kernel import clock
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.complaints import api as complaints
from maklumat.modules.evaluation import actions
from maklumat.modules.evaluation.queries import sheets
from maklumat.modules.evaluation.views.kinds import KINDS, told
from maklumat.modules.units import api as units
from tests import world
from tests.complaints import cast
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
UNIT, SLUG = "disdukcapil", "ktp-el-hilang-rusak"
LATER = MONDAY + timedelta(hours=40)


@pytest.fixture
def here():
    with clock.standing_at(MONDAY):
        yield world.build((SLUG,))


@pytest.fixture
def sheet(here):
    unit_id = units.tree().by_code[UNIT].id
    return actions.open_sheet(by=here.actor("bambang"), unit_id=unit_id, year=2026, variant="B", at=MONDAY)


def lines(here, sheet, at=LATER):
    found = sheets.sheet(here.actor("bambang"), sheet, at)
    return {one.indicator.number: one for one in found.lines}


def known(line) -> set[str]:
    return set(line.computed.facts.items) if line.computed else set()


def test_every_kind_of_fact_that_proves_something_has_a_plain_word():
    text = "".join(path.read_text() for path in Path(sources.__file__).parent.glob("*.py"))
    asked = set(
        re.findall(r'"((?:applications|calendars|catalogue|complaints|documents|surveys|units)\.[a-z_]+)"', text)
    )
    # These choose the reports and are no proof of their own.
    assert asked - {"complaints.part_made", "complaints.placed"} <= set(KINDS)


def test_elements_are_those_of_the_consultation_record(here, sheet):
    line = lines(here, sheet)[2]
    assert known(line) == {"users", "agencies", "civil-society"} and line.alone == 3
    page = sheets.indicator_page(here.actor("bambang"), sheet, 2, LATER)
    assert told(page.facts[0]) == "konsultasi dengan pengguna layanan, instansi terkait, organisasi masyarakat sipil"


def test_only_media_that_show_the_standards_count_for_them(here, sheet):
    head = here.actor("bambang")
    decision = catalogue.Decision(
        number="1/MP", date=MONDAY.date(), signatory="Bambang", signatory_title="Kepala", signatory_nip=""
    )
    charter = catalogue.publish_maklumat(by=head, unit_id=units.tree().by_code[UNIT].id, decision=decision, at=MONDAY)

    def log(medium: str, standards: bool) -> None:
        catalogue.log_publication(
            by=head, maklumat_id=charter, medium=medium, place="Papan", published_on=MONDAY.date(), at=MONDAY, standards=standards
        )  # fmt: skip

    log("sippn", False)
    log("print", False)
    found = lines(here, sheet)
    assert found[3].alone == 1 and found[5].alone == 5 and known(found[21]) == {"oral", "online"}
    for medium in ("print", "display", "sippn"):
        log(medium, True)
    found = lines(here, sheet)
    assert found[3].alone == 4 and found[21].alone == 5  # website, print, screen, and SIPPN
    log("social", True)
    log("whatsapp", True)
    log("youtube", False)
    found = lines(here, sheet)
    assert found[3].alone == 5 and known(found[19]) == {"other", "whatsapp"} and found[19].computed.note


def test_the_longest_wait_counts_and_who_still_waits_counts_too(here, sheet):
    desk = cast.coordinator(here)
    one, other = cast.file(), cast.file()
    assert lines(here, sheet)[26].alone == 0  # the clock of reports that nobody verified is not the unit's
    for report in (one, other):
        cast.act("verify", report, desk)
        cast.act("take_on", report, desk)
    assert lines(here, sheet)[26].computed is None
    cast.act("answer", one, desk, MONDAY + timedelta(minutes=61), sure=True)
    found = lines(here, sheet)
    assert found[26].computed.facts.numbers == {"hours": 40} and found[26].alone == 4
    assert found[28].computed.facts.numbers == {"received": 2, "finished": 1} and found[28].alone == 2
    cast.act("answer", other, desk, MONDAY + timedelta(hours=24), sure=True)
    found = lines(here, sheet)
    assert found[26].computed.facts.numbers == {"hours": 24} and found[26].alone == 5
    complaints.object_to(
        by=world.ANONYMOUS, code=one.code, text="Belum beres sama sekali.", at=MONDAY + timedelta(hours=30)
    )
    assert lines(here, sheet)[28].computed.facts.numbers == {"received": 2, "finished": 1}


def test_ways_count_only_where_a_report_came_by_them(here, sheet):
    desk = cast.coordinator(here)
    assert lines(here, sheet)[25].computed is None and "complaints" not in known(lines(here, sheet)[22])
    for channel in ("lapor", "email"):
        incoming = complaints.Incoming(category="", text=cast.TEXT, slug=SLUG, channel=channel, request_key=channel)
        receipt = complaints.receive(client_id=units.tree().by_code[UNIT].id, incoming=incoming, at=MONDAY)
        cast.act("verify", cast.Filed(complaints.number_of(receipt.number), receipt.number, receipt.code), desk)
    found = lines(here, sheet)
    assert known(found[25]) == {"sp4n", "email"} and known(found[19]) == {"email"}
    assert "uses-sp4n" in known(found[28]) and "complaints" in known(found[22])
    assert {told(fact) for fact in sheets.indicator_page(here.actor("bambang"), sheet, 19, LATER).facts} == {
        "lewat email"
    }


def test_a_report_on_abuse_of_office_is_nowhere(here, sheet):
    one = cast.file(oversight=True)
    inspector = here.with_role("inspector", "inspektorat")
    cast.act("verify", one, inspector, kind="oversight", unit="inspektorat")
    assert all(lines(here, sheet)[number].computed is None for number in (25, 26, 27, 28))
