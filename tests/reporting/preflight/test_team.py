"""Who rated, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reporting.preflight.visit import RatingMember


def test_a_visit_dated_tomorrow_cannot_be_signed(visit_of, found):
    visit = visit_of(date=date(2026, 3, 21))
    assert found(visit, "P01") == ["The visit is dated 2026-03-21; today is 2026-03-20."]
    assert found(visit_of(date=date(2026, 3, 20)), "P01") == []


def test_a_visit_without_a_scale_has_nothing_to_sign(visit_of, found):
    assert found(replace(visit_of(), scales=()), "P02") == ["No scale is rated at this visit."]
    assert found(visit_of(), "P02") == []
    visit = replace(visit_of(), missing=("ours",))
    assert found(visit, "P02") == ["The scale file ours.yaml is missing or has faults."]
    assert found(replace(visit, scales=()), "P02") == found(visit, "P02")


def test_reviewers_need_a_lead_and_a_self_audit_does_not(visit_of, found):
    assert found(visit_of(has_lead=False), "P03") == ["The visit has no lead."]
    assert found(visit_of(has_lead=False, kind="self_audit"), "P03") == []


def test_reviewers_need_a_contact_in_the_program(visit_of, found):
    visit = visit_of(has_contact=False)
    assert found(visit, "P04") == ["Nobody of the program is named as its contact."]
    assert found(visit_of(has_contact=False, kind="self_audit"), "P04") == []


def test_one_rater_alone_at_a_site_visit_is_pointed_out(visit_of, found):
    alone = (RatingMember("Ann", outside=True),)
    visit = visit_of(members=alone, official="Ann")
    assert found(visit, "P05") == ["The site visit has 1 rater; two are recommended."]
    assert found(visit_of(members=alone, official="Ann", kind="follow_up"), "P05") == []


def test_a_site_visit_without_any_rater_is_pointed_out(visit_of, found):
    assert found(visit_of(members=()), "P05") == [
        "The site visit has no raters; two are recommended."
    ]


def test_nobody_from_outside_is_pointed_out_where_it_is_known_of_all(visit_of, found):
    inside = (RatingMember("Ann", outside=False), RatingMember("Ben", outside=False))
    assert found(visit_of(members=inside), "P06") == [
        "Every rater belongs to the program; at least one should not."
    ]
    not_told = (RatingMember("Ann", outside=False), RatingMember("Ben"))
    assert found(visit_of(members=not_told), "P06") == []
    assert found(visit_of(members=()), "P06") == []
    assert found(visit_of(members=inside, kind="self_audit"), "P06") == []


def test_a_consensus_waits_for_every_rater_to_submit(visit_of, found):
    members = (RatingMember("Ann", submitted=False), RatingMember("Ben"))
    assert found(visit_of(members=members), "P07") == ["Ann has not submitted the ratings."]
    alone = visit_of(members=members[:1], official="Ann")
    assert found(alone, "P07") == []


def test_several_who_did_not_submit_are_named_together(visit_of, found):
    members = (RatingMember("Ann", submitted=False), RatingMember("Ben", submitted=False))
    assert found(visit_of(members=members), "P07") == [
        "Ann and Ben have not submitted the ratings."
    ]


def test_ratings_of_a_week_later_pass_and_of_eight_days_do_not(visit_of, found):
    late = (RatingMember("Ann", rated_on=date(2026, 3, 10)), RatingMember("Ben"))
    assert found(visit_of(members=late), "P08") == [
        "Ann rated until 2026-03-10, 8 days after the visit; within a day is recommended."
    ]
    in_time = (RatingMember("Ann", rated_on=date(2026, 3, 9)), RatingMember("Ben"))
    assert found(visit_of(members=in_time), "P08") == []


def test_days_are_counted_from_the_last_day_of_the_visit(visit_of, found):
    late = (RatingMember("Ann", rated_on=date(2026, 3, 10)), RatingMember("Ben"))
    assert found(visit_of(members=late, last_day=date(2026, 3, 3)), "P08") == []


def test_ratings_from_before_the_visit_do_not_rest_on_it(visit_of, found):
    early = (RatingMember("Ann", rated_on=date(2026, 3, 1)), RatingMember("Ben"))
    assert found(visit_of(members=early), "P09") == [
        "Ann rated for the last time on 2026-03-01, before the visit of 2026-03-02."
    ]
    same_day = (RatingMember("Ann", rated_on=date(2026, 3, 2)), RatingMember("Ben"))
    assert found(visit_of(members=same_day), "P09") == []


def test_a_self_audit_may_be_rated_over_weeks(visit_of, found):
    members = (RatingMember("Ann", rated_on=date(2026, 5, 1)),)
    visit = visit_of(members=members, official="Ann", kind="self_audit")
    assert found(visit, "P08") == []
