"""The words of the two pages that run in the browser, by the names under which their scripts ask for them. ``{n}`` and the like are filled in there."""

from __future__ import annotations

from collections.abc import Mapping

from maklumat.kernel.words import N_

from .states import MEASURES, NAMES, OUTCOMES

TEXTS: Mapping[str, str] = {
    "page_name": N_("Lapor Aman"),
    "back": N_("Kembali"),
    "next": N_("Lanjutkan"),
    "step": N_("Langkah {n} dari {of}"),
    "wait": N_("Sebentar…"),
    "optional": N_("(boleh dikosongkan)"),
    "problem": N_("Ada yang perlu diperbaiki"),
    "unreached": N_("Jaringan terputus, dan isian Anda masih ada di halaman ini. Coba lagi setelah tersambung."),
    "broken": N_(
        "Ada yang tidak berjalan di perangkat ini. Isian Anda masih ada di halaman ini. Coba peramban lain, atau cara tanpa JavaScript."
    ),
    "fill": N_("Jawab pertanyaan ini."),
    "required_only": N_("Hanya dua pertanyaan pertama yang wajib."),
    # the first page
    "intro_lead": N_("Laporkan penyalahgunaan wewenang, korupsi, atau pelanggaran petugas. Tanpa nama, tanpa akun."),
    "intro_1_title": N_("Terkunci di perangkat Anda"),
    "intro_1": N_(
        "Tulisan dan berkas dikunci di sini, sebelum dikirim. Pengelola situs ini pun tidak dapat membacanya."
    ),
    "intro_2_title": N_("Tanpa nama"),
    "intro_2": N_(
        "Maklumat tidak mencatat alamat internet Anda, tetapi jaringan yang Anda pakai dapat melihat bahwa Anda membuka situs ini. Jangan memakai perangkat atau jaringan kantor."
    ),
    "intro_3_title": N_("Anda dapat menerima jawaban"),
    "intro_3": N_(
        "Dua belas kata membuka kotak surat Anda. Tulis di kertas; tidak ada yang dapat menggantinya bila hilang."
    ),
    "start": N_("Tulis laporan"),
    "open_box": N_("Buka kotak surat saya"),
    "verified": N_("Kunci penerima cocok dengan catatan umum ({n} catatan)."),
    "verified_seen": N_("Kunci penerima cocok dengan catatan umum ({n} catatan), yang disaksikan {k} lembaga lain."),
    "print": N_("Sidik catatan: {print}. Cocokkan dengan poster di kantor bila Anda ingin yakin."),
    "unverified": N_(
        "Kunci penerima tidak dapat dipastikan, jadi laporan tidak dapat dikirim dari sini sekarang. Coba lagi nanti. Bila tetap begini, pakai saluran lain, misalnya KPK atau LAPOR!."
    ),
    "recovery_waits": N_("{asker} sedang meminta pemulihan kunci. Bagian kunci baru boleh dilepas mulai {opens}."),
    "other_ways": N_("Cara lain"),
    "no_script": N_("Tanpa JavaScript, dengan alat age"),
    "keep_copy": N_("Simpan halaman ini untuk dipakai tanpa mengunduh ulang"),
    "figures": N_("Angka tahunan"),
    # recipients
    "who_title": N_("Siapa yang boleh membaca?"),
    "who_lead": N_(
        "Hilangkan tanda pada orang yang terlibat atau dekat dengan yang dilaporkan; laporan tidak dikunci untuknya."
    ),
    "who_more": N_(
        "Penerima yang Anda pilih dapat memberi akses kepada rekannya; Anda melihatnya di kotak surat. Bila seorang penerima kehilangan kunci, tiga dari lima pemegang bagian kunci bersama-sama dapat membuka kembali, setelah permintaannya diumumkan di halaman ini."
    ),
    "who_none": N_("Sisakan paling sedikit satu penerima."),
    "who_many": N_("Paling banyak {n} penerima."),
    # questions and files
    "questions_title": N_("Ceritakan yang Anda tahu"),
    "questions_lead": N_("Isian hanya ada di halaman ini sampai Anda mengirim. Jangan tulis nama Anda sendiri."),
    "files_title": N_("Lampirkan bukti, bila ada"),
    "files_lead": N_(
        "Lokasi, waktu, dan nama perangkat di dalam foto dibuang lebih dulu. Dokumen lain dikirim apa adanya; periksa apakah nama Anda ada di dalamnya."
    ),
    "files_label": N_("Berkas"),
    "files_hint": N_("Paling banyak {n} berkas, masing-masing sampai 4 GB."),
    "original": N_("Kirim apa adanya, dengan data di dalamnya"),
    "cleaned": N_("data di dalam foto dan nama berkasnya dibuang"),
    "as_is": N_("dikirim apa adanya"),
    "remove": N_("Hapus"),
    "remove_file": N_("Hapus berkas {n}"),
    "too_many_files": N_("Paling banyak {n} berkas dalam satu surat. Sisanya dapat dikirim lewat kotak surat."),
    # the words
    "words_title": N_("Tulis dua belas kata ini di kertas"),
    "words_lead": N_(
        "Inilah kunci kotak surat Anda. Jangan difoto dan jangan disimpan di ponsel. Kami tidak memilikinya."
    ),
    "words_list": N_("Dua belas kata Anda"),
    "practise": N_("Ketik ulang dari kertas Anda"),
    "practise_hint": N_("Dua belas kata, dipisah spasi. Huruf besar atau kecil sama saja."),
    "practise_wrong": N_("Belum sama. Periksa kata ke-{n} pada kertas Anda."),
    "practise_count": N_("Ada {n} kata; seharusnya dua belas."),
    "shown_again": N_("Lihat lagi kata-katanya"),
    "written_down": N_("Sudah saya tulis"),
    # sending
    "send_title": N_("Kirim laporan"),
    "send_lead": N_("Setelah dikirim, laporan tidak dapat diubah. Tambahan dapat dikirim lewat kotak surat."),
    "readers": N_("Dapat dibaca"),
    "files_count": N_("Berkas"),
    "files_n": N_("{n} berkas"),
    "send": N_("Kunci dan kirim"),
    "sealing": N_("Mengunci laporan…"),
    "uploading": N_("Mengirim berkas {n} dari {of}: {percent}%"),
    "sending": N_("Mengirim…"),
    "sent_title": N_("Laporan sudah diterima"),
    "sent_lead": N_(
        "Terkunci untuk yang Anda pilih. Buka kotak surat Anda beberapa hari lagi, paling lambat {days} hari lagi."
    ),
    "sent_day": N_("Hari diterima"),
    "sent_digest": N_("Sidik laporan"),
    "sent_erase": N_("Tutup halaman ini dan hapus riwayat peramban bila orang lain memakai perangkat ini."),
    # the mailbox
    "box_title": N_("Kotak surat"),
    "box_lead": N_("Ketik dua belas kata Anda. Kata-kata itu tidak dikirim ke mana pun."),
    "box_words": N_("Dua belas kata"),
    "box_unfit": N_("Kata-kata ini tidak cocok satu sama lain. Periksa ejaan dan urutannya."),
    "box_unknown": N_("Kata {n} tidak ada dalam daftar: “{word}”."),
    "open": N_("Buka"),
    "opening": N_("Membuka…"),
    "state": N_("Keadaan"),
    "received_on": N_("Diterima"),
    "due_on": N_("Jawaban paling lambat"),
    "closed_on": N_("Selesai"),
    "erase_on": N_("Dihapus"),
    "you": N_("Anda"),
    "reporter": N_("Pelapor"),
    "former": N_("Penerima"),
    "report": N_("Laporan"),
    "added": N_("{who} diberi akses oleh {by}."),
    "bad_letter": N_(
        "{n} surat tidak dapat dibuka atau tidak dapat dipastikan asalnya, jadi tidak ditampilkan. Bisa jadi rusak, atau dikunci untuk kunci lain."
    ),
    "no_reader": N_(
        "Tidak ada lagi penerima perkara ini yang dapat membaca surat baru, jadi surat Anda belum dikirim. Tulisan Anda masih ada. Coba lagi nanti, atau kirim sebagai laporan baru."
    ),
    "answer_readers": N_("Dapat dibaca: {who}"),
    "file_warning": N_(
        "Berkas dari penerima dapat memberi tahu tempat Anda bila dibuka sambil tersambung ke internet. Putuskan sambungan dulu, atau minta isinya sebagai tulisan."
    ),
    "download": N_("Unduh"),
    "download_file": N_("Unduh {name}"),
    "proof": N_("Bukti tercatat"),
    "answer": N_("Tulis surat"),
    "answer_label": N_("Surat Anda"),
    "answer_send": N_("Kunci dan kirim surat"),
    "answer_sent": N_("Surat sudah dikirim."),
    "close_box": N_("Tutup kotak surat"),
    "empty_letter": N_("Tulis sesuatu atau lampirkan berkas."),
    "bad_file": N_("Berkas ini bukan yang dikirim; tidak dibuka."),
    "of_original": N_("apa adanya"),
    "bytes": N_("{n} B"),
    "kilobytes": N_("{n} KB"),
    "megabytes": N_("{n} MB"),
    # the desk
    "desk_title": N_("Meja Lapor Aman"),
    "log_in": N_("Masuk sebagai penerima laporan"),
    "log_in_lead": N_("Meja ini untuk penerima laporan dan pemegang bagian kunci."),
    "key_title": N_("Buat kunci Anda"),
    "key_lead": N_(
        "Kunci dibuat di peramban ini dan disimpan terkunci dengan kata sandi yang hanya Anda tahu. Bila kata sandi hilang, laporan hanya dapat dibuka lewat pemulihan."
    ),
    "key_new_title": N_("Buat kunci baru"),
    "key_new_lead": N_(
        "Kunci lama berhenti dipakai untuk laporan baru. Laporan lama dapat dibuka lewat pemulihan, atau setelah rekan memberi akses sekali lagi."
    ),
    "prove_lead": N_(
        "Masuk sekali lagi dengan kata sandi akun Anda, supaya tidak ada orang lain yang mengganti kunci Anda."
    ),
    "prove": N_("Masuk sekali lagi"),
    "title_label": N_("Jabatan Anda seperti dibaca pelapor"),
    "passphrase": N_("Kata sandi kunci"),
    "passphrase_hint": N_(
        "Paling sedikit 16 huruf; empat kata sembarang lebih mudah diingat. Bukan kata sandi akun Anda."
    ),
    "passphrase_again": N_("Kata sandi kunci, sekali lagi"),
    "passphrase_short": N_("Paling sedikit 16 huruf."),
    "passphrase_differs": N_("Kedua kata sandi belum sama."),
    "make_key": N_("Buat kunci"),
    "making_key": N_("Membuat kunci: {percent}%"),
    "unlock_title": N_("Buka kunci Anda"),
    "unlock": N_("Buka kunci"),
    "unlocking": N_("Membuka kunci: {percent}%"),
    "unlock_wrong": N_("Kata sandi kunci ini tidak cocok."),
    "unlock_passkey": N_("Buka dengan kunci sandi (passkey)"),
    "add_passkey": N_("Tambahkan kunci sandi (passkey) sebagai cara kedua"),
    "passkey_added": N_("Kunci sandi ditambahkan."),
    "passkey_none": N_("Perangkat ini tidak mendukung kunci sandi untuk membuka. Pakai kata sandi kunci."),
    "forgot": N_("Saya tidak tahu lagi kata sandi kunci"),
    "lock": N_("Kunci kembali"),
    "idle": N_("Meja terkunci sendiri karena {n} menit tidak disentuh."),
    "idle_reply": N_("Balasan yang sudah Anda tulis menunggu di balik kunci Anda dan muncul lagi setelah dibuka."),
    "idle_soon": N_(
        "Meja ini akan terkunci sendiri dalam satu menit. Masih di sini? Sentuh layar, gerakkan tetikus, atau tekan satu tombol."
    ),
    "idle_login": N_(
        "Sesi Anda sudah berakhir. Masuk lagi di tab lain, lalu buka kunci di sini; balasan Anda tetap menunggu."
    ),
    "cases": N_("Laporan"),
    "cases_none": N_("Tidak ada laporan yang dapat Anda buka."),
    "cases_older": N_("Laporan yang lebih lama"),
    "cases_from_form": N_("dari formulir tanpa JavaScript"),
    "case": N_("Perkara"),
    "overdue": N_("lewat batas"),
    "form_letter": N_("Berkas .age dari formulir. Isinya dibuka di sini dan disimpan sebagai berkas."),
    "form_letter_text": N_("Isi:"),
    "save": N_("Simpan"),
    "reply": N_("Balas pelapor"),
    "reply_label": N_("Balasan"),
    "reply_state": N_("Sekaligus ubah keadaan"),
    "reply_state_same": N_("Tetap"),
    "reply_send": N_("Kunci dan kirim balasan"),
    "no_answer_box": N_("Pelapor tidak meninggalkan kunci, jadi tidak dapat dibalas."),
    "casework": N_("Penanganan"),
    "team_on": N_("APIP sudah ditugasi"),
    "team_off": N_("APIP belum ditugasi"),
    "team_set": N_("Tandai: APIP ditugasi"),
    "team_unset": N_("Tandai: belum ditugasi"),
    "measures": N_("Pelindungan pelapor"),
    "close_case": N_("Tutup perkara"),
    "outcome": N_("Hasil"),
    "reopen": N_("Buka lagi"),
    "share": N_("Beri akses kepada rekan"),
    "share_lead": N_(
        "Rekan dapat membaca semua surat perkara ini, dan pelapor melihat bahwa ia ditambahkan. Yang sudah dibaca tidak dapat ditarik kembali."
    ),
    "share_who": N_("Siapa"),
    "share_left_out": N_("{who} (TIDAK dipilih pelapor)"),
    "share_again": N_("{who} (sudah membaca; sekali lagi, untuk kunci barunya)"),
    "key_not_mine": N_(
        "Kunci yang diperlihatkan kepada pelapor atas nama Anda bukan kunci ini. Muat ulang sebentar lagi. Bila tetap begini dan Anda tidak membuat kunci baru, kabari Inspektorat hari ini juga: laporan mungkin dapat dibaca orang lain."
    ),
    "share_do": N_("Beri akses"),
    "share_done": N_("Akses sudah diberikan."),
    "share_none": N_("Tidak ada penerima lain."),
    "files_open": N_("Buka berkas"),
    "recovery": N_("Pemulihan"),
    "recovery_none": N_(
        "Kunci pemulihan belum ada. Bila semua penerima kehilangan kunci, laporan tidak dapat dibuka lagi."
    ),
    "recovery_fresh": N_("Kunci pemulihan baru sedang dicatat; berlaku beberapa detik lagi."),
    "recovery_since": N_("Kunci pemulihan dibuat {day}, dibagi kepada lima pemegang; tiga diperlukan."),
    "recovery_make": N_("Buat kunci pemulihan baru"),
    "recovery_few": N_("Lima pemegang bagian kunci harus membuat kunci lebih dulu; baru {n}."),
    "recovery_made": N_("Kunci pemulihan dibuat dan dibagi. Rahasianya tidak ada lagi di peramban ini."),
    "recovery_ask": N_("Minta pemulihan"),
    "recovery_ask_lead": N_(
        "Untuk membuka laporan lama dengan kunci baru Anda. Semua orang melihat permintaan ini {hours} jam sebelum bagian kunci boleh dilepas."
    ),
    "recovery_asked": N_("Permintaan pemulihan tercatat."),
    "recovery_of": N_("Permintaan {asker}: {n} dari {needed} bagian dilepas. Boleh dilepas mulai {opens}."),
    "recovery_release": N_("Lepas bagian saya"),
    "recovery_released": N_("Bagian Anda sudah dilepas untuk peminta."),
    "recovery_refuse": N_("Tolak"),
    "recovery_cancel": N_("Batalkan"),
    "recovery_refused": N_("Permintaan dihentikan."),
    "recovery_use": N_("Pulihkan sekarang"),
    "recovery_working": N_("Memulihkan: {n} laporan diperiksa…"),
    "recovery_done": N_("{n} laporan dipulihkan. Minta seorang pemegang bagian kunci membuat kunci pemulihan baru."),
    "recovery_done_but": N_(
        "{n} laporan dipulihkan; {failed} lainnya rusak dan tidak dapat dibuka. Minta seorang pemegang bagian kunci membuat kunci pemulihan baru."
    ),
    "recovery_print": N_(
        "Sidik kunci peminta: {print}. Cocokkan dengan orangnya, bertemu langsung atau lewat telepon, sebelum melepas."
    ),
    "recovery_print_own": N_("Sidik kunci Anda: {print}. Bacakan kepada pemegang bagian kunci."),
    "recovery_unproven": N_(
        "Kunci peminta tidak ada dalam catatan umum, jadi bagian Anda tidak dapat dilepas untuknya. Muat ulang sebentar lagi; bila tetap begini, jangan lanjutkan dan kabari Inspektorat."
    ),
    "recovery_unfit": N_(
        "Bagian yang dilepas tidak cocok satu sama lain. Minta pemegang lain ikut melepas bagiannya, lalu ulangi. Tidak ada yang berubah."
    ),
    "custodian_lead": N_("Anda memegang satu dari lima bagian kunci pemulihan. Anda tidak membaca laporan."),
    "custodian_none": N_("Tidak ada permintaan pemulihan."),
    "former_key": N_("Kata sandi dari kunci lama Anda, bila masih tahu"),
    **{f"state_{name}": words for name, words in NAMES.items()},
    **{f"outcome_{name}": words for name, words in OUTCOMES.items()},
    **{f"measure_{name}": words for name, words in MEASURES.items()},
}
