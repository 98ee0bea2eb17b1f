"""The words of a whistleblower's receipt: eleven bits each, written down by hand and typed back."""

from __future__ import annotations

import re
from importlib import resources
from itertools import pairwise

WORDS = (resources.files("maklumat.samples") / "receipt_words.txt").read_text(encoding="utf-8").splitlines()


def test_they_are_plain_and_in_order():
    assert len(WORDS) == 2048 and sorted(set(WORDS)) == WORDS
    assert all(re.fullmatch("[a-z]{4,8}", word) for word in WORDS)


def test_four_letters_say_which():
    assert len({word[:4] for word in WORDS}) == 2048
    assert not any(two.startswith(one) for one, two in pairwise(WORDS))


def test_one_wrong_letter_makes_no_other_word():
    """No two are one letter apart: changed, left out, added, or two exchanged."""
    known = set(WORDS)
    for word in WORDS:
        near = {word[:place] + word[place + 1 :] for place in range(len(word))}
        near |= {word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in range(len(word) - 1)}
        near |= {
            word[:place] + letter + word[place + 1 :]
            for place in range(len(word))
            for letter in "abcdefghijklmnopqrstuvwxyz"
        }
        assert not (near - {word}) & known, word
