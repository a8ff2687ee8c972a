"""The tables of improvement plans, corrections and signatures."""

from __future__ import annotations

from exchange.tidy.column import Column, Layout
from exchange.tidy.program_tables import PROGRAM_ID, SCALE, VISIT

ACTIONS = Layout(
    "actions",
    "an action of a visit's improvement plan",
    ("action",),
    (
        Column("action", "whole", "Number of the action in the database it came from."),
        VISIT,
        PROGRAM_ID,
        Column("place", "whole", "Place in the plan, from 1."),
        Column("do", "text", "What to do."),
        Column("reason", "text", "Why.", "Not said."),
        Column(
            "origin",
            "text",
            "own, suggested:scale/item/action, or carried:action of an earlier plan.",
        ),
        Column("items", "list", "Items it should raise, as scale/item.", "None named."),
        Column("effort", "text", "small, medium or large.", "Not judged."),
        Column("owner", "text", "Who sees to it.", "Nobody yet."),
        Column("start", "day", "When it begins.", "No date."),
        Column("due", "day", "When it should be done.", "No date."),
        Column("barrier", "text", "Id of what stands in the way.", "Nothing."),
        Column("measure_of_success", "text", "What shows that it is done.", "Not said."),
        Column("status", "text", "planned, in_progress, done or dropped."),
        Column("baseline", "whole", "The level when it was planned.", "Not rated then.", "level"),
        Column("target", "whole", "The level aimed at.", "Not said.", "level"),
        Column("note", "text", "Note on it.", "No note, or left out.", words=True),
        Column("added_at", "moment", "When it was added."),
        Column("updated_at", "moment", "When it was last changed."),
    ),
)

CORRECTIONS = Layout(
    "corrections",
    "what a program said is wrong about one item of its draft report",
    ("correction",),
    (
        Column("correction", "whole", "Number of the correction in the database it came from."),
        VISIT,
        PROGRAM_ID,
        SCALE,
        Column("item", "text", "Id of the item."),
        Column("says", "text", "What the program says.", "Purged, or left out.", words=True),
        Column("said_by", "text", "Who said it."),
        Column("said_at", "moment", "When."),
        Column("state_before", "text", "What the report said: a state as in ratings."),
        Column("level_before", "whole", "The level it gave.", "It gave none.", "level"),
        Column("outcome", "text", "open, accepted or declined."),
        Column("answer", "text", "What the reviewers say.", "Nothing, or left out.", words=True),
        Column("answered_by", "text", "Who answered.", "Nobody yet."),
        Column("answered_at", "moment", "When.", "Not yet."),
    ),
)

SIGNATURES = Layout(
    "signatures",
    "a signature under all that was rated at a visit",
    ("visit", "edition"),
    (
        VISIT,
        PROGRAM_ID,
        Column("edition", "whole", "The edition that was signed."),
        Column("person", "text", "Who signed."),
        Column("signed_at", "moment", "When."),
        Column("content_hash", "text", "SHA-256 of what was signed."),
        Column("hash", "text", "SHA-256 of the signature."),
        Column("voided_at", "moment", "When the visit was opened again.", "It holds."),
        Column("voided_by", "text", "Who opened it.", "It holds."),
        Column("void_reason", "text", "Why it was opened.", "It holds."),
    ),
)
