"""How the numbers were worked out, so that each can be checked by hand."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.handout.block import Block, Bullets, Heading, Paragraph, Table
from reporting.handout.cover import pairs
from reporting.handout.scale_part import listing
from reporting.numbers import NumberRow
from reporting.report import Report
from reporting.scale_report import ScaleReport

_CAUTIONS = (
    "A rating is a judgment of what was seen at one time, by the anchors of the scale. Where the "
    "evidence lay between two levels, the lower one was to be given.",
    "What a program says of itself runs higher than what others find; the verified score holds "
    "a rating that rests on one person's word, or on evidence that nobody graded, to the cap of "
    "its scale.",
    "A percentage counted on a sample of charts is not known exactly: another sample of the same "
    "size would give another one. The app shows a 95 % interval beside each count.",
    "The scales measure different things and are never added up. No score here says that a "
    "model of care is better than another, and none is meant for decisions about single clients.",
)


def method_part(report: Report) -> Iterator[Block]:
    """How every number of every scale was made, and how sure it is."""
    yield Heading("How the numbers were made", 1)
    yield Heading("How sure these numbers are", 2)
    yield Bullets(_CAUTIONS)
    for scale in report.scales:
        yield from _of_scale(scale)


def _of_scale(scale: ScaleReport) -> Iterator[Block]:
    yield Heading(scale.name, 2)
    facts = (("Version", scale.version), ("Scale file (SHA-256)", scale.stamp))
    facts += (("Anchors", scale.anchor_check), ("License", scale.license), *scale.facts)
    yield pairs(f"About {scale.short_name}", tuple(one for one in facts if one[1]))
    numbers = [scale.total, *scale.subscales]
    numbers += [row for profile in scale.profiles for row in profile.rows]
    rows = tuple(map(_number, numbers))
    name = f"Means of {scale.short_name}"
    yield Table(name, ("Mean", "Value", "Rests on", "Worked out"), rows, (2, 0.7, 1.2, 2.6))
    if scale.index is not None:
        yield Paragraph(f"{scale.index_name}: {scale.index}. {scale.index_note}")
    yield Paragraph(scale.verdict_note)
    rules = [(f"{r.rule} {r.name}", r.words, "yes" if r.fired else "") for r in scale.rules]
    name = f"Rules of {scale.short_name}"
    yield Table(name, ("Rule", "Asks", "Applied"), tuple(rules), (1.6, 4, 0.8))
    yield from listing("Sources", [" ".join(source).strip() for source in scale.sources], 3)


def _number(row: NumberRow) -> tuple[str, ...]:
    return (row.name, row.text, row.counted, row.working)
