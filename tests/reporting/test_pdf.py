"""The PDF, read back by its tags: that everybody can read it, and that nothing typed harms it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise

import pytest

from reporting.charts import scale_charts
from reporting.charts.gantt import gantt_chart
from reporting.facts import PlanLine
from reporting.handout import Handout, Length, make_handout
from reporting.handout.block import Block, Bullets, Heading, Paragraph, Table
from reporting.pdf import write_pdf
from reporting.report import Report
from tests.reporting.house_report import RATED, SIGNED, TEAM, report_of
from tests.reporting.tagged_pdf import TaggedPdf

NASTY = (
    '#read("/etc/passwd")',
    "$x$ *b* _i_ `raw` <label> @ref \\ #let x = 1 // gone /* too */",
    "= no heading",
    "- no\n+ list\n/ of: ours",
    "\"quotes\" 'single' -- --- ... ~ a\u00a0b",
    "W" * 300,
    "https://example.org/" + "a/b-c_d" * 60,
)


def written(handout: Handout) -> bytes:
    out = BytesIO()
    write_pdf(handout, out)
    return out.getvalue()


def read_back(report: Report, length: Length = "full") -> TaggedPdf:
    return TaggedPdf(written(make_handout(report, length)))


def handout_of(*blocks: Block, title: str = "A visit", length: Length = "full") -> Handout:
    whole = (Heading(title, 0), *blocks)
    return Handout(title, title, True, date(2026, 4, 1), "Made by us", length, whole)


def squeezed(text: str) -> str:
    """Without white space: a line that is broken has none where it had some."""
    return "".join(text.split())


@pytest.fixture(scope="module")
def full(house_report) -> TaggedPdf:
    """The full report, read back once for all that is asked of it."""
    return read_back(house_report)


def test_it_says_what_it_is_called_and_in_which_language_and_that_all_can_read_it(full):
    assert full.catalog["/Lang"] == "en-US"
    assert full.catalog["/MarkInfo"]["/Marked"].value is True
    assert full.catalog["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    about = full.reader.metadata
    assert (about.title, about.author) == ("Program fidelity: Harbor House", "Made by us")
    assert about.subject == "Harbor House, 2026-03-01, Self-audit"
    assert about.creation_date.date() == date(2026, 4, 1)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in full.catalog["/Metadata"].get_data()


def test_it_is_printed_on_letter_paper_in_letters_that_come_along(full):
    boxes = {tuple(map(float, page.mediabox)) for page in full.reader.pages}
    assert boxes == {(0.0, 0.0, 612.0, 792.0)}
    fonts = [f.get_object() for p in full.reader.pages for f in p["/Resources"]["/Font"].values()]
    names = {font["/BaseFont"].split("+")[1] for font in fonts}
    # The sign for a null character, in a note, is in typst's own font alone.
    assert names - {"LibertinusSerif-Regular-Identity-H"} == {
        "LiberationSans",
        "LiberationSans-Bold",
    }
    inside = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in inside)


def test_headings_go_down_one_level_at_a_time(full):
    levels = [int(tag.kind[1:]) for tag in full.tags.find("H1", "H2", "H3", "H4", "H5", "H6")]
    assert levels[0] == 1 and levels.count(1) == 1 and len(levels) > 10
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_headings_are_bookmarks(full):
    (title,) = [entry for entry in full.reader.outline if not isinstance(entry, list)]
    assert title.title == "Program fidelity: Harbor House"
    parts = [entry.title for entry in full.reader.outline[1] if not isinstance(entry, list)]
    assert parts[0] == "Summary" and parts[-1] == "Signature"


def test_every_table_names_its_columns(full):
    tables = full.tags.find("Table")
    assert len(tables) >= 6
    for table in tables:
        head, *rows = table.find("TR")
        assert all(cell.kind == "TH" and cell.scope == "Column" for cell in head.inside)
        assert all(cell.said for cell in head.inside)
        assert rows
        for row in rows:
            assert [cell.kind for cell in row.inside] == ["TD"] * len(head.inside)


def test_lists_are_lists(full):
    entries = [entry for part in full.tags.find("L") for entry in part.inside]
    assert [entry.kind for entry in entries] == ["LI"] * len(entries)
    assert all([tag.kind for tag in entry.inside] == ["Lbl", "LBody"] for entry in entries)
    assert len(entries) > 5


def test_every_picture_is_told_to_who_does_not_see_it(house_report, full):
    told = [figure.alt for figure in full.tags.find("Figure")]
    charts = (*scale_charts(house_report, house_report.scales[0]), gantt_chart(house_report))
    assert told == [chart.alt for chart in charts if chart]


def test_nothing_is_drawn_that_is_neither_tagged_nor_left_out_on_purpose(full):
    assert full.untagged == 0
    heads = {squeezed(text.split("Page")[0]) for text in full.artifacts}
    # A table that goes on on the next page has its head there again.
    head = "DRAFTHarborHouse,2026-03-01,Self-audit·Draft:notsigned"
    assert {each.removesuffix("RuleAsksApplied") for each in heads} == {head}
    pages = len(full.artifacts)
    feet = [text.split("Page ")[1] for text in full.artifacts]
    assert feet == [f"{number} of {pages}" for number in range(1, pages + 1)]


def test_a_signed_report_is_no_draft_and_bears_its_hash(house_result):
    signed = read_back(report_of(house_result, signature=SIGNED))
    assert "raft" not in "".join(signed.artifacts).lower()
    *_, last = signed.tags.find("TR")
    assert [cell.said for cell in last.inside] == ["Signature (SHA-256)", "f" * 64]
    page = read_back(report_of(house_result, signature=SIGNED), "page")
    assert "Signed by: Ann Lee" in page.tags.said and "f" * 64 in page.tags.said


def test_the_same_report_gives_the_same_bytes(house_report):
    assert written(make_handout(house_report)) == written(make_handout(house_report))


def test_what_somebody_typed_stands_as_they_typed_it():
    rows = tuple((text, text) for text in NASTY)
    words = (Heading(NASTY[0], 1), *(Paragraph(text, text) for text in NASTY), Bullets(NASTY))
    title = "A visit $x$ #read *b*"
    pdf = TaggedPdf(written(handout_of(*words, Table("x", NASTY[:2], rows, (1, 5)), title=title)))
    assert pdf.reader.metadata.title == title
    told = [squeezed(text) for text in NASTY]
    assert [squeezed(tag.said) for tag in pdf.tags.find("P")] == [text * 2 for text in told]
    assert [squeezed(tag.said) for tag in pdf.tags.find("LBody")] == told
    assert [squeezed(tag.said) for tag in pdf.tags.find("TD")] == [t for t in told for _ in "12"]
    assert [squeezed(tag.said) for tag in pdf.tags.find("H2")] == told[:1]


def test_no_word_is_wider_than_its_place():
    words = ("W" * 90, "i" * 200 + "W" * 40, "https://example.org/" + "x" * 90, "Signature")
    table = Table("x", ("One", "Two"), tuple((word, word) for word in words), (0.8, 6))
    blocks = (Heading(words[0], 1), Paragraph(words[1]), Bullets(words), table)
    page = TaggedPdf(written(handout_of(*blocks))).reader.pages[0]
    places = [
        (matrix[4], len(line))
        for line, matrix in _lines(page)
        if line.strip() and "Page" not in line and "A visit" not in line
    ]
    assert len(places) > 40
    # The narrow column holds at most 18 letters, and these are narrow ones.
    assert max(long for left, long in places if left < 72 and long < 30) <= 18


def _lines(page):
    found = []
    page.extract_text(visitor_text=lambda text, cm, tm, *_: found.append((text, cm)))
    return found


def test_letters_of_any_alphabet_break_nothing(house, rated):
    result = rated(house, RATED, TEAM)
    plain = read_back(report_of(result, name="Дом у моря, Ελλάδα"))
    assert plain.tags.find("H1")[0].said == "Program fidelity: Дом у моря, Ελλάδα"
    odd = report_of(result, name="שלום مرحبا 海辺の家 🏠 \ue000 a\ufeffb\u2028c")
    pdf = read_back(odd)
    assert set("שלום" + "abc") <= set(pdf.tags.find("H1")[0].said)
    assert [figure.alt for figure in pdf.tags.find("Figure")] == [
        chart.alt for chart in scale_charts(odd, odd.scales[0])
    ]


def test_a_row_longer_than_a_page_runs_on_and_loses_nothing():
    lines = [str(number) for number in range(1000, 1300)]
    table = Table("x", ("One", "Two"), (("Long", "\n".join(lines)), ("Short", "end")), (1, 3))
    pdf = TaggedPdf(written(handout_of(table)))
    cells = [squeezed(cell.said) for cell in pdf.tags.find("TD")]
    assert cells == ["Long", "".join(lines), "Short", "end"]
    assert len(pdf.artifacts) > 4


def test_a_row_that_fits_a_page_is_not_broken_and_the_head_is_repeated():
    rows = tuple((f"Row {number}", "\n".join("abcde")) for number in range(60))
    pages = TaggedPdf(written(handout_of(Table("x", ("One", "Two"), rows, (1, 3))))).reader.pages
    assert len(pages) > 3
    for page in pages:
        lines = page.extract_text().split()
        assert lines.count("One") == 1
        assert {lines.count(letter) for letter in "abcde"} == {lines.count("Row")}


def test_one_page_is_one_page_even_when_everything_is_rated(shipped, rated):
    results = [rated(scale, {item.id: 2 for item in scale.items}) for scale in shipped.values()]
    plan = [PlanLine("Do this long thing that takes two lines " * 6, owner="Lead")] * 9
    report = report_of(*results, plan=plan, name="Harbor House of the County " * 6)
    report = replace(report, notes=(*report.notes, "Draft: not everything is rated yet. " * 5))
    page = read_back(report, "page")
    assert len(page.artifacts) == 1
    assert "And 5 more in the full report." in page.tags.said
    assert "Page 1 of 1" in page.artifacts[0]


def test_one_page_is_set_as_large_as_fits():
    sizes = []
    for many in (3, 70):
        words = Bullets(tuple(f"Line {number}" for number in range(many)))
        pages = TaggedPdf(written(handout_of(words, length="page"))).reader.pages
        found: set[float] = set()
        for page in pages:
            page.extract_text(
                visitor_text=lambda text, cm, tm, font, size, found=found: found.add(
                    size if "Line" in text else 0
                )
            )
        sizes.append((len(pages), round(max(found), 2)))
    (few, large), (one, small) = sizes
    assert (few, one) == (1, 1)
    assert large == round(9.5 * 1.16, 2)
    assert 5.7 <= small < 9.5
