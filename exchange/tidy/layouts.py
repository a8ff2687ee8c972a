"""All tables there are, in the order to read them."""

from __future__ import annotations

from exchange.tidy.plan_tables import ACTIONS, CORRECTIONS, SIGNATURES
from exchange.tidy.program_tables import ASSESSMENTS, PROGRAMS, TEAM, VISITS
from exchange.tidy.rating_tables import AGREEMENT, RATINGS, SCORES, VERDICTS
from exchange.tidy.target_table import TARGETS

LAYOUTS = (
    PROGRAMS,
    VISITS,
    TEAM,
    ASSESSMENTS,
    TARGETS,
    RATINGS,
    SCORES,
    VERDICTS,
    AGREEMENT,
    ACTIONS,
    CORRECTIONS,
    SIGNATURES,
)
