"""Assess: rating one part of a scale, each answer stored the moment it is given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from streamlit.testing.v1 import AppTest

from storage.answers import Answer, list_answers, save_answer
from storage.facts import FactAnswer, list_facts, save_fact
from storage.programs import list_programs
from storage.team import alone
from storage.visits import add_visit, get_assessments
from tests.app.conftest import NOW, Visited
from tests.app.page_words import words
from tests.shipped_scales import shipped_scales


@dataclass
class Rating:
    """The Assess page at one part of a visit, and what is stored of it."""

    app: AppTest
    visit: Visited
    scale: str

    def answer(self, item: str) -> Answer | None:
        """What is stored."""
        assessment = self.visit.assessments[self.scale]
        return list_answers(self.visit.acting, assessment, "Rater").get(item)

    def key(self, item: str, field: str) -> str:
        """The key of a widget."""
        return f"{self.visit.assessments[self.scale]}|Rater|{item}|{field}"

    def give(self, item: str, field: str, value: object) -> None:
        """Give a widget a value, as the rater does."""
        if field in ("numerator", "denominator", "note", "grade"):
            self.unfold(item)
        self.app.get_by_key(self.key(item, field)).set_value(value).run()
        assert not self.app.exception

    def unfold(self, item: str) -> None:
        """Open the item's folded boxes."""
        if self.key(item, "note") not in [area.key for area in self.app.text_area]:
            for box in ("counts", "evidence"):
                self.app.session_state[self.key(item, box)] = True
            self.app.run()

    def fold(self, item: str) -> None:
        """Close them."""
        for box in ("counts", "evidence"):
            self.app.session_state[self.key(item, box)] = False
        self.app.run()

    def press(self, label: str) -> None:
        """Press the first button with this label."""
        next(button for button in self.app.button if button.label == label).click().run()
        assert not self.app.exception

    @property
    def progress(self) -> str:
        """The words at the bar."""
        return str(self.app.get("progress")[0].text)

    def says(self) -> str:
        """All the words of the page, captions too."""
        captions = "\n".join(str(caption.value) for caption in self.app.caption)
        return f"{words(self.app)}\n{captions}".replace("\\", "")


@pytest.fixture
def rate(begin, open_page):
    """Open a part of a scale of a new visit."""

    def rate(scale: str, part: str, visit: Visited | None = None) -> Rating:
        visit = visit or begin(scale)
        return Rating(
            open_page("assess", visit=str(visit.id), scale=scale, part=part), visit, scale
        )

    return rate


def test_without_a_visit_the_page_sends_the_rater_to_the_programs(open_page):
    assert "No visit is open" in words(open_page("assess"))


def test_a_level_is_stored_when_it_is_chosen_and_again_when_it_is_changed(rate):
    page = rate("iddt", "treatment")
    assert "Saved at" not in page.says()
    page.give("T2", "choice", "4")
    stored = page.answer("T2")
    assert (stored.state, stored.level, stored.revision) == ("rated", 4, 1)
    assert "Saved at" in page.says()
    page.give("T2", "choice", "2")
    assert (page.answer("T2").level, page.answer("T2").revision) == (2, 2)


def test_not_enough_information_settles_an_item_without_a_level(rate):
    page = rate("iddt", "supplementary")
    page.give("RP", "choice", "not_enough_information")
    assert (page.answer("RP").state, page.answer("RP").level) == ("not_enough_information", None)
    assert page.progress == "IDDT: 1 of 15 items done. Whole visit: 1 of 15."


def test_an_answer_is_cleared(rate):
    page = rate("iddt", "supplementary")
    page.give("RP", "choice", "3")
    page.press("Clear this answer")
    assert (page.answer("RP").state, page.answer("RP").level) == ("unanswered", None)
    assert page.progress.startswith("IDDT: 0 of 15")
    assert page.app.get_by_key(page.key("RP", "choice")).value is None


def test_not_applicable_is_offered_only_where_the_scale_permits_it(rate):
    page = rate("integration", "continuity")
    offered = {
        item: any("Not applicable" in o for o in page.app.radio(page.key(item, "choice")).options)
        for item in ("INT19", "INT20", "INT21")
    }
    assert offered == {"INT19": False, "INT20": True, "INT21": True}


def test_not_applicable_asks_for_the_reason_and_is_missing_until_it_is_given(rate):
    page = rate("integration", "continuity")
    page.give("INT20", "choice", "not_applicable")
    assert page.answer("INT20").state == "not_applicable"
    assert "Give the reason" in page.says()
    assert page.progress.startswith("Integration: 0 of 25")
    page.give("INT20", "reason", "Two discharges in the year")
    assert page.answer("INT20").reason == "Two discharges in the year"
    assert page.progress.startswith("Integration: 1 of 25")


@pytest.mark.parametrize("forged", ["9", "0", "not_applicable", "unknown"])
def test_a_forged_choice_is_refused_where_it_is_stored(begin, forged):
    visit = begin("iddt")
    visit.rate("iddt", {"RP": 3})
    app = AppTest.from_function(choose, args=(visit.id, "RP", forged), default_timeout=60).run()
    assert not app.exception
    assert app.text[0].value.startswith("Not saved yet: ")
    stored = list_answers(visit.acting, visit.assessments["iddt"], "Rater")["RP"]
    assert (stored.level, stored.revision) == (3, 1)


def choose(visit_id: int, item_id: str, choice: str) -> None:
    """The script of an app that chooses what no button offers."""
    import streamlit as st

    from app_pages.answer_saving import Desk
    from app_pages.session import load_workspace, open_store
    from handover.scoring_rows import load_given
    from storage.people import act, list_people

    store = open_store()
    workspace = load_workspace(act(store, list_people(store)[0].id), visit_id)
    desk = Desk(workspace, "iddt", load_given(workspace, "iddt"))
    desk.choose(desk.scale.item(item_id), choice)
    st.text(desk.problem(item_id) or "saved")


def test_evidence_grade_and_note_are_stored_with_the_level(rate):
    page = rate("iddt", "supplementary")
    page.give("RP", "choice", "3")
    page.unfold("RP")
    page.app.checkbox(page.key("RP", "source 0")).check().run()
    page.app.checkbox(page.key("RP", "source 1")).check().run()
    page.app.checkbox(page.key("RP", "source 0")).uncheck().run()
    page.give("RP", "grade", "B")
    page.give("RP", "note", "Three of ten plans")
    evidence = shipped_scales().get("iddt").scale.item("RP").evidence
    stored = page.answer("RP")
    assert (stored.sources, stored.grade, stored.note) == (
        (evidence[1],),
        "B",
        "Three of ten plans",
    )


def test_counts_suggest_a_level_which_one_button_takes(rate):
    page = rate("iddt", "treatment")
    page.give("T1a", "numerator", 11)
    assert "Give both counts" in page.says()
    page.give("T1a", "denominator", 20)
    assert "11 of 20 is 55.0 %, which points to **level 3**" in page.says()
    assert page.answer("T1a").level is None
    page.press("Rate it 3")
    stored = page.answer("T1a")
    assert (stored.level, stored.numerator, stored.denominator) == (3, 11, 20)


def test_more_than_all_is_refused_in_words_and_stays_on_the_page(rate):
    page = rate("iddt", "treatment")
    page.give("T1a", "denominator", 20)
    page.give("T1a", "numerator", 30)
    assert "30 of 20 is more than all" in page.says()
    assert page.answer("T1a").numerator is None
    assert page.app.number_input(page.key("T1a", "numerator")).value == 30
    page.give("T1a", "denominator", 40)
    assert (page.answer("T1a").numerator, page.answer("T1a").denominator) == (30, 40)


def test_a_level_chosen_with_the_boxes_folded_keeps_counts_and_note(rate):
    page = rate("integration", "continuity")
    page.give("INT20", "denominator", 20)
    page.give("INT20", "numerator", 11)
    page.give("INT20", "note", "Twenty discharges")
    page.fold("INT20")
    page.give("INT20", "choice", "3")
    page.app.radio("part").set_value("monitoring").run()
    page.app.radio("part").set_value("continuity").run()
    page.give("INT20", "choice", "4")
    stored = page.answer("INT20")
    counts = (stored.numerator, stored.denominator)
    assert (stored.level, counts, stored.note) == (4, (11, 20), "Twenty discharges")
    page.unfold("INT20")
    assert page.app.number_input(page.key("INT20", "numerator")).value == 11
    assert page.app.text_area(page.key("INT20", "note")).value == "Twenty discharges"


def test_facts_are_shown_again_after_another_part(rate, begin):
    page = rate("iddt", "before_you_rate")
    key = f"{page.visit.assessments['iddt']}|Rater|fact|clients_engagement|value"
    page.app.number_input(key).set_value(12).run()
    page.app.radio("part").set_value("supplementary").run()
    page.app.radio("part").set_value("before_you_rate").run()
    assert page.app.number_input(key).value == 12


def test_counts_that_could_not_be_saved_are_still_there_after_another_part(rate):
    page = rate("iddt", "treatment")
    page.give("T1a", "denominator", 20)
    page.give("T1a", "numerator", 30)
    page.app.radio("part").set_value("supplementary").run()
    page.app.radio("part").set_value("treatment").run()
    page.unfold("T1a")
    assert page.app.number_input(page.key("T1a", "numerator")).value == 30
    assert "30 of 20 is more than all" in page.says()


def test_the_tally_of_stages_gives_the_denominator_of_stagewise_items(rate, begin):
    visit = begin("iddt")
    count(visit, "iddt", clients_active_treatment=14, clients_relapse_prevention=6)
    page = rate("iddt", "treatment", visit)
    page.give("T7", "numerator", 11)
    assert (page.answer("T7").numerator, page.answer("T7").denominator) == (11, 20)
    assert "11 of 20 is 55.0 %" in page.says()


def test_with_nobody_in_those_stages_counts_suggest_nothing(rate, begin):
    visit = begin("iddt")
    count(visit, "iddt", clients_active_treatment=0, clients_relapse_prevention=0)
    page = rate("iddt", "treatment", visit)
    for item in ("T7", "T10"):
        page.unfold(item)
    said = "so this item cannot be rated from counts."
    assert page.says().count(said) == 2


def test_a_penetration_denominator_is_estimated_from_the_target_population(rate, begin):
    visit = begin("goi")
    count(visit, "goi", target_population=120)
    page = rate("goi", "organizational", visit)
    page.give("G3", "numerator", 24)
    assert "Estimated at 48." in page.says()
    assert (page.answer("G3").numerator, page.answer("G3").denominator) == (24, 48)
    assert "24 of 48 is 50.0 %" in page.says()


def test_facts_are_stored_when_given(rate):
    page = rate("integration", "before_you_rate")
    assessment = page.visit.assessments["integration"]
    page.app.radio(f"{assessment}|Rater|fact|delivery|value").set_value(DELIVERY).run()
    assert not page.app.exception
    assert list_facts(page.visit.acting, assessment, "Rater")["delivery"].choice == DELIVERY
    assert "Saved at" in page.says()
    assert "Before you rate 1 of 1" in page.says()


def test_what_is_missing_is_listed_with_a_link_to_each(rate):
    page = rate("integration", "continuity")
    page.app.session_state["missing"] = True
    page.app.run()
    links = [link.value for link in page.app.page_link]
    assert [link for link in links if link.startswith("INT")] == [
        f"INT{n:02}" for n in range(1, 26)
    ]
    assert "Before you rate" in links
    page.give("INT20", "choice", "3")
    assert "INT20" not in [link.value for link in page.app.page_link]


def test_copied_ratings_count_only_once_confirmed(rate, begin):
    old = begin("integration")
    old.rate("integration", {"INT19": 4, "INT20": 2})
    new = later_visit(old, "integration")
    page = rate("integration", "continuity", new)
    page.press("Start from the ratings of the Self-audit of March 2, 2026")
    assert (page.answer("INT19").level, page.answer("INT19").confirmed) == (4, False)
    assert "Copied from the previous visit and not counted yet" in page.says()
    assert page.progress.startswith("Integration: 0 of 25")
    page.press("Confirm INT19")
    assert page.answer("INT19").confirmed
    assert page.progress.startswith("Integration: 1 of 25")
    page.give("INT20", "choice", "3")
    assert (page.answer("INT20").level, page.answer("INT20").confirmed) == (3, True)
    assert page.progress.startswith("Integration: 2 of 25")


def test_an_answer_changed_elsewhere_is_shown_beside_the_one_given_here(rate):
    page = rate("iddt", "supplementary")
    elsewhere = Answer(page.visit.assessments["iddt"], "Rater", "RP", state="rated", level=5)
    save_answer(page.visit.acting, elsewhere, 0, NOW)
    page.give("RP", "choice", "2")
    assert page.answer("RP").level == 5
    assert "Saved there: level 5" in page.says()
    assert "Given here: level 2" in page.says()
    page.press("Keep what is saved")
    assert page.answer("RP").level == 5
    assert page.app.radio(page.key("RP", "choice")).value == "5"


def test_evidence_ticked_elsewhere_is_ticked_here_after_the_conflict(rate):
    page = rate("iddt", "supplementary")
    page.unfold("RP")
    evidence = shipped_scales().get("iddt").scale.item("RP").evidence
    elsewhere = Answer(
        page.visit.assessments["iddt"], "Rater", "RP", state="rated", level=5, sources=evidence[:1]
    )
    save_answer(page.visit.acting, elsewhere, 0, NOW)
    page.give("RP", "note", "Typed in an old tab")
    page.press("Use what I gave here")
    stored = page.answer("RP")
    assert (stored.level, stored.sources, stored.note) == (5, evidence[:1], "Typed in an old tab")
    assert page.app.checkbox(page.key("RP", "source 0")).value
    assert page.app.radio(page.key("RP", "choice")).value == "5"


DELIVERY = shipped_scales().get("integration").scale.choice_facts[0].choices[0].id


def count(visit: Visited, scale: str, **counts: int) -> None:
    for fact, number in counts.items():
        answer = FactAnswer(visit.assessments[scale], "Rater", fact, count=number)
        save_fact(visit.acting, answer, 0, NOW)


def later_visit(visit: Visited, scale: str) -> Visited:
    entry = shipped_scales().get(scale)
    pin = (scale, entry.scale.version, entry.stamp, entry.scale.target_level)
    program = list_programs(visit.acting)[0]
    date = dt.date(2026, 9, 2)
    team = alone("Rater", visit.acting.person.id)
    new = add_visit(visit.acting, program.id, date, "follow_up", team, [pin], NOW)
    assessments = {a.scale_id: a.id for a in get_assessments(visit.acting, new.id)}
    return Visited(visit.acting, new.id, assessments)
