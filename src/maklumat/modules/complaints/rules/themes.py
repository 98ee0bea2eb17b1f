"""What a report is about in one word, from the words in it: for finding the same matter, and for problems that come again.

A theme is a list of beginnings of words, as residents use them (Indonesian, with Javanese and Sundanese where usual). It sorts,
it decides nothing: an officer sees the report. A beginning ending in ``.`` is a whole word.
"""

from __future__ import annotations

import re
import unicodedata

_THEMES = {
    "lubang": "lubang berlubang lobang bolong. krowak krowok jeglong growong legok. ambles amblas aspal rusak. tambal jalan-rusak jalan-berlubang dalan-rusak",
    "lumpur": "lumpur becek licin urugan selip tanah-liat ketutup-tanah leletan tanah-liat selip lendut",
    "pohon": "pohon pohonnya wit. dahan ranting tumbang roboh doyong pangkas tangkal batang akar",
    "jembatan": "jembatan kreteg. bronjong-jembatan titian railing pagar-jembatan papan sasak.",
    "trotoar": "trotoar pedestrian paving guiding difabel kursi-roda pejalan",
    "marka": "marka rambu zebra. penanda petunjuk-arah penyeberangan cermin. tikungan polisi-tidur gundukan palang",
    "lalin": "lampu-merah apill traffic bangjo. macet kemacetan",
    "lampu": "lampu lampune penerangan pju peteng gelap padam poek bohlam tiang",
    "kabel": "kabel semrawut menjuntai fiber internet-kabel",
    "sampah": "sampah sampahe runtah uwuh tps. kontainer buang-sampah diangkut angkut menumpuk numpuk bau. gerobak bak.",
    "bakar": "bakar bakaran dibakar asap. asapnya keluk pembakaran jelaga debu",
    "limbah": "limbah pabrik. cemar pencemaran tercemar busa. mambu ikan-mati ternak kandang kotoran peternakan lalat",
    "drainase": "selokan got. gote drainase penutup gorong mampet buntu. tersumbat parit kalen. saluran sedimen",
    "banjir": "banjir genangan tergenang luapan meluap rob. air-naik caah",
    "sungai": "sungai tanggul ambrol longsor talud erosi senderan bronjong",
    "airbersih": "pdam leding ledeng keran kran. air-bersih banyu. meteran tandon mati-air ngalir mengalir keruh sumur pipa bocor cai.",
    "listrik": "listrik pln. voltase tegangan strom korsleting",
    "internet": "internet wifi sinyal jaringan",
    "antre": "antre antri ngantri antrean antrian ngantre nomor-antrean berjam lelet lamban",
    "mesinantre": "mesin-antre mesin-nomor mesin. karcis layar-antrean panggilan ngadat",
    "offline": "offline gangguan server jaringan-putus sistem koneksi eror error down. daring aplikasi website situs login",
    "tutup": "buka. jam-buka belum-buka kantor-tutup loket-tutup jam-layanan telat-buka kesiangan istirahat pulang-cepat kosong. loket-kosong",
    "kasar": "kasar jutek judes galak membentak dibentak bentak ketus ramah marah sinis cuek sopan merendahkan",
    "mainhp": "main-hp hp. ngobrol ngrumpi ngerumpi video game. merokok tidur. gadget youtube nonton",
    "bolos": "bolos absen mangkir tidak-masuk hadir kehadiran datang-siang telat terlambat kantor-kosong",
    "pungli": "pungli pungutan uang-rokok uang. suap sogok calo. amplop biaya-tambahan diminta-uang dimintai dhuwit duit. mbayar tarif kuitansi bayar",
    "parkirliar": "parkir parkire juru-parkir jukir truk. dump",
    "syarat": "syarat persyaratan fotokopi fotocopy legalisir berkas surat-pengantar dokumen materai meterai bolak-balik",
    "infobeda": "informasi beda berbeda web. papan-informasi brosur",
    "ktp": "ktp. ktp-el kk. akta akte blangko kia. perekaman rekam adminduk dukcapil",
    "toilet": "toilet wc. kamar-mandi jamban kloset pesing jijik closet",
    "ruangtunggu": "ruang-tunggu kursi bangku ac. kipas panas pengap sumpek oven. duduk berdiri sesak udara",
    "difabel": "ramp difabel disabilitas kursi-roda lansia tangga. lift.",
    "menyusui": "menyusui laktasi",
    "parkirkantor": "lahan-parkir tempat-parkir",
    "bansos": "bansos bantuan. bantuane pkh. cair. blt. sembako dtks dtsen penerima desil keluarga-mampu terdata kpm.",
    "berasjelek": "beras berase kutu kutune apek bulog. elek.",
    "potong": "disunat potong dipotong potongan setor",
    "bpjs": "bpjs. kis. jkn. pbi. nonaktif iuran",
    "obat": "obat apotek salep vitamin resep stok-obat",
    "ambulans": "ambulans ambulan ambulance gawat igd.",
    "dokter": "dokter poli. bidan perawat praktik rujukan pasien. periksa",
    "posyandu": "posyandu imunisasi vaksin stunting balita",
    "dbd": "dbd. demam berdarah nyamuk fogging jentik lemut",
    "sekolah": "sekolah guru. siswa murid ppdb. spmb. sd. smp. kelas. komite seragam",
    "karaoke": "karaoke musik. miras mabuk ciu. arak tuak botol hiburan kafe. cafe warung-remang dangdut organ-tunggal bising berisik sound",
    "balap": "balap balapan ngebut kebut knalpot trek-trekan brong.",
    "pengemis": "pengemis pengamen anak-jalanan gelandangan odgj. punk.",
    "pkl": "pkl. pedagang lapak dasaran jualan dagang kaki-lima trotoar-dagang",
    "hewan": "anjing kucing-liar ular. monyet gigit rabies sapi. kambing",
    "bangunan": "bangunan imb. pbg. izin-bangun dibangun proyek konstruksi",
    "reklame": "reklame baliho spanduk iklan",
    "maling": "maling. pencurian curanmor begal rampok ronda judi. narkoba tawuran",
    "pupuk": "pupuk irigasi sawah petani panen hama",
    "pajak": "pajak pbb. sppt nop. retribusi",
    "tanah": "sertifikat-tanah sengketa batas-tanah patok ptsl.",
    "kerja": "lowongan upah phk. umk. thr. perusahaan",
    "angkutan": "angkot angkutan bus. halte terminal trayek sopir",
    "taman": "taman. rumput semak ilalang ayunan playground alun-alun",
    "makam": "makam pemakaman kuburan tpu.",
}
THEMES = tuple(_THEMES)
_WORD = re.compile(r"[a-z]+")


def _table() -> tuple[dict[str, str], list[tuple[str, str]], list[tuple[tuple[str, ...], str]]]:
    whole: dict[str, str] = {}
    begin: list[tuple[str, str]] = []
    pairs: list[tuple[tuple[str, ...], str]] = []
    for theme, words in _THEMES.items():
        for word in words.split():
            if "-" in word:
                pairs.append((tuple(word.split("-")), theme))
            elif word.endswith("."):
                whole[word[:-1]] = theme
            else:
                begin.append((word, theme))
    return whole, begin, pairs


_WHOLE, _BEGIN, _PAIRS = _table()
_FIRST = {letters: [one for one in _BEGIN if one[0][:3] == letters] for letters in {one[0][:3] for one in _BEGIN}}


def themes_of(text: str, most: int = 2) -> tuple[str, ...]:
    """The themes a text speaks of, most telling first; none when nothing is known."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = _WORD.findall(folded)
    hits: dict[str, float] = {}
    for at, word in enumerate(words):
        for theme, points in _of_word(word, words[at + 1] if at + 1 < len(words) else ""):
            hits[theme] = hits.get(theme, 0) + points
    ranked = sorted(hits.items(), key=lambda one: (-one[1], one[0]))
    if not ranked:
        return ()
    return tuple(theme for theme, points in ranked[:most] if points * 2 >= ranked[0][1])


def _of_word(word: str, following: str) -> list[tuple[str, float]]:
    found = [(theme, 2.0) for pair, theme in _PAIRS if word.startswith(pair[0]) and following.startswith(pair[1])]
    if word in _WHOLE:
        found.append((_WHOLE[word], 1.0))
    found += [(theme, 1.0) for begin, theme in _FIRST.get(word[:3], ()) if word.startswith(begin)]
    return found
