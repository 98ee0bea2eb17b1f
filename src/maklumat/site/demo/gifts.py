"""Gifts that the staff of the regency refused or reported, some of them dealt with."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from maklumat.modules.accounts import api as accounts
from maklumat.modules.gratuities import api as gratuities
from maklumat.modules.units import api as units

from . import seed

# days ago, unit, role, received or refused, occasion, relation, thing, rupiah, giver, what, what happened, what the UPG did
GIFTS = (
    (70, "disdukcapil", "front_desk", "refused", "duty", "service_user", "money", 50_000, "tidak dikenal", "Uang dalam amplop", "Pemohon KTP-el meletakkan amplop di meja; saya kembalikan di depan antrean.", "record"),
    (61, "dpmptsp", "front_desk", "refused", "duty", "service_user", "food", 120_000, "tidak dikenal", "Parsel buah", "Pemohon izin reklame membawa parsel; saya tolak dengan terima kasih.", "record"),
    (55, "disdukcapil", "verifier", "received", "duty", "service_user", "food", 85_000, "Warga Banyuresik", "Kue kering satu stoples", "Diantar ke loket ketika saya istirahat, pengirim sudah pergi.", "forward"),
    (48, "dpmptsp", "head", "refused", "duty", "vendor", "travel", 4_500_000, "CV Tirta Abadi", "Tiket dan penginapan", "Ditawarkan setelah rapat; saya tolak tertulis.", "record"),
    (40, "disdukcapil", "head", "received", "ceremony", "other", "money", 1_000_000, "Bapak Sukarno Hadi", "Uang pada pernikahan anak", "Diberikan dalam amplop tamu pada resepsi.", "record"),
    (33, "kec-tirtakencana", "front_desk", "refused", "duty", "service_user", "money", 20_000, "tidak dikenal", "Uang", "Pemohon surat keterangan menyelipkan uang di map; saya kembalikan.", "record"),
    (26, "dpmptsp", "technical", "received", "duty", "vendor", "goods", 750_000, "PT Sinar Lembah", "Telepon genggam bekas hadiah undian", "Dikirim ke kantor atas nama saya.", "forward"),
    (18, "disdukcapil", "front_desk", "refused", "duty", "service_user", "voucher", 100_000, "tidak dikenal", "Pulsa", "Pemohon meminta nomor saya untuk dikirimi pulsa; saya tolak.", "record"),
    (9, "disdukcapil", "verifier", "received", "coworker", "coworker", "goods", 300_000, "Rekan satu ruangan", "Syal batik", "Oleh-oleh perjalanan.", ""),
    (4, "dpmptsp", "front_desk", "received", "duty", "service_user", "food", 60_000, "Ibu pemilik warung", "Dua kotak nasi", "Dititipkan kepada satpam, sudah dibagikan kepada yang antre.", ""),
)  # fmt: skip


def make_gifts(now: datetime) -> None:
    """Report them in the order of their days, by people who work there."""
    staff = {(row["unit"], row["role"]): row["email"] for row in reversed(seed.sample("people.json")["staff"])}
    control = _actor(staff["tirtamulya", "gratuity_control"], now)
    for days, unit, role, kind, occasion, relation, thing, value, giver, words, story, then in GIFTS:
        email = staff.get((unit, role))
        if email is None:
            continue
        at = now - timedelta(days=days - 2)
        report_id = gratuities.report(
            by=_actor(email, at), unit_id=units.tree().by_code[unit].id, kind=kind, occasion=occasion, relation=relation, thing=thing, value=value,
            received_on=(now - timedelta(days=days)).date(), texts={"giver": giver, "thing_words": words, "story": story}, photos=(), at=at,
        )  # fmt: skip
        if then:
            _deal(then, report_id, control, at + timedelta(days=3))


def _deal(act: str, report_id: UUID, control: object, at: datetime) -> None:
    if act == "record":
        gratuities.record(by=control, report_id=report_id, revision=0, note="Sesuai aturan, cukup dicatat.", at=at)
    else:
        gratuities.forward(by=control, report_id=report_id, revision=0, note=f"GOL-{at:%y%m%d}", at=at)


def _actor(email: str, at: datetime) -> object:
    from maklumat.site.roles import actor_of

    return actor_of(accounts.account_by_email(email), at)
