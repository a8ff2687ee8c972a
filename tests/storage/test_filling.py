"""Many answers at once: what is there stays, all or none."""

import pytest

from storage.answers import Answer, AnswerProblem, list_answers, save_answer
from storage.facts import FactAnswer, FactProblem, list_facts
from storage.filling import fill_set
from storage.verifying import verify

RATER = "Rater one"


def rated(item: str, level: int, **more: str) -> Answer:
    return Answer(0, "", item, "rated", level, **more)


def test_answers_are_kept_where_nothing_is_stored(acting, store, begin, now):
    place = begin().id
    save_answer(acting, Answer(place, RATER, "T1", "rated", 2), 0, now)
    facts = [FactAnswer(0, "", "delivery", choice="one"), FactAnswer(0, "", "clients", count=7)]
    given = [rated("T1", 5), rated("T2", 4, note="Seen.")]
    assert fill_set(acting, place, RATER, given, facts, now) == 3
    stored = list_answers(acting, place, RATER)
    assert {item: (a.level, a.note, a.revision) for item, a in stored.items()} == {
        "T1": (2, "", 1),
        "T2": (4, "Seen.", 1),
    }
    known = list_facts(acting, place, RATER)
    assert (known["delivery"].choice, known["clients"].count) == ("one", 7)
    assert fill_set(acting, place, RATER, given, facts, now) == 0
    assert verify(store) == ()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(0, "", "T3", "rated"), "K09"),
        (rated("T3", 4, note="Client's SSN is 219-09-9999"), "K40"),
    ],
)
def test_one_answer_that_cannot_be_kept_keeps_out_all(acting, begin, now, answer, code):
    place = begin().id
    with pytest.raises(AnswerProblem, match=code):
        fill_set(acting, place, RATER, [rated("T1", 5), answer], [], now)
    with pytest.raises(FactProblem, match="K01"):
        fill_set(acting, place, RATER, [rated("T1", 5)], [FactAnswer(0, "", "")], now)
    with pytest.raises(AnswerProblem, match="K11"):
        fill_set(acting, place, "Somebody else", [rated("T1", 5)], [], now)
    assert list_answers(acting, place, RATER) == {}
