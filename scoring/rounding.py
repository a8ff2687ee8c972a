"""The one place where numbers become text: half up, as Excel does."""

from __future__ import annotations

from fractions import Fraction


def as_text(value: Fraction | int, places: int) -> str:
    """Write an exact number with a fixed number of decimals, halves away from zero.

    Args:
        value: The exact number.
        places: Decimals to write, 0 or more.

    Example:
        >>> as_text(Fraction(55, 14), 4), as_text(Fraction(5, 2), 0), as_text(Fraction(-1, 8), 2)
        ('3.9286', '3', '-0.13')
    """
    scaled = abs(Fraction(value)) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = "-" if value < 0 and whole else ""
    digits = str(whole).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def as_decimal(value: Fraction | None) -> str:
    """Write a mean with two decimals, or a dash where there is none."""
    return "–" if value is None else as_text(value, 2)
