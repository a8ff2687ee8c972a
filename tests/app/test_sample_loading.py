"""The invented samples arrive whole, once, and after an interruption too."""

import pytest

from app_pages.sample_loading import add_samples, samples_missing
from app_pages.session import now, open_catalog
from sample_data import load_samples
from storage.answers import list_answers
from storage.corrections import list_corrections
from storage.people import list_people
from storage.plans import list_actions
from storage.programs import list_programs
from storage.steps import list_steps
from storage.team import CONSENSUS
from storage.verifying import verify
from storage.visit_deletion import delete_visit
from storage.visits import get_assessments, list_team, list_visits


def _counts(acting) -> dict[str, int]:
    programs = list_programs(acting)
    visits = [visit for program in programs for visit in list_visits(acting, program.id)]
    sets = [
        (a.id, m.name)
        for v in visits
        for a in get_assessments(acting, v.id)
        for m in _raters(acting, v)
    ]
    return {
        "programs": len(programs),
        "visits": len(visits),
        "answers": sum(len(list_answers(acting, a, rater)) for a, rater in sets),
        "actions": sum(len(list_actions(acting, v.id)) for v in visits),
    }


def _raters(acting, visit):
    return [member for member in list_team(acting, visit.id) if member.rates]


@pytest.fixture
def whole(acting) -> dict[str, int]:
    assert samples_missing(acting)
    add_samples(acting)
    return _counts(acting)


def test_all_samples_arrive_with_their_visits_answers_and_plans(acting, whole):
    samples = load_samples()
    assert not samples_missing(acting)
    assert whole["programs"] == len(samples) == 4
    assert whole["visits"] == 9
    assert whole["actions"] == sum(len(v.plan) for s in samples for v in s.visits)
    items = sum(len(entry.scale.items) for entry in open_catalog().entries)
    assert whole["answers"] > 7 * items
    assert all(program.invented for program in list_programs(acting))


def test_adding_again_changes_nothing(acting, whole):
    add_samples(acting)
    assert _counts(acting) == whole


def test_what_was_cut_off_is_taken_up_where_it_stopped(acting, whole):
    program = list_programs(acting)[0]
    newest = list_visits(acting, program.id)[-1]
    delete_visit(acting, newest.id, now(), with_entries=True)
    assert samples_missing(acting)
    add_samples(acting)
    assert _counts(acting) == whole


def test_the_site_visit_lies_with_the_program_its_correction_answered(acting, whole):
    (visit,) = _site_visits(acting)
    assert (visit.status, visit.edition) == ("with_program", 1)
    team = list_team(acting, visit.id)
    assert [(m.role, m.rates, m.submitted_at is not None) for m in team] == [
        ("lead", False, False),
        ("reviewer", True, True),
        ("reviewer", True, True),
        ("contact", False, False),
    ]
    (correction,) = list_corrections(acting, visit.id)
    assert (correction.said_by, correction.outcome) == ("Invented program contact", "accepted")
    settled = [list_answers(acting, a.id, CONSENSUS) for a in get_assessments(acting, visit.id)]
    assert [len(answers) for answers in settled] == [15, 12, 28, 25]
    assert sum(bool(answer.because) for answers in settled for answer in answers.values()) == 15
    # Because of the correction it is not what both had given.
    assert (correction.item, correction.level_before, settled[1]["G9"].level) == ("G9", 4, 5)
    assert [p.name for p in list_people(acting.store) if p.invented] == [
        "Invented program contact",
        "Invented reviewer A",
        "Invented reviewer B",
    ]
    undone = [s.step for s in list_steps(acting, visit.id) if s.done_on is None]
    assert undone == ["final_report", "action_plan", "follow_up"]
    assert verify(acting.store) == ()


def _site_visits(acting):
    visits = [v for p in list_programs(acting) for v in list_visits(acting, p.id)]
    return [v for v in visits if len(list_team(acting, v.id)) > 1]
