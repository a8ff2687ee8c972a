"""What to ask whom, what to see, and what charts are asked: drawn from the scales themselves."""

import pytest

from scales.catalog import load_catalog
from scales.item import Role
from scales.model import Scale
from scales.practice.chart_criterion import chart_criteria
from scales.practice.evidence import ItemOf, evidence_of, kinds_of
from scales.practice.interview import ROLES, interview_guide, things_to_see


@pytest.fixture(scope="module")
def scales() -> list[Scale]:
    return [entry.scale for entry in load_catalog().entries]


@pytest.fixture(scope="module")
def iddt(scales: list[Scale]) -> Scale:
    return scales[0]


def with_probes(scale: Scale, scale_id: str, probes: dict[str, list[tuple[str, list[Role]]]]):
    """A scale of the items named, in subscales of their first letter, with these probes."""
    first, kind = scale.items[0], type(scale.items[0])
    items = tuple(
        kind.model_validate(
            first.model_dump(exclude={"measure"})
            | {
                "id": item_id,
                "subscale": item_id[0],
                "probes": [{"ask": ask, "of": of} for ask, of in asked],
            }
        )
        for item_id, asked in probes.items()
    )
    subscales = tuple(
        scale.subscales[0].model_copy(update={"id": letter, "name": f"Part {letter}"})
        for letter in sorted({item_id[0] for item_id in probes})
    )
    return scale.model_copy(update={"id": scale_id, "items": items, "subscales": subscales})


def test_questions_stand_by_scale_and_subscale_in_the_order_of_the_items(iddt: Scale):
    one = with_probes(
        iddt,
        "one",
        {
            "B1": [("Who leads?", ["leader"]), ("Since when?", ["leader", "clinician"])],
            "A1": [("Who pays?", ["leader"])],
            "A2": [("Who knows?", ["leader"]), ("Who sees?", ["clinician"])],
        },
    )
    two = with_probes(iddt, "two", {"A1": [("Who checks?", ["leader"])]})
    guide = interview_guide([one, two], "leader")
    assert [(s.scale_id, s.subscale_name, [q.ask for q in s.questions]) for s in guide] == [
        ("one", "Part A", ["Who pays?", "Who knows?"]),
        ("one", "Part B", ["Who leads?", "Since when?"]),
        ("two", "Part A", ["Who checks?"]),
    ]
    assert [s.subscale_id for s in interview_guide([one, two], "clinician")] == ["A", "B"]
    assert interview_guide([one, two], "reception") == ()


def test_a_question_of_several_items_is_asked_once_where_it_first_comes_up(iddt: Scale):
    one = with_probes(
        iddt,
        "one",
        {
            "A1": [("Who leads here?", ["leader"])],
            "B1": [("Who  leads here", ["leader"]), ("Who pays?", ["leader"])],
            "B2": [("Who leads here?", ["clinician"])],
        },
    )
    two = with_probes(iddt, "two", {"A1": [("WHO LEADS HERE?", ["leader"])]})
    guide = interview_guide([one, two], "leader")
    assert [(q.ask, q.items) for s in guide for q in s.questions] == [
        ("Who leads here?", (ItemOf("one", "A1"), ItemOf("one", "B1"), ItemOf("two", "A1"))),
        ("Who pays?", (ItemOf("one", "B1"),)),
    ]


def test_an_item_that_asks_the_same_twice_is_named_once(iddt: Scale):
    one = with_probes(iddt, "one", {"A1": [("Who?", ["leader"]), ("Who?", ["leader"])]})
    assert interview_guide([one], "leader")[0].questions[0].items == (ItemOf("one", "A1"),)


@pytest.mark.parametrize("role", ROLES)
def test_every_probe_of_the_library_is_asked_of_its_role_and_no_other(
    scales: list[Scale], role: Role
):
    asked = [
        (question.ask, item)
        for section in interview_guide(scales, role)
        for question in section.questions
        for item in question.items
    ]
    written = [
        (probe.ask, ItemOf(scale.id, item.id))
        for scale in scales
        for item in scale.items
        for probe in item.probes
        if role in probe.of
    ]
    assert sorted(asked) == sorted(written)
    assert len(asked) == {
        "leader": 67,
        "clinician": 94,
        "prescriber": 18,
        "client_or_family": 59,
        "reception": 20,
        "records": 60,
    }[role]  # fmt: skip


def test_what_to_see_on_site_is_listed_with_its_items(scales: list[Scale]):
    found = {s.words: [item.item_id for item in s.items] for s in things_to_see(scales)}
    assert found == {
        "Observation of a team meeting or session": ["T1a", "T1b", "T2", "T5", "T6", "T7"],
        "Observation of one intake and one group": ["TIC-SAF1"],
        "Observation of the setting": ["TIC-SAF2"],
        "One group observed": ["TIC-PEE1", "TIC-EMP1"],
        "Observation of a planning visit or review": ["TIC-COL2"],
        "Facilities": ["TIC-CUL3"],
        "Observation of staff at work": ["TIC-ORG3"],
        "Test of record access, role by role": ["INT05"],
        "Mystery call": ["INT08"],
        "Call log or mystery calls": ["INT09"],
        "After-hours test call": ["INT18"],
    }


def test_an_observation_of_nothing_named_stays_on_the_list(iddt: Scale):
    one = iddt.model_copy(update={"items": (evidence(iddt, "Observation"),)})
    assert [sight.words for sight in things_to_see([one])] == ["Observation"]


def evidence(scale: Scale, *words: str):
    return scale.items[0].model_copy(update={"evidence": words})


def test_charts_and_interviews_are_no_documents_to_ask_for(scales: list[Scale]):
    by_kind: dict[str, set[str]] = {}
    for found in evidence_of(scales):
        by_kind.setdefault(found.kind, set()).add(found.words)
    assert by_kind["chart"] == {
        "10 changes of level in the last 6 months",
        "10 charts with a positive PTSD screen",
        "10 charts with a return to use or a symptom relapse in the last 6 months",
        "10 charts with an event",
        "10 charts with positive trauma screens",
        "10-20 charts",
        "10-20 formulations",
        "10-20 medication charts",
        "10-20 treatment plans",
        "10-30 assessments and case formulations",
        "10-30 charts",
        "10-30 charts of people with both conditions",
        "10-30 consecutive admissions",
        "Chart entries on how the timing was decided",
        "Chart review",
        "Consent forms on file",
        "Dates of follow-up visits",
        "Dates of offer and start",
        "Dates of plan reviews",
        "Dates of referral and of psychiatric evaluation",
        "Dates on which formulations were updated",
        "Home-practice notes",
        "Language audit of notes",
        "Measures of PTSD symptoms and cravings",
        "Medication consent notes",
        "Medicine lists compared in 10 charts",
        "Peer notes",
        "Start dates of mental health and of substance use treatment for 10-30 clients with both "
        "conditions",
        "Team notes",
        "Two-way notes in 10-30 charts",
    }
    assert {words for words in by_kind["interview"] if "nterview" not in words} == set()
    assert len(by_kind["interview"]) == 18
    assert len(by_kind["document"]) == 117


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Call log or mystery calls", ("document", "observation")),
        ("Mystery call", ("observation",)),
        ("12 months of event logs", ("document",)),
        ("Supervision notes", ("document",)),
        ("Notes of supervision or fidelity checks", ("document",)),
        ("Organization chart", ("document",)),
        ("Survey or interview of 10 clients", ("interview",)),
        ("Whatever a state may think of", ("document",)),
    ],
)
def test_a_wording_is_told_by_its_words(words: str, kinds: tuple[str, ...]):
    assert kinds_of(words) == kinds


def test_documents_named_in_brackets_are_asked_for_one_by_one(iddt: Scale):
    words = "Documents (admission criteria, screening tool,)", "Log (last 3 months, dated)"
    one = iddt.model_copy(update={"items": (evidence(iddt, *words),)})
    assert [found.words for found in evidence_of([one])] == [
        "Admission criteria",
        "Screening tool",
        "Log (last 3 months, dated)",
    ]


# --- What charts are asked


@pytest.mark.parametrize(
    ("scale_id", "items"),
    [
        ("iddt", "T1a T2 T7 T8 T10 T12 T13 RP"),
        ("goi", "G4 G5 G6"),
        (
            "trauma_informed",
            "TIC-SAF1 TIC-SAF3 TIC-TRU1 TIC-TRU2 TIC-TRU4 TIC-PEE2 TIC-PEE3 TIC-COL1 TIC-COL2 "
            "TIC-EMP1 TIC-EMP2 TIC-EMP3 TIC-CUL2",
        ),
        (
            "integration",
            "INT01 INT03 INT04 INT05 INT07 INT10 INT11 INT12 INT13 INT14 INT15 INT16 INT17 INT18 "
            "INT19 INT21",
        ),
    ],
)
def test_the_items_that_charts_can_answer(scales: list[Scale], scale_id: str, items: str):
    """Staff, services, sessions, replies, all admissions and all discharges are not in a chart."""
    scale = next(scale for scale in scales if scale.id == scale_id)
    assert [criterion.item_id for criterion in chart_criteria(scale)] == items.split()


def test_only_percent_items_are_asked_of_charts(scales: list[Scale]):
    for scale in scales:
        for criterion in chart_criteria(scale):
            measure = scale.item(criterion.item_id).measure
            assert measure is not None and measure.kind == "percent"
            assert "?" in criterion.ask


def test_an_item_about_some_clients_says_which_charts_to_leave_out(iddt: Scale):
    criteria = {criterion.item_id: criterion for criterion in chart_criteria(iddt)}
    assert criteria["T7"].left_out == "The client is in the engagement or persuasion stage."
    assert criteria["T8"].left_out is None
    assert criteria["T7"].key == "iddt:T7"
    assert criteria["T7"].item_name == "Substance abuse counseling"
