"""Typesetting: a tagged PDF in which what somebody typed is text and nothing else."""

from __future__ import annotations

from io import BytesIO

import pytest
import typst
from pypdf import PdfReader

from reporting.typesetting import typeset

SOURCE = """
#let data = json("data.json")
#set document(title: data.title, date: none)
#set text(lang: "en", region: "US", font: "Libertinus Serif")
= #data.title
#for line in data.lines [#line #parbreak()]
"""


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(pdf).pages)


def test_what_somebody_typed_stands_as_they_typed_it():
    typed = ['#panic("no") *not bold* $x$ @nobody', '#include("/etc/passwd") \\ _ ` = - + <a>']
    said = text_of(typeset(SOURCE, {"title": "A #visit", "lines": typed}))
    assert [line for line in said.splitlines() if line] == ["A #visit", *typed]


def test_the_document_is_tagged_and_says_its_title_and_language():
    catalog = read(typeset(SOURCE, {"title": "A visit", "lines": []})).root_object
    assert catalog["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in catalog
    assert catalog["/Lang"] == "en-US"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_the_same_input_gives_the_same_bytes():
    data = {"title": "A visit", "lines": ["one", "two"]}
    assert typeset(SOURCE, data) == typeset(SOURCE, data)


def test_a_picture_is_handed_over_by_its_name():
    square = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    source = SOURCE + '#image("square.svg", alt: "A square")'
    data = {"title": "A visit", "lines": []}
    plain, with_picture = typeset(SOURCE, data), typeset(source, data, {"square.svg": square})
    assert b"/Figure" not in plain
    assert b"/Figure" in with_picture


def test_characters_that_no_font_has_are_replaced_and_the_rest_is_kept():
    lines = [
        "a\x00b\x01",
        "half \ud83d, private \ue000\U00100000 here",
        "e\u0301 \u202e\u200b",
        "\ufeffmarked",
    ]
    said = text_of(typeset(SOURCE, {"title": "Visit \U0010fffd", "lines": lines}))
    assert "half \ufffd, private" in said
    assert "here" in said and "marked" in said


@pytest.mark.parametrize("first", range(0, 0x20000, 0x2000))
def test_any_character_can_be_typeset(first: int):
    """Every seventh, in blocks, alone and behind a letter."""
    some = [chr(code) for code in range(first, first + 0x2000, 7)]
    lines = ["".join(some), " ".join(f"a{c}" for c in some)]
    assert typeset(SOURCE, {"title": "All", "lines": lines}).startswith(b"%PDF")


def test_characters_that_no_font_has_are_replaced_in_a_drawing_too():
    words = '<text y="9" font-family="Arial">a\ufeff\U0010fffd</text>'
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{words}</svg>'
    source = SOURCE + '#image("a.svg", alt: "A sign")'
    data = {"title": "A visit", "lines": []}
    assert "a\ufffd" in text_of(typeset(source, data, {"a.svg": drawn.encode()}))


def test_a_fault_of_the_source_is_told_and_not_taken_for_a_missing_character():
    with pytest.raises(typst.TypstError, match="unknown variable: nobody"):
        typeset(SOURCE + "#nobody", {"title": "A visit", "lines": []})
