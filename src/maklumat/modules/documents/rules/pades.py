"""A second opinion by pyHanko on a PDF whose bytes are already known to be authentic (see :mod:`.envelope`),
and the only opinion on files signed by BSrE, which may carry a later revision with validation data."""

from __future__ import annotations

import io
from collections.abc import Sequence


def problems(content: bytes, roots: Sequence[bytes], *, later_validation_data: bool = False) -> list[str]:
    """What is wrong with the PDF's signature, in words for logs; empty when nothing is. Never raises.

    Checked: exactly one signature, intact, valid, chaining to ``roots`` (PEM) at the stated time, and nothing
    changed afterwards; with ``later_validation_data`` a revision with validation data (LTA) may follow.
    """
    try:
        return _problems(content, roots, later_validation_data)
    except Exception as error:  # a hostile or broken PDF raises many kinds
        return [f"unreadable: {type(error).__name__}"]


def attachments(content: bytes) -> dict[str, bytes]:
    """The embedded files of an authentic PDF by name. Empty for an unreadable one."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(content))
        names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
        pairs = [(str(names[at]), names[at + 1]["/EF"]["/F"].data) for at in range(0, len(names), 2)]
    except Exception:  # hostile or foreign PDF
        return {}
    return dict(pairs)


def _problems(content: bytes, roots: Sequence[bytes], later_validation_data: bool) -> list[str]:
    from asn1crypto import pem, x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    signatures = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
    if len(signatures) != 1:
        return [f"{len(signatures)} signatures"]
    signature = signatures[0]
    trusted = [x509.Certificate.load(pem.unarmor(root)[2]) for root in roots]
    stated = signature.self_reported_timestamp
    context = ValidationContext(trust_roots=trusted, moment=stated, allow_fetching=False, revocation_mode="soft-fail")
    stamps = ValidationContext(trust_roots=trusted, allow_fetching=False, revocation_mode="soft-fail")
    status = validate_pdf_signature(signature, context, ts_validation_context=stamps)
    least = SignatureCoverageLevel.ENTIRE_REVISION if later_validation_data else SignatureCoverageLevel.ENTIRE_FILE
    most = ModificationLevel.LTA_UPDATES if later_validation_data else ModificationLevel.NONE
    stamp = status.timestamp_validity
    checks = {
        "not intact": status.intact,
        "not valid": status.valid,
        "not trusted": status.trusted,
        "does not cover the file": status.coverage >= least,
        "changed afterwards": status.modification_level is not None and status.modification_level <= most,
        "not as certified": status.docmdp_ok is not False,
        "time stamp broken": stamp is None or (stamp.intact and stamp.valid),
    }
    return [name for name, good in checks.items() if not good]
