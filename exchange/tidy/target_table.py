"""The table of targets of their own."""

from __future__ import annotations

from exchange.tidy.column import Column, Layout
from exchange.tidy.program_tables import PROGRAM_ID, SCALE, VISIT

TARGETS = Layout(
    "targets",
    "what one item, one subscale or the total of a scale is to reach, where that was chosen",
    ("visit", "scale", "kind", "subject"),
    (
        VISIT,
        PROGRAM_ID,
        SCALE,
        Column("kind", "text", "item, subscale or total."),
        Column("subject", "text", "Id of the item, the subscale or the total."),
        Column("target", "decimal", "The level of an item, or the mean, aimed at.", unit="level"),
        Column("updated_at", "moment", "When it was last changed."),
    ),
)
