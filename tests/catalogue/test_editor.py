"""The editor of a head of unit: from a name to a published standard without a code or a key in sight."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maklumat.kernel import clock
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.catalogue import actions, queries
from maklumat.modules.catalogue.models import Service, StandardVersion
from maklumat.modules.catalogue.rules import placeholders
from maklumat.modules.catalogue.rules.standard import load
from maklumat.modules.units import api as units
from maklumat.site.demo import seed
from tests import world
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
SLUG = "izin-reklame"


def email(role: str, unit: str) -> str:
    return next(
        row["email"] for row in seed.sample("people.json")["staff"] if row["role"] == role and row["unit"] == unit
    )


@pytest.fixture
def here():
    with clock.standing_at(MONDAY):
        yield world.build()


@pytest.fixture
def head(client, here):
    """The head of DPMPTSP, logged in."""
    client.force_login(here.account(email("head", "dpmptsp")))
    return client


@pytest.fixture
def draft(here):
    return actions.draft_from(by=SYSTEM, service_id=queries.in_force(SLUG, MONDAY).service_id, at=MONDAY)


class Fields(HTMLParser):
    """What a browser would send for the post form that holds a revision."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.select = self.area = ""

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "input" and a.get("name") and a["name"] != "csrfmiddlewaretoken":
            if a.get("type") not in ("checkbox", "radio") or "checked" in a:
                self.sent.setdefault(a["name"], []).append(
                    a.get("value") or ("on" if a.get("type") == "checkbox" else "")
                )
        elif tag == "select":
            self.select, self.first = a["name"], True
        elif tag == "option" and self.select and ("selected" in a or self.first):
            self.sent[self.select], self.first = [a.get("value", "")], False
        elif tag == "textarea":
            self.area = a["name"]
            self.sent[self.area] = [""]

    def handle_data(self, data):
        if self.area:
            self.sent[self.area] = [self.sent[self.area][0] + data]

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""
        if tag == "select":
            self.select = ""


def sent(response) -> dict[str, list[str]]:
    page = response.content.decode()
    form = max(re.findall(r'<form method="post" class="form".*?</form>', page, re.S), key=len)
    fields = Fields()
    fields.feed(form)
    return {name: [v.removeprefix("\n") for v in values] for name, values in fields.sent.items()}


def standard(version_id):
    return queries.version(version_id).standard


PARTS = (
    "dasar",
    "waktu",
    "biaya",
    "produk",
    "pengaduan",
    "dasar-hukum",
    "sarana",
    "kompetensi",
    "pengawasan",
    "pelaksana",
    "jaminan",
    "keamanan",
    "evaluasi",
    "akibat",
)


@pytest.mark.parametrize("part", PARTS)
def test_saving_a_part_as_it_is_changes_nothing(head, draft, part):
    before = standard(draft)
    address = reverse("catalogue:part", args=[draft, part])
    assert head.post(address, sent(head.get(address))).status_code == 302
    assert standard(draft) == before
    assert queries.version(draft).revision == 2


@pytest.mark.parametrize(
    ("noun", "key"),
    [
        ("requirement", "konstruksi"),
        ("requirement", "ukuran"),
        ("page", "reklame"),
        ("question", "jenis"),
        ("question", "luas"),
        ("question", "wilayah"),
        ("step", "tinjau"),
    ],
)
def test_saving_a_piece_as_it_is_changes_nothing(head, draft, noun, key):
    before = standard(draft)
    address = reverse("catalogue:item", args=[draft, noun, key])
    assert head.post(address, sent(head.get(address))).status_code == 302
    assert standard(draft) == before


def test_every_sample_survives_the_editor():
    """Formulas, prose and number patterns of all sample standards read back exactly."""
    for row in seed.standards():
        s = load(row["standard"])
        if s.fee and s.fee.formula:
            assert _plain(placeholders.formula_meant(placeholders.formula_shown(s.fee.formula, s), s)) == _plain(
                s.fee.formula
            )
        assert placeholders.prose_meant(placeholders.prose_shown(s.product.body, s), s) == s.product.body
        assert (
            placeholders.pattern_meant(placeholders.pattern_shown(s.product.number_pattern)) == s.product.number_pattern
        )


def _plain(formula: str) -> str:
    return formula.replace(" ", "")


def test_no_key_is_ever_shown(head, draft):
    for address in (
        reverse("catalogue:edit", args=[draft]),
        reverse("catalogue:part", args=[draft, "biaya"]),
        reverse("catalogue:part", args=[draft, "produk"]),
    ):
        text = re.sub(r"<[^>]+>", " ", head.get(address).content.decode())
        assert "kelas_jalan" not in text and "nama_usaha" not in text and "{number" not in text


def test_a_collision_keeps_what_was_typed(head, draft):
    address = reverse("catalogue:part", args=[draft, "waktu"])
    typed = sent(head.get(address)) | {"number": ["4"]}
    other = standard(draft).model_copy(update={"summary": "Diubah orang lain"})
    actions.save_draft(by=SYSTEM, version_id=draft, standard=other, revision=1, at=MONDAY)
    response = head.post(address, typed)
    assert response.status_code == 409
    said = response.content.decode()
    assert "Orang lain baru saja mengubah" in said and 'value="4"' in said
    assert head.post(address, sent(response)).status_code == 302
    after = standard(draft)
    assert after.duration.number == 4 and after.summary == "Diubah orang lain"


def test_a_formula_in_words_becomes_a_formula(head, draft):
    address = reverse("catalogue:part", args=[draft, "biaya"])
    typed = sent(head.get(address))
    assert (
        head.post(
            address, typed | {"formula": ["10% × 1.500.000 × [Jumlah buah] ÷ max(1; [Luas satu muka (m²)])"]}
        ).status_code
        == 302
    )
    assert standard(draft).fee.formula == "(10/100) * 1500000 * jumlah / max(1, luas)"
    wrong = head.post(address, sent(head.get(address)) | {"formula": ["2 × [Tinggi]"]})
    assert wrong.status_code == 422 and "Tidak ada pertanyaan “Tinggi”" in wrong.content.decode()
    assert head.post(address, sent(head.get(address)) | {"formula": ["2 × ("]}).status_code == 422


def test_conditions_are_built_from_three_selects(head, draft):
    address = reverse("catalogue:item", args=[draft, "requirement", "foto_lokasi"])
    typed = sent(head.get(address)) | {
        "when_question": "jenis",
        "when_relation": "is",
        "when_value": "jenis:papan",
        "when_value_2": "jenis:baliho",
    }
    assert head.post(address, typed).status_code == 302
    made = next(r for r in standard(draft).requirements if r.key == "foto_lokasi").condition
    assert (made.field, made.op, made.values) == ("jenis", "in", ("papan", "baliho"))
    typed = sent(head.get(address)) | {"when_question": "luas", "when_relation": "at_least", "when_number": "12,5"}
    assert head.post(address, typed).status_code == 302
    made = next(r for r in standard(draft).requirements if r.key == "foto_lokasi").condition
    assert (made.field, made.op, made.value) == ("luas", "at_least", "12.5")
    refused = head.post(
        address,
        sent(head.get(address)) | {"when_question": "jenis", "when_relation": "is", "when_value": "kelas_jalan:utama"},
    )
    assert refused.status_code == 422 and "Pilih nilai dari pertanyaan" in refused.content.decode()


def test_pieces_are_added_moved_and_removed(head, draft):
    address = reverse("catalogue:add_item_in", args=[draft, "question", "tempat"])
    response = head.post(address, sent(head.get(address)) | {"label": "Sudah pernah dipasang?", "kind": "choice"})
    assert response["Location"] == reverse("catalogue:item", args=[draft, "question", "sudah_pernah_dipasang"])
    page = head.get(response["Location"])
    typed = sent(page) | {"choices-0-label": "Pernah", "choices-0-number": "1,5", "choices-1-label": "Belum"}
    assert head.post(response["Location"], typed).status_code == 302
    made = standard(draft).pages[2].questions[-1]
    assert [(c.value, c.label, c.number) for c in made.choices] == [("pernah", "Pernah", 1.5), ("belum", "Belum", None)]
    move = reverse("catalogue:move_item", args=[draft, "question", made.key])
    assert head.post(move, {"to": "up", "revision": queries.version(draft).revision}).status_code == 302
    assert standard(draft).pages[2].questions[-2].key == made.key
    remove = reverse("catalogue:remove_item", args=[draft, "question", made.key])
    assert "Hapus" in head.get(remove).content.decode()
    assert head.post(remove, {"revision": queries.version(draft).revision}).status_code == 302
    assert made.key not in {q.key for q in standard(draft).questions()}


def test_groups_get_fields_of_their_own(head, draft):
    address = reverse("catalogue:add_item_in", args=[draft, "question", "tempat"])
    response = head.post(address, sent(head.get(address)) | {"label": "Anggota tim", "kind": "group"})
    inner = reverse("catalogue:add_item_in", args=[draft, "field", "anggota_tim"])
    assert inner in head.get(response["Location"]).content.decode()
    assert head.post(inner, sent(head.get(inner)) | {"label": "Nama anggota", "kind": "text"}).status_code == 302
    assert [f.key for f in standard(draft).pages[2].questions[-1].fields] == ["nama_anggota"]


def test_no_piece_is_put_where_there_is_no_place(head, draft):
    for address in (
        reverse("catalogue:add_item", args=[draft, "question"]),
        reverse("catalogue:add_item_in", args=[draft, "field", "jenis"]),
        reverse("catalogue:item", args=[draft, "step", "tidak_ada"]),
    ):
        assert head.get(address).status_code == 404


def test_a_new_service_goes_all_the_way(head):
    response = head.post(reverse("catalogue:draft_new"), {"name": "Izin Kafé Tepi Sungai", "unit": "dpmptsp"})
    version_id = Service.objects.get(slug="izin-kafe-tepi-sungai").versions.get().id
    assert response["Location"] == reverse("catalogue:edit", args=[version_id])
    publish = reverse("catalogue:publish", args=[version_id])
    assert "Belum dapat terbit" in head.get(publish).content.decode()
    whole = queries.in_force(SLUG, MONDAY).standard.model_copy(
        update={"slug": "izin-kafe-tepi-sungai", "name": "Izin Kafé Tepi Sungai"}
    )
    actions.save_draft(by=SYSTEM, version_id=version_id, standard=whole, revision=1, at=MONDAY)
    assert "siap diperiksa" in head.get(response["Location"]).content.decode()
    assert head.get(reverse("catalogue:preview", args=[version_id])).status_code == 200
    assert head.get(reverse("catalogue:preview_page", args=[version_id, "reklame"])).status_code == 200
    assert head.post(reverse("catalogue:submit", args=[version_id])).status_code == 302
    back = reverse("catalogue:return", args=[version_id])
    assert head.post(back, {"note": "Perjelas syarat ketiga."}).status_code == 302
    assert "Perjelas syarat ketiga." in head.get(response["Location"]).content.decode()
    typed = sent(head.get(publish)) | {"number": "SK/9/2026", "date_day": "30", "date_month": "10", "date_year": "2026"}
    wrong = head.post(publish, typed | {"signatory_nip": "123"})
    assert wrong.status_code == 422 and "NIP terdiri dari 18 angka" in wrong.content.decode()
    assert head.post(publish, typed)["Location"] == reverse("catalogue:service", args=["izin-kafe-tepi-sungai"])
    assert StandardVersion.objects.get(id=version_id).state == "published"


def test_the_charter_is_set_and_its_publication_logged(head):
    unit = units.tree().by_code["dpmptsp"]
    assert head.get(reverse("catalogue:charter")).status_code == 200
    address = reverse("catalogue:publish_maklumat", args=[unit.id])
    typed = sent(head.get(address)) | {
        "number": "SK/10/2026",
        "date_day": "30",
        "date_month": "10",
        "date_year": "2026",
    }
    log = reverse("catalogue:log_publication", args=[unit.id])
    assert head.post(address, typed)["Location"] == log
    assert head.post(log, sent(head.get(log)) | {"medium": "print", "place": "Ruang tunggu"}).status_code == 302
    assert queries.maklumat_in_force(unit.id).publications[0][:2] == ("print", "Ruang tunggu")


CSV = "nama layanan;persyaratan;waktu;biaya\nIzin Kandang Ayam;Fotokopi KTP;3 hari kerja;Gratis\nIzin Pasar Malam;Surat permohonan;kurang lebih seminggu;sesuai ketentuan\n"


def test_a_list_is_read_reported_and_made_into_drafts(head):
    page = head.post(reverse("catalogue:import"), {"files": SimpleUploadedFile("daftar.csv", CSV.encode())})
    said = page.content.decode()
    assert page.status_code == 200 and "Izin Kandang Ayam" in said and "Baris 3" in said
    packed = re.search(r'name="packed" value="([^"]+)"', said)[1]
    assert head.post(reverse("catalogue:import_report"), {"packed": packed}).content.startswith(b"\xef\xbb\xbfberkas")
    assert head.post(reverse("catalogue:import"), {"packed": packed, "unit": "dpmptsp"}).status_code == 422
    assert (
        head.post(
            reverse("catalogue:import"), {"packed": packed, "unit": "dpmptsp", "chosen": ["izin-kandang-ayam"]}
        ).status_code
        == 302
    )
    assert (
        Service.objects.filter(slug="izin-kandang-ayam").exists()
        and not Service.objects.filter(slug="izin-pasar-malam").exists()
    )
    assert (
        head.post(
            reverse("catalogue:import"), {"packed": packed + "x", "unit": "dpmptsp", "chosen": ["izin-pasar-malam"]}
        ).status_code
        == 422
    )


def test_strangers_learn_nothing(client, here, draft):
    unit = units.tree().by_code["dpmptsp"]
    posts = [
        reverse("catalogue:submit", args=[draft]),
        reverse("catalogue:move_item", args=[draft, "step", "tinjau"]),
        reverse("catalogue:remove_item", args=[draft, "step", "tinjau"]),
        reverse("catalogue:publish_maklumat", args=[unit.id]),
        reverse("catalogue:publish", args=[draft]),
    ]
    gets = [
        reverse("catalogue:edit", args=[draft]),
        reverse("catalogue:part", args=[draft, "waktu"]),
        reverse("catalogue:preview", args=[draft]),
        reverse("catalogue:desk"),
        reverse("catalogue:import"),
        reverse("catalogue:charter"),
    ]
    for who in (None, email("front_desk", "mpp-tirtamulya"), email("head", "disdukcapil")):
        if who:
            client.force_login(here.account(who))
        shared = (
            {reverse("catalogue:desk"), reverse("catalogue:import"), reverse("catalogue:charter")}
            if who and "bambang" in who
            else set()
        )
        assert all(client.get(one).status_code in (302, 403, 404) for one in gets if one not in shared)
        assert all(client.post(one).status_code in (302, 403, 404) for one in posts)
    assert queries.version(draft).revision == 1 and queries.version(draft).state == "draft"


def test_an_editor_writes_but_does_not_publish(client, here, draft):
    client.force_login(here.account(email("catalogue_editor", "dpmptsp")))
    address = reverse("catalogue:part", args=[draft, "waktu"])
    assert client.post(address, sent(client.get(address)) | {"number": "6"}).status_code == 302
    assert client.get(reverse("catalogue:publish", args=[draft])).status_code == 403
    assert client.post(reverse("catalogue:submit", args=[draft])).status_code == 302
    assert client.get(address).status_code == 302  # under review: not to be changed
    assert client.post(reverse("catalogue:return", args=[draft]), {"note": "x"}).status_code == 403
