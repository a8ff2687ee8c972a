"""Text that phone forms show as it is: they read labels as Markdown, HTML and references."""

from __future__ import annotations

import re

# ODK Collect and Enketo read a subset of Markdown and HTML in labels; pyxform reads ${name}. Only
# some of that can be escaped, and in labels of choices nothing can, so a character that would be
# read is replaced by one that looks alike. Single stars and underscores do no harm.
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]+;)")
_BEGINNING = re.compile(r"^(\s*)(#{1,6}|[-+*]|[0-9]+\.)(?=\s)", re.MULTILINE)
_LOOKALIKES = {"#": "＃", "-": "–", "+": "＋", "*": "∗"}


def label(text: str) -> str:
    """Write a text so that a phone shows it as it is.

    Example:
        >>> label("*bold* and _so_ <b>on</b> ${name}")
        '∗bold∗ and ＿so＿ ＜b>on＜/b> $\u2060{name}'
        >>> label("20% or fewer; 5 * 4 < 21")
        '20% or fewer; 5 * 4 < 21'
    """
    shown = _BEGINNING.sub(_as_text, text)
    for mark, alike in (("*", "∗"), ("_", "＿")):
        if shown.count(mark) > 1:
            shown = shown.replace(mark, alike)
    shown = _ENTITY.sub("＆", _TAG.sub("＜", shown))
    # An invisible joiner keeps two characters from being read together.
    return shown.replace("${", "$\u2060{").replace("](", "]\u2060(")


def quoted(text: str) -> str:
    """Write a text as a value of a calculation (XPath), whatever quotation marks it holds.

    Example:
        >>> quoted("Oak House"), quoted("Ann's ${x}")
        ("'Oak House'", 'concat(\\'Ann\\', "\\'", \\'s \\', \\'$\\', \\'{x}\\')')
    """
    if "${" not in text and not ("'" in text and '"' in text):
        mark = '"' if "'" in text else "'"
        return f"{mark}{text}{mark}"
    pieces = re.findall(r"\$|'+|[^'$]+", text)
    return f"concat({', '.join(quoted(piece) for piece in pieces)})"


def _as_text(beginning: re.Match[str]) -> str:
    space, mark = beginning.groups()
    if mark[0].isdigit():
        return f"{space}{mark[:-1]})"
    return space + "".join(_LOOKALIKES[character] for character in mark)
