"""The fingerprint of a scale file: what a visit keeps to know that its scale is unchanged."""

from __future__ import annotations

from hashlib import sha256


def normalize(text: str) -> str:
    r"""Write every line end as \n and drop a byte-order mark, as editors and systems differ."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def stamp_of(text: str) -> str:
    r"""Return the SHA-256 of a scale file's text.

    Args:
        text: The whole file. Its line ends do not matter: a checkout on Windows has the same stamp.

    Returns:
        64 hexadecimal digits.

    Example:
        >>> stamp_of("id: a\r\n") == stamp_of("id: a\n")
        True
    """
    return sha256(normalize(text).encode("utf-8")).hexdigest()
