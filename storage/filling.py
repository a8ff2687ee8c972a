"""Put many answers of one rater into an assessment at once, as when a file of them is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from storage import tables
from storage.acting import Acting
from storage.answers import (
    OWN_WORDS,
    Answer,
    check_answer,
    fetch_answers,
    refuse_answer,
)
from storage.client_data import check_client_data
from storage.facts import FactAnswer, check_fact, fetch_facts, keep_fact, refuse_fact
from storage.journal import add_records, gathering, visit_book
from storage.rating_rights import check_may_rate
from storage.visits import lock_assessment


def fill_set(
    acting: Acting,
    assessment_id: int,
    rater: str,
    answers: Sequence[Answer],
    facts: Sequence[FactAnswer],
    now: dt.datetime,
) -> int:
    """Keep answers and facts of one rater where nothing is stored yet, all or none.

    Args:
        acting: Who answers: the rater, or who may write for them.
        assessment_id: The assessment; what the answers say of it is not looked at.
        rater: Whose set; what the answers say of it is not looked at.
        answers: At most one for each item.
        facts: At most one for each fact.
        now: The moment, with its time zone.

    Returns:
        How many were kept.

    Raises:
        AnswerProblem: An answer cannot be kept, or nobody of that name rates the visit.
        FactProblem: A fact cannot be kept.
        NotFound: There is no such assessment.
        NotAllowed: The set is not theirs to fill, or it is not the time for it.
        VisitFinal: The visit is signed.
    """
    theirs = [replace(a, assessment_id=assessment_id, rater=rater) for a in answers]
    for answer in theirs:
        blank = Answer(assessment_id, rater, answer.item)
        clients = check_client_data(blank, answer, OWN_WORDS)
        refuse_answer(answer, check_answer(answer) + clients)
    said = [replace(f, assessment_id=assessment_id, rater=rater) for f in facts]
    for fact in said:
        refuse_fact(fact, check_fact(fact))
    with acting.write(now) as writing:
        _assessment, visit = lock_assessment(writing, assessment_id)
        refuse_answer(Answer(assessment_id, rater, ""), check_may_rate(writing, visit, rater))
        there = fetch_answers(writing.connection, assessment_id, rater)
        known = fetch_facts(writing.connection, assessment_id, rater)
        new_facts = [fact for fact in said if fact.fact not in known]
        new = [replace(a, revision=1, updated_at=writing.at) for a in theirs if a.item not in there]
        with gathering(writing) as together:
            for fact in new_facts:
                keep_fact(together, visit, FactAnswer(assessment_id, rater, fact.fact), fact)
            add_records(together, tables.answer, new, visit_book(visit.id))
    return len(new_facts) + len(new)
