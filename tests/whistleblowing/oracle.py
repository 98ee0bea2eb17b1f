"""The protocol of the sealed channel, version 1, as pure functions: receipt, keys, letters, files, work, proofs.

Written from docs/lapor-aman.md alone; it shares no code with the server or the pages.
"""

from __future__ import annotations

from . import shamir
from .age import BadAge, NotForMe, identity, read_identity, read_recipient, recipient
from .age import split as split_age
from .basics import (
    BadLetter,
    NotMine,
    act_message,
    b64,
    check_work,
    derive,
    from_words,
    mailbox,
    open_message,
    padme,
    sign,
    sign_public,
    to_words,
    unb64,
    unwrap_seed,
    work,
    wrap_seed,
)
from .ledger import (
    BadProof,
    check_checkpoint,
    check_inclusion,
    check_keyholder,
    check_recovery,
    check_signer,
    entry_of,
    leaf_hash,
    node_hash,
    root_of,
)
from .letters import (
    HEAD,
    SLOTS,
    SMALLEST,
    Letter,
    is_uuid,
    open_file,
    open_letter,
    pack,
    pack_raw,
    rewrap,
    seal_file,
    seal_letter,
    unpack,
)

split_secret, combine_shares = shamir.split, shamir.combine

__all__ = [
    "HEAD", "SLOTS", "SMALLEST", "BadAge", "BadLetter", "BadProof", "Letter", "NotForMe", "NotMine",
    "act_message", "b64", "check_checkpoint", "check_inclusion", "check_keyholder", "check_recovery", "check_signer",
    "check_work", "combine_shares", "derive", "entry_of", "from_words", "identity", "is_uuid", "leaf_hash",
    "mailbox", "node_hash", "open_file", "open_letter", "open_message", "pack", "pack_raw", "padme",
    "read_identity", "read_recipient", "recipient", "rewrap", "root_of", "seal_file", "seal_letter", "sign",
    "sign_public", "split_age", "split_secret", "to_words", "unb64", "unpack", "unwrap_seed", "work",
    "wrap_seed",
]  # fmt: skip
