"""Whom the sealed pages believe: with witnesses named in the page, no head that they did not see, whoever signed it."""

from __future__ import annotations

import base64
import json

import pytest
from django.test import Client

from maklumat.kernel import checkpoints, clock
from maklumat.modules.whistleblowing.queries import release
from maklumat.modules.whistleblowing.queries.trust import NOBODY, BadTrust, read_trust, trust
from maklumat.site.checks import signing
from tests import signed, world
from tests.tlog.cast import ANNA, ANNA_PQ, BUDI, LOG, LOG_PQ, NOW, ORIGIN, STRANGER, raw_policy
from tests.tlog.oracle import WITNESS, Signer
from tests.whistleblowing.cast import keyholder, reporter
from tests.whistleblowing.test_browser import browser  # noqa: F401 – the browser's modules under Node
from tests.world import MONDAY

BODY = f"{ORIGIN}\n7\n{base64.b64encode(bytes(32)).decode()}\n"
OTHER = Signer("tirtamulya.example/jejak", 1, b"O" * 32)


def head(*signers: Signer, body: str = BODY, about: str = BODY) -> dict[str, object]:
    note = body + "\n" + "".join(one.line(about, NOW) for one in signers)
    return {"checkpoint": note, "log": [LOG.vkey], "origin": ORIGIN, "keyholders": [], "signers": [], "recovery": None}


def named(k: int) -> dict[str, object]:
    return {"origin": ORIGIN, "log": [LOG.vkey], "witnesses": [ANNA.vkey, BUDI.vkey], "k": k}


def believed(browser, state, given) -> bool:  # noqa: F811
    try:
        browser.ask("checking", state=state, trust=given)
    except RuntimeError:
        return False
    return True


def test_a_page_with_witnesses_wants_them(browser):  # noqa: F811
    assert believed(browser, head(LOG), None) and believed(browser, head(LOG), named(0))
    assert believed(browser, head(LOG, ANNA), named(1)) and believed(browser, head(LOG, BUDI, LOG_PQ, ANNA), named(2))
    stamp = Signer(ANNA.name, WITNESS, b"S" * 32)  # another key under a witness's name
    for few in (head(LOG), head(LOG, STRANGER), head(LOG, stamp), head(LOG, ANNA_PQ), head(ANNA)):
        assert not believed(browser, few, named(1))
    assert not believed(browser, head(LOG, ANNA, ANNA), named(2))  # one witness twice is one
    later = BODY.replace("\n7\n", "\n8\n")
    note = later + "\n" + LOG.line(later, NOW) + ANNA.line(BODY, NOW)  # what a witness has said of another head
    assert not believed(browser, head(LOG) | {"checkpoint": note}, named(1))


def test_a_page_that_names_the_log_believes_no_other_key(browser):  # noqa: F811
    lie = head(OTHER) | {"log": [OTHER.vkey]}
    assert believed(browser, lie, None) and not believed(browser, lie, named(0))
    assert not believed(browser, head(LOG), NOBODY)


def test_the_file_is_what_the_ledger_serves(tmp_path, settings):
    place = tmp_path / "kebijakan.json"
    place.write_bytes(raw_policy(2, log=(LOG, LOG_PQ), witnesses=(ANNA, ANNA_PQ, BUDI)))
    settings.SEALED_TRUST = str(place)
    assert trust() == {"origin": ORIGIN, "log": [LOG.vkey], "witnesses": sorted([ANNA.vkey, BUDI.vkey]), "k": 2}
    for bad in (
        b"",
        b"[]",
        b"{}",
        raw_policy(3, witnesses=(ANNA, BUDI)),
        raw_policy(1, log=(LOG_PQ,)),
        raw_policy(1, witnesses=(ANNA_PQ,)),
    ):
        place.write_bytes(bad)
        with pytest.raises(BadTrust, match=r"kebijakan\.json"):
            read_trust(place)
        assert trust() == NOBODY
    settings.SEALED_TRUST = ""
    assert trust() is None


@pytest.fixture
def pages(settings, tmp_path):
    settings.SEALED_TRUST = str(tmp_path / "kebijakan.json")
    release.page.cache_clear()
    yield tmp_path / "kebijakan.json"
    release.page.cache_clear()


@pytest.mark.django_db
def test_what_the_page_believes_is_part_of_its_release(pages):
    signed.new_keys()
    with clock.standing_at(MONDAY):
        world.build(("ktp-el-hilang-rusak",))
        signed.sign_all()
        pages.write_bytes(Client().get("/jejak/kebijakan.json").content)
        content = Client().get("/lapor-aman/").content.decode()
        data = json.loads(content.partition('id="data">')[2].partition("</script>")[0])
        assert data["trust"]["log"] == [one.vkey() for one in checkpoints.policy().log if one.type == 1]
        assert [one.level for one in signing.sealed_trust()] == ["ok"]
        with_it = release.digest()
        keyholder("yusniar.hakim")
        assert reporter().send_report({"what": "Uang."}, "")
        pages.write_bytes(raw_policy(0, witnesses=()))
        assert [one.level for one in signing.sealed_trust()] == ["wrong"]
        pages.write_bytes(b"{}")
        assert [one.level for one in signing.sealed_trust()] == ["wrong"]
        release.page.cache_clear()
        assert release.digest() != with_it and Client().get("/lapor-aman/").status_code == 200
