"""Read many programs at once, and see of each exactly what may be seen of it one by one."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from storage.acting import NotAllowed
from storage.answers import list_answers
from storage.corrections import add_correction, answer_correction, list_corrections
from storage.facts import list_facts
from storage.plans import PlanAction, add_action, list_actions
from storage.problem import NotFound
from storage.programs import archive_program
from storage.seen_records import read_seen
from storage.signing import list_signatures, sign
from storage.team import CONSENSUS
from storage.visit_states import send_to_program
from tests.storage.cast import ONE, TWO, agree, hand_in, rate

EVERYBODY = ("office", "lead", "one", "two", "contact", "member")


def one_by_one(acting, cast) -> dict[str, object]:
    """What the functions for a single visit give."""
    visit, assessment = cast.visit.id, cast.assessment.id

    def told(call, nothing):
        try:
            return call()
        except NotAllowed:
            return nothing

    sets = {"answers": list_answers, "facts": list_facts}
    return {
        "actions": told(lambda: list_actions(acting, visit), ()),
        "corrections": told(lambda: list_corrections(acting, visit), ()),
        "signatures": [s.hash for s in told(lambda: list_signatures(acting, visit), ())],
    } | {
        name: {
            (assessment, rater): found
            for rater in (CONSENSUS, ONE, TWO)
            if (found := told(lambda r=rater, f=listed: f(acting, assessment, r), {}))
        }
        for name, listed in sets.items()
    }


def at_once(acting, cast) -> dict[str, object]:
    (seen,) = read_seen(acting, [cast.program.id]).visits
    assert all(signature.content == "" for signature in seen.signatures)
    return {
        "actions": seen.actions,
        "corrections": seen.corrections,
        "signatures": [signature.hash for signature in seen.signatures],
        "answers": seen.answers,
        "facts": seen.facts,
    }


def test_at_every_stage_everybody_sees_the_same_at_once_as_one_by_one(cast, now):
    def compare() -> dict[str, dict[str, object]]:
        for name in EVERYBODY:
            who = getattr(cast, name)
            assert at_once(who, cast) == one_by_one(who, cast), name
        return {name: at_once(getattr(cast, name), cast) for name in EVERYBODY}

    rate(cast)
    found = compare()
    assert list(found["one"]["answers"]) == [(cast.assessment.id, ONE)]
    assert found["office"]["answers"] == found["contact"]["answers"] == {}
    hand_in(cast)
    assert len(compare()["office"]["answers"]) == 2
    agree(cast)
    add_action(cast.lead, PlanAction(cast.visit.id, "Train staff"), now)
    assert compare()["contact"] == {
        "actions": (),
        "corrections": (),
        "signatures": [],
        "answers": {},
        "facts": {},
    }
    send_to_program(cast.lead, cast.visit.id, now)
    added = add_correction(cast.contact, cast.assessment.id, "T1", "We do it", now)
    found = compare()
    assert list(found["member"]["answers"]) == [(cast.assessment.id, CONSENSUS)]
    assert len(found["member"]["actions"]) == len(found["member"]["corrections"]) == 1
    answer_correction(cast.lead, added.id, "declined", "We looked", 1, now)
    sign(cast.lead, cast.visit.id, now)
    assert len(compare()["member"]["signatures"]) == 1


def test_who_has_handed_in_is_told_to_those_who_judge_alone(cast):
    rate(cast)
    hand_in(cast)
    (to_lead,) = read_seen(cast.lead).visits
    (to_contact,) = read_seen(cast.contact).visits
    assert [m.submitted_at is not None for m in to_lead.team] == [False, True, True, False]
    assert [m.submitted_at for m in to_contact.team] == [None] * 4
    assert [m.name for m in to_contact.team] == [m.name for m in to_lead.team]


def test_all_that_is_seen_comes_where_no_program_is_chosen(cast, now):
    archive_program(cast.office, cast.program.id, now)
    assert [p.name for p in read_seen(cast.office).programs] == ["Harbor house", "Another program"]
    assert [p.name for p in read_seen(cast.outsider).programs] == ["Another program"]
    assert read_seen(cast.outsider).visits == ()
    assert read_seen(cast.office, []).programs == ()
    with pytest.raises(NotFound):
        read_seen(cast.outsider, [cast.other_program.id, cast.program.id])


def test_many_programs_cost_no_more_queries_than_one(cast, store):
    rate(cast)
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    read_seen(cast.office, [cast.program.id])
    one = len(asked)
    asked.clear()
    read_seen(cast.office)
    assert len(asked) == one < 15
