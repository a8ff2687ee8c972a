"""Consensus: differences first, a reason for each level, and the ratings they came from stay."""

from __future__ import annotations

import re

import pytest

from storage.answers import Answer, list_answers, save_answer
from storage.facts import FactAnswer, list_facts, save_fact
from storage.team import CONSENSUS
from storage.visit_states import start_consensus, submit_ratings
from storage.visits import get_visit
from tests.app.conftest import NOW
from tests.app.page_words import whole_tree
from tests.app.settling import WHY, begin_consensus, draft_report, rate_apart, settle_on
from tests.app.site_visit import Page, SiteVisit, begin_site_visit


@pytest.fixture
def visit(acting, open_page) -> SiteVisit:
    """A site visit on the GOI scale, nothing rated."""
    return begin_site_visit(acting, open_page, "goi")


def widget(visit: SiteVisit, item: str, field: str, scale: str = "goi") -> str:
    return f"{visit.visited.assessments[scale]}|{CONSENSUS}|{item}|{field}"


def settled(visit: SiteVisit, item: str) -> Answer:
    return list_answers(visit.acting("Lee"), visit.visited.assessments["goi"], CONSENSUS)[item]


def differences(page: Page) -> list[str]:
    """The differences to choose from, in their order."""
    return [option.replace("\\", "") for option in page.app.radio(key="difference goi").options]


def stands(page: Page) -> list[str]:
    """Where each of them stands."""
    return list(page.app.radio(key="difference goi").proto.captions)


def cells(page: Page) -> str:
    """All that stands in tables."""
    rows = [row for table in page.app.table for row in table.value.itertuples(index=False)]
    return "\n".join(" | ".join(row) for row in rows).replace("\\", "")


def headings(page: Page) -> list[str]:
    return [heading.value for heading in page.app.subheader]


def test_nothing_is_compared_before_all_have_handed_in(visit):
    submit_ratings(visit.acting("Ann"), visit.id, "Ann", NOW)
    for who in ("Ann", "Ben", "Lee", "Out"):
        page = visit.open("consensus", who)
        assert "Still rating: Ben. Everybody rates alone" in page.says()
        assert not page.labels()


def test_who_rates_alone_has_nothing_to_settle(begin, open_page):
    page = Page(open_page("consensus", visit=str(begin("goi").id)))
    assert "there is nothing to settle" in page.says()


def test_only_who_leads_begins_and_what_was_seen_alike_is_filled_in(visit):
    rate_apart(visit, {}, {"G1": 5, "G4": 2})
    assert "Begin the consensus" not in visit.open("consensus", "Ann").labels()
    page = visit.open("consensus")
    assert "Ann" in page.says() and "Seen differently (2)" in headings_of_all(page)
    page.press("Begin the consensus")
    assert get_visit(visit.acting("Lee"), visit.id).status == "in_consensus"
    filled = list_answers(visit.acting("Lee"), visit.visited.assessments["goi"], CONSENSUS)
    assert (len(filled), filled["G2"].level, "G1" in filled) == (10, 4, False)


def headings_of_all(page: Page) -> list[str]:
    return [heading.value for heading in page.app.header]


def test_differences_come_first_the_widest_apart_before_the_others(visit):
    begin_consensus(visit, {"G7": 5}, {"G1": 5, "G4": 2})
    page = visit.open("consensus", "Ann")
    assert differences(page) == [
        "G4 Assessment: 4 and 2",
        "G1 Program philosophy: 4 and 5",
        "G7 Training: 5 and 4",
    ]
    assert headings(page) == ["G4 Assessment"]
    assert "Ann: level 4." in page.says().replace("**", "")
    assert "Note: Ben saw it in the charts of G4." in page.says()


def test_what_was_seen_alike_is_folded_away_and_can_be_settled_again(visit):
    begin_consensus(visit, {}, {"G1": 5})
    page = visit.open("consensus", "Ann")
    assert "G2 Eligibility" not in page.says()
    page.unfold("alike goi")
    assert "G2 Eligibility and client identification" in page.says()
    page.give("again goi", "G2")
    page.give(widget(visit, "G2", "choice"), "3")
    assert "It differs from what a rater gave: write down why." in page.says()
    page.give(widget(visit, "G2", "because"), "Half of the charts lack the screen.")
    assert "It differs from what a rater gave" not in page.says()
    assert (settled(visit, "G2").level, settled(visit, "G2").because) == (
        3,
        "Half of the charts lack the screen.",
    )


def test_a_link_to_an_item_opens_it_whether_seen_alike_or_not(visit):
    begin_consensus(visit, {}, {"G1": 5, "G4": 2})
    assert headings(visit.open("consensus", "Ann", item="G1")) == ["G1 Program philosophy"]
    page = visit.open("consensus", "Ann", item="G6")
    assert headings(page) == ["G4 Assessment", "G6 Individualized treatment"]


def test_who_rated_is_addressed_and_who_did_not_reads_of_the_reviewers(visit):
    begin_consensus(visit, {}, {"G1": 5})
    words = "saw 11 of 12 items alike (92 %), and never were more than one level apart."
    assert f"**You {words}**" in visit.open("consensus", "Ben").says()
    assert f"**The reviewers {words}**" in visit.open("consensus", "Lee").says()


def test_agreement_is_told_item_by_item(visit):
    begin_consensus(visit, {"G3": 3}, {"G1": 5, "G4": 2})
    page = visit.open("consensus", "Ann")
    page.unfold("agreement")
    (table,) = [t.value for t in page.app.table if "Levels apart" in t.value.columns]
    rows = {row[0].split()[0]: tuple(row[1:]) for row in table.itertuples(index=False)}
    assert list(table.columns) == ["Item", "Ann", "Ben", "Levels apart"]
    assert len(rows) == 12
    assert rows["G4"] == ("4", "2", "2") and rows["G2"] == ("4", "4", "0")


def test_names_can_be_hidden_while_the_reviewers_talk(visit):
    begin_consensus(visit, {"G3": 3}, {"G1": 5})
    page = visit.open("consensus", "Ann")
    page.give("hide raters", True)
    page.unfold("alike goi")
    page.unfold("agreement")
    page.unfold(widget(visit, "G1", "history"))
    page.give(widget(visit, "G1", "choice"), "4")
    assert "Rater 2: **level 5**" in page.says()
    told = page.says().split("rated by Ann and Ben")[1].replace(" saw it in the charts", "")
    # Who wrote the consensus is told: that is not who gave which rating.
    told = told.replace("Ann, 2", "").replace("You are **Ann**", "")
    assert not re.search(r"\bAnn:|\bBen:|rating of (Ann|Ben)", told)


def test_a_level_asks_for_a_reason_and_the_raters_own_ratings_stay(visit):
    begin_consensus(visit, {}, {"G1": 5, "G4": 2})
    before = {who: ratings(visit, who) for who in ("Ann", "Ben")}
    page = visit.open("consensus", "Ann", item="G1")
    assert stands(page) == ["open", "open"]
    page.give(widget(visit, "G1", "choice"), "5")
    assert stands(page) == ["open", "settled: 5; the reason is missing"]
    assert "write down why" in page.says()
    page.give(widget(visit, "G1", "because"), "Ben read the minutes.")
    assert stands(page) == ["open", "settled: 5"]
    assert "1 difference still to settle" in [radio.label for radio in page.app.radio]
    assert (settled(visit, "G1").level, settled(visit, "G1").because) == (
        5,
        "Ben read the minutes.",
    )
    page.press("Next difference: G4 Assessment")
    assert headings(page) == ["G4 Assessment"]
    assert {who: ratings(visit, who) for who in ("Ann", "Ben")} == before


def ratings(visit: SiteVisit, who: str):
    return list_answers(visit.acting(who), visit.visited.assessments["goi"], who)


@pytest.mark.parametrize(
    ("choice", "level"), [("Keep what is saved", 4), ("Use what I gave here", 5)]
)
def test_two_who_settle_the_same_item_see_who_and_both(visit, choice, level):
    begin_consensus(visit, {}, {"G1": 5})
    page = visit.open("consensus", "Ben")
    settle_on(visit, "G1", 4)
    page.give(widget(visit, "G1", "choice"), "5")
    assert "This item was answered by Ann" in page.says()
    seen = "seen: Chart review; Clinician interviews, evidence A"
    saved = f"Saved there: level 4, {seen}, because “{WHY}”"
    assert saved in page.says()
    assert "Given here: level 5" in page.says()
    assert settled(visit, "G1").level == 4
    page.press(choice)
    assert settled(visit, "G1").level == level
    assert "Nothing was overwritten" not in page.says()


def test_closing_is_refused_with_all_that_is_open(visit):
    begin_consensus(visit, {}, {"G1": 5, "G4": 2})
    settle_on(visit, "G4", 3, because="")
    assert (
        "Close the consensus and make the draft report"
        not in visit.open("consensus", "Ann").labels()
    )
    page = visit.open("consensus")
    assert "2 things still ask for an answer or a reason.  \nGOI: G1, G4" in page.says()
    page.press("Close the consensus and make the draft report")
    assert "goi G1: it is not settled. Choose a level together." in page.says()
    assert "goi G4: it differs from a rater's and gives no reason. Write down why." in page.says()
    assert get_visit(visit.acting("Lee"), visit.id).status == "in_consensus"


def test_once_all_is_settled_the_consensus_is_closed_and_can_be_read(visit):
    begin_consensus(visit, {}, {"G1": 5})
    page = visit.open("consensus")
    page.give(widget(visit, "G1", "choice"), "4")
    page.give(widget(visit, "G1", "because"), WHY)
    assert "Everything is settled." in page.says()
    page.press("Close the consensus and make the draft report")
    assert get_visit(visit.acting("Lee"), visit.id).status == "draft_report"
    assert "The consensus is closed." in page.says()
    assert f"G1 Program philosophy. Why: {WHY} | 4 | 5 | 4" in cells(page)
    page.give("difference goi", "G1")
    assert "Settled: **level 4**" in page.says()
    assert "Note: Ben saw it in the charts of G1." in page.says()


def test_who_sees_everything_but_is_not_on_the_team_looks_and_settles_nothing(visit):
    begin_consensus(visit, {}, {"G1": 5})
    page = visit.open("consensus", "Out")
    assert "The reviewers of this visit are settling what you see here." in page.says()
    assert [radio.key for radio in page.app.radio] == []
    assert not page.app.text_area


@pytest.mark.parametrize("reach", [rate_apart, begin_consensus])
def test_the_program_sees_nothing_of_it(visit, reach):
    reach(visit, {}, {"G1": 5})
    page = visit.open("consensus", "Con")
    assert "Only the reviewers of this visit see what each of them rated." in page.says()
    assert "saw it in the charts" not in whole_tree(page.app)
    assert not page.labels()


def test_after_the_report_too_the_program_sees_no_rater_by_name(visit):
    draft_report(visit)
    assert "saw it in the charts" not in whole_tree(visit.open("consensus", "Con").app)


def test_the_history_of_an_item_tells_of_every_set_that_one_may_see(visit):
    begin_consensus(visit, {}, {"G1": 5})
    page = visit.open("consensus", "Ann")
    page.give(widget(visit, "G1", "choice"), "4")
    page.unfold(widget(visit, "G1", "history"))
    told = cells(page)
    assert "Rating of Ann: state: rated; level: 4" in told
    assert "Rating of Ben: state: rated; level: 5" in told
    assert "Rating of consensus: state: rated; level: 4" in told


def test_while_ratings_are_blind_the_history_of_an_item_is_ones_own(visit):
    for who, level in (("Ann", 4), ("Ben", 5)):
        answer = Answer(visit.visited.assessments["goi"], who, "G1", "rated", level)
        save_answer(visit.acting(who), answer, 0, NOW)
    page = visit.open("assess", "Ann", part="organizational")
    page.unfold(f"{visit.visited.assessments['goi']}|Ann|G1|history")
    told = cells(page)
    assert "Rating of Ann" in told and "Ben" not in told


def test_questions_before_the_items_are_settled_too(acting, open_page):
    visit = begin_site_visit(acting, open_page, "integration")
    place = visit.visited.assessments["integration"]
    for who, choice in (("Ann", "in_house_one_team"), ("Ben", "cross_org_one_team")):
        save_fact(visit.acting(who), FactAnswer(place, who, "delivery", choice=choice), 0, NOW)
        submit_ratings(visit.acting(who), visit.id, who, NOW)
    start_consensus(visit.acting("Lee"), visit.id, NOW)
    page = visit.open("consensus", "Ann")
    said = page.says()
    assert "Ann: Same organization, one team" in said
    assert "Ben: Two organizations formally" in said
    page.give(f"{place}|{CONSENSUS}|fact|delivery|value", "cross_org_one_team")
    assert list_facts(acting, place, CONSENSUS)["delivery"].choice == "cross_org_one_team"
    assert "Settled: Two organizations formally" in page.says()
