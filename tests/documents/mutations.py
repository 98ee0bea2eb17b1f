"""Ways to tamper with a signed PDF. `mutants` yields as many as are asked for, each kind in turn.

The proofs use it too: ``for kind, content in mutants(genuine, 1000, seed=1): …``.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

Tamper = Callable[[bytes, random.Random], bytes]


def mutants(genuine: bytes, count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """``count`` altered copies with the name of what was done; never the original."""
    chance = random.Random(seed)
    made, ways = 0, list(all_kinds(genuine).items())
    while made < count:
        for kind, tamper in ways:
            content = tamper(genuine, chance)
            if content != genuine and made < count:
                made += 1
                yield kind, content


def all_kinds(genuine: bytes) -> dict[str, Tamper]:
    """Every place × every small damage, and the deliberate forgeries."""
    small = {
        f"{damage} in {place}": _at(start, end, work)
        for place, (start, end) in places(genuine).items()
        for damage, work in DAMAGES.items()
    }
    return small | FORGERIES


def places(pdf: bytes) -> dict[str, tuple[int, int]]:
    """Stretches of a signed PDF."""
    ranges = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)", pdf)
    assert ranges
    start, end = int(ranges[1]), int(ranges[2])
    cms_end = start + 1 + len(pdf[start + 1 : end - 1].rstrip(b"0"))
    third = start // 3
    return {
        "the header": (0, 9),
        "the first objects": (9, third),
        "the middle": (third, 2 * third),
        "the last objects": (2 * third, start),
        "the byte range": ranges.span(),
        "the signature": (start + 1, cms_end),
        "the padding": (cms_end + 2, end - 1),
        "the trailer": (end, len(pdf)),
    }


def _flip(part: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(part))
    return part[:at] + bytes([part[at] ^ 1 << chance.randrange(8)]) + part[at + 1 :]


def _digit(part: bytes, chance: random.Random) -> bytes:
    """Another hexadecimal digit, so that the signature still parses."""
    at = chance.randrange(len(part))
    return part[:at] + chance.choice(b"0123456789abcdef").to_bytes() + part[at + 1 :]


def _delete(part: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(part))
    return part[:at] + part[at + chance.randint(1, 8) :]


def _insert(part: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(part))
    return part[:at] + chance.randbytes(chance.randint(1, 8)) + part[at:]


def _zero(part: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(part))
    return part[:at] + b"\0" + part[at + 1 :]


def _twist(part: bytes, chance: random.Random) -> bytes:
    """Two neighbouring stretches change places."""
    middle, size = chance.randrange(len(part)), chance.randint(1, 64)
    before, after = part[max(0, middle - size) : middle], part[middle : middle + size]
    return part[: middle - len(before)] + after + before + part[middle + len(after) :]


DAMAGES = {"bit": _flip, "digit": _digit, "deletion": _delete, "insertion": _insert, "zero": _zero, "twist": _twist}


def _at(start: int, end: int, work: Callable[[bytes, random.Random], bytes]) -> Tamper:
    return lambda pdf, chance: pdf[:start] + work(pdf[start:end], chance) + pdf[end:]


def _truncate(pdf: bytes, chance: random.Random) -> bytes:
    return pdf[: chance.randrange(1, len(pdf))]


def _append_junk(pdf: bytes, chance: random.Random) -> bytes:
    return pdf + chance.randbytes(chance.randint(1, 200))


def _append_newline(pdf: bytes, chance: random.Random) -> bytes:
    return pdf + b"\n" * chance.randint(1, 50)


def _update(pdf: bytes, chance: random.Random) -> bytes:
    """A well-formed incremental update of the metadata (what many editors do)."""
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    writer.add_metadata({"/Title": f"Surat lain {chance.random()}"})
    return _written(writer)


def _update_page(pdf: bytes, chance: random.Random) -> bytes:
    """An incremental update that turns the page, so that a viewer shows something else."""
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    writer.pages[0].rotate(90 * chance.randint(1, 3))
    return _written(writer)


def _note(pdf: bytes, chance: random.Random) -> bytes:
    from pypdf.annotations import FreeText

    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    writer.add_annotation(0, FreeText(text=f"Lunas {chance.random()}", rect=(50, 550, 300, 650)))
    return _written(writer)


def _rewrite(pdf: bytes, chance: random.Random) -> bytes:
    """Saved anew by another program; the signature's objects survive, its bytes move."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.add_metadata({"/Producer": f"editor {chance.random()}"})
    return _written(writer)


def _print_to_pdf(pdf: bytes, chance: random.Random) -> bytes:
    """Pages only, as from «print to PDF»: no signature any more."""
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf)), import_outline=False)
    writer.root_object.pop(NameObject("/AcroForm"), None)
    for page in writer.pages:
        page.pop(NameObject("/Annots"), None)
    writer.add_metadata({"/Title": str(chance.random())})
    return _written(writer)


def _double_page(pdf: bytes, chance: random.Random) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    for _ in range(chance.randint(1, 3)):
        writer.insert_page(writer.pages[0], 0)
    return _written(writer)


def _swap_pages(pdf: bytes, chance: random.Random) -> bytes:
    """A blank page takes the place of the first, the first goes last."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.insert_blank_page(width=chance.randint(400, 600), height=842, index=0)
    return _written(writer)


def _swap_attachment(pdf: bytes, chance: random.Random) -> bytes:
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    writer.add_attachment("isi.json", b'{"number": "%d"}' % chance.randrange(10**6))
    return _written(writer)


def _rename_signer(pdf: bytes, chance: random.Random) -> bytes:
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    value = writer.root_object["/AcroForm"]["/Fields"][0].get_object()["/V"]
    value[NameObject("/Name")] = TextStringObject(f"Orang Lain {chance.random()}")
    return _written(writer)


def _narrow_range(pdf: bytes, chance: random.Random) -> bytes:
    """Add a comment at the end and stretch nothing: the old range stays, the file grows."""
    return pdf + b"%% %d\n%%%%EOF\n" % chance.randrange(10**6)


def _stretch_range(pdf: bytes, chance: random.Random) -> bytes:
    """Add bytes and enlarge the last number of the range accordingly."""
    extra = b"%% %06d\n" % chance.randrange(10**6)
    match = re.search(rb"(/ByteRange \[0 \d+ \d+ )(\d+)", pdf)
    assert match
    longer = str(int(match[2]) + len(extra)).encode()
    return pdf[: match.start(2)] + longer + pdf[match.start(2) + len(longer) :] + extra


def _second_range(pdf: bytes, chance: random.Random) -> bytes:
    """A comment with a byte range of its own, to mislead a careless reader."""
    return pdf + b"%% /ByteRange [0 10 %d 0]\n" % (len(pdf) + chance.randint(20, 40))


def _prefix(pdf: bytes, chance: random.Random) -> bytes:
    return b"%PDF-1.7\n" + b"%" * chance.randint(1, 30) + b"\n" + pdf


def _uppercase_signature(pdf: bytes, chance: random.Random) -> bytes:
    """The same signature in other letters: harmless to most readers, still not the file that was signed."""
    start, end = places(pdf)["the signature"]
    cut = chance.randrange(start, end)
    return pdf[:cut] + pdf[cut:end].upper() + pdf[end:]


FORGERIES: dict[str, Tamper] = {
    "truncation": _truncate,
    "appended junk": _append_junk,
    "appended lines": _append_newline,
    "incremental update of the metadata": _update,
    "incremental update of the page": _update_page,
    "added note": _note,
    "rewritten by an editor": _rewrite,
    "printed to PDF": _print_to_pdf,
    "page added": _double_page,
    "pages swapped": _swap_pages,
    "attachment swapped": _swap_attachment,
    "signer renamed": _rename_signer,
    "appended comment": _narrow_range,
    "byte range stretched": _stretch_range,
    "second byte range": _second_range,
    "prefix": _prefix,
    "capital letters": _uppercase_signature,
}


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
