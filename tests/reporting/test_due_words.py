"""The rule of a scale and where a program stands to it, as a reader would say them."""

import datetime as dt

import pytest

from reporting.due_words import due_sentence, dues_sentences, rule_of_rating_again
from scoring.due import Due, Seen, find_due
from tests.shipped_scales import shipped_scales

IDDT = shipped_scales().get("iddt").scale
TODAY = dt.date(2026, 6, 30)
HIGH = next(verdict for verdict in IDDT.verdicts if verdict.id == "high")


@pytest.mark.parametrize(
    ("years", "until", "words"),
    [
        (2, "high", "Every 6 months in the first 2 years and until High fidelity is reached, then"),
        (1, None, "Every 6 months in the first year, then"),
        (0, "high", "Every 6 months until High fidelity is reached, then"),
    ],
)
def test_the_rule_is_told_in_words(years, until, words):
    assert IDDT.reassess is not None
    rule = IDDT.reassess.model_copy(
        update={"for_years": years, "until": until, "source": "A source"}
    )
    told = rule_of_rating_again(IDDT.model_copy(update={"reassess": rule}))
    assert told == f"{words} every 12 months. A source."


def test_a_rule_without_a_first_time_has_one_interval():
    assert IDDT.reassess is not None
    rule = IDDT.reassess.model_copy(update={"for_years": 0, "until": None, "source": "x"})
    told = rule_of_rating_again(IDDT.model_copy(update={"reassess": rule}))
    assert told == "Every 12 months. x."


def test_a_scale_without_a_rule_says_nothing():
    assert rule_of_rating_again(IDDT.model_copy(update={"reassess": None})) == ""


@pytest.mark.parametrize(
    ("last", "open_visit", "words"),
    [
        (
            "2025-12-29",
            None,
            "Last rated on 2025-12-29 (High fidelity). Due on 2026-06-29, overdue by 1 day.",
        ),
        (
            "2025-12-30",
            None,
            "Last rated on 2025-12-30 (High fidelity). Due today, 2026-06-30.",
        ),
        (
            "2026-01-30",
            None,
            "Last rated on 2026-01-30 (High fidelity). Due on 2026-07-30, in 30 days.",
        ),
        (
            "2025-12-29",
            "2026-06-20",
            "Last rated on 2025-12-29 (High fidelity). In progress since 2026-06-20. It was due on "
            "2026-06-29.",
        ),
        (
            "2026-01-30",
            "2026-07-20",
            "Last rated on 2026-01-30 (High fidelity). Planned for 2026-07-20.",
        ),
        (None, None, "Never rated. A first visit is outstanding."),
    ],
)
def test_where_a_program_stands_is_told_with_its_days(last, open_visit, words):
    visits = [Seen(dt.date.fromisoformat(last), verdict=HIGH)] if last else []
    if open_visit:
        visits.append(Seen(dt.date.fromisoformat(open_visit), rated=False, open=True))
    due = find_due(IDDT, visits, TODAY)
    assert due is not None
    assert due_sentence(due, TODAY) == words


def test_what_is_alike_on_several_scales_is_told_once():
    goi = shipped_scales().get("goi").scale
    whole = [Seen(dt.date(2026, 1, 30), verdict=HIGH)]
    verdicts = {verdict.id: verdict for verdict in goi.verdicts}
    low = [Seen(dt.date(2026, 1, 30), verdict=verdicts["low"])]
    other = [*whole, Seen(dt.date(2026, 6, 20), rated=False, open=True)]
    dues = [("IDDT", find_due(IDDT, whole, TODAY)), ("GOI", find_due(goi, low, TODAY))]
    dues.append(("Other", find_due(IDDT, other, TODAY)))
    assert dues_sentences([(name, due) for name, due in dues if due], TODAY) == (
        (
            "due soon on IDDT and GOI",
            "Last rated on 2026-01-30 (IDDT High fidelity, GOI Low fidelity). Due on 2026-07-30, "
            "in 30 days.",
        ),
        (
            "in progress on Other",
            "Last rated on 2026-01-30 (High fidelity). In progress since 2026-06-20.",
        ),
    )


def test_a_program_that_was_never_visited_has_no_scale_to_name():
    never = Due("never_rated", None, None, None)
    assert dues_sentences([("", never)], TODAY) == (
        ("never rated", "Never rated. A first visit is outstanding."),
    )
    assert dues_sentences([("IDDT", never), ("GOI", never)], TODAY) == (
        ("never rated on IDDT and GOI", "Never rated. A first visit is outstanding."),
    )
