"""What several raters settle on: filled in where they agree, complete before it counts.

The consensus is a set of answers of its own beside the raters' sets, which stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from sqlalchemy import Connection

from storage import tables
from storage.acting import Writing
from storage.answers import Answer, fetch_answers, keep_answer
from storage.facts import FactAnswer, fetch_facts, keep_fact
from storage.journal import add_records, gathering, last_reason, visit_book
from storage.problem import Problem
from storage.team import CONSENSUS
from storage.visit_record import Visit
from storage.visits import fetch_assessments

FILLED_IN = "All raters saw it alike."
"""What the audit trail says where the toolkit filled in what all raters said."""
Sets = Sequence[Mapping[str, Answer]]


def fill_consensus(writing: Writing, visit: Visit, raters: Sequence[str]) -> None:
    """Fill in what all raters saw alike, where nobody has settled anything yet.

    What was filled in before and not touched since follows what the raters say now.
    """
    with gathering(writing) as together:
        _fill_assessments(together, visit, raters)


def _fill_assessments(writing: Writing, visit: Visit, raters: Sequence[str]) -> None:
    for assessment in fetch_assessments(writing.connection, visit.id):
        place = (writing.connection, assessment.id)
        there = fetch_answers(*place, CONSENSUS)
        sets = [fetch_answers(*place, rater) for rater in raters]
        new = []
        for item in dict.fromkeys([*_items(sets), *there]):
            blank = Answer(assessment.id, CONSENSUS, item)
            stored = there.get(item, blank)
            common = agreed([answers.get(item) for answers in sets])
            wanted = _to_fill_in(writing, visit, stored, common or blank)
            if wanted is not None and stored.revision:
                keep_answer(writing, visit, stored, wanted, FILLED_IN)
            elif wanted is not None:
                new.append(replace(wanted, revision=1, updated_at=writing.at))
        add_records(writing, tables.answer, new, visit_book(visit.id), FILLED_IN)
        _fill_facts(writing, visit, assessment.id, raters)


def _to_fill_in(writing: Writing, visit: Visit, stored: Answer, common: Answer) -> Answer | None:
    """What to put in the place of a stored answer; None where it stays."""
    if stored.state == common.state == "unanswered":
        return None
    if stored.state != "unanswered" and not _is_filled_in(writing, visit, stored):
        return None  # somebody settled it
    wanted = replace(_settled(stored, common), note=stored.note)
    return None if replace(wanted, updated_at=stored.updated_at) == stored else wanted


def _is_filled_in(writing: Writing, visit: Visit, stored: Answer) -> bool:
    book = visit_book(visit.id)
    return last_reason(writing.connection, tables.answer, stored, book) == FILLED_IN


def agreed(answers: Sequence[Answer | None]) -> Answer | None:
    """What all raters say of an item; None where they differ or one says nothing.

    They agree if state and level are the same. The evidence of all counts: sources are put
    together and the best grade stands; so are the reasons why an item is not applicable. Counts
    stand where all who counted give the same. Notes stay with who wrote them. An answer copied
    from an earlier visit that its rater did not confirm says nothing.
    """
    given = [a for a in answers if a is not None and a.confirmed and a.state != "unanswered"]
    if len(given) < len(answers) or len({(a.state, a.level) for a in given}) != 1:
        return None
    first = given[0]
    counts = {(a.numerator, a.denominator) for a in given if a.numerator is not None}
    numerator, denominator = counts.pop() if len(counts) == 1 else (None, None)
    return replace(
        first,
        reason="; ".join(dict.fromkeys(a.reason for a in given if a.reason)),
        numerator=numerator,
        denominator=denominator,
        note="",
        sources=tuple(dict.fromkeys(chain.from_iterable(a.sources for a in given))),
        grade=min((a.grade for a in given if a.grade), default=None),
        because="",
    )


def check_settled(connection: Connection, visit: Visit, raters: Sequence[str]) -> list[Problem]:
    """Tell which items a rater answered are not settled, or differ from one without a reason."""
    found = []
    for assessment in fetch_assessments(connection, visit.id):
        there = fetch_answers(connection, assessment.id, CONSENSUS)
        sets = [fetch_answers(connection, assessment.id, rater) for rater in raters]
        for item in _items(sets):
            settled = there.get(item, Answer(assessment.id, CONSENSUS, item))
            place = f"{assessment.scale_id} {item}"
            if settled.state == "unanswered":
                found.append(
                    Problem("K61", place, None, "it is not settled", "Choose a level together.")
                )
            elif differs(settled, [answers.get(item) for answers in sets]) and not (
                settled.because.strip()
            ):
                what = "it differs from a rater's and gives no reason"
                found.append(Problem("K62", place, settled.level, what, "Write down why."))
        found += _open_facts(connection, assessment.id, assessment.scale_id, raters)
    return found


def _open_facts(
    connection: Connection, assessment_id: int, scale_id: str, raters: Sequence[str]
) -> list[Problem]:
    """Questions before the items that some rater answered and the consensus leaves open."""
    there = fetch_facts(connection, assessment_id, CONSENSUS)
    sets = [fetch_facts(connection, assessment_id, rater) for rater in raters]
    return [
        Problem("K61", f"{scale_id} {fact}", None, "it is not settled", "Answer it together.")
        for fact in sorted(set(chain.from_iterable(sets)))
        if any(_says(facts.get(fact)) for facts in sets) and not _says(there.get(fact))
    ]


def _says(answer: FactAnswer | None) -> bool:
    return answer is not None and (answer.choice, answer.count) != (None, None)


def differs(settled: Answer, answers: Iterable[Answer | None]) -> bool:
    """Whether what was settled is not what every rater said; a copy not confirmed says nothing."""
    said = (settled.state, settled.level)
    return any(a is None or not a.confirmed or (a.state, a.level) != said for a in answers)


def _settled(stored: Answer, common: Answer) -> Answer:
    return replace(common, rater=CONSENSUS, copied_from=None, revision=stored.revision)


def _fill_facts(writing: Writing, visit: Visit, assessment_id: int, raters: Sequence[str]) -> None:
    there = fetch_facts(writing.connection, assessment_id, CONSENSUS)
    sets = [fetch_facts(writing.connection, assessment_id, rater) for rater in raters]
    for fact in dict.fromkeys(chain.from_iterable(sets)):
        said = {(a.choice, a.count) if (a := facts.get(fact)) else (None, None) for facts in sets}
        stored = there.get(fact, FactAnswer(assessment_id, CONSENSUS, fact))
        choice, count = said.pop()
        if not said and (choice, count) != (None, None) and not _says(stored):
            keep_fact(writing, visit, stored, replace(stored, choice=choice, count=count))


def _items(sets: Sets) -> list[str]:
    """Items that some rater answered."""
    given = (a for answers in sets for a in answers.values() if a.state != "unanswered")
    return sorted({answer.item for answer in given})
