"""Plan: one item, a subscale or a total gets a target of its own, saved at once."""

from __future__ import annotations

import pytest

from storage.own_targets import OwnTarget, list_own_targets, set_own_target
from storage.signing import sign
from storage.visit_states import send_to_program, submit_ratings
from tests.app.page_words import all_items, whole_tree, words
from tests.app.settling import draft_report
from tests.app.site_visit import begin_site_visit
from tests.app.test_plan_page import NOW, press


@pytest.fixture
def visit(begin):
    """All at 4 but T8, at 2: the treatment mean is 54 / 14 = 3.857."""
    visit = begin("iddt")
    visit.rate("iddt", all_items("iddt", 4, T8=2))
    return visit


def open_targets(open_page, visit):
    app = open_page("plan", visit=str(visit.id))
    app.session_state["targets"] = True
    return app.run()


def choose(app, visit, kind, subject):
    place = visit.assessments["iddt"]
    box = app.selectbox(key=f"own target|{visit.id}|subject")
    box.set_value((place, kind, subject)).run()
    assert not app.exception
    return f"own target|{place}|{kind}|{subject}"


def stored(visit):
    found = list_own_targets(visit.acting, visit.id)
    return [(t.kind, t.subject, t.hundredths) for t in found]


def test_an_item_aims_higher_and_is_suggested(visit, open_page):
    app = open_targets(open_page, visit)
    assert "T5" not in words(app)
    key = choose(app, visit, "item", "T5")
    assert app.radio(key=key).value == 4  # the scale's, to begin with
    app.radio(key=key).set_value(5).run()
    press(app, "Set this target")
    assert stored(visit) == [("item", "T5", 500)]
    assert "1 point below target (rated 4, target 5)" in words(app)
    assert app.expander[0].label == "Target levels (IDDT 4, and 1 of its own)"


def test_a_mean_is_shown_with_how_far_it_is(visit, open_page):
    app = open_targets(open_page, visit)
    key = choose(app, visit, "total", "treatment_mean")
    app.number_input(key=key).set_value(4.2).run()
    press(app, "Set this target")
    assert stored(visit) == [("total", "treatment_mean", 420)]
    assert "IDDT, Treatment mean: target 4.20, 3.86 now, 0.34 to go." in words(app)


def test_a_target_is_removed_with_one_press(visit, open_page):
    place = visit.assessments["iddt"]
    set_own_target(visit.acting, OwnTarget(place, "item", "T8", 200), 0, NOW)
    app = open_targets(open_page, visit)
    assert "T8 Group dual-disorder treatment (IDDT): level 2" in words(app)
    assert "No rated item is below its target." in words(app)
    press(app, "Remove the target of T8")
    assert stored(visit) == []
    assert "2 points below target (rated 2, target 4)" in words(app)


def test_what_another_window_chose_meanwhile_is_kept_and_told(visit, open_page):
    place = visit.assessments["iddt"]
    app = open_targets(open_page, visit)
    choose(app, visit, "item", "T5")
    set_own_target(visit.acting, OwnTarget(place, "item", "T5", 300), 0, NOW)
    press(app, "Set this target")
    assert stored(visit) == [("item", "T5", 300)]
    assert "It was changed in another window, to level 3, and that was kept." in words(app)


def test_a_window_left_open_while_the_visit_is_signed_changes_nothing(visit, open_page):
    app = open_targets(open_page, visit)
    choose(app, visit, "item", "T5")
    submit_ratings(visit.acting, visit.id, "Rater", NOW)
    sign(visit.acting, visit.id, NOW)
    press(app, "Set this target")
    assert stored(visit) == []
    assert "This visit is final and signed" in words(app)
    assert "The visit is signed, so its targets stay as they are." in words(app)


def test_who_may_not_see_the_plan_yet_sees_and_sets_no_target(acting, open_page):
    """Ann and Ben rate apart, then settle; Con sees it once the report is sent."""
    visit = begin_site_visit(acting, open_page, "goi")
    labels = [box.label for box in visit.open("plan", "Ann").app.expander]
    assert not any(label.startswith("Target levels") for label in labels)
    draft_report(visit)
    goi = visit.visited.assessments["goi"]
    set_own_target(visit.acting("Ann"), OwnTarget(goi, "item", "G5", 500), 0, NOW)
    assert "Target levels (GOI 4, and 1 of its own)" in [
        box.label for box in visit.open("plan", "Lee").app.expander
    ]
    assert "G5" not in whole_tree(visit.open("plan", "Con").app)
    send_to_program(visit.acting("Lee"), visit.id, NOW)
    assert "1 point below target (rated 4, target 5)" in visit.open("plan", "Con").says()
