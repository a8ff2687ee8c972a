"""Scales and sets as FHIR R4: what others check it by accepts it, and what goes out comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from hypothesis import given, settings

from exchange.fhir.bundle import as_file, write_bundle
from exchange.fhir.form import Form
from exchange.fhir.questionnaire import write_questionnaire
from exchange.fhir.reading import is_fhir, read_fhir
from exchange.incoming import IncomingSet
from tests.exchange.fhir_sets import (
    GOI,
    SCALES,
    STAMP,
    file_of,
    sets,
    small_set,
    without_places,
    written,
)

EVERY_SCALE = pytest.mark.parametrize("scale_id", SCALES)


def items_in(resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All items of a resource, groups before what they hold."""
    for item in resource.get("item", []):
        yield item
        yield from items_in(item)


@cache
def questions(scale_id: str) -> dict[str, dict[str, Any]]:
    made = write_questionnaire(SCALES[scale_id], STAMP)
    return {item["linkId"]: item for item in items_in(made)}


@EVERY_SCALE
def test_a_scale_is_a_valid_questionnaire(scale_id: str):
    scale = SCALES[scale_id]
    made = Questionnaire.model_validate_json(as_file(write_questionnaire(scale, STAMP)))
    assert (made.title, made.version, made.status) == (scale.name, scale.version, "active")
    assert made.url == f"urn:program-fidelity:questionnaire:{scale_id}"
    assert scale.license.text in str(made.copyright)
    assert scale.status in str(made.description)
    assert made.subjectType == ["Organization"]


@EVERY_SCALE
def test_every_question_has_an_id_of_its_own_and_the_reader_knows_it(scale_id: str):
    made = [item["linkId"] for item in items_in(write_questionnaire(SCALES[scale_id], STAMP))]
    assert len(set(made)) == len(made)
    unknown = set(made) - set(Form(SCALES[scale_id]).questions)
    assert unknown == set()


@EVERY_SCALE
def test_levels_weigh_what_they_are_in_both_extensions_and_nothing_else_weighs(scale_id: str):
    asked = questions(scale_id)
    for item in SCALES[scale_id].items:
        options = {o["valueCoding"]["code"]: o for o in asked[item.id]["answerOption"]}
        left_out = ["NA"] if item.not_applicable.permitted else []
        assert list(options) == ["1", "2", "3", "4", "5", *left_out, "NEI"]
        for code, option in options.items():
            weights = [(e["url"], e["valueDecimal"]) for e in option.get("extension", [])]
            names = ("ordinalValue", "itemWeight")
            urls = [f"http://hl7.org/fhir/StructureDefinition/{name}" for name in names]
            assert weights == ([(url, int(code)) for url in urls] if code.isdigit() else [])
        assert options["3"]["valueCoding"]["display"] == item.anchor(3).text


def test_an_item_is_a_group_with_its_rating_and_what_stands_beside_it():
    asked = questions("integration")
    group = asked["item/INT20"]
    assert [(i["linkId"], i["type"]) for i in group["item"]] == [
        ("INT20", "choice"),
        ("INT20:reason", "text"),
        ("INT20:numerator", "integer"),
        ("INT20:denominator", "integer"),
        ("INT20:evidence", "choice"),
        ("INT20:sources", "open-choice"),
        ("INT20:note", "text"),
        ("INT20:because", "text"),
    ]
    (asked_when,) = asked["INT20:reason"]["enableWhen"]
    assert (asked_when["question"], asked_when["answerCoding"]["code"]) == ("INT20", "NA")
    assert [o["valueCoding"]["code"] for o in asked["delivery"]["answerOption"]] == [
        choice.id for choice in SCALES["integration"].choice_facts[0].choices
    ]


def test_a_set_is_a_response_about_a_program():
    made = written(small_set())
    QuestionnaireResponse.model_validate(made)
    assert made["questionnaire"] == f"urn:program-fidelity:questionnaire:goi|{GOI.version}"
    assert made["subject"] == {"type": "Organization", "display": "Harbor House"}
    assert made["author"] == {"display": "Invented reviewer A"}
    assert (made["status"], made["authored"]) == ("completed", "2026-04-14T16:00:00+00:00")
    assert made["identifier"]["value"] == "5/goi/Invented reviewer A"
    assert made["meta"]["tag"][0]["code"] == STAMP
    answers = {item["linkId"]: item.get("answer") for item in items_in(made)}
    (rating,) = answers["G1"]
    assert rating["valueCoding"]["code"] == "4"
    assert answers["G1:numerator"] == [{"valueInteger": 8}]
    assert answers["G2:sources"] == [{"valueString": "Charts"}, {"valueString": "Minutes"}]
    assert "G3" not in answers
    assert answers["G3:note"] == [{"valueString": "Ask again"}]
    assert answers["eligible_clients"] == [{"valueInteger": 0}]


@settings(deadline=None, max_examples=60)
@given(sets())
def test_what_goes_out_is_valid_and_comes_back_as_it_was(given: IncomingSet):
    made = written(given)
    QuestionnaireResponse.model_validate(made)
    (read,) = read_fhir(as_file(made), "visit.json", SCALES).sets
    assert without_places(read) == given


@settings(deadline=None, max_examples=60)
@given(sets())
def test_every_answer_is_one_that_the_questionnaire_offers(given: IncomingSet):
    asked = questions(given.scale.id)
    for item in items_in(written(given)):
        question = asked[item["linkId"]]
        for answer in item.get("answer", []):
            if question["type"] == "choice":
                offered = [option["valueCoding"] for option in question["answerOption"]]
                assert answer["valueCoding"] in offered


def test_a_bundle_is_valid_and_brings_all_its_sets():
    small = small_set()
    other = replace(small, rater="Invented reviewer B")
    form = write_questionnaire(GOI, STAMP)
    made = as_file(write_bundle([form, written(small), written(other)]))
    assert len({e.fullUrl for e in Bundle.model_validate_json(made).entry or []}) == 3
    read = read_fhir(made, "visit.json", SCALES)
    assert [each.rater for each in read.sets] == ["Invented reviewer A", "Invented reviewer B"]
    assert read.sets[1].place == "$.entry[2].resource"
    assert read.sets[1].answers["G1"].place == "$.entry[2].resource.item[2].item[0].item[0]"


def test_a_list_and_one_response_a_line_are_read_too():
    small = small_set()
    other = replace(small, rater="Invented reviewer B")
    lines = read_fhir(file_of(small, other), "visit.ndjson", SCALES)
    assert [each.place for each in lines.sets] == ["line 1: $", "line 2: $"]
    listed = json.dumps([written(small), written(other)]).encode()
    assert [s.place for s in read_fhir(listed, "visit.json", SCALES).sets] == ["$[0]", "$[1]"]
    marked = b"\xef\xbb\xbf" + file_of(small)
    assert len(read_fhir(marked, "visit.json", SCALES).sets) == 1


def test_a_control_character_goes_out_as_its_sign():
    small = small_set()
    odd = replace(small.answers["G1"], note="One\x0btwo\nthree")
    made = written(replace(small, answers={"G1": odd}))
    QuestionnaireResponse.model_validate(made)
    (read,) = read_fhir(as_file(made), "visit.json", SCALES).sets
    assert read.answers["G1"].note == "One␋two\nthree"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (file_of(small_set()), True),
        (b"\xef\xbb\xbf" + file_of(small_set()), True),
        (file_of(small_set()).decode().encode("utf-16"), True),
        (file_of(small_set())[:900], True),
        (b"assessment,scale,item,rating\n", False),
        (b"PK\x03\x04", False),
        (b'{"a": 1}', False),
        (b"", False),
    ],
)
def test_a_fhir_file_is_known_by_its_beginning(content: bytes, expected: bool):
    assert is_fhir(content) is expected
