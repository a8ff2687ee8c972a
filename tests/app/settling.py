"""Two reviewers' ratings of a visit on the GOI scale, and its way to a draft report."""

from __future__ import annotations

from collections.abc import Mapping

from storage.answers import Answer, save_answer
from storage.facts import FactAnswer, save_fact
from storage.team import CONSENSUS
from storage.visit_states import send_to_program, settle, start_consensus, submit_ratings
from tests.app.conftest import NOW
from tests.app.page_words import all_items
from tests.app.site_visit import SiteVisit

WHY = "The charts weigh more than what two clinicians said."


def rate_apart(visit: SiteVisit, ann: Mapping[str, int], ben: Mapping[str, int]) -> None:
    """Ann and Ben rate every item 4 but for some, with notes and evidence, and hand in."""
    for name, others in (("Ann", ann), ("Ben", ben)):
        for item, level in all_items("goi", 4, **others).items():
            note = f"{name} saw it in the charts of {item}."
            give(visit, name, item, level, note=note)
        for fact in ("eligible_clients", "target_population"):
            answer = FactAnswer(visit.visited.assessments["goi"], name, fact, count=40)
            save_fact(visit.acting(name), answer, 0, NOW)
    for name in ("Ann", "Ben"):
        submit_ratings(visit.acting(name), visit.id, name, NOW)


def begin_consensus(visit: SiteVisit, ann: Mapping[str, int], ben: Mapping[str, int]) -> None:
    """The same, and Lee begins the consensus."""
    rate_apart(visit, ann, ben)
    start_consensus(visit.acting("Lee"), visit.id, NOW)


def draft_report(visit: SiteVisit) -> None:
    """Ann and Ben differ in G1 (4 and 5), settle on 4, and the consensus is closed."""
    begin_consensus(visit, {}, {"G1": 5})
    settle_on(visit, "G1", 4)
    settle(visit.acting("Lee"), visit.id, NOW)


def with_program(visit: SiteVisit) -> None:
    """The same, and the draft report is sent."""
    draft_report(visit)
    send_to_program(visit.acting("Lee"), visit.id, NOW)


def settle_on(visit: SiteVisit, item: str, level: int, because: str = WHY) -> None:
    """Ann writes what they settled on."""
    give(visit, CONSENSUS, item, level, because=because)


def give(
    visit: SiteVisit, rater: str, item: str, level: int, because: str = "", note: str = ""
) -> None:
    """Store an answer with evidence that nothing can be said against."""
    answer = Answer(
        visit.visited.assessments["goi"],
        rater,
        item,
        state="rated",
        level=level,
        because=because,
        note=note,
        sources=("Chart review", "Clinician interviews"),
        grade="A",
    )
    save_answer(visit.acting("Ann" if rater == CONSENSUS else rater), answer, 0, NOW)
