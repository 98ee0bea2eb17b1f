"""What must not be read by everybody: numbers, addresses and names of people inside a free text.

Finds, never decides: an officer sees the text before and after, and may hide more. What is found is replaced by a word in
brackets, so that the sentence still reads. Rather one word too many than one name too few.
"""

from .finding import KINDS, Found, find, masked, passages, traces

__all__ = ["KINDS", "Found", "find", "masked", "passages", "traces"]
