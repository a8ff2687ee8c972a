"""The form to print: all a rater needs on paper, item by item, readable by screen readers."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from reporting.form import write_form
from reporting.form.content import wording_words
from reporting.pack_facts import GivenAnswer, Pack
from tests.reporting.offline_pack import pack_of, pack_scale
from tests.shipped_scales import shipped_scales


def form_of(pack: Pack) -> PdfReader:
    file = BytesIO()
    write_form(pack, file)
    return PdfReader(file)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def form() -> PdfReader:
    """The form of a visit on all four scales."""
    return form_of(pack_of())


@pytest.fixture(scope="module")
def pages(form: PdfReader) -> list[str]:
    """The text of every page."""
    return [page.extract_text() for page in form.pages]


@pytest.mark.parametrize("scale_id", ["iddt", "goi", "trauma_informed", "integration"])
def test_every_item_stands_there_with_all_its_anchors_and_what_helps_to_rate_it(
    scale_id: str, pages: list[str]
):
    said = squeezed(" ".join(pages))
    scale = shipped_scales().get(scale_id).scale
    wanted = [scale.name, scale.status, scale.license.name, *scale.guidance, *scale.cautions]
    wanted += [fact.asks for fact in scale.facts]
    wanted += [choice.text for fact in scale.choice_facts for choice in fact.choices]
    for item in scale.items:
        wanted += [f"{item.id} {item.name}", item.asks, item.not_applicable.rule, *item.evidence]
        wanted += [f"{anchor.level} {anchor.text}" for anchor in item.anchors]
        wanted += [probe.ask for probe in item.probes]
        if item.measure:
            wanted += [item.measure.numerator, item.measure.note or ""]
    assert [words for words in wanted if squeezed(words) not in said] == []


def test_no_item_is_split_over_two_pages(pages: list[str]):
    names = {
        squeezed(f"{item.id} {item.name}")
        for entry in shipped_scales().entries
        for item in entry.scale.items
    }
    found = 0
    for text in pages:
        lines = [squeezed(line) for line in text.splitlines()]
        begun = sum(line in names for line in lines)
        assert begun == lines.count("Note")
        found += begun
    assert found == len(names) == 80


def test_every_page_says_whose_visit_it_is_which_page_and_what_not_to_write(pages: list[str]):
    for number, text in enumerate(pages, start=1):
        assert "Cedar Ridge, Site visit, 2026-03-02" in text
        assert "Rater:" in text
        assert "Write no client names, initials, birth dates or record numbers." in text
        assert f"Page {number} of {len(pages)}" in text


def test_not_applicable_can_be_marked_only_where_the_scale_permits_it(pages: list[str]):
    permitted = sum(
        item.not_applicable.permitted
        for entry in shipped_scales().entries
        for item in entry.scale.items
    )
    assert " ".join(pages).count("Not applicable, because:") == permitted == 8


def test_it_is_tagged_and_says_its_title_and_language(form: PdfReader):
    catalog = form.root_object
    assert catalog["/MarkInfo"]["/Marked"].value is True
    assert catalog["/Lang"] == "en-US"
    assert form.metadata and form.metadata.title == (
        "Rating form: Cedar Ridge, Site visit, 2026-03-02"
    )
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalog["/Metadata"].get_data()
    kinds = kinds_of(catalog["/StructTreeRoot"])
    assert kinds[0] == "/Document"
    assert kinds.count("/H1") == 5
    assert kinds.count("/H3") == 80


def kinds_of(node) -> list[str]:
    """The kinds of all elements of the structure, from top to bottom."""
    node = node.get_object()
    if not hasattr(node, "get"):
        return []
    inner = node.get("/K", [])
    children = inner if isinstance(inner, list) else [inner]
    own = [node["/S"]] if "/S" in node else []
    return own + [kind for child in children for kind in kinds_of(child)]


def test_it_is_printed_on_letter_paper(form: PdfReader):
    sizes = {(float(page.mediabox.width), float(page.mediabox.height)) for page in form.pages}
    assert sizes == {(612.0, 792.0)}


def test_a_name_is_never_markup_and_no_character_keeps_the_form_from_being_made():
    pack = pack_of(pack_scale("goi"), program="#panic() *Oak* \x00 \ud83d 社", rater="_Zoë_ $x$")
    first = form_of(pack).pages[0].extract_text()
    assert "#panic() *Oak*" in first
    assert "Rater: _Zoë_ $x$" in first


def test_the_paper_form_is_empty_whatever_was_answered():
    given = {"G1": GivenAnswer("rated", 4, note="A note of mine.")}
    plain, answered = (form_of(pack_of(pack_scale("goi", answers))) for answers in ({}, given))
    assert [p.extract_text() for p in plain.pages] == [p.extract_text() for p in answered.pages]


def test_how_sure_the_wording_is_stands_with_each_item():
    iddt = shipped_scales().get("iddt").scale
    assert wording_words(iddt.item("T1a")) == "Wording: read in the source (CHO)."
    assert wording_words(iddt.item("T1b")) == (
        "Wording: levels 1 to 3 read in the source (CHO); levels 4 and 5 from background "
        "knowledge, fairly sure."
    )


def test_sample_data_is_called_so():
    pack = pack_of(pack_scale("goi"))
    sample = Pack(pack.program, pack.date, pack.kind, pack.visit, pack.scales, invented=True)
    words = "Sample data: this program is invented."
    assert words in form_of(sample).pages[0].extract_text()
    assert words not in form_of(pack).pages[0].extract_text()
