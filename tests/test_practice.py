"""How a visit is run: its steps, its documents, and what a state may change of both."""

import datetime as dt
import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scales.catalog import load_catalog
from scales.model import Scale
from scales.practice.advice import load_interviewing
from scales.practice.backing import Sure
from scales.practice.documents import (
    DocumentTemplate,
    ItemOf,
    document_requests,
    load_documents,
)
from scales.practice.reading import BUILT_IN, PracticeError
from scales.practice.timeline import Timeline, load_timeline, timeline_for
from scales.practice.wording import content_words

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/reference/practice-files.md").read_text(encoding="utf-8")

OWN_TIMELINE = """\
format: 1
note: Calendar days.
sources:
  - {key: state, title: The state's handbook}
steps:
  - id: call
    name: Call
    do: Call them.
    owner: lead
    day: -10
    based_on: {source: state, sure: own_choice}
    day_based_on: {source: state, sure: own_choice}
  - id: visit
    name: Visit
    do: Go there.
    owner: reviewer
    day: 0
    based_on: {source: state, sure: own_choice}
    day_based_on: {source: state, sure: own_choice}
"""

OWN_DOCUMENTS = """\
format: 1
sources:
  - {key: state, title: The state's handbook}
requests:
  - id: roster
    name: Roster
    ask: Send the roster.
    based_on: {source: state, sure: own_choice}
    serves: {iddt: [T7]}
    covers: [roster]
"""


@pytest.fixture(scope="module")
def scales() -> list[Scale]:
    return [entry.scale for entry in load_catalog().entries]


def own(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def faults_of(load, folder: Path) -> list[str]:
    with pytest.raises(PracticeError) as told:
        load(folder)
    return str(told.value).splitlines()


# --- Steps


def test_a_visit_goes_from_the_readiness_call_to_the_follow_up():
    due = timeline_for(load_timeline(), dt.date(2026, 5, 4))
    assert [(one.step.id, one.step.owner, one.due.isoformat()) for one in due] == [
        ("readiness", "lead", "2026-03-23"),
        ("contact_named", "program", "2026-03-30"),
        ("documents_requested", "lead", "2026-04-06"),
        ("timetable_agreed", "contact", "2026-04-20"),
        ("documents_checked", "lead", "2026-04-27"),
        ("visit", "lead", "2026-05-04"),
        ("ratings", "reviewer", "2026-05-05"),
        ("consensus", "lead", "2026-05-11"),
        ("draft_report", "lead", "2026-06-01"),
        ("corrections", "program", "2026-06-15"),
        ("final_report", "lead", "2026-06-22"),
        ("action_plan", "program", "2026-07-20"),
        ("follow_up", "lead", "2026-11-02"),
    ]


def test_the_published_days_are_told_from_our_own():
    """Rating within a day was read in a source; the four weeks for the draft are background."""
    steps = {step.id: step for step in load_timeline().steps}
    assert steps["ratings"].day_based_on.source == "BOND15"
    assert steps["ratings"].day_based_on.sure == "read_in_source"
    assert (steps["draft_report"].day, steps["draft_report"].day_based_on.sure) == (
        28,
        "background_not_sure",
    )
    assert steps["consensus"].day_based_on.sure == "own_choice"


def test_days_are_calendar_days_and_cross_a_leap_day():
    timeline = Timeline.model_validate(
        {
            "format": 1,
            "note": "Calendar days.",
            "sources": [{"key": "own", "title": "Own"}],
            "steps": [step("after", 2), step("visit", 0), step("before", -1)],
        }
    )
    due = timeline_for(timeline, dt.date(2028, 2, 28))
    assert [(one.step.id, one.due) for one in due] == [
        ("before", dt.date(2028, 2, 27)),
        ("visit", dt.date(2028, 2, 28)),
        ("after", dt.date(2028, 3, 1)),
    ]


def step(step_id: str, day: int) -> dict:
    backing = {"source": "own", "sure": "own_choice"}
    return {
        "id": step_id,
        "name": step_id,
        "do": "Do it.",
        "owner": "lead",
        "day": day,
        "based_on": backing,
        "day_based_on": backing,
    }


@given(st.dates())
def test_every_day_of_the_calendar_has_its_timeline(first_day: dt.date):
    due = [one.due for one in timeline_for(load_timeline(), first_day)]
    assert due == sorted(due)
    assert first_day in due


def test_a_day_beyond_the_calendar_becomes_its_last_or_first():
    assert timeline_for(load_timeline(), dt.date.min)[0].due == dt.date(1, 1, 1)
    assert timeline_for(load_timeline(), dt.date.max)[-1].due == dt.date(9999, 12, 31)


# --- A state's own files


def test_a_file_of_the_state_replaces_ours_as_a_whole(tmp_path: Path):
    own(tmp_path, "timeline.yaml", OWN_TIMELINE)
    assert [s.id for s in load_timeline(tmp_path).steps] == ["call", "visit"]
    assert load_documents(tmp_path) == load_documents()


def test_a_folder_without_practice_files_changes_nothing(tmp_path: Path):
    own(tmp_path, "._timeline.yaml", "left by a Mac")
    own(tmp_path, "notes.txt", "format: 2")
    assert load_timeline(tmp_path) == load_timeline()


@pytest.mark.parametrize("name", ["timeline.yml", "Timeline.yaml", "timeline.yaml.txt"])
def test_a_file_that_nearly_has_the_name_is_not_passed_over(tmp_path: Path, name: str):
    own(tmp_path, name, OWN_TIMELINE)
    assert faults_of(load_timeline, tmp_path) == [
        f"{name}: this file cannot be used yet.",
        f'  - the file is named "{name}". Name it "timeline.yaml". [S07]',
    ]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path):
    assert faults_of(load_timeline, tmp_path / "gone") == [
        "gone: this file cannot be used yet.",
        "  - the folder of your own practice files cannot be read (No such file or directory). "
        "Check the folder that FIDELITY_PRACTICE names. [S01]",
    ]


def test_every_fault_of_a_timeline_is_told_at_once(tmp_path: Path):
    text = OWN_TIMELINE.replace("owner: lead", "owner: leed")
    text = text.replace("id: visit", "id: call").replace("day: 0", "day: soon")
    text = text.replace("    do: Go there.\n", "    do: Go there.\n    room: B\n")
    text = text.replace("{source: state, sure: own_choice}", "{source: stat, sure: own}", 1)
    own(tmp_path, "timeline.yaml", text)
    assert faults_of(load_timeline, tmp_path) == [
        "timeline.yaml: this file cannot be used yet.",
        '  - line 9, step "call", owner: "leed" is not a choice. Did you mean "lead"? [S13]',
        '  - line 11, step "call", based_on, sure: "own" is not a choice. '
        'Choose "read_in_source", "background_fairly_sure", "background_not_sure" or '
        '"own_choice". [S13]',
        '  - line 11, step "call", based_on, source: there is no source "stat". '
        'Did you mean "state"? [S31]',
        '  - line 13, step "call", id: the id "call" stands already on line 6. '
        "Give each its own id. [S20]",
        '  - line 16, step "call", room: "room" is not a key that can stand here. '
        "There can be: id, name, do, owner, day, based_on, day_based_on. [S10]",
        '  - line 18, step "call", day: "soon" is not a whole number. '
        "Write a whole number such as 3. [S12]",
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        (
            "steps:",
            "stepps:",
            'line 5, stepps: "stepps" is not a key that can stand here. '
            'Did you mean "steps"? [S10]',
        ),
        (
            "day: -10",
            "day: -1000",
            'line 10, step "call", day: -1000 is out of range. Write -730 or more. [S14]',
        ),
        ("day: 0", "day: true", 'line 17, step "visit", day: true is not a whole number.'),
        ("note: Calendar days.\n", "", 'line 1: the key "note" is missing.'),
        ("note: Calendar", 'note: "Calendar', "line 2: "),
        (
            "sources:\n",
            "sources:\n  - {key: state, title: Again}\n",
            'line 5, source "state", key: the key "state" stands already on line 4.',
        ),
    ],
)
def test_one_fault_of_a_timeline_has_its_line_and_its_fix(
    tmp_path: Path, right: str, wrong: str, fault: str
):
    assert OWN_TIMELINE.count(right) == 1
    own(tmp_path, "timeline.yaml", OWN_TIMELINE.replace(right, wrong))
    assert any(f"  - {fault}" in line for line in faults_of(load_timeline, tmp_path))


def test_a_file_that_is_not_text_is_told(tmp_path: Path):
    (tmp_path / "timeline.yaml").write_bytes(b"format: 1\nnote: \xff\n")
    assert (
        "line 2: a character here is not written in UTF-8." in faults_of(load_timeline, tmp_path)[1]
    )


def test_the_page_shows_the_fault_that_a_state_meets(tmp_path: Path):
    text = OWN_TIMELINE.replace("owner: reviewer", "owner: leed")
    own(tmp_path, "timeline.yaml", text)
    shown = faults_of(load_timeline, tmp_path)
    in_page = PAGE.split("```\n")[1].splitlines()
    assert in_page[0] == shown[0]
    assert re.sub(r"line \d+", "", in_page[1]) == re.sub(r"line \d+", "", shown[1])


def test_the_page_names_every_file_and_every_word_for_how_sure():
    files = {path.name for path in BUILT_IN.glob("*.yaml")}
    assert files == set(re.findall(r"^\| `(\w+\.yaml)` \|", PAGE, re.M))
    assert all(f"`{word}`" in PAGE for word in get_args(Sure))


def test_every_code_of_ours_is_on_the_page():
    told = {
        c for p in BUILT_IN.glob("*.py") for c in re.findall(r'"(V\d\d)"', p.read_text("utf-8"))
    }
    assert told == set(re.findall(r"^\| (V\d\d) \|", PAGE, re.M))


# --- Documents


def test_the_standing_requests_name_items_that_there_are(scales: list[Scale]):
    template = load_documents(None, scales)
    assert [request.id for request in template.requests] == [
        "roster",
        "eligible_clients",
        "staff_list",
        "training_records",
        "supervision",
        "assessment_forms",
        "plan_forms",
        "quality",
        "outcome_reports",
        "group_schedule",
        "meetings",
        "policies",
        "description",
    ]


def test_an_item_or_scale_that_is_not_there_is_told(tmp_path: Path, scales: list[Scale]):
    text = OWN_DOCUMENTS.replace("{iddt: [T7]}", "{iddt: [T7, T77], idtt: [T7]}")
    own(tmp_path, "documents.yaml", text)
    assert faults_of(lambda folder: load_documents(folder, scales), tmp_path) == [
        "documents.yaml: this file cannot be used yet.",
        '  - line 9, request "roster", serves, iddt, entry 2: '
        'there is no item "T77" in the scale "iddt". Did you mean "T7"? [S23]',
        '  - line 9, request "roster", serves, idtt: there is no scale "idtt". '
        'Did you mean "iddt"? [V01]',
    ]
    # Without scales to look at, nothing can be said of their items.
    assert load_documents(tmp_path).requests[0].serves["idtt"] == ("T7",)


def test_a_request_serves_items_of_the_visits_scales_alone(scales: list[Scale]):
    iddt = [scale for scale in scales if scale.id == "iddt"]
    requests = {r.id: r for r in document_requests(iddt, load_documents())}
    assert requests["roster"].items == tuple(
        ItemOf("iddt", item) for item in ("T1a", "T2", "T7", "T8", "T10", "T13")
    )
    assert requests["quality"].items == ()
    assert [r.id for r in document_requests(iddt, load_documents())] == [
        request.id for request in load_documents().requests
    ]


def test_what_the_evidence_lists_name_is_asked_for_too(scales: list[Scale]):
    requests = document_requests(scales, load_documents())
    found = {r.name: [item.item_id for item in r.items] for r in requests if r.based_on is None}
    assert found["Grievance log"] == ["TIC-EMP4"]
    assert found["Budget"] == ["TIC-ORG1", "INT25"]
    assert found["Call log or mystery calls"] == ["INT09"]
    assert "Chart review" not in found
    assert "Client interviews" not in found
    assert "Facilities" not in found
    assert len(found) == 55


def test_a_standing_request_takes_up_the_wordings_it_covers(scales: list[Scale]):
    requests = {r.id: r for r in document_requests(scales, load_documents())}
    assert requests["meetings"].wordings == (
        "Team meeting minutes",
        "Minutes of team meetings",
        "Meeting schedule and minutes with attendance",
    )
    assert "Return-to-use policy" in requests["policies"].wordings
    assert "Policy on return to use" in requests["policies"].wordings
    assert ItemOf("trauma_informed", "TIC-ORG2") in requests["quality"].items


def test_every_document_the_items_name_is_asked_for_once(scales: list[Scale]):
    wordings = [w for r in document_requests(scales, load_documents()) for w in r.wordings]
    assert len(wordings) == len(set(wordings)) == 117
    ids = [r.id for r in document_requests(scales, load_documents())]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9_-]{1,64}", one) for one in ids)


def test_a_document_keeps_its_id_when_scales_come_and_go(scales: list[Scale]):
    alone = document_requests([scales[-1]], load_documents())
    together = {r.name: r.id for r in document_requests(scales, load_documents())}
    assert {r.name: r.id for r in alone if r.ask is None}.items() <= together.items()


def test_without_standing_requests_the_evidence_lists_remain(tiny_scale: Scale):
    nothing = DocumentTemplate.model_validate(
        {"format": 1, "sources": [{"key": "own", "title": "Own"}], "requests": []}
    )
    found = document_requests([tiny_scale], nothing)
    assert [(r.name, r.wordings, r.items) for r in found] == [
        (
            "Log of calls",
            ("Log of calls", "Call logs"),
            (ItemOf("tiny", "X1"), ItemOf("tiny", "X2")),
        ),
        ("Roster", ("Roster",), (ItemOf("tiny", "X2"),)),
        ("Agency census", ("Agency census",), (ItemOf("tiny", "X2"),)),
        ("日誌", ("日誌",), (ItemOf("tiny", "X2"),)),
    ]
    assert len({r.id for r in found}) == 4


@pytest.fixture(scope="module")
def tiny_scale(scales: list[Scale]) -> Scale:
    iddt = scales[0]
    evidence = {
        "X1": ("Log of calls", "Staff interviews"),
        "X2": ("Call logs", "Documents (roster, agency census)", "日誌", "10 charts"),
    }
    items = tuple(
        iddt.items[0].model_copy(update={"id": i, "evidence": words})
        for i, words in evidence.items()
    )
    return iddt.model_copy(update={"id": "tiny", "items": items})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Minutes of team meetings", "Team meeting minutes"),
        ("Policy on return to use", "Return-to-use policy"),
        ("Supervision log", "Supervision logs (last 3 months)"),
        ("Group curricula", "Curriculum of the group"),
        ("Prescriber's schedule", "Schedule of prescribers"),
    ],
)
def test_two_wordings_of_one_document_are_told_to_be_one(one: str, other: str):
    assert content_words(one) == content_words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Budget", "Budget lines"),
        ("Discharge log", "Log of denials and discharges"),
        ("In use", "Last 12 months"),
        ("Staff list", "Staff survey"),
    ],
)
def test_two_documents_are_not_taken_for_one(one: str, other: str):
    assert content_words(one) != content_words(other)


# --- Advice


def test_clients_hear_first_that_taking_part_is_voluntary():
    ids = [advice.id for advice in load_interviewing().advice_for("client_or_family")]
    assert "voluntary" in ids
    assert "voluntary" not in [a.id for a in load_interviewing().advice_for("leader")]


def test_everybody_is_asked_for_data_and_given_no_hints():
    for role in ("leader", "clinician", "prescriber", "client_or_family", "reception", "records"):
        ids = [advice.id for advice in load_interviewing().advice_for(role)]
        assert ids[:2] == ["data", "no_hints"]


def test_a_state_may_give_its_own_advice(tmp_path: Path):
    text = (
        "format: 1\nsources: [{key: state, title: Handbook}]\nadvice:\n"
        "  - {id: tea, text: Drink tea first., of: [leadr],"
        " based_on: {source: state, sure: own_choice}}\n"
    )
    own(tmp_path, "interviewing.yaml", text)
    assert faults_of(load_interviewing, tmp_path) == [
        "interviewing.yaml: this file cannot be used yet.",
        '  - line 4, advice, entry 1, of, entry 1: "leadr" is not a choice. '
        'Did you mean "leader"? [S13]',
    ]
    own(tmp_path, "interviewing.yaml", text.replace("leadr", "leader"))
    assert [a.id for a in load_interviewing(tmp_path).advice_for("leader")] == ["tea"]
    assert load_interviewing(tmp_path).advice_for("records") == ()
