"""Typeset a PDF that screen readers can read (PDF/UA-1); what somebody typed is never markup."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import typst

from reporting.visible import visible

DATA = "data.json"
"""Where a source finds its data: `#let data = json("data.json")`."""
FONT = "Liberation Sans"
"""As wide as Arial, letter by letter. A document that names no font is set in typst's own."""
_REFUSED = {0xFEFF: ""}
"""PDF/UA-1 forbids the mark by which a file says in which order its bytes stand."""
_LACKING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def typeset(
    source: str, data: Mapping[str, object], files: Mapping[str, bytes] | None = None
) -> bytes:
    """Typeset a source of our own with the data of one document.

    The fonts are those that come along (`FONT`, and typst's own), so a document looks alike on
    every machine. A character that they lack is set in a font of this machine; for one that no
    font has stands U+FFFD, since PDF/UA-1 forbids the empty boxes there would be otherwise. The
    clock is not read: the source says which day the document is of.

    Args:
        source: A typst document. It must set the title and the language of the document.
        data: What JSON can hold. Texts are values, whatever stands in them.
        files: Pictures and further sources, by the names that the source uses.

    Returns:
        The PDF; byte for byte the same for the same input, as far as the own fonts reach.
    """
    parts = {name: _legible(content, _REFUSED) for name, content in (files or {}).items()}
    parts["main.typ"] = source.encode()
    shown = _with_texts(data, lambda text: visible(text).translate(_REFUSED))
    try:
        return _compile(parts, shown, own_fonts=True)
    except typst.TypstError as error:
        if not _lacking(error):
            raise
    try:
        return _compile(parts, shown, own_fonts=False)
    except typst.TypstError as error:
        lacking = _lacking(error)
        if not lacking:
            raise
    replaced = dict.fromkeys(lacking, "\ufffd")
    legible = _with_texts(shown, lambda text: text.translate(replaced))
    drawn = {name: _legible(content, replaced) for name, content in parts.items()}
    return _compile(drawn, legible, own_fonts=False)


def rasterize(svg: str) -> bytes:
    """Turn a drawing into a PNG, two dots a pixel, with the letters a typeset document has."""
    page = '#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg")'
    # Only what is beyond these alphabets is worth looking for in the fonts of this machine.
    plain = all(ord(c) < 0x530 or 0x2000 <= ord(c) < 0x2300 for c in svg)
    return typst.compile(
        {"main.typ": page.encode(), "drawing.svg": svg.encode()},  # pyright: ignore[reportCallIssue, reportArgumentType]
        font_paths=_fonts(own=plain),
        format="png",
        ppi=192,
    )


def _compile(parts: Mapping[str, bytes], data: object, *, own_fonts: bool) -> bytes:
    words = json.dumps(data, ensure_ascii=False).encode()
    # The names of files are no part of typst's declared types yet; its manual gives them.
    return typst.compile(
        {**parts, DATA: words},  # pyright: ignore[reportCallIssue, reportArgumentType]
        font_paths=_fonts(own=own_fonts),
        pdf_standards="ua-1",
        timestamp=0,
    )


@cache
def _fonts(*, own: bool) -> typst.Fonts:
    folder = Path(__file__).with_name("fonts")
    return typst.Fonts(include_system_fonts=not own, font_paths=[folder])


def _legible(content: bytes, replaced: Mapping[int, str]) -> bytes:
    """Replace characters where a drawing writes them."""
    if not content.startswith(b"<svg"):
        return content
    return content.decode().translate(replaced).encode()


def _lacking(error: typst.TypstError) -> set[int]:
    """Code points that no font had, of all that went wrong; empty where it was something else."""
    texts = (_plain(text) for text in _LACKING.findall(error.diagnostic))
    return {ord(character) for text in texts for character in text if not character.isascii()}


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)


def _with_texts(value: object, change: Callable[[str], str]) -> object:
    match value:
        case str():
            return change(value)
        case Mapping():
            return {key: _with_texts(inner, change) for key, inner in value.items()}
        case list() | tuple():
            return [_with_texts(inner, change) for inner in value]
    return value
