"""Reviewers rate alone: before all have handed in, no page holds anything of another's ratings."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from storage.acting import Acting, NotAllowed
from storage.answers import Answer, list_answers, save_answer
from storage.facts import FactAnswer, save_fact
from storage.people import act, add_member, add_person
from storage.plans import list_actions
from storage.programs import add_program, list_programs
from storage.team import Member
from storage.visit_states import start_consensus, submit_ratings
from storage.visits import get_visit, list_team, list_visits
from tests.app.conftest import NOW, Visited
from tests.app.page_words import all_items, whole_tree, words
from tests.app.two_reviewers import reviewers

SECRET = "Chart nine tells another story"
PAGES = ("programs", "program", "assess", "results", "plan")


@dataclass(frozen=True)
class Two:
    """A site visit that Rater leads and Bea reviews; both rate."""

    visit: Visited
    rater: Acting
    bea: Acting

    def rate_as_rater(self) -> None:
        """All of the scale at 2, the first item with a note that gives it away."""
        place = self.visit.assessments["iddt"]
        for item, level in all_items("iddt", 2).items():
            note = SECRET if item == "T2" else ""
            answer = Answer(place, "Rater", item, state="rated", level=level, note=note)
            save_answer(self.rater, answer, 0, NOW)
        fact = FactAnswer(place, "Rater", "clients_persuasion", count=7431)
        save_fact(self.rater, fact, 0, NOW)

    def rate_as_bea(self, **levels: int) -> None:
        """Some items as Bea sees them."""
        for item, level in levels.items():
            place = self.visit.assessments["iddt"]
            answer = Answer(place, "Bea", item, state="rated", level=level, grade="A")
            save_answer(self.bea, answer, 0, NOW)

    def hand_in(self, acting: Acting, rater: str) -> None:
        """Hand a set in."""
        submit_ratings(acting, self.visit.id, rater, NOW)


@pytest.fixture
def two(begin, acting, store) -> Two:
    bea = add_person(acting, "Bea", NOW)
    visit = begin("iddt", kind="site_visit", team=reviewers(acting.person, bea))
    return Two(visit, acting, act(store, bea.id))


@pytest.fixture
def look(two, open_page):
    """Open a page as one of the two."""

    def look(acting: Acting, page: str, **more: str):
        if page == "programs":
            return open_page(page, person=acting.person.id)
        if page == "program":
            program = get_visit(two.rater, two.visit.id).program_id
            return open_page("programs", person=acting.person.id, program=str(program))
        address = {"visit": str(two.visit.id), "scale": "iddt", **more}
        return open_page(page, person=acting.person.id, **address)

    return look


def test_the_raters_own_page_holds_what_the_other_must_not_see(two, look):
    two.rate_as_rater()
    app = look(two.rater, "assess", part="treatment")
    app.session_state[f"{two.visit.assessments['iddt']}|Rater|T2|evidence"] = True
    assert SECRET in whole_tree(app.run())
    assert "7431" in whole_tree(look(two.rater, "assess", part="before_you_rate"))
    assert "Low fidelity" in whole_tree(look(two.rater, "results"))


@pytest.mark.parametrize("handed_in", [False, True])
@pytest.mark.parametrize("page", PAGES)
def test_the_other_reviewer_sees_nothing_of_it(two, look, page, handed_in):
    unseen = whole_tree(look(two.bea, page))
    two.rate_as_rater()
    if handed_in:
        two.hand_in(two.rater, "Rater")
    app = look(two.bea, page)
    seen = whole_tree(app)
    for secret in (SECRET, "7431", "Low fidelity", "15 of 15"):
        assert secret not in seen
    if page == "program" and handed_in:
        assert "Rater leads and has handed in" in words(app)
        assert "Bea reviews and is still rating" in words(app)
    else:
        assert shape(seen) == shape(unseen)


def shape(tree: str) -> list[str]:
    """The lines of a page without those that change with every session."""
    return [line for line in tree.splitlines() if "id:" not in line and "hash" not in line]


@pytest.mark.parametrize("part", ["before_you_rate", "treatment", "supplementary"])
def test_no_part_of_the_form_tells_the_other_reviewer(two, look, part):
    two.rate_as_rater()
    app = look(two.bea, "assess", part=part)
    for item in all_items("iddt", 1):
        for box in ("counts", "evidence"):
            app.session_state[f"{two.visit.assessments['iddt']}|Bea|{item}|{box}"] = True
    app.session_state["missing"] = True
    seen = whole_tree(app.run())
    assert "Bea" in seen
    assert SECRET not in seen
    assert "7431" not in seen
    assert all(radio.value is None for radio in app.radio if str(radio.key).endswith("choice"))


def test_results_show_ones_own_set_and_say_so(two, look):
    two.rate_as_rater()
    two.rate_as_bea(**all_items("iddt", 5))
    said = words(look(two.bea, "results"))
    label = "Your own ratings (draft); nobody else's are seen before all have handed in."
    assert label in said
    assert "Treatment mean: 5.00" in said
    assert "High fidelity" in words(look(two.bea, "program"))
    assert label in words(look(two.bea, "program"))


def test_the_plan_waits_for_what_is_settled(two, look):
    two.rate_as_bea(**all_items("iddt", 4, T8=1))
    app = look(two.bea, "plan")
    assert "The plan is made from what the reviewers settle on" in words(app)
    assert "T8 Group dual-disorder treatment" in words(app)
    assert "Add to plan" not in [button.label for button in app.button]
    with pytest.raises(NotAllowed, match="once all who rate this visit have handed in"):
        list_actions(two.rater, two.visit.id)


def test_after_both_have_handed_in_and_settled_both_see_the_consensus(two, look):
    two.rate_as_rater()
    two.rate_as_bea(**all_items("iddt", 2))
    two.hand_in(two.rater, "Rater")
    two.hand_in(two.bea, "Bea")
    assert "the reviewers have not settled their differences yet" in words(look(two.bea, "results"))
    start_consensus(two.rater, two.visit.id, NOW)
    for acting in (two.rater, two.bea):
        said = words(look(acting, "results"))
        assert "Treatment mean: 2.00" in said
        assert "Your own ratings" not in said


def test_who_belongs_to_the_program_waits_for_the_report(two, look, open_page, acting):
    cleo = add_person(acting, "Cleo", NOW)
    program = get_visit(acting, two.visit.id).program_id
    add_member(acting, program, cleo.id, NOW)
    two.rate_as_rater()
    for page in ("results", "plan"):
        app = open_page(page, person=cleo.id, visit=str(two.visit.id))
        assert "can be seen once its report is sent to the program" in words(app)
        assert "Low fidelity" not in whole_tree(app)
    app = open_page("assess", person=cleo.id, visit=str(two.visit.id))
    assert "You do not rate this visit: Rater and Bea rate." in words(app)
    assert "ask Rater, who leads it" in words(app)
    app = open_page("programs", person=cleo.id, program=str(program))
    assert "handed in" not in words(app)
    assert "still rating" not in words(app)


def test_who_leads_enters_the_ratings_of_who_does_not_use_the_toolkit(begin, acting, open_page):
    team = (
        Member("Rater", "lead", acting.person.id, rates=True),
        Member("Dr. Paper", "reviewer", None, rates=True),
    )
    visit = begin("iddt", kind="site_visit", team=team)
    app = open_page("assess", visit=str(visit.id), part="supplementary")
    choice = app.radio(key="set")
    assert choice.options == ["Rater (you)", r"Dr. Paper"]
    app.radio(key=f"{visit.assessments['iddt']}|Rater|RP|choice").set_value("2").run()
    other = next(m for m in list_team(acting, visit.id) if m.name == "Dr. Paper")
    choice.set_value(str(other.id)).run()
    app.radio(key=f"{visit.assessments['iddt']}|Dr. Paper|RP|choice").set_value("5").run()
    assert not app.exception
    levels = {
        name: list_answers(acting, visit.assessments["iddt"], name)["RP"].level
        for name in ("Rater", "Dr. Paper")
    }
    assert levels == {"Rater": 2, "Dr. Paper": 5}


def test_a_visit_is_started_with_a_team(acting, open_page):
    bea = add_person(acting, "Bea", NOW)
    harbor = add_program(acting, name="Harbor House", now=NOW)
    key = f"new visit of {harbor.id}"
    app = open_page("programs", person=acting.person.id, program=str(harbor.id))
    app.radio(key=f"{key} kind").set_value("site_visit").run()
    assert app.selectbox(key=f"{key} lead").value == acting.person.id
    assert app.checkbox(key=f"{key} rates {acting.person.id}").value
    app.checkbox(key=f"{key} rates {acting.person.id}").uncheck().run()
    next(b for b in app.button if b.label == "Start the visit").click().run()
    assert "nobody rates" in words(app)
    app.multiselect(key=f"{key} reviewers").set_value([bea.id]).run()
    next(b for b in app.button if b.label == "Start the visit").click().run()
    assert app.title[0].value == "Assess"
    assert "You do not rate this visit: Bea rates. You lead it without rating." in words(app)
    (visit,) = list_visits(acting, harbor.id)
    team = [(m.name, m.role, m.person_id, m.rates) for m in list_team(acting, visit.id)]
    assert team == [
        ("Rater", "lead", acting.person.id, False),
        ("Bea", "reviewer", bea.id, True),
    ]
    assert visit.kind == "site_visit"
    assert [p.id for p in list_programs(act(acting.store, bea.id))] == [harbor.id]
