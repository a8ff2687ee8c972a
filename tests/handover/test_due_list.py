"""Who is due, as the person sees it who asks."""

from __future__ import annotations

import datetime as dt

from handover.due_list import list_due
from storage.acting import Acting
from storage.visit_states import take_back
from storage.visits import get_visit
from tests.handover.visited import DAY, NOW, Visited
from tests.shipped_scales import shipped_scales

JUNE, YEARS_LATER = dt.date(2026, 6, 30), dt.date(2028, 6, 30)


def states(acting: Acting, today: dt.date) -> set[str]:
    return {line.due.state for line in list_due(acting, shipped_scales(), today)}


def draft_report(visited: Visited) -> None:
    """Settle the visit; its report is drafted, so that the program sees nothing of it yet."""
    visited.settle()
    take_back(visited.ann, visited.visit, "A table is missing", NOW)
    assert get_visit(visited.ann, visited.visit).status == "draft_report"


def test_a_visit_stays_in_progress_for_the_program_until_its_report_is_sent(visited):
    assert states(visited.staff, JUNE) == {"in_progress"}
    draft_report(visited)
    lines = list_due(visited.staff, shipped_scales(), JUNE)
    assert {(line.due.state, line.due.begun) for line in lines} == {("in_progress", DAY)}
    # Who rated it sees the result, and when the next is due; of IDDT nothing was rated.
    assert "later" in states(visited.ann, JUNE)


def test_a_report_that_was_never_sent_is_given_up_like_any_visit(visited):
    draft_report(visited)
    assert states(visited.staff, YEARS_LATER) == {"never_rated"}
