"""The ledger's tree grown and signed, as the worker does it every few seconds."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from django.conf import settings

from maklumat.kernel import checkpoints
from maklumat.kernel.models import Cosignature, Head


def new_keys(witnesses: dict | None = None) -> Path:
    """Let the log of this process sign with keys of its own from now on: what other tests signed belongs to another ledger."""
    folder = Path(tempfile.mkdtemp(prefix="jejak"))
    settings.LOG_KEY, settings.LOG_WITNESSES = str(folder / "log.json"), ""
    if witnesses is not None:
        (folder / "witnesses.json").write_text(json.dumps(witnesses))
        settings.LOG_WITNESSES = str(folder / "witnesses.json")
    Head.objects.all().delete()  # with new keys and no signed heads a log begins by itself
    Cosignature.objects.all().delete()
    checkpoints.signer.cache_clear()
    return folder


def sign_all() -> None:
    """Everything recorded so far is in a signed head."""
    checkpoints.keep_up()
