"""The tables of what was rated and of what came out."""

from __future__ import annotations

from exchange.tidy.column import Column, Layout
from exchange.tidy.program_tables import PROGRAM_ID, SCALE, VISIT

_RATER = Column("rater", "text", "Whose set it is: a name of the team, or consensus.")
_SET = Column(
    "set",
    "text",
    "own (one rater alone), consensus (what raters settled on) or survey (a member of staff).",
)
_OFFICIAL = Column("official", "yes_no", "Whether this set is the result of the visit.")
_BASIS = Column(
    "basis",
    "text",
    "as_given, or verified: an item without evidence of grade A, B or C counts at most what the "
    "scale allows one person's word.",
)

RATINGS = Layout(
    "ratings",
    "an item, or a fact asked before the items, in one rater's set. A set with any answer has all "
    "items of its scale",
    ("visit", "scale", "rater", "item"),
    (
        Column("assessment", "text", "The visit in words. The same for all its scales."),
        SCALE,
        Column("item", "text", "Id of the item or fact; the page Ids has them all."),
        Column(
            "rating",
            "text",
            "What counts, as a ratings file has it: a level, NA (not applicable) or NEI (not "
            "enough information); for a fact the id of the choice, or the number.",
            "Not rated. Also a copied rating that nobody confirmed, and not applicable without "
            "the reason: neither counts yet.",
        ),
        _RATER,
        Column("numerator", "whole", "How many were counted.", "Not counted.", "counted"),
        Column("denominator", "whole", "Out of how many.", "Not counted.", "counted"),
        Column("note", "text", "The rater's note.", "No note, or left out.", words=True),
        Column(
            "evidence",
            "text",
            "Grade of the evidence: A data, charts or observation, B documents, C three or more "
            "interviews, D one person's word.",
            "Not graded.",
        ),
        Column("program", "text", "Name of the program."),
        Column("date", "day", "Day of the visit."),
        Column("kind", "text", "Kind of visit: self_audit, site_visit or follow_up."),
        VISIT,
        Column("sources", "list", "Sources of evidence that were seen.", "None ticked."),
        Column(
            "reason",
            "text",
            "Why the item is not applicable.",
            "It applies, or left out.",
            words=True,
        ),
        PROGRAM_ID,
        Column("scale_version", "text", "Version of the scale that the visit was rated with."),
        _SET,
        _OFFICIAL,
        Column("asked", "text", "item or fact."),
        Column("item_name", "text", "Name of the item.", "A fact, or not in the scale file now."),
        Column("subscale", "text", "Id of its subscale.", "A fact, or not in the scale file now."),
        Column(
            "state",
            "text",
            "What is stored: rated, not_applicable, not_enough_information or unanswered.",
            "A fact.",
        ),
        Column(
            "level",
            "whole",
            "The level that is stored, confirmed or not.",
            "No level. Never 0 for that.",
            "level",
        ),
        Column("choice", "text", "Id of the choice that answers a fact.", "No choice."),
        Column("count", "whole", "The number that answers a fact.", "No number.", "clients"),
        Column(
            "because",
            "text",
            "In a consensus: why this level where a rater gave another.",
            "Nothing said, or left out.",
            words=True,
        ),
        Column(
            "confirmed",
            "yes_no",
            "False for a copy from an earlier visit that nobody confirmed.",
            "A fact, or nothing stored.",
        ),
        Column("copied_from", "whole", "Number of the visit it was copied from.", "No copy."),
        Column("updated_at", "moment", "When it was last changed.", "Nothing stored."),
    ),
)

SCORES = Layout(
    "scores",
    "a number that one rater's set gives: the total, an index, a subscale, a part of a profile, "
    "or a mean over two scales",
    ("visit", "scale", "rater", "basis", "measure", "measure_id"),
    (
        VISIT,
        PROGRAM_ID,
        SCALE,
        _RATER,
        _SET,
        _OFFICIAL,
        _BASIS,
        Column("measure", "text", "total, index, subscale, profile or combined."),
        Column("measure_id", "text", "Id of the number; of a profile, profile/part."),
        Column("measure_name", "text", "Its name."),
        Column(
            "exact",
            "text",
            "The number as a fraction, such as 55/14: what verdicts are chosen by.",
            "Too few items are rated.",
        ),
        Column(
            "value",
            "decimal",
            "The same as a decimal number, not rounded.",
            "Too few items are rated.",
            "level; of an index, 0 to 100",
        ),
        Column(
            "rounded",
            "decimal",
            "The same with two decimals, halves up, as the app shows it.",
            "Too few items are rated.",
            "level; of an index, 0 to 100",
        ),
        Column("rated", "whole", "How many items are rated.", unit="items"),
        Column("applicable", "whole", "How many items apply.", unit="items"),
    ),
)

VERDICTS = Layout(
    "verdicts",
    "the verdict on one rater's set",
    ("visit", "scale", "rater", "basis"),
    (
        VISIT,
        PROGRAM_ID,
        SCALE,
        _RATER,
        _SET,
        _OFFICIAL,
        _BASIS,
        Column("verdict", "text", "Id of the verdict."),
        Column("verdict_name", "text", "Its name."),
        Column("rule", "text", "The rule that gave it, by the number it has in the scale."),
        Column("tier", "whole", "Its place, for change over time.", "Nothing can be said.", "tier"),
        Column("sublabel", "text", "Id of a finer name within the verdict.", "None."),
        Column("warnings", "list", "Ids of contradictions worth a second look.", "None."),
    ),
)

AGREEMENT = Layout(
    "agreement",
    "two raters who rated one scale at a visit, each alone",
    ("visit", "scale", "rater_1", "rater_2"),
    (
        VISIT,
        PROGRAM_ID,
        SCALE,
        Column("rater_1", "text", "One of the two."),
        Column("rater_2", "text", "The other."),
        Column("items", "whole", "Items of the scale.", unit="items"),
        Column("compared", "whole", "Items that both rated; the next are of these.", unit="items"),
        Column("alike", "whole", "Items with the same level.", unit="items"),
        Column("within_one", "whole", "Items no more than one level apart.", unit="items"),
        Column("distance", "whole", "Levels apart, over all items compared.", unit="levels"),
    ),
)
