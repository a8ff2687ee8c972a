"""Read a tagged PDF as a screen reader does: by its tags, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

_SECTION = re.compile(rb"beginbfchar(.*?)endbfchar", re.S)
_PAIR = re.compile(rb"<([0-9A-F]{4})>\s*<([0-9A-F]+)>")
_PAINTS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "Tj", "TJ"}


@dataclass
class Tag:
    """An element of the tag tree: its kind, the words it holds itself, and what is inside it."""

    kind: str
    alt: str = ""
    scope: str = ""
    words: str = ""
    inside: list[Tag] = field(default_factory=list)

    @property
    def said(self) -> str:
        """All its words, those inside it last of all."""
        return self.words + "".join(tag.said for tag in self.inside)

    def find(self, *kinds: str) -> list[Tag]:
        """Every element of these kinds, in the order of reading."""
        own = [self] if self.kind in kinds else []
        return [*own, *(found for tag in self.inside for found in tag.find(*kinds))]


class TaggedPdf:
    """A PDF, its tags, and what stands on its pages outside of all tags."""

    def __init__(self, content: bytes) -> None:
        """Read a file."""
        self.reader = PdfReader(BytesIO(content))
        self.catalog: Any = self.reader.root_object
        self._pages = [_Page(page) for page in self.reader.pages]
        self._numbers = {
            page.indirect_reference.idnum: number  # type: ignore[union-attr]
            for number, page in enumerate(self.reader.pages)
        }

    @cached_property
    def tags(self) -> Tag:
        """The whole tree."""
        return self._tag(self.catalog["/StructTreeRoot"]["/K"][0].get_object(), None)

    @property
    def artifacts(self) -> list[str]:
        """What stands on each page beside its content: its head, its foot, its watermark."""
        return ["".join(page.artifacts) for page in self._pages]

    @property
    def untagged(self) -> int:
        """How often something is drawn that is neither tagged nor an artifact."""
        return sum(page.untagged for page in self._pages)

    def _tag(self, element: Any, page: Any) -> Tag:
        page = element.raw_get("/Pg") if "/Pg" in element else page
        attributes = element.get("/A", [])
        owners = attributes if isinstance(attributes, list) else [attributes]
        scopes = [str(owner.get_object().get("/Scope", "")) for owner in owners]
        tag = Tag(element["/S"][1:], str(element.get("/Alt", "")), "".join(scopes)[1:])
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            found = kid.get_object()
            if isinstance(found, int):
                tag.inside.append(self._words(page, found))
            elif "/MCID" in found:
                place = found.raw_get("/Pg") if "/Pg" in found else page
                tag.inside.append(self._words(place, found["/MCID"]))
            elif "/S" in found:
                tag.inside.append(self._tag(found, page))
        return tag

    def _words(self, page: Any, number: int) -> Tag:
        return Tag("words", words=self._pages[self._numbers[page.idnum]].words.get(number, ""))


class _Page:
    """The content of a page: the words of each marked piece, of artifacts, and what has no mark."""

    def __init__(self, page: PageObject) -> None:
        self.words: dict[int, str] = {}
        self.artifacts: list[str] = []
        self.untagged = 0
        self._read(page, page, None)

    def _read(self, page: PageObject, holder: Any, inherited: Any) -> None:
        resources = holder.get("/Resources", {}).get_object()
        fonts = {
            name: _letters(font.get_object()) for name, font in resources.get("/Font", {}).items()
        }
        content = holder.get_contents() if holder is page else ContentStream(holder, page.pdf)
        letters: dict[int, str] = {}
        open_: list[Any] = []
        for operands, operator in content.operations:
            name = operator.decode()
            if name in ("BDC", "BMC"):
                open_.append(_mark(operands, resources))
            elif name == "EMC":
                open_.pop()
            elif name == "Tf":
                letters = fonts[operands[0]]
            elif name in _PAINTS:
                marks = [inherited, *open_] if inherited is not None else open_
                self._put(name, operands, letters, marks)
                drawn = resources.get("/XObject", {}).get(operands[0]) if name == "Do" else None
                if drawn is not None and drawn.get_object()["/Subtype"] == "/Form":
                    self._read(page, drawn.get_object(), marks[0] if marks else None)

    def _put(self, name: str, operands: Any, letters: dict[int, str], marks: list[Any]) -> None:
        if not marks:
            self.untagged += 1
        if name not in ("Tj", "TJ") or not marks:
            return
        instead = [mark for mark in marks if isinstance(mark, str) and mark != "Artifact"]
        said = instead[-1] if instead else "".join(_decoded(operands[0], letters))
        if instead:
            marks[marks.index(instead[-1])] = ""
        number = next((mark for mark in marks if isinstance(mark, int)), None)
        if "Artifact" in marks:
            self.artifacts.append(said)
        elif number is not None:
            self.words[number] = self.words.get(number, "") + said


def _mark(operands: Any, resources: Any) -> int | str | None:
    """What a mark says: the number of a tagged piece, "Artifact", or words to read instead."""
    if operands[0] == "/Artifact":
        return "Artifact"
    about = operands[1] if len(operands) > 1 else {}
    if isinstance(about, str):
        about = resources["/Properties"][about].get_object()
    if "/MCID" in about:
        return int(about["/MCID"])
    return str(about["/ActualText"]) if "/ActualText" in about else None


def _letters(font: Any) -> dict[int, str]:
    """The letters of a font by their codes, as its table for copying has them."""
    table = font["/ToUnicode"].get_data()
    assert b"beginbfrange" not in table, "written letter by letter"
    pairs = (pair for part in _SECTION.findall(table) for pair in _PAIR.findall(part))
    return {int(code, 16): _text(words) for code, words in pairs}


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def _decoded(shown: Any, letters: dict[int, str]) -> Iterator[str]:
    for part in shown if isinstance(shown, list) else [shown]:
        if isinstance(part, int | float):
            continue
        raw = part.original_bytes if hasattr(part, "original_bytes") else bytes(part)
        yield from (
            letters[int.from_bytes(raw[at : at + 2], "big")] for at in range(0, len(raw), 2)
        )
