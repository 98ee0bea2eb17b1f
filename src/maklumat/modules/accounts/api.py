"""The door of accounts."""

from .actions import create_staff, invite, take_on
from .queries import account_by_email, staff_addresses, staff_names
from .rules.identity_numbers import Checked, check_kk, check_nik, check_nip, check_phone, masked

__all__ = [
    "Checked", "account_by_email", "check_kk", "check_nik", "check_nip", "check_phone", "create_staff", "invite",
    "masked", "staff_addresses", "staff_names", "take_on",
]  # fmt: skip
