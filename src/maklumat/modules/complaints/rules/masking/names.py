"""Names of people after a title ("Pak Suryadi", "Sdr. Andi Wijaya") or after a phrase that announces one ("bernama …").

Offices are no names: "Pak Lurah" stays, "Pak Lurah Suryadi" becomes "Pak Lurah [nama]".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .words import COMMON, OFFICES, PLACES

_TITLE = (
    r"bapak|bapa|bpk|pak|ibu|bu|sdri?|saudara|saudari|tuan|tn|nyonya|ny|nona|mas|mbak|mba|kang|teh|bang|abang|om|tante|"
    r"ustadz?|ustadzah|haji|hajjah|hj|kh|kyai|kiai|gus|drs?|dra|drg|ir|prof|raden|almarhum|almarhumah|alm|oknum"
)
_PHRASE = (
    r"bernama|namanya|nama\s+saya|nama\s+lengkap|nama\s+ibu|nama\s+ayah|nama\s+petugas(?:nya)?|nama\s+pelaku|atas\s+nama|"
    r"a\s?[./]\s?n\.?|dengan\s+nama|an\.|inisial|petugas\s+bernama|nama\s*:"
)
_OPENING = re.compile(rf"(?<![\w@])(?:(?P<title>{_TITLE})\.?|(?P<phrase>{_PHRASE}))(?=[\s:.,/]|$)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?")
_GAP = re.compile(r"[ \t]*[:.]?[ \t]*")
_DEGREE = re.compile(
    r"[ \t]*,?[ \t]*(?:S|M|A|Dr|Sp|Drs|Amd)\.?[ \t]?[A-Z][A-Za-z]{0,4}\.?(?:[A-Z][a-z]{0,3}\.?)?(?!\w)"
)
MOST_WORDS = 4


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """Where names stand, titles not included."""
    after = 0
    for opening in _OPENING.finditer(text):
        if opening.start() < after:
            continue
        span = _name_from(text, opening.end(), announced=bool(opening["phrase"]))
        if span:
            yield span
            after = span[1]


def known_in(text: str, known: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where words of known names stand; several side by side are one."""
    words = {word for name in known for word in _WORD.findall(name) if len(word) > 2 and word.casefold() not in COMMON}
    if words:
        one = "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"
        for found in re.finditer(rf"(?<!\w){one}(?:[ .,]+{one})*(?!\w)", text, re.IGNORECASE):
            yield found.span()


def _name_from(text: str, here: int, *, announced: bool) -> tuple[int, int] | None:
    here = _past_offices(text, here)
    start, end, words = here, here, 0
    while words < MOST_WORDS:
        word = _word_at(text, end if words else here)
        if word is None or not _fits(word.group(), words, announced):
            break
        start = word.start() if not words else start
        end, words = word.end(), words + 1
        if word.group().endswith(".") and len(word.group()) > 3:
            end -= 1  # the full stop of the sentence
            break
    if not words:
        return None
    degree = _DEGREE.match(text, end)
    return start, degree.end() if degree else end


def _past_offices(text: str, here: int) -> int:
    """Beyond further titles and offices ("Pak H. Lurah …"), each of which is no name."""
    while (word := _word_at(text, here)) is not None:
        plain = word.group().rstrip(".").casefold()
        if plain not in OFFICES and not re.fullmatch(_TITLE, plain) and plain not in ("h", "hj"):
            return here
        here = word.end()
    return here


def _word_at(text: str, here: int) -> re.Match[str] | None:
    gap = _GAP.match(text, here)
    return _WORD.match(text, gap.end() if gap else here)


def _fits(word: str, position: int, announced: bool) -> bool:
    """Whether this can be a word of the name. In a text without capitals only the first word after the title."""
    plain = word.rstrip(".").casefold()
    if plain in COMMON or plain in OFFICES or plain in PLACES:
        return False
    if word[0].isupper():
        return len(plain) > 1 or position > 0
    return len(plain) > 2 and position < (2 if announced else 1)
