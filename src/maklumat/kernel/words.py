"""Marks a sentence for translation where Django may not be imported (rules, events)."""


def N_(sentence: str) -> str:
    """Return ``sentence`` unchanged; the extractor collects it, the page translates it."""
    return sentence
