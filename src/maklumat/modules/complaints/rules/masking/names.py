"""Names of people: after a title ("Pak Suryadi"), after a phrase that announces one ("bernama …"), and by themselves.

Offices are no names: "Pak Lurah" stays, "Pak Lurah Suryadi" becomes "Pak Lurah [nama]". Streets, schools and mosques that bear
a name keep it. Where a text has no use of capitals, only the lists of names decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from .lexicon import CERTAIN, NEVER, PERHAPS, UNKNOWN, level_of
from .words import BEARS_A_NAME, COMMON, HEADS, LINKS, OFFICES

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_STRONG = re.compile(
    r"bapak|bapa|bpk|bp|pak|ibu|bu|sdri?|saudara|saudari|tuan|tn|nyonya|ny|nona|mas|mbak|mba|kang|ustadz?|ustadzah|ustad|haji|"
    r"hajjah|hj|kh|kyai|kiai|gus|drs|dra|drg|ir|prof|raden|almarhum|almarhumah|alm|oknum|pdt|romo|tgk|teuku|daeng|bripka|aiptu|"
    r"bripda|brigadir|serka|sertu|kopral|akp|kompol|iptu|ipda"
)
_WEAK = re.compile(
    r"h|dr|bang|bung|abang|om|tante|teh|teteh|koh|ko|cik|ci|cece|uni|uda|bli|mbok|mbah|pakde|bude|paklik|bulik|mak|nek|kak|adik|"
    r"adek|dik|ade|lae|ito|tulang|inang|amang|aa|ceu|mang|bi|akang|buya|datuk|si|sang|saya|bayi|anak|wa|pade|nyai|oma|opa|ka|dek|"
    r"sy|istri|suami|hubungi|menghubungi|milik|pemilik|punya|bersama|bidan|dokter|perawat|guru|sopir|kades|kadus|lurah|rt|rw|kulo|kula|tetangga"
)
_SHORT = frozenset(
    [
        "bp",
        "bpk",
        "sdr",
        "sdri",
        "tn",
        "ny",
        "hj",
        "h",
        "kh",
        "dr",
        "drs",
        "dra",
        "drg",
        "ir",
        "prof",
        "ust",
        "pdt",
        "tgk",
        "alm",
        "bu",
    ]
)  # written with a full stop
_PHRASE = re.compile(
    r"(?<![\w@])(?:bernama|namanya|nama(?:\s+(?:saya|lengkap|ibu|ayah|bapak|anak|suami|istri|petugas(?:nya)?|pelaku|pemilik|korban))?|"
    r"atas\s+nama|a\s?[./]\s?n\.?|dengan\s+nama|an\.|(?<=\d )an|inisial|pelapor|ttd\.?|tertanda|jenengku|jenenge|ngaran|aran)(?=[\s:.,/(]|$)",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?:terima\s?kasih|makasih|trims|tks|suwun|nuhun|suksma|tabik|salam|hormat(?:\s+(?:saya|kami))?|wassalam\w*|ttd\.?|tertanda|demikian)"
    r"[\s,.\-–!:()]*$",
    re.IGNORECASE,
)
_GAP = re.compile(r"[ \t]{0,3}|\.[ \t]?|[ \t]?-[ \t]?")
_DEGREE = re.compile(
    r"[ \t]*,?[ \t]*(?:S|M|A|Dr|Sp|Drs|Amd)\.?[ \t]?[A-Z][A-Za-z]{0,4}\.?(?:[A-Z][a-z]{0,3}\.?)?(?!\w)"
)
MOST_WORDS = 5


@dataclass(frozen=True)
class _Word:
    """A word of a text. ``great``: begins with a capital where that tells something; ``first``: of its sentence."""

    start: int
    end: int
    plain: str
    level: int
    great: bool
    first: bool


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """Where names stand, titles not included."""
    words = _words(text)
    taken: list[tuple[int, int]] = []
    for found in (
        *_announced(text, words),
        *_titled(text, words),
        *_by_themselves(text, words),
        *_listed(text, words),
        *_signed(text, words),
    ):
        if all(found[1] <= start or found[0] >= end for start, end in taken):
            taken.append(found)
    yield from sorted(taken)


def known_in(text: str, known: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where words of known names stand; several side by side are one."""
    words = {word for name in known for word in _WORD.findall(name) if len(word) > 2 and word.casefold() not in COMMON}
    if words:
        one = "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"
        for found in re.finditer(rf"(?<!\w){one}(?:[ .,]+{one})*(?!\w)", text, re.IGNORECASE):
            yield found.span()


def _words(text: str) -> list[_Word]:
    letters = sum(c.isalpha() for c in text)
    told = 0 < sum(c.isupper() for c in text) < letters * 0.4
    words = []
    for found in _WORD.finditer(text):
        before = text[: found.start()].rstrip()
        words.append(
            _Word(
                *found.span(),
                found.group().casefold(),
                level_of(found.group()),
                told and found.group()[0].isupper() and not (len(found.group()) > 3 and found.group().isupper()),
                not before or before[-1] in ".!?:\n" or "\n" in text[len(before) : found.start()],
            )
        )
    return words


def _near(text: str, one: _Word, following: _Word) -> bool:
    gap = text[one.end : following.start]
    return bool(_GAP.fullmatch(gap)) and ("." not in gap or one.plain in _SHORT or len(one.plain) == 1)


def _grown(text: str, words: list[_Word], begin: int, end: int) -> tuple[int, int]:
    """The words ``begin`` to ``end`` (inclusive) with their neighbours that belong to the same name."""
    while end + 1 < len(words) and end - begin + 1 < MOST_WORDS and _near(text, words[end], words[end + 1]):
        following = words[end + 1]
        linked = following.plain in LINKS and end + 2 < len(words) and words[end + 2].level > NEVER
        if not (_belongs(following) or linked):
            break
        end += 1
    while begin and end - begin + 1 < MOST_WORDS and _near(text, words[begin - 1], words[begin]):
        before = words[begin - 1]
        honour = before.plain in ("i", "ni", "ida") or (before.plain, words[begin].plain) == ("anak", "agung")
        if not honour and (not _belongs(before) or (before.level == UNKNOWN and before.first)):
            break
        begin -= 1
    return begin, _closed(text, words, end)


def _closed(text: str, words: list[_Word], end: int) -> int:
    """With up to two words that no list has, when a comma, a bracket or the end follows: "a.n. muhtar pawiloi."."""
    for more in (1, 2):
        rest = words[end + 1 : end + 1 + more]
        if len(rest) < more or any(word.level != UNKNOWN or len(word.plain) < 2 for word in rest):
            return end
        chain = [words[end], *rest]
        if not all(
            _near(text, one, following) and "." not in text[one.end : following.start]
            for one, following in pairwise(chain)
        ):
            return end
        if re.match(r"[ \t]*(?:[.,()/:;|\n]|$|\d)", text[rest[-1].end :]):
            return end + more
    return end


def _belongs(word: _Word) -> bool:
    """Whether a word beside a name is a part of it: another name, an initial, a capitalised word that nothing forbids."""
    if word.level in (CERTAIN, PERHAPS):
        return True
    return word.great and (word.level == UNKNOWN or len(word.plain) == 1)


def _span(text: str, words: list[_Word], begin: int, end: int) -> tuple[int, int]:
    degree = _DEGREE.match(text, words[end].end) if words[end].great else None
    return words[begin].start, degree.end() if degree else words[end].end


def _of_a_place(words: list[_Word], begin: int) -> bool:
    """Whether what begins here is the name of a street, a school, a mosque: "Jalan Ahmad Yani", "RSUD dr. Soetomo"."""
    at = begin - 1
    while at >= 0 and (_is_title(words[at]) or len(words[at].plain) == 1) and begin - at <= 3:
        at -= 1
    if at < 0 or words[at].plain not in BEARS_A_NAME:
        return False
    return not (at and words[at - 1].plain in HEADS)


def _is_title(word: _Word) -> bool:
    return bool(_STRONG.fullmatch(word.plain) or _WEAK.fullmatch(word.plain))


def _announced(text: str, words: list[_Word]) -> Iterator[tuple[int, int]]:
    for phrase in _PHRASE.finditer(text):
        at = next((n for n, word in enumerate(words) if word.start >= phrase.end()), None)
        if at is None or re.search(r"[^\s:.,(/'\"]", text[phrase.end() : words[at].start]):
            continue
        while at < len(words) and (_is_title(words[at]) and words[at].level <= UNKNOWN):
            at += 1
        loose = phrase.group().casefold() not in ("nama", "pelapor")
        if at < len(words) and _may_begin(words[at], sure=loose) and not _of_a_place(words, at):
            yield _span(text, words, *_grown(text, words, at, at))


def _titled(text: str, words: list[_Word]) -> Iterator[tuple[int, int]]:
    for n, title in enumerate(words[:-1]):
        strong = bool(_STRONG.fullmatch(title.plain))
        if not strong and not _WEAK.fullmatch(title.plain):
            continue
        at = n + 1
        while (
            at < len(words)
            and _near(text, words[at - 1], words[at])
            and (words[at].plain in OFFICES or (_is_title(words[at]) and words[at].level < PERHAPS))
            and at - n <= 3
        ):
            at += 1  # "Pak H. Lurah …": further titles and offices
        if at >= len(words) or not _near(text, words[at - 1], words[at]) or _of_a_place(words, n):
            continue
        if at > n + 1 and not (words[at].level >= PERHAPS or words[at].great):
            continue
        if _may_begin(words[at], sure=strong and at == n + 1):
            yield _span(text, words, *_right(text, words, at))


def _right(text: str, words: list[_Word], at: int) -> tuple[int, int]:
    begin, end = _grown(text, words, at, at)
    return max(begin, at), end


def _may_begin(word: _Word, *, sure: bool) -> bool:
    """Whether a name may begin with this word after a title or a phrase; ``sure``: also with one that no list has."""
    if word.level >= PERHAPS:
        return True
    return word.level == UNKNOWN and len(word.plain) > 2 and (sure or word.great)


def _by_themselves(text: str, words: list[_Word]) -> Iterator[tuple[int, int]]:
    for n, word in enumerate(words):
        if word.level == CERTAIN:
            begin, end = _grown(text, words, n, n)
        elif word.level == PERHAPS and word.great and n + 1 < len(words) and _near(text, word, words[n + 1]):
            following = words[n + 1]
            if following.level != PERHAPS or not following.great:
                continue
            begin, end = _grown(text, words, n, n + 1)
        else:
            continue
        if not _of_a_place(words, begin):
            yield _span(text, words, begin, end)


def _listed(text: str, words: list[_Word]) -> Iterator[tuple[int, int]]:
    """Items of lists and brackets beside a number: "- Suprianus Usop (0816…", "hubungi 0857… (Sardi)", "NIK 33…, cp Adrianus 0819…"."""
    for n, word in enumerate(words):
        if word.level == NEVER or not (word.great or word.level >= PERHAPS):
            continue
        if not re.search(
            r"(?:[(\n:\-]|\d\.|\bcp|\bdan|\ban)[ \t]*$", text[max(0, word.start - 6) : word.start], re.IGNORECASE
        ):
            continue
        end = n
        while (
            end + 1 < len(words)
            and end - n < 3
            and words[end + 1].level > NEVER
            and _near(text, words[end], words[end + 1])
        ):
            end += 1
        after = text[words[end].end : words[end].end + 24]
        bracketed = text[: word.start].rstrip()[-1:] == "(" and after.lstrip()[:1] == ")"
        if bracketed or re.match(r"[\s,(\-:|/]*(?:\+?\(?\+?\d[\d .\-]{7}|NIK|RT\b|no\.? ?hp)", after, re.IGNORECASE):
            yield word.start, words[end].end


def _signed(text: str, words: list[_Word]) -> Iterator[tuple[int, int]]:
    """The last words after a greeting: "Terima kasih. Indah"."""
    for count in (1, 2, 3):
        if count >= len(words):
            return
        last = words[-count:]
        if any(word.level == NEVER for word in last) or not _SIGNED.search(text[: last[0].start]):
            continue
        if any(word.level >= PERHAPS or word.great for word in last) and not re.search(
            r"[^\s.,!)\-]", text[last[-1].end :]
        ):
            yield last[0].start, last[-1].end
            return
