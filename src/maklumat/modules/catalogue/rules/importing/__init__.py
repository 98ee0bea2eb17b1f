"""Reads the CSV lists that offices really keep into draft standards. The door is :mod:`.sheet`.

Nothing is guessed silently: every cell that is read leaves a note that says whether it was plain
(``exact``), read by a rule that is told (``normalised``), or left to a person (``decide``).
"""
