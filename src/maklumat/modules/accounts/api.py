"""The door of accounts."""

from .actions import close, create_staff, invite, note, reopen, sign_out, take_on
from .queries import StaffSafety, account_by_email, staff_addresses, staff_names, staff_safety
from .rules.identity_numbers import Checked, check_kk, check_nik, check_nip, check_phone, masked
from .rules.passwords import guessable
from .rules.safety import REFUSED
from .sessions import idle, proved_lately

__all__ = [
    "REFUSED", "Checked", "StaffSafety", "account_by_email", "check_kk", "check_nik", "check_nip", "check_phone", "close",
    "create_staff", "guessable", "idle", "invite", "masked", "note", "proved_lately", "reopen", "sign_out", "staff_addresses", "staff_names",
    "staff_safety", "take_on",
]  # fmt: skip
