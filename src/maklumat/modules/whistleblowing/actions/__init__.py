"""All writes of the room."""

from .forms import send_by_form
from .handling import act
from .keys import (
    ask_recovery,
    finish_recovery,
    make_recovery_key,
    publish_key,
    refuse_recovery,
    release_share,
    wrap_again,
)
from .nightly import erase_due, mix_rows, record_letters, release_page, send_notices, sweep_files, tell_of_keys
from .sending import begin_file, send_more, send_report, take_part

__all__ = [
    "act",
    "ask_recovery",
    "begin_file",
    "erase_due",
    "finish_recovery",
    "make_recovery_key",
    "mix_rows",
    "publish_key",
    "record_letters",
    "refuse_recovery",
    "release_page",
    "release_share",
    "send_by_form",
    "send_more",
    "send_notices",
    "send_report",
    "sweep_files",
    "take_part", "tell_of_keys",
    "wrap_again",
]  # fmt: skip
