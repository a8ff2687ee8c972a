"""Sign-off: checks, the program's corrections, the signature, and what comes after it."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace

import pytest

from app_pages.audit_download import audit_table
from app_pages.session import load_workspace
from handover.visit_report import visit_report
from storage.answers import list_answers, save_answer
from storage.audit import list_events
from storage.corrections import add_correction, answer_correction, list_corrections
from storage.people import add_person
from storage.signing import list_signatures, reopen, sign
from storage.team import CONSENSUS
from storage.verifying import verify
from storage.visit_states import (
    send_to_program,
    settle,
    settle_again,
    submit_ratings,
    take_back,
)
from storage.visits import get_assessments, get_visit, take_scale
from tests.app.conftest import NOW, Visited
from tests.app.page_words import all_items, whole_tree
from tests.app.settling import begin_consensus, draft_report, give, rate_apart, with_program
from tests.app.site_visit import Page, SiteVisit, begin_site_visit

SAYS = "The philosophy is printed in the handbook, page 3."


@pytest.fixture
def visit(acting, open_page) -> SiteVisit:
    """A site visit on the GOI scale, nothing rated."""
    return begin_site_visit(acting, open_page, "goi")


def place(visit: SiteVisit) -> int:
    return visit.visited.assessments["goi"]


def status(visit: SiteVisit) -> tuple[str, int]:
    found = get_visit(visit.acting("Lee"), visit.id)
    return found.status, found.edition


def correct(visit: SiteVisit, item: str = "G1"):
    return add_correction(visit.acting("Con"), place(visit), item, SAYS, NOW)


def answered(visit: SiteVisit) -> None:
    correction = correct(visit)
    answer_correction(visit.acting("Ann"), correction.id, "declined", "Page 3 is of 2019.", 1, NOW)


def cells(page: Page) -> str:
    rows = [row for table in page.app.table for row in table.value.itertuples(index=False)]
    return "\n".join(" | ".join(row) for row in rows).replace("\\", "")


def sign_here(page: Page, visit: SiteVisit, remarks: str = "Looked at.") -> None:
    page.give(f"sign {visit.id} remarks", remarks)
    page.give(f"sign {visit.id} sure", True)
    page.press("Sign the visit")


# --- Who sees what


@pytest.mark.parametrize(
    "reach",
    [
        lambda visit: submit_ratings(visit.acting("Ann"), visit.id, "Ann", NOW),
        lambda visit: rate_apart(visit, {}, {"G1": 5}),
        lambda visit: begin_consensus(visit, {}, {"G1": 5}),
        draft_report,
    ],
    ids=["being rated", "handed in", "in consensus", "draft report"],
)
def test_the_program_sees_nothing_before_the_report_is_sent(visit, reach):
    reach(visit)
    page = visit.open("signoff", "Con")
    sent = whole_tree(page.app)
    for word in ("charts of G1", "level", "Still rating", "Handed in", "History", "Checks"):
        assert word not in sent, word
    assert not page.labels()


def test_the_program_sees_the_report_and_no_rater_by_name_once_it_is_sent(visit):
    with_program(visit)
    page = visit.open("signoff", "Con")
    page.give("correction item 0", "goi/G1")
    page.unfold("history")
    assert "The report says: **level 4**." in page.says()
    assert "charts of G1" not in whole_tree(page.app)
    assert "Checks before signing" not in [heading.value for heading in page.app.header]
    assert "Sign the visit" not in page.labels()


@pytest.mark.parametrize("reach", [draft_report, with_program])
def test_who_does_not_belong_to_it_finds_no_such_visit(visit, reach, acting):
    reach(visit)
    visit.people["Eve"] = add_person(acting, "Eve", NOW)
    page = visit.open("signoff", "Eve")
    assert "That visit does not exist" in page.says()
    assert "charts of" not in whole_tree(page.app)


def test_after_the_report_is_taken_back_the_program_sees_nothing_again(visit):
    with_program(visit)
    correct(visit)
    take_back(visit.acting("Lee"), visit.id, "A number is wrong", NOW)
    assert SAYS not in whole_tree(visit.open("signoff", "Con").app)


# --- The way to the signature


def test_who_leads_sends_the_report_and_a_reviewer_cannot(visit):
    draft_report(visit)
    assert "Send to the program" not in visit.open("signoff", "Ann").labels()
    page = visit.open("signoff")
    assert "Sign the visit" in page.labels()  # folded: without sending it
    page.press("Send to the program")
    assert status(visit) == ("with_program", 1)
    assert "**with the program (now)**" in page.says()


def test_the_contact_says_what_is_wrong_and_a_reviewer_answers(visit):
    with_program(visit)
    page = visit.open("signoff", "Con")
    page.press("Send the correction")
    assert "Choose the item that it is about." in page.says()
    page.give("correction item 0", "goi/G1")
    page.give("correction says 0", SAYS)
    page.press("Send the correction")
    assert "GOI G1 Program philosophy" in page.says()
    assert "The reviewers have not answered yet." in page.says()

    (correction,) = list_corrections(visit.acting("Lee"), visit.id)
    reviewer = visit.open("signoff", "Ann")
    key = f"answer correction {correction.id}"
    reviewer.press("Save the answer")
    assert "Choose whether the correction is accepted or declined." in reviewer.says()
    reviewer.give(f"{key} outcome", "declined")
    reviewer.give(f"{key} text", "Page 3 is of 2019.")
    reviewer.press("Save the answer")
    page.again()
    assert "**Declined** by Ann: Page 3 is of 2019." in page.says()
    assert "Rated 4 when this was said, and unchanged." in page.says()


def test_what_may_identify_a_client_is_not_sent_to_the_reviewers(visit):
    with_program(visit)
    page = visit.open("signoff", "Con")
    page.give("correction item 0", "goi/G1")
    page.give("correction says 0", "Ask John Smith, born 4/5/1980")
    page.press("Send the correction")
    assert "Not sent: say first that it is no client's data" in page.says()
    assert list_corrections(visit.acting("Lee"), visit.id) == ()


def test_two_who_answer_a_correction_the_second_sees_whose_answer_stands(visit):
    with_program(visit)
    correction = correct(visit)
    key = f"answer correction {correction.id}"
    page = visit.open("signoff", "Ben")
    page.give(f"{key} outcome", "accepted")
    answer_correction(visit.acting("Ann"), correction.id, "declined", "Of 2019.", 1, NOW)
    page.give(f"{key} text", "We saw it.")
    page.press("Save the answer")
    assert "This was answered by Ann: Declined, “Of 2019.”. Nothing was overwritten" in page.says()
    (stored,) = list_corrections(visit.acting("Lee"), visit.id)
    assert (stored.outcome, stored.answer) == ("declined", "Of 2019.")
    page.press("Save the answer")
    (stored,) = list_corrections(visit.acting("Lee"), visit.id)
    assert (stored.outcome, stored.answer, stored.answered_by) == ("accepted", "We saw it.", "Ben")


def test_what_changed_because_of_a_correction_is_visible(visit):
    with_program(visit)
    correction = correct(visit)
    settle_again(visit.acting("Lee"), visit.id, "The program corrects us", NOW)
    stored = list_answers(visit.acting("Ann"), place(visit), CONSENSUS)["G1"]
    changed = replace(stored, level=5, because="The handbook of 2026 shows it.")
    save_answer(visit.acting("Ann"), changed, stored.revision, NOW)
    settle(visit.acting("Lee"), visit.id, NOW)
    send_to_program(visit.acting("Lee"), visit.id, NOW)
    answer_correction(visit.acting("Ann"), correction.id, "accepted", "Thank you.", 1, NOW)
    said = visit.open("signoff", "Con").says()
    assert "Rated 4 when this was said, now **5**. Why: The handbook of 2026 shows it." in said
    assert "**Accepted** by Ann: Thank you." in said


def test_a_step_back_asks_for_a_reason(visit):
    with_program(visit)
    page = visit.open("signoff")
    key = f"way back {visit.id} with_program"
    page.press("Open it again")
    assert "Choose what to open again." in page.says()
    page.give(f"{key} which", "The consensus: settle items again")
    page.press("Open it again")
    assert "reason" in page.says() and status(visit) == ("with_program", 1)
    page.give(f"{key} reason", "A chart was counted twice")
    page.press("Open it again")
    assert status(visit) == ("in_consensus", 1)
    page.unfold("history")
    assert "Visit: status: with_program → in_consensus. Why: A chart was counted twice" in cells(
        page
    )


# --- The checks


def test_each_finding_leads_to_the_place_that_mends_it(visit):
    draft_report(visit)
    page = visit.open("signoff")
    assert "No errors, " in page.says()
    links = [str(link.proto) for link in page.app.get("page_link")]
    to_item = [link for link in links if 'label: "G7"' in link or "G7" in link]
    assert to_item and "consensus" in to_item[0] and "item=G7" in to_item[0]


def test_an_open_correction_is_an_error_and_keeps_signing_closed(visit):
    with_program(visit)
    correct(visit)
    page = visit.open("signoff")
    assert "1 error, " in page.says()
    assert "the program's correction has no answer." in page.says()
    assert "The visit can be signed once 1 error above is mended." in page.says()
    assert "Sign the visit" not in page.labels()


def test_warnings_need_a_word_and_the_signer_says_that_they_stand_behind_it(visit):
    with_program(visit)
    page = visit.open("signoff")
    page.press("Sign the visit")
    assert "Tick that you stand behind the ratings, then sign." in page.says()
    page.give(f"sign {visit.id} sure", True)
    page.press("Sign the visit")
    assert "can stand, then sign. Your words are signed with the visit." in page.says()
    assert status(visit) == ("with_program", 1)
    sign_here(page, visit, "The roster was not counted out.")
    assert status(visit) == ("final", 1)
    assert "**Edition 1** signed by **Lee**" in page.says()
    assert "Remarks: The roster was not counted out." in page.says()
    assert verify(visit.visited.acting.store) == ()


# --- Signed


def test_a_signed_visit_refuses_what_an_open_window_still_offers(visit):
    begin_consensus(visit, {}, {"G1": 5})
    stale = visit.open("consensus", "Ben")
    give(visit, CONSENSUS, "G1", 4, because="As the charts say.")
    settle(visit.acting("Lee"), visit.id, NOW)
    sign(visit.acting("Lee"), visit.id, NOW)
    stale.give(f"{place(visit)}|{CONSENSUS}|G1|choice", "5")
    assert list_answers(visit.acting("Ben"), place(visit), CONSENSUS)["G1"].level == 4
    assert "signed" in stale.says()


def test_a_signed_visit_is_opened_again_as_its_next_edition_and_the_first_stays_readable(visit):
    with_program(visit)
    answered(visit)
    sign(visit.acting("Lee"), visit.id, NOW, "As agreed")
    page = visit.open("signoff")
    page.press("Open it again")
    assert status(visit) == ("final", 1) and "reason" in page.says()
    page.give(f"open final {visit.id}", "A chart was counted twice")
    page.press("Open it again")
    assert status(visit) == ("in_consensus", 2)
    assert "This is edition 2 of this visit." in page.says()
    assert "Lee opened the visit again. Why: A chart was counted twice" in page.says()
    page.unfold("signed 1")
    assert "G1 Program philosophy | 4 | The charts weigh more" in cells(page)
    assert "Active clients" in page.says() or "**40**" in page.says()


def test_two_editions_are_signed_one_after_the_other(visit):
    with_program(visit)
    lee = visit.acting("Lee")
    sign(lee, visit.id, NOW, "First")
    reopen(lee, visit.id, "A chart was counted twice", NOW)
    settle(lee, visit.id, NOW)
    sign_here(visit.open("signoff"), visit, "Counted again.")
    second, first = list_signatures(lee, visit.id)
    assert (second.edition, second.previous, first.voided_by) == (2, first.hash, "Lee")
    report = visit_report(load_workspace(lee, visit.id), dt.date(2026, 3, 2))
    assert dict(report.visit.signature)["Signature (SHA-256)"] == second.hash
    assert dict(report.visit.signature)["Edition"] == "2"
    said = visit.open("signoff", "Con").says()
    assert said.index("**Edition 2** signed by **Lee**") < said.index("**Edition 1**")


def test_the_history_of_a_visit_tells_who_changed_what_and_why(visit):
    with_program(visit)
    answered(visit)
    page = visit.open("signoff", "Ann")
    page.unfold("history")
    told = cells(page)
    answer = "Correction G1: answer: nothing → Page 3 is of 2019.; outcome: open → declined"
    assert f"Ann, 2026-03-02 09:30:00 | {answer}" in told
    assert f"says: {SAYS}" in told
    assert "Lee, 2026-03-02 09:30:00 | Visit: status: draft_report → with_program" in told


def test_the_history_can_be_taken_away_as_a_table_of_what_one_may_see(visit):
    with_program(visit)
    correct(visit)
    page = visit.open("signoff", "Con")
    page.unfold("history")
    labels = [button.label for button in page.app.get("download_button")]
    assert "Download the history (CSV)" in labels
    text = audit_table(list_events(visit.acting("Con"), visit.id)).decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert "answer" not in {row["record"] for row in rows}  # who rated what is not theirs to see
    (says,) = [row for row in rows if row["field"] == "says"]
    assert (says["who"], says["old"], says["new"]) == ("Con", "", SAYS)


# --- A program's own audit


def test_who_audits_alone_signs_what_they_handed_in(begin, open_page, acting):
    visited: Visited = begin("goi")
    visited.rate("goi", all_items("goi", 4))
    submit_ratings(acting, visited.id, "Rater", NOW)
    page = Page(open_page("signoff", visit=str(visited.id)))
    page.give(f"sign {visited.id} remarks", "Nobody else looked yet.")
    page.give(f"sign {visited.id} sure", True)
    page.press("Sign the visit")
    assert get_visit(acting, visited.id).status == "final", page.says()


def test_a_scale_file_that_was_changed_is_taken_over_by_the_lead_with_a_reason(visit):
    lead = visit.acting("Lee")
    (before,) = get_assessments(lead, visit.id)
    take_scale(lead, before.id, "0.9.0", "a" * 64, "An older file, for the test", NOW)
    draft_report(visit)
    assert "GOI: the scale file has changed since the visit began." in visit.open("signoff").says()
    assert "Take over the file of GOI" not in visit.open("signoff", "Ann").labels()
    page = visit.open("signoff")
    page.press("Take over the file of GOI")
    assert "reason: it is empty" in page.says()
    page.give(f"take scale {before.id} reason", "Only a comma was changed.")
    page.press("Take over the file of GOI")
    assert get_assessments(lead, visit.id) == (before,)
    assert "Take over the file of GOI" not in page.labels()
    assert "the scale file has changed since" not in page.says()
