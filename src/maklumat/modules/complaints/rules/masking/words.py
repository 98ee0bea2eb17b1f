"""Words that stand beside names: offices, places, links, and common words that are none."""

from __future__ import annotations

OFFICES = frozenset(
    """
    lurah kades kuwu camat bupati walikota wali wakil wabup gubernur presiden wapres menteri kepala kadis kabid kasi kasie kaur
    kasubag kabag sekda sekdes sekcam sekretaris bendahara ketua anggota staf staff petugas pegawai karyawan karyawati
    honorer admin operator loket kasir teller satpam security polisi polwan tentara babinsa bhabinkamtibmas guru gurunya
    kepsek dosen rektor dekan dokter dokternya bidan perawat suster apoteker direktur manajer manager pimpinan atasan
    kadus rt rw dusun dukuh hakim jaksa notaris pengacara sopir supir kernet ojek tukang pedagang petani nelayan buruh juru
    dewan pendeta pastor imam modin penghulu kantor dinas bidang seksi desa kelurahan kecamatan puskesmas posyandu kader pkk
    dukcapil disdukcapil samsat imigrasi inspektur kapolsek kapolres kapolda danramil pj plt plh mantan selaku
    """.split()  # noqa: SIM905 - a list of one word a line would be four hundred lines
)

PLACES = frozenset(
    """
    jalan jl jln gang gg blok perumahan komplek kompleks kampung kp rumah sekolah pasar jembatan sungai kota kabupaten provinsi
    negara indonesia jakarta bandung surabaya semarang medan makassar
    """.split()  # noqa: SIM905 - a list of one word a line would be four hundred lines
)

COMMON = frozenset(
    """
    saya aku kami kita anda kamu dia ia mereka beliau nya yang di ke dari dan atau ini itu tersebut tsb juga tidak tdk gak ga
    nggak enggak bukan belum sudah sdh udah telah akan mau ingin bisa dapat harus untuk utk dengan dgn dg pada oleh agar supaya
    karena krn sebab jika kalau kalo bila ketika saat waktu sejak sampai hingga sebagai seperti adalah ialah yaitu yakni serta
    tetapi tapi namun padahal walaupun meski lalu kemudian setelah sebelum selama lagi masih saja aja hanya cuma pun lah kah
    mohon tolong harap minta terima kasih makasih maaf selamat pagi siang sore malam hormat salam assalamualaikum wassalam
    ada apa siapa mana kapan berapa bagaimana gimana mengapa kenapa semua seluruh para setiap tiap beberapa banyak sedikit
    hamil menyusui tangga rumahtangga kandung angkat tiri mertua tua muda besar kecil baru lama baik buruk benar salah
    guru2 bapak2 ibu2 sekalian semuanya bersangkutan ybs terkait berwenang terhormat yth bersama sendiri lain lainnya
    bilang kata ngomong jawab tanya suruh minta kasih beri ambil bawa datang pulang pergi tinggal kerja urus buat bikin pakai
    meminta menyuruh mengatakan menjawab bertanya memberi mengambil membawa bekerja mengurus membuat memakai melayani bertugas
    tadi kemarin besok lusa hari minggu bulan tahun jam pukul senin selasa rabu kamis jumat sabtu ahad
    januari februari maret april mei juni juli agustus september oktober november desember
    pemerintah warga masyarakat orang anak istri suami ayah ibu bapak kakak adik kakek nenek paman bibi keluarga tetangga
    laporan aduan pengaduan layanan pelayanan ktp kk akta surat berkas data nomor no nik alamat email telepon hp
    segera cepat lambat ramah kasar sopan judes marah galak tegas jelas bernama inisial dll dsb dst dkk sbb via jangan
    keberatan marah2 sering selalu jarang pernah kadang malah justru bahkan memang pasti mungkin entah katanya menurut
    tentang mengenai terhadap antara dalam luar atas bawah depan belakang samping dekat jauh sini situ sana
    pemohon wrg ptgs calon dong sosial perhubungan lansia disabilitas rute dicoret ditanya kulo kula kawula tiang abdi bola mesakke
    swastyastu tarimo rega kolo ijin pungutan iuran antri antre antrean angkot perpanjangan penerimaan hajatan monyet bau masuk
    percetakan air listrik jalan2 sampah parkir tilang pungli korupsi suap uang biaya gratis bayar rupiah ribu juta rb jt
    """.split()  # noqa: SIM905 - a list of one word a line would be four hundred lines
)

# Streets, schools, mosques and the like: what follows them is their own name.
BEARS_A_NAME = frozenset(
    """
    jalan jl jln jln. gang gg lorong lrg desa ds kelurahan kel kampung kp dusun dsn dukuh kecamatan kec kabupaten kab kota rsud rsu rs rsia
    rumahsakit sd sdn sdit mi min smp smpn mts mtsn sma sman smk smkn ma man sekolah kampus masjid mesjid musholla musala mushola langgar
    surau gereja pura wihara vihara klenteng gunung bukit stadion gor gelora pasar lapangan taman alun jembatan bandara pelabuhan
    universitas univ univ. institut politeknik gedung aula toko warung warkop rm resto hotel pt cv ud klinik apotek pondok ponpes pesantren
    tk paud yayasan terminal perumahan perum komplek kompleks blok bank hutan pantai pulau danau waduk bendungan makam monumen museum
    puskesmas pkm rsup pdam posyandu dinas kementerian menteri patung tugu simpang perempatan pertigaan bundaran flyover underpass tol halte stasiun kolam bengkel salon laundry minimarket swalayan
    piala lagu hari partai koperasi cluster griya villa puri
    """.split()  # noqa: SIM905 - a list of one word a line would be two hundred lines
)
HEADS = frozenset(
    [
        "kepala",
        "kades",
        "kadus",
        "lurah",
        "sekretaris",
        "ketua",
        "guru",
        "petugas",
        "staf",
        "pegawai",
        "perangkat",
        "warga",
        "pedagang",
        "tukang",
        "dokter",
    ]
)
LINKS = frozenset(["bin", "binti", "bt", "br", "boru", "van", "de", "da", "dos", "al", "el", "bte"])
