"""The blank document: paper, language, styles, and what stands on every page."""

from __future__ import annotations

from datetime import datetime, time

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt, RGBColor
from docx.text.paragraph import Paragraph

from reporting.handout import Handout

BLUE = RGBColor(0x1F, 0x4E, 0x79)
_FONT = "Arial"
_TEXTS = {"Normal": 10, "Header": 8.5, "Footer": 8.5, "Caption": 9}
_HEADINGS = {"Title": 22, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11}
_CLOSE = {"Title": (16, 0, 4), "Heading 1": (12, 8, 2), "Normal": (9.5, 0, 2)}
_CLOSE |= {"List Bullet": (9.5, 0, 2)}
"""Size, and room before and after, in points."""

# Word lays a word of this kind behind the text of every page; other readers show it as a drawing.
_WATERMARK = f"""
<w:r {nsdecls("w")}>
  <w:pict xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
    <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
      path="m@7,l@8,m@5,21600l@6,21600e">
      <v:formulas>
        <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>
        <v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
        <v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>
      </v:formulas>
      <v:path textpathok="t" o:connecttype="rect"/>
      <v:textpath on="t" fitshape="t"/>
    </v:shapetype>
    <v:shape id="draft" o:spid="_x0000_s2049" type="#_x0000_t136" alt="Draft" stroked="f"
      fillcolor="#d9d9d9" style="position:absolute;margin-left:0;margin-top:0;width:420pt;
      height:150pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;
      mso-position-horizontal-relative:margin;mso-position-vertical:center;
      mso-position-vertical-relative:margin">
      <v:fill opacity=".5"/><v:textpath style="font-family:&quot;Arial&quot;" string="DRAFT"/>
    </v:shape>
  </w:pict>
</w:r>
"""


def blank_document(handout: Handout) -> Word:
    """Make a document with everything but its text.

    Args:
        handout: Names the program and the day, and says whether it is still a draft.
    """
    document = Document()
    _set_styles(document)
    if handout.length == "page":
        _set_close(document)
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(0.9)
    section.top_margin = section.bottom_margin = Inches(0.9)
    header = section.header.paragraphs[0]
    header.text = handout.occasion
    if handout.draft:
        header.add_run(" · Draft: not signed").bold = True
        header._p.append(parse_xml(_WATERMARK))
    _number_pages(section.footer.paragraphs[0])
    _describe(document, handout)
    return document


def _set_styles(document: Word) -> None:
    for name, size in (_TEXTS | _HEADINGS).items():
        style = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)  # type: ignore[union-attr]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        # The template's headings name a theme, which would win over the font's name.
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        if name in _HEADINGS:
            style.font.color.rgb = BLUE  # type: ignore[union-attr]
    document.styles["Normal"].paragraph_format.space_after = Pt(6)  # type: ignore[union-attr]
    run = document.styles["Normal"].element.get_or_add_rPr()
    run.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US"/>'))


def _set_close(document: Word) -> None:
    """Set all smaller and closer, so that it fits one page."""
    for name, (size, before, after) in _CLOSE.items():
        style = document.styles[name]
        style.font.size = Pt(size)  # type: ignore[union-attr]
        style.paragraph_format.space_before = Pt(before)  # type: ignore[union-attr]
        style.paragraph_format.space_after = Pt(after)  # type: ignore[union-attr]


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(words)
        place = (
            f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
        paragraph._p.append(parse_xml(place))


def _describe(document: Word, handout: Handout) -> None:
    about = document.core_properties
    about.title, about.subject = handout.title[:255], handout.occasion[:255]
    about.author = handout.author
    about.language, about.comments, about.keywords = "en-US", "", ""
    about.created = about.modified = datetime.combine(handout.made_on, time())
    about.last_modified_by, about.revision = "", 1
