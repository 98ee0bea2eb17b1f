"""An emblem as SVG: a picture and nothing else. What could act or reach out is refused, what is idle is left out."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from maklumat.kernel.words import N_

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
MOST_BYTES = 200_000
MOST_ELEMENTS = 5_000
DEEPEST = 60
DRAWING = frozenset(
    [
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
        "marker",
        "filter",
        "feGaussianBlur",
        "feOffset",
        "feBlend",
        "feFlood",
        "feComposite",
        "feMerge",
        "feMergeNode",
        "feColorMatrix",
        "style",
        "metadata",
        "switch",
    ]
)

TOO_LARGE = N_("Lambang paling besar 200 KB. Sederhanakan gambarnya.")
NOT_SVG = N_("Berkas ini bukan gambar SVG yang utuh.")
NO_SIZE = N_("Gambar SVG ini tidak menyebut ukurannya (viewBox). Simpan ulang dari aplikasi gambar Anda.")
ACTIVE = N_("Gambar ini berisi skrip atau bagian aktif. Simpan ulang sebagai “SVG biasa” (plain SVG).")
OUTSIDE = N_("Gambar ini mengambil isi dari luar berkas. Gabungkan dulu semua gambar dan huruf ke dalamnya.")
TOO_MUCH = N_("Gambar ini terlalu rumit. Sederhanakan dulu.")


def clean(content: bytes | str) -> str:
    """The drawing alone, ready to be shown. Raises ValueError with a sentence (a msgid)."""
    raw = content.encode() if isinstance(content, str) else content
    if len(raw) > MOST_BYTES:
        raise ValueError(TOO_LARGE)
    if re.search(rb"<!ENTITY|<\?xml-stylesheet", raw, re.IGNORECASE) or b"\0" in raw:
        raise ValueError(ACTIVE)
    try:
        root = ElementTree.fromstring(raw)
    except (ElementTree.ParseError, ValueError, LookupError) as fault:
        raise ValueError(NOT_SVG) from fault
    if root.tag != f"{{{SVG}}}svg":
        raise ValueError(NOT_SVG)
    if not root.get("viewBox") and not (root.get("width") and root.get("height")):
        raise ValueError(NO_SIZE)
    if sum(1 for _one in root.iter()) > MOST_ELEMENTS:
        raise ValueError(TOO_MUCH)
    _check(root, 0)
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    return ElementTree.tostring(root, encoding="unicode")


def _check(element: ElementTree.Element, depth: int) -> None:
    if depth > DEEPEST:
        raise ValueError(TOO_MUCH)
    _check_attributes(element)
    if _local(element.tag) == "style":
        _check_css("".join(element.itertext()))
    for child in list(element):
        namespace, name = _split(child.tag)
        if namespace != SVG or name == "metadata":
            element.remove(child)  # notes of drawing programs: never shown
        elif name not in DRAWING:
            raise ValueError(OUTSIDE if name in ("image", "a", "feImage") else ACTIVE)
        else:
            _check(child, depth + 1)


def _check_attributes(element: ElementTree.Element) -> None:
    for full, value in list(element.attrib.items()):
        namespace, name = _split(full)
        if name.lower().startswith("on"):
            raise ValueError(ACTIVE)
        if name == "href":
            if not value.strip().startswith("#"):
                raise ValueError(OUTSIDE)
        elif namespace not in ("", SVG, "http://www.w3.org/XML/1998/namespace"):
            del element.attrib[full]
        else:
            _check_css(value)


def _check_css(text: str) -> None:
    """``url(#part)`` inside the drawing is fine; anything that loads, imports or computes is not."""
    plain = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).replace("\\", "")
    if "\\" in text or re.search(r"javascript:|expression\s*\(|-moz-binding|behavior\s*:", plain, re.IGNORECASE):
        raise ValueError(ACTIVE)
    if re.search(r"@import|image-set\s*\(|src\s*\(", plain, re.IGNORECASE):
        raise ValueError(OUTSIDE)
    for target in re.findall(r"url\s*\(\s*['\"]?\s*([^)]*)", plain, re.IGNORECASE):
        if not target.startswith("#"):
            raise ValueError(OUTSIDE)


def _split(tag: object) -> tuple[str, str]:
    text = tag if isinstance(tag, str) else ""
    namespace, _brace, name = text.rpartition("}")
    return namespace.removeprefix("{"), name


def _local(tag: object) -> str:
    return _split(tag)[1]
