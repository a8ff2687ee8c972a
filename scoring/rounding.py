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


def told_apart(value: Fraction | None, bound: Fraction) -> str:
    """Write a mean so that it does not look like a bound it misses: 3.996 beside 4.0, never 4.00.

    Two decimals, or as many more as it takes.
    """
    if value is None:
        return as_decimal(value)
    places = 2
    while value != bound and Fraction(as_text(value, places)) == bound:
        places += 1
    return as_text(value, places)
