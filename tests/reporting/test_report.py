"""What is said about a visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reporting.facts import AnswerFacts, PlanLine, ProgramFacts, VisitFacts
from reporting.report import build_report
from reporting.scale_report import scale_report
from reporting.sentences import ended
from scoring import draft_plan, find_gaps
from scoring.plan import first_steps
from scoring.states import State

PROGRAM = ProgramFacts("Harbor House", agency="Bay Agency", caseload=120)
VISIT = VisitFacts(date(2026, 3, 1), "self_audit", "A rater")
TODAY = date(2026, 4, 1)
TEAM = {"team": "yes"}


def test_the_headline_names_verdict_rule_and_total(house, rated):
    said = scale_report(rated(house, {"A1": 4, "A2": 4, "A3": 5}, TEAM))
    assert said.headline == "High (rule H1). Total: 4.33 (3 of 3 rated)."
    assert said.total.working == "13 ÷ 3 ≈ 4.3333"
    assert said.capped is None


def test_a_cap_is_named_with_what_the_mean_would_allow(house, rated):
    said = scale_report(rated(house, {"A1": 3, "A2": 5, "A3": 5}, TEAM))
    assert said.headline == "Low (rule H2). Total: 4.33 (3 of 3 rated)."
    assert said.capped == (
        "The mean alone would allow High. Held at Low by: A1 Name of A1 is 3 (asked: at least 4)."
    )
    assert said.held_back == ("High is not reached: A1 Name of A1 is 3 (asked: at least 4).",)


def test_a_single_borderline_item_is_named(house, rated):
    said = scale_report(rated(house, {"A1": 3, "A2": 5, "A3": 5}, TEAM))
    assert [note.text for note in said.borderline] == ["A1 Name of A1 one point up: High."]


def test_borderline_items_with_one_effect_share_a_sentence(house, rated):
    said = scale_report(rated(house, {"A1": 4, "A2": 4, "A3": 4}, TEAM))
    assert [note.text for note in said.borderline] == [
        "Any one of A1, A2 or A3 one point down: Low."
    ]


def test_many_borderline_items_are_counted(shipped, rated):
    iddt = shipped["iddt"]
    said = scale_report(rated(iddt, dict.fromkeys(iddt.members("treatment"), 4)))
    assert [note.text for note in said.borderline] == [
        "Any one of 14 items one point down: Moderate fidelity."
    ]


def test_what_is_open_gives_a_range(house, rated):
    said = scale_report(rated(house, {"A1": 4, "A2": 5, "A3": State.NOT_RATED, "B1": 3}, TEAM))
    assert (
        said.possible == "1 item is open. Still possible: between 3.33 and 4.67; from Low to High."
    )


def test_an_open_question_before_the_items_is_open_too(house, rated):
    said = scale_report(rated(house, {"A1": 4, "A2": 5, "A3": State.NOT_RATED, "B1": 3}))
    assert said.verdict == "Open"
    assert said.possible == (
        "1 item and 1 question before the items are open. "
        "Still possible: between 3.33 and 4.67; from Low to High."
    )


def test_a_complete_visit_leaves_nothing_open(house, rated):
    levels = {"A1": 4, "A2": 5, "A3": State.NOT_APPLICABLE, "B1": 3}
    said = scale_report(rated(house, levels, TEAM))
    assert said.possible is None
    assert said.total.counted == "2 of 2 rated"


def test_each_unrated_item_stands_with_its_own_state(house, rated):
    levels = {"A1": State.NOT_ENOUGH, "A2": 5, "A3": State.NOT_APPLICABLE}
    said = scale_report(rated(house, levels, answers={"A3": AnswerFacts(reason="No groups")}))
    assert [(item.id, item.state, item.reason) for item in said.unrated] == [
        ("A1", "not enough information", ""),
        ("A3", "not applicable", "No groups"),
        ("B1", "not rated", ""),
    ]
    assert [item.shown for item in said.items] == [
        "not enough information",
        "5",
        "not applicable",
        "not rated",
    ]


def test_a_mean_that_cannot_be_formed_is_a_dash_with_the_reason(house, rated):
    said = scale_report(rated(house, {"A1": 4}, TEAM))
    assert (said.total.value, said.total.text) == (None, "–")
    assert said.total.working == "Not formed: 1 rated, at least 2 needed."


def test_a_subscale_outside_the_total_is_marked(house, rated):
    said = scale_report(rated(house, {"A1": 4, "A2": 4, "B1": 2}, TEAM))
    assert [(row.name, row.text, row.in_total) for row in said.subscales] == [
        ("Care", "4.00", True),
        ("Extra", "2.00", False),
    ]


def test_the_verified_score_names_the_items_that_count_less(house, rated):
    answers = {"A1": AnswerFacts(grade="A"), "A2": AnswerFacts(grade="D")}
    said = scale_report(
        rated(house, {"A1": 4, "A2": 5, "A3": 3}, TEAM, answers=answers, evidence=True)
    )
    compared = said.comparison
    assert compared is not None
    assert [(item.id, item.level, item.verified) for item in compared.items] == [("A2", 5, 3)]
    assert compared.sentence == (
        "Self-reported: High, 4.00. Verified: Low, 3.33. 1 item above 3 rests on one person's word "
        "or on evidence that nobody graded, and counts 3 in the verified score."
    )


def test_what_is_recommended_is_what_the_plan_begins_with(shipped, rated):
    for scale in shipped.values():
        levels = {item: 1 + place % 5 for place, item in enumerate(scale.item_ids)}
        result = rated(scale, levels)
        steps = first_steps(draft_plan(find_gaps(result.scored)))
        suggested = {f"{s.gap.item.id} {s.gap.item.name}": s.action for s in steps}
        said = [f for part in scale_report(result).findings for f in part.findings]
        assert {f.label: f.recommended for f in said} == {
            label: f"{ended(step.do)} Done when: {ended(step.done_when)}"
            for label, step in suggested.items()
        }


def test_what_reviewers_rated_is_not_called_self_reported(house, rated):
    answers = {"A2": AnswerFacts(grade="D")}
    result = rated(house, {"A1": 4, "A2": 5, "A3": 3}, TEAM, answers=answers, evidence=True)
    compared = scale_report(replace(result, by_reviewers=True)).comparison
    assert compared is not None
    assert compared.given == "As rated"
    assert compared.sentence.startswith("As rated: High, 4.00. Verified: ")
    assert "elf-reported" not in compared.sentence


def test_nothing_is_said_of_a_verified_score_that_was_not_asked_for(house, rated):
    assert scale_report(rated(house, {"A1": 4, "A2": 5}, TEAM)).comparison is None


def test_gaps_are_widest_first_with_both_anchors(house, rated):
    said = scale_report(rated(house, {"A1": 3, "A2": 1, "A3": 4, "B1": 4}, TEAM))
    assert [(gap.item_id, gap.level, gap.target, gap.size_text) for gap in said.gaps] == [
        ("A2", 1, 4, "3 points"),
        ("A1", 3, 5, "2 points"),
    ]
    assert said.gaps[1].needed == 5
    assert said.gaps[1].signs == "in the way of High"
    assert said.gaps[0].anchor_now == "A2 looks like 1"
    assert said.gaps[0].anchor_target == "A2 looks like 4"
    assert said.gap_summary == (
        "2 of 4 rated items are below target. Furthest, by 3 points, is A2 Name of A2."
    )


def test_a_chosen_target_replaces_the_scale_s_own(house, rated):
    said = scale_report(rated(house, {"A1": 4, "A2": 2, "A3": 3}, TEAM, target=3))
    assert [(gap.item_id, gap.target) for gap in said.gaps] == [("A1", 5), ("A2", 3)]


def test_the_rule_that_fired_is_marked_among_the_rules(house, rated):
    said = scale_report(rated(house, {"A1": 4, "A2": 4}, TEAM))
    assert [(rule.rule, rule.words, rule.fired) for rule in said.rules] == [
        (
            "H0",
            'Fewer than 2 of its 3 items are rated; or "Is it one team?" is not answered.',
            False,
        ),
        ("H1", "The total is at least 4.0; and A1 Name of A1 is at least 4.", True),
        ("H2", "In every other case.", False),
    ]


def test_a_claim_is_set_against_what_was_observed(house, rated):
    said = scale_report(rated(house, {"A1": 2, "A2": 2}, {"team": "yes", "label": "top"}))
    assert said.claim == (
        'The program calls itself "A model program"; observed: Low. '
        "The claim is 1 tier above what was observed."
    )


def test_ratings_copied_and_not_confirmed_are_warned_of(house, rated):
    answers = {"A2": AnswerFacts(confirmed=False)}
    said = scale_report(rated(house, {"A1": 4, "A2": 4, "B1": 1}, TEAM, answers=answers))
    assert said.warnings == (
        "B1 is odd.",
        "1 rating copied from an earlier visit and not confirmed: A2.",
    )


def test_anchors_are_counted_by_how_sure_we_are_of_them(house, rated):
    assert scale_report(rated(house, {})).anchor_check == (
        "4 of 20 anchors read in the source; 16 from background knowledge, fairly sure."
    )


def test_counts_are_shown_with_their_exact_percentage(house, rated):
    answers = {"A1": AnswerFacts(numerator=1, denominator=3)}
    said = scale_report(rated(house, {"A1": 1}, answers=answers))
    assert said.items[0].counts == "1 of 3 (33.3 %)"


def test_iddt_and_goi_together_name_three_means(shipped, rated):
    results = [
        rated(shipped["iddt"], dict.fromkeys(shipped["iddt"].members("treatment"), 4)),
        rated(shipped["goi"], dict.fromkeys(shipped["goi"].item_ids, 3)),
    ]
    combined = build_report(PROGRAM, VISIT, results, [], TODAY).combined
    assert [mean.sentence for mean in combined] == [
        "Treatment mean 4.00 (14 of 14 rated); Organizational mean 3.00 (12 of 12 rated); "
        "Mean of all 26 items 3.54 (26 of 26 rated)."
    ]
    assert combined[0].number.working == "92 ÷ 26 ≈ 3.5385"


def test_one_scale_alone_forms_no_combined_mean(shipped, rated):
    results = [rated(shipped["goi"], dict.fromkeys(shipped["goi"].item_ids, 3))]
    assert build_report(PROGRAM, VISIT, results, [], TODAY).combined == ()


def test_an_action_is_overdue_only_while_it_is_open(house, rated):
    lines = [
        PlanLine("Train staff", due=date(2026, 3, 31), items=(("house", "A1"),)),
        PlanLine("Write a policy", due=date(2026, 3, 31), status="done", owner="Director"),
        PlanLine("Hire a peer", due=TODAY, status="in_progress", owner="Director"),
    ]
    report = build_report(PROGRAM, VISIT, [rated(house, {})], lines, TODAY)
    assert [(row.status, row.overdue) for row in report.plan] == [
        ("Planned", True),
        ("Done", False),
        ("In progress", False),
    ]
    assert report.plan[0].items == ("A1 Name of A1",)
    assert report.plan_summary == (
        "3 actions: 1 planned, 1 in progress, 1 done, 1 overdue. 1 open action without an owner."
    )


def test_invented_programs_and_drafts_say_so_first(house, rated):
    report = build_report(
        ProgramFacts("Harbor House", invented=True),
        VisitFacts(date(2026, 3, 1), draft=True),
        [rated(house, {})],
        [],
        TODAY,
    )
    assert report.notes == (
        "Sample data: this program is invented.",
        "Draft: not everything is rated yet, so these results may still change.",
    )


def test_a_visit_without_any_rating_still_has_a_report(shipped, rated):
    results = [rated(scale, {}) for scale in shipped.values()]
    report = build_report(PROGRAM, VISIT, results, [], TODAY)
    assert [scale.total.text for scale in report.scales] == ["–", "–", "–", "–"]
    assert [scale.gap_summary for scale in report.scales] == [
        "No item is rated, so nothing can be said about gaps."
    ] * 4
    assert report.plan_summary == "No action is planned yet."


def test_what_is_empty_is_left_out_of_what_is_known():
    report = build_report(PROGRAM, VISIT, [], [], TODAY)
    assert report.about == (
        ("Program", "Harbor House"),
        ("Agency", "Bay Agency"),
        ("Caseload", "120"),
        ("Visit", "2026-03-01"),
        ("Kind of visit", "Self-audit"),
        ("Rated by", "A rater"),
        ("Report made on", "2026-04-01"),
    )
