"""A worksheet of charts becomes counts, and says what it left out."""

import pytest

from scales.practice.chart_criterion import ChartCriterion, chart_criteria
from scoring.chart_review import ChartRow, Seen, count_charts
from scoring.measurement import suggest

YES, NO, NOT_APPLICABLE, UNSEEN = Seen

PLAN = ChartCriterion("integration", "INT01", "One plan", "Is there one plan?", None)
EVENT = ChartCriterion("integration", "INT15", "Response", "Reviewed in 7 days?", "No event.")


def rows(criterion: ChartCriterion, **answers: Seen) -> list[ChartRow]:
    return [ChartRow(chart, {criterion.key: seen}) for chart, seen in answers.items()]


def test_yes_counts_above_the_line_yes_and_no_below_it():
    (counts,) = count_charts([PLAN], rows(PLAN, a=YES, b=NO, c=YES, d=NO, e=NO)).counts
    assert (counts.numerator, counts.denominator) == (2, 5)
    assert (counts.not_applicable, counts.unseen) == ((), ())
    assert counts.text == "Yes in 2 of 5 charts."


def test_what_nobody_looked_at_is_left_out_and_never_a_no():
    worksheet = [*rows(PLAN, a=YES, b=UNSEEN), ChartRow("c", {}), *rows(PLAN, d=NO)]
    (counts,) = count_charts([PLAN], worksheet).counts
    assert (counts.numerator, counts.denominator, counts.unseen) == (1, 2, ("b", "c"))
    assert counts.text == "Yes in 1 of 2 charts. Left out: 2 not seen (b, c)."


def test_a_chart_the_criterion_is_not_about_leaves_the_denominator():
    (counts,) = count_charts([EVENT], rows(EVENT, a=YES, b=NOT_APPLICABLE, c=UNSEEN)).counts
    assert (counts.numerator, counts.denominator) == (1, 1)
    assert counts.not_applicable == ("b",)
    assert counts.text == "Yes in 1 of 1 chart. Left out: 1 not applicable (b); 1 not seen (c)."


def test_with_nothing_answered_there_is_nothing_to_count():
    (counts,) = count_charts([EVENT], rows(EVENT, a=NOT_APPLICABLE)).counts
    assert (counts.numerator, counts.denominator) == (0, 0)
    assert counts.text == (
        "No chart was answered with yes or no, so there is nothing to count. "
        "Left out: 1 not applicable (a)."
    )
    assert count_charts([EVENT], []).counts[0].denominator == 0


def test_one_worksheet_answers_criteria_of_several_items():
    worksheet = [
        ChartRow("a", {PLAN.key: YES, EVENT.key: NO}),
        ChartRow("b", {PLAN.key: YES, EVENT.key: NOT_APPLICABLE}),
    ]
    plan, event = count_charts([PLAN, EVENT], worksheet).counts
    assert (plan.criterion, plan.numerator, plan.denominator) == (PLAN, 2, 2)
    assert (event.criterion, event.numerator, event.denominator) == (EVENT, 0, 1)


def test_a_chart_in_two_rows_counts_once_and_is_told():
    worksheet = [*rows(PLAN, a=YES), *rows(PLAN, b=NO), *rows(PLAN, a=NO), *rows(PLAN, a=NO)]
    review = count_charts([PLAN], worksheet)
    assert (review.counts[0].numerator, review.counts[0].denominator) == (1, 2)
    assert review.repeated == ("a", "a")


def test_the_same_row_handed_over_twice_is_told_too():
    row = ChartRow("a", {PLAN.key: YES})
    assert count_charts([PLAN], [row, row]).repeated == ("a",)


def test_answers_to_a_criterion_that_is_gone_are_told_and_not_counted():
    worksheet = [ChartRow("a", {PLAN.key: YES, "integration:INT99": NO})]
    review = count_charts([PLAN], worksheet)
    assert review.unknown == ("integration:INT99",)
    assert (review.counts[0].numerator, review.counts[0].denominator) == (1, 1)


def test_answers_may_come_as_the_words_they_are_kept_as():
    kept = [ChartRow("a", {PLAN.key: Seen("yes")}), ChartRow("b", {PLAN.key: Seen("unseen")})]
    assert count_charts([PLAN], kept).counts[0].unseen == ("b",)


@pytest.mark.parametrize(("yes", "no", "level"), [(8, 2, 5), (7, 3, 4), (5, 5, 3)])
def test_counts_of_charts_suggest_a_level(integration, yes, no, level):
    """INT01: 80 % and more is level 5, 60 % and more level 4, less is level 3 or lower."""
    criterion = next(c for c in chart_criteria(integration) if c.item_id == "INT01")
    worksheet = [ChartRow(f"y{n}", {criterion.key: YES}) for n in range(yes)]
    worksheet += [ChartRow(f"n{n}", {criterion.key: NO}) for n in range(no)]
    (counts,) = count_charts([criterion], worksheet).counts
    measure = integration.item("INT01").measure
    found = suggest(measure, counts.numerator, counts.denominator, low=1)
    assert found is not None and found.level == level
