"""What was rated at a visit as FHIR: who may take out what, and that it comes back as it counts."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from fhir.resources.R4B.bundle import Bundle

from exchange.fhir.reading import read_fhir
from exchange.incoming import IncomingSet
from handover.fhir_out import readable_raters, visit_file
from handover.workspace import Workspace, read_workspace
from storage.acting import Acting, NotAllowed
from storage.answers import Answer, copy_answers, save_answer
from storage.team import CONSENSUS, alone
from storage.visits import add_visit, get_assessments
from tests.handover.visited import ANN, BEN, DAY, NOW, Visited, pin
from tests.shipped_scales import shipped_scales

SCALES = {entry.scale.id: entry.scale for entry in shipped_scales().entries}


def workspace(visited: Visited, who: Acting) -> Workspace:
    return read_workspace(who, visited.visit, shipped_scales())


def read(content: bytes) -> tuple[IncomingSet, ...]:
    Bundle.model_validate_json(content)
    return read_fhir(content, "visit.json", SCALES).sets


def test_each_takes_out_the_sets_that_they_may_see(visited: Visited):
    everybody = (visited.ann, visited.ben, visited.staff, visited.office)
    found = [readable_raters(workspace(visited, who)) for who in everybody]
    assert found == [(ANN,), (BEN,), (), ()]
    with pytest.raises(NotAllowed):
        visit_file(workspace(visited, visited.ann), [BEN])
    visited.settle()
    found = [readable_raters(workspace(visited, who)) for who in everybody]
    assert found == [
        (CONSENSUS, ANN, BEN),
        (CONSENSUS, ANN, BEN),
        (CONSENSUS,),
        (CONSENSUS, ANN, BEN),
    ]


def test_a_set_comes_back_with_all_that_stands_in_it(visited: Visited):
    visited.settle()
    ann, agreed = read(visit_file(workspace(visited, visited.office), [ANN, CONSENSUS]))
    assert (ann.rater, ann.program, ann.visit) == (ANN, "=Harbor House", visited.visit)
    assert (ann.date, ann.kind, ann.scale.id) == (DAY, "site_visit", "goi")
    g1, g2, g3 = (ann.answers[item] for item in ("G1", "G2", "G3"))
    assert (g1.level, g1.note, g1.grade) == (4, "=1+1", "A")
    assert g1.sources == ("Charts", "Minutes | agendas")
    assert (g2.numerator, g2.denominator) == (3, 10)
    assert (g3.state, g3.note) == ("not_enough_information", "- nobody knew")
    assert "G12" not in ann.answers
    assert ann.counts == {"eligible_clients": 0}
    assert agreed.answers["G2"].because == "Half of the charts say so"


def test_a_response_is_finished_once_it_is_handed_in(visited: Visited):
    def statuses(*raters: str) -> list[str]:
        made = json.loads(visit_file(workspace(visited, visited.ann), raters))
        found = [entry["resource"] for entry in made["entry"]]
        return [r["status"] for r in found if r["resourceType"] == "QuestionnaireResponse"]

    assert statuses(ANN) == ["in-progress"]
    visited.settle()
    assert statuses(ANN, CONSENSUS) == ["completed", "completed"]


def test_what_does_not_count_yet_goes_out_without_a_level(visited: Visited):
    visited.settle()
    entry = shipped_scales().get("iddt")
    us, day = visited.staff, DAY + dt.timedelta(days=180)
    team = alone("Us", us.person.id)
    pins = [pin(shipped_scales().get("goi")), pin(entry)]
    again = add_visit(us, visited.program, day, "self_audit", team, pins, NOW)
    goi, iddt = get_assessments(us, again.id)
    copy_answers(us, visited.assessments["goi"], CONSENSUS, goi.id, "Us", NOW)
    save_answer(us, Answer(iddt.id, "Us", "T2", "rated", 2), 0, NOW)
    copied, rated = read(visit_file(read_workspace(us, again.id, shipped_scales()), ["Us"]))
    assert {a.state for a in copied.answers.values()} == {"unanswered"}
    assert copied.answers["G1"].grade == "A"
    assert (rated.answers["T2"].state, rated.answers["T2"].level) == ("rated", 2)
