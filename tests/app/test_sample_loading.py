"""The invented samples arrive whole, once, and after an interruption too."""

import pytest

from app_pages.sample_loading import add_samples, samples_missing
from app_pages.session import open_catalog
from sample_data import load_samples
from storage.answers import list_answers
from storage.plans import list_actions
from storage.programs import list_programs
from storage.visits import delete_visit, get_assessments, list_visits


def _counts(store) -> dict[str, int]:
    programs = list_programs(store)
    visits = [visit for program in programs for visit in list_visits(store, program.id)]
    assessments = [(v, a) for v in visits for a in get_assessments(store, v.id)]
    return {
        "programs": len(programs),
        "visits": len(visits),
        "answers": sum(len(list_answers(store, a.id, v.rater)) for v, a in assessments),
        "actions": sum(len(list_actions(store, v.id)) for v in visits),
    }


@pytest.fixture
def whole(store) -> dict[str, int]:
    assert samples_missing(store)
    add_samples(store)
    return _counts(store)


def test_all_samples_arrive_with_their_visits_answers_and_plans(store, whole):
    samples = load_samples()
    assert not samples_missing(store)
    assert whole["programs"] == len(samples) == 4
    assert whole["visits"] == 8
    assert whole["actions"] == sum(len(v.plan) for s in samples for v in s.visits)
    items = sum(len(entry.scale.items) for entry in open_catalog().entries)
    assert whole["answers"] > 7 * items
    assert all(program.invented for program in list_programs(store))


def test_adding_again_changes_nothing(store, whole):
    add_samples(store)
    assert _counts(store) == whole


def test_what_was_cut_off_is_taken_up_where_it_stopped(store, whole):
    program = list_programs(store)[0]
    newest = list_visits(store, program.id)[0]
    delete_visit(store, newest.id, with_entries=True)
    assert samples_missing(store)
    add_samples(store)
    assert _counts(store) == whole
