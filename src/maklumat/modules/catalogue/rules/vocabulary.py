"""The words for the codes of a standard: what people read instead of a code. Messages, to be translated."""

from __future__ import annotations

from maklumat.kernel.words import N_

CATEGORIES = {
    "kependudukan": (N_("Kependudukan"), N_("KTP, KK, akta, pindah")),
    "perizinan": (N_("Perizinan"), N_("Reklame, penelitian, tenaga kesehatan")),
    "usaha": (N_("Usaha"), N_("Nomor izin dan surat usaha")),
    "tanah-bangunan": (N_("Tanah dan bangunan"), N_("Mendirikan dan mengubah bangunan")),
    "kesehatan": (N_("Kesehatan"), N_("Berobat, imunisasi, surat sehat")),
    "sosial": (N_("Bantuan sosial"), N_("Data dan bantuan bagi warga")),
    "pendidikan": (N_("Pendidikan"), N_("Pindah sekolah, legalisir ijazah")),
    "keluarga": (N_("Keluarga"), N_("Nikah, waris, anak")),
    "surat-keterangan": (N_("Surat keterangan"), N_("Domisili dan surat dari kelurahan")),
    "ketenagakerjaan": (N_("Pekerjaan"), N_("Kartu pencari kerja")),
}
LIFE_EVENTS = {
    "lahir": N_("Punya bayi"),
    "sekolah": N_("Sekolah"),
    "bekerja": N_("Mencari kerja"),
    "menikah": N_("Menikah"),
    "punya-rumah": N_("Punya rumah"),
    "buka-usaha": N_("Membuka usaha"),
    "sakit": N_("Sakit"),
    "pindah": N_("Pindah rumah"),
    "kehilangan": N_("Kehilangan dokumen"),
    "lanjut-usia": N_("Lanjut usia"),
    "meninggal": N_("Keluarga meninggal"),
    "disabilitas": N_("Disabilitas"),
}
FIELD_KINDS = {
    "text": (N_("Teks pendek"), N_("Nama, alamat satu baris")),
    "long_text": (N_("Teks panjang"), N_("Cerita atau alasan")),
    "number": (N_("Angka"), N_("Luas, jumlah, umur; dapat dipakai menghitung biaya")),
    "money": (N_("Rupiah"), N_("Modal, penghasilan; dapat dipakai menghitung biaya")),
    "date": (N_("Tanggal"), N_("Tanggal lahir, tanggal kejadian")),
    "yes_no": (N_("Ya atau tidak"), N_("Dua pilihan saja")),
    "choice": (N_("Pilihan"), N_("Pemohon memilih satu dari daftar Anda")),
    "region": (N_("Wilayah"), N_("Provinsi sampai desa atau kelurahan")),
    "nik": (N_("NIK"), N_("16 angka, diperiksa susunannya")),
    "kk": (N_("Nomor KK"), N_("16 angka, diperiksa susunannya")),
    "phone": (N_("Nomor HP"), N_("Nomor Indonesia, diperiksa susunannya")),
    "email": (N_("Surel"), N_("Alamat surel, diperiksa susunannya")),
    "group": (N_("Kelompok berulang"), N_("Beberapa isian yang dapat diulang, misalnya anggota keluarga")),
}
REGION_LEVELS = {
    "province": N_("Provinsi"), "regency": N_("Kabupaten atau kota"), "district": N_("Kecamatan"), "village": N_("Desa atau kelurahan"),
}  # fmt: skip
ROLES = {
    "front_desk": N_("Petugas loket"), "verifier": N_("Pemeriksa"), "technical": N_("Petugas teknis"), "head": N_("Pimpinan"),
}  # fmt: skip
ACTS = {
    "check": N_("Memeriksa kelengkapan berkas"),
    "work": N_("Mengerjakan"),
    "approve": N_("Menetapkan produk"),
}
CHANNELS = {
    "counter": N_("Datang ke loket"), "phone": N_("Telepon"), "whatsapp": N_("WhatsApp"), "email": N_("Surel"),
    "web": N_("Situs"), "sp4n": N_("SP4N-LAPOR!"), "letter": N_("Surat"),
}  # fmt: skip
MEDIA = {
    "print": N_("Papan atau cetakan"), "display": N_("Layar di kantor"),
    "instagram": N_("Instagram"), "facebook": N_("Facebook"), "youtube": N_("YouTube"), "whatsapp": N_("WhatsApp"), "social": N_("Media sosial lain"),
    "website": N_("Situs"), "app": N_("Aplikasi"), "sippn": N_("SIPPN"),
}  # fmt: skip
ELEMENTS = {  # parts of the public that a consultation hears, as PEKPPP counts them (indicator 2)
    "users": N_("Masyarakat pengguna layanan"), "experts": N_("Ahli, praktisi, atau akademisi"), "agencies": N_("Instansi terkait"),
    "civil-society": N_("Organisasi masyarakat sipil"), "mass-media": N_("Media massa"),
}  # fmt: skip
STATES = {
    "draft": N_("Rancangan"), "review": N_("Sedang diperiksa"), "published": N_("Berlaku"), "superseded": N_("Digantikan"),
}  # fmt: skip
DURATION_UNITS = {
    "minutes": N_("menit"), "hours": N_("jam"), "working_days": N_("hari kerja"), "calendar_days": N_("hari kalender"),
}  # fmt: skip
LAYOUTS = {
    "letter": (N_("Surat"), N_("Kop surat, isi, tanda tangan. Untuk surat keterangan.")),
    "licence": (N_("Piagam izin"), N_("Berbingkai, untuk dipasang di dinding.")),
    "card": (N_("Kartu"), N_("Kecil, memuat enam data terpenting.")),
}
OPERATORS = {
    "is": N_("adalah"), "is_not": N_("bukan"), "filled": N_("diisi"), "at_least": N_("paling sedikit"), "at_most": N_("paling banyak"),
}  # fmt: skip
