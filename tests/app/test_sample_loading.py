"""The invented samples arrive whole, once, and after an interruption too."""

import pytest

from app_pages.sample_loading import add_samples, samples_missing
from app_pages.session import now, open_catalog
from sample_data import load_samples
from storage.answers import list_answers
from storage.plans import list_actions
from storage.programs import list_programs
from storage.visit_deletion import delete_visit
from storage.visits import get_assessments, list_visits


def _counts(acting) -> dict[str, int]:
    programs = list_programs(acting)
    visits = [visit for program in programs for visit in list_visits(acting, program.id)]
    rater = "Invented reviewer"
    assessments = [a for v in visits for a in get_assessments(acting, v.id)]
    return {
        "programs": len(programs),
        "visits": len(visits),
        "answers": sum(len(list_answers(acting, a.id, rater)) for a in assessments),
        "actions": sum(len(list_actions(acting, v.id)) for v in visits),
    }


@pytest.fixture
def whole(acting) -> dict[str, int]:
    assert samples_missing(acting)
    add_samples(acting)
    return _counts(acting)


def test_all_samples_arrive_with_their_visits_answers_and_plans(acting, whole):
    samples = load_samples()
    assert not samples_missing(acting)
    assert whole["programs"] == len(samples) == 4
    assert whole["visits"] == 8
    assert whole["actions"] == sum(len(v.plan) for s in samples for v in s.visits)
    items = sum(len(entry.scale.items) for entry in open_catalog().entries)
    assert whole["answers"] > 7 * items
    assert all(program.invented for program in list_programs(acting))


def test_adding_again_changes_nothing(acting, whole):
    add_samples(acting)
    assert _counts(acting) == whole


def test_what_was_cut_off_is_taken_up_where_it_stopped(acting, whole):
    program = list_programs(acting)[0]
    newest = list_visits(acting, program.id)[0]
    delete_visit(acting, newest.id, now(), with_entries=True)
    assert samples_missing(acting)
    add_samples(acting)
    assert _counts(acting) == whole
