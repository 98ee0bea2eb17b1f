"""The roles a person can hold in a unit. What a role may do is decided by the site."""

from __future__ import annotations

from maklumat.kernel.words import N_

ADMIN = "admin"
ROLES = {
    "front_desk": N_("Petugas loket"),
    "verifier": N_("Verifikator"),
    "technical": N_("Petugas teknis"),
    "head": N_("Kepala unit"),
    "catalogue_editor": N_("Penyusun standar"),
    "organisation_bureau": N_("Bagian Organisasi"),
    "inspector": N_("Inspektorat"),
    "complaint_coordinator": N_("Koordinator pengaduan"),
    "gratuity_control": N_("Pengendali gratifikasi (UPG)"),
    "sealed_recipient": N_("Penerima Lapor Aman"),
    "key_custodian": N_("Pemegang bagian kunci"),
    ADMIN: N_("Admin"),
}
DUTIES = {
    "front_desk": N_("Menerima permohonan warga dan membantu di loket."),
    "verifier": N_("Memeriksa kelengkapan dan kebenaran berkas."),
    "technical": N_("Mengerjakan langkah teknis, misalnya survei atau cetak."),
    "head": N_("Menyetujui, menandatangani, dan mengawasi pekerjaan unit."),
    "catalogue_editor": N_("Menulis standar pelayanan."),
    "organisation_bureau": N_("Menelaah standar pelayanan semua unit di bawahnya."),
    "inspector": N_("Melihat permohonan dan catatan, tanpa mengubah."),
    "complaint_coordinator": N_("Menyalurkan pengaduan warga."),
    "gratuity_control": N_("Menerima laporan gratifikasi, meneruskannya ke KPK, menyimpan barang titipan."),
    "sealed_recipient": N_("Membuka dan menangani laporan pelanggaran yang tersegel (Lapor Aman)."),
    "key_custodian": N_("Memegang satu dari lima bagian kunci pemulihan Lapor Aman; tidak membaca laporan."),
    ADMIN: N_("Mengelola unit, petugas, dan jam kerja."),
}
