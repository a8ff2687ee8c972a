"""Characters that a document cannot hold, shown as signs that can be seen."""

from __future__ import annotations


def visible(text: str) -> str:
    r"""Replace control characters and half characters, which XML cannot hold.

    Example:
        >>> visible("a\x00b"), visible("one\r\ntwo")
        ('a␀b', 'one\ntwo')
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_sign(character) for character in lines)


def _sign(character: str) -> str:
    code = ord(character)
    if code < 32 and character not in "\n\t":
        return chr(0x2400 + code)
    if 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF):
        return "\ufffd"
    return character
