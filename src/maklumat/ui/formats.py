"""Filters: how numbers and colours are written."""

import re
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.safestring import SafeString


def rupiah(amount):
    """1500000 becomes Rp1.500.000."""
    return "" if amount in (None, "") else "Rp" + f"{int(amount):,}".replace(",", ".")


def colour(value):
    """A colour that may stand in a style sheet; anything but #rgb or #rrggbb becomes nothing."""
    return SafeString(value) if re.fullmatch(r"#(?:[0-9a-fA-F]{3}){1,2}", str(value or "")) else ""


def amount(value):
    """A number without needless decimals: 3.0 becomes 3, 2.5 becomes 2,5."""
    return f"{float(value):.1f}".removesuffix(".0").replace(".", ",")


def number(value, places=0):
    """A number as the page's language writes it. Rounded first: Django cuts what is left."""
    return number_format(round(Decimal(value), places), places, force_grouping=True)


def percent(value):
    """A width for SVG: always with a point, whatever the language."""
    return f"{value}%"
