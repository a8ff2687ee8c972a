"""Each fault of a FHIR file: its place, what was found, what to do, and its code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exchange.fhir.bundle import as_file
from exchange.fhir.reading import read_fhir
from exchange.incoming import IncomingError
from tests.exchange.fhir_sets import GOI, SCALES, file_of, small_set, written

ROOT = Path(__file__).parents[2]
Response = dict[str, Any]
Change = Callable[[Response], object]


def told(content: bytes, name: str = "visit.json") -> str:
    """The whole message; nothing is returned of a file with faults."""
    with pytest.raises(IncomingError) as refused:
        read_fhir(content, name, SCALES)
    return str(refused.value)


def faults(content: bytes) -> list[str]:
    return [line.removeprefix("  - ") for line in told(content).splitlines()[1:]]


def changed(change: Change) -> list[str]:
    made = written(small_set())
    change(made)
    return faults(as_file(made))


def rating(made: Response) -> Response:
    """The item G1 of the response."""
    return made["item"][2]["item"][0]["item"][0]


def numerator(made: Response) -> Response:
    return made["item"][2]["item"][0]["item"][1]


def test_all_faults_are_told_at_once_under_one_headline():
    made = written(small_set())
    rating(made)["answer"][0]["valueCoding"]["code"] = "9"
    numerator(made)["answer"] = [{"valueInteger": "8"}]
    made["status"] = "entered-in-error"
    assert told(as_file(made)) == (
        "visit.json: nothing was taken from this file.\n"
        '  - $.item[2].item[0].item[1].answer[0].valueInteger: "8" is not a whole number from 0 to '
        "1,000,000,000. Write a whole number from 0 to 1,000,000,000. [H06]\n"
        '  - $.item[2].item[0].item[0].answer[0].valueCoding.code: "9" is no answer to this '
        'question. Choose "1", "2", "3", "4", "5", "NA" or "NEI". [H10]\n'
        '  - $.status: a response of status "entered-in-error" is not taken. Take those that are '
        '"completed", "amended", "in-progress" or "stopped". [H14]'
    )


G1 = "$.item[2].item[0].item[0]"
CASES: list[tuple[Change, str]] = [
    (
        lambda r: r.update(questionnaire=f"urn:program-fidelity:questionnaire:goy|{GOI.version}"),
        '$.questionnaire: "urn:program-fidelity:questionnaire:goy" is no questionnaire of a scale '
        'known here. Did you mean "goi"? [H07]',
    ),
    (
        lambda r: r.pop("questionnaire"),
        "$: it does not say which questionnaire it answers. Write "
        "urn:program-fidelity:questionnaire:ID|VERSION. [H07]",
    ),
    (
        lambda r: r.update(questionnaire="urn:program-fidelity:questionnaire:goi|9.0.0"),
        f"$.questionnaire: it answers version 9.0.0, and version {GOI.version} of the scale "
        '"goi" is the one known here. Rate with that version, or bring the scale file of the other '
        "along. [H08]",
    ),
    (
        lambda r: r.update(questionnaire="urn:program-fidelity:questionnaire:goi"),
        f"$.questionnaire: it names no version, and version {GOI.version} of the scale "
        '"goi" is the one known here. Rate with that version, or bring the scale file of the other '
        "along. [H08]",
    ),
    (
        lambda r: rating(r).update(linkId="G13"),
        f'{G1}.linkId: the questionnaire has no "G13". Did you mean "G3"? [H09]',
    ),
    (
        lambda r: rating(r).pop("linkId"),
        f"{G1}: the linkId is missing. Write which question it answers. [H06]",
    ),
    (
        lambda r: r["item"][2]["item"].append({"linkId": "G1"}),
        f'$.item[2].item[3].linkId: "G1" was answered at {G1} already. Keep one of the two. [H12]',
    ),
    (
        lambda r: rating(r)["answer"].append({"valueCoding": {"code": "3"}}),
        f'{G1}: "G1" has 2 answers and takes one. Keep one of them. [H12]',
    ),
    (
        lambda r: rating(r).update(answer=[{"valueInteger": 4}]),
        f"{G1}.answer[0]: the answer is given as valueInteger. Write it as valueCoding. [H06]",
    ),
    (
        lambda r: rating(r).update(answer=[{}]),
        f"{G1}.answer[0]: it is empty. Write it as valueCoding. [H06]",
    ),
    (
        lambda r: rating(r).update(answer={"valueCoding": {"code": "4"}}),
        f"{G1}.answer: an object is not a list. Write a list. [H06]",
    ),
    (
        lambda r: rating(r)["answer"][0]["valueCoding"].update(code=4),
        f"{G1}.answer[0].valueCoding.code: 4 is not a text. Write a text. [H06]",
    ),
    (
        lambda r: rating(r)["answer"][0]["valueCoding"].update(system="http://loinc.org"),
        f'{G1}.answer[0].valueCoding.system: "http://loinc.org" is not the system of these codes. '
        'Write "urn:program-fidelity:rating". [H10]',
    ),
    (
        lambda r: rating(r)["answer"][0].update(valueCoding={"code": "NA"}),
        f"{G1}: not applicable is not permitted here. {GOI.item('G1').not_applicable.rule} [H11]",
    ),
    (
        lambda r: numerator(r).update(answer=[{"valueInteger": 11}]),
        "$.item[2].item[0].item[1]: 11 of 10 is more than all. Correct one of the two counts. "
        "[H13]",
    ),
    (
        lambda r: numerator(r).update(answer=[{"valueInteger": 8.0}]),
        "$.item[2].item[0].item[1].answer[0].valueInteger: 8.0 is not a whole number from 0 to "
        "1,000,000,000. Write a whole number from 0 to 1,000,000,000. [H06]",
    ),
    (
        lambda r: numerator(r).update(answer=[{"valueInteger": True}]),
        "$.item[2].item[0].item[1].answer[0].valueInteger: true is not a whole number from 0 to "
        "1,000,000,000. Write a whole number from 0 to 1,000,000,000. [H06]",
    ),
    (
        lambda r: r["item"][0]["item"][0].update(answer=[{"valueDate": "2026-04"}]),
        '$.item[0].item[0].answer[0].valueDate: "2026-04" is not a day, as 2026-04-14. Write a '
        "day, as 2026-04-14. [H06]",
    ),
    (
        lambda r: r["item"][0]["item"][0].update(answer=[{"valueDate": "2026-02-30"}]),
        '$.item[0].item[0].answer[0].valueDate: "2026-02-30" is not a day, as 2026-04-14. Write a '
        "day, as 2026-04-14. [H06]",
    ),
    (
        lambda r: r["item"][0].update(answer=[{"valueString": "x"}]),
        '$.item[0]: "group/visit" is a group and has no answer. Delete it. [H06]',
    ),
    (
        lambda r: r.update(subject={"reference": "Patient/17"}),
        "$.subject.reference: a patient is named. Answers are about a program. Take every "
        "client's data away. [H18]",
    ),
    (
        lambda r: r.update(modifierExtension=[{"url": "urn:x", "valueBoolean": True}]),
        "$.modifierExtension: it may change what all the rest means, and is not understood here. "
        "Take it away if the answers mean the same without it. [H15]",
    ),
    (
        lambda r: r.update(stauts="completed"),
        '$.stauts: FHIR R4 has no such part here. Did you mean "status"? [H06]',
    ),
    (
        lambda r: r["item"][2]["item"][2]["item"][0].update(answer=[{"valueString": "a\x00b"}]),
        "$.item[2].item[2].item[0].answer[0].valueString: the character U+0000 cannot be kept. "
        "Delete it; it often comes along when text is pasted. [H16]",
    ),
    (
        lambda r: r["item"][2]["item"][0]["item"].append(
            {"linkId": "G1:reason", "answer": [{"valueString": "None here"}]}
        ),
        "$.item[2].item[0].item[5]: a reason why the item is not applicable stands here, and it is "
        "not answered so. Answer NA, or write the reason into the note. [H17]",
    ),
    (
        lambda r: r.update(resourceType="Observation"),
        '$: a resource of type "Observation" is not taken. Leave it out; only a '
        "QuestionnaireResponse brings answers. [H04]",
    ),
    (
        lambda r: r.pop("resourceType"),
        '$: an object is no FHIR resource. A resource says what it is, as "resourceType". [H04]',
    ),
]


@pytest.mark.parametrize(("change", "expected"), CASES)
def test_one_fault_is_told_in_one_sentence(change: Change, expected: str):
    assert changed(change) == [expected]


SMALL = file_of(small_set())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            SMALL[:300],
            "line 13, column 1: this is not JSON (expecting property name enclosed in double "
            "quotes). Export the file again; half of it may be missing. [H01]",
        ),
        (b"", "line 1, column 1: this is not JSON (expecting value). Export the file again; half "),
        (
            SMALL.decode().encode("utf-16"),
            "the file is written in UTF-16 or UTF-32, not in UTF-8. Save it as UTF-8. [H03]",
        ),
        (
            SMALL.replace(b"Seen", "Gesehen für".encode("latin-1")),
            "line 126: a character here is not written in UTF-8. Save the file as UTF-8. [H03]",
        ),
        (
            SMALL.replace(b'"status"', b'"status": "amended", "status"'),
            '$: "status" stands here twice. Keep one of the two. [H05]',
        ),
        (
            SMALL.replace(b'"valueInteger": 8\n', b'"valueInteger": NaN\n'),
            '$.item[2].item[0].item[1].answer[0].valueInteger: "NaN" is no number of JSON. Write '
            "it in digits. [H01]",
        ),
        (
            SMALL.replace(b'"valueInteger": 8\n', b'"valueInteger": ' + b"8" * 9_000 + b"\n"),
            '$.item[2].item[0].item[1].answer[0].valueInteger: "8888888888888888888888888888888888'
            '888..." is no number of JSON. Write it in digits. [H01]',
        ),
        (
            b"[" * 100_000,
            "lists and objects lie more than 60 deep in each other. No response needs that; export "
            "the file again. [H02]",
        ),
        (
            b'{"item":' * 70 + b"1" + b"}" * 70,
            "$" + ".item" * 60 + ": lists and objects lie more than 60 deep in each other. No "
            "response needs that; export the file again. [H02]",
        ),
        (
            b'{"resourceType": "Bundle", "type": "collection"}',
            "there is no QuestionnaireResponse in it. Export the answers, not the questionnaire. "
            "[H04]",
        ),
        (
            b'{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Bundle"}}]}',
            '$.entry[0].resource: a resource of type "Bundle" is not taken. Leave it out; only a '
            "QuestionnaireResponse brings answers. [H04]",
        ),
        (
            file_of(small_set(), small_set()),
            "line 2: $: the same rater's answers to the same scale stand at line 1: $ already. "
            "Keep one of the two. [H12]",
        ),
        (
            file_of(small_set()).replace(b"\n", b"") + b"\n{broken\n",
            "line 2, column 2: this is not JSON (expecting property name enclosed in double "
            "quotes). Export the file again; half of it may be missing. [H01]",
        ),
    ],
    ids=range(13),
)
def test_a_file_that_cannot_be_read_says_where_and_what_to_do(content: bytes, expected: str):
    (fault,) = faults(content)
    assert fault.startswith(expected)


def test_a_file_too_large_is_not_even_looked_at():
    (fault,) = faults(b" " * 25_000_001)
    assert fault == (
        "the file has 25,000,001 bytes, more than 25,000,000. Take fewer responses into one file. "
        "[H02]"
    )


def test_of_thousands_of_faults_the_first_thousand_are_told():
    made = written(small_set())
    made["item"] = [{"linkId": f"Q{n}"} for n in range(5_000)]
    found = faults(as_file(made))
    assert len(found) == 51  # fifty, and how many more there are
    assert found[-1] == "and 951 more."
    assert found[0] == "there are more than 1,000 faults. Mend the others first. [H02]"


def test_every_code_stands_in_the_reference_and_no_other():
    page = (ROOT / "docs" / "reference" / "fhir.md").read_text(encoding="utf-8")
    files = (ROOT / "exchange" / "fhir").glob("*.py")
    used = {c for f in files for c in re.findall(r'"(H\d\d)"', f.read_text(encoding="utf-8"))}
    assert set(re.findall(r"^\| (H\d\d) \|", page, flags=re.M)) == used
    assert len(used) > 15


def test_json_that_others_write_otherwise_is_the_same():
    """Other parts of FHIR, another order, no display, and groups left out."""
    given = small_set()
    made = {
        "item": [
            {"linkId": "G1", "answer": [{"valueCoding": {"code": "4"}}]},
            {"linkId": "eligible_clients", "answer": [{"valueInteger": 0}]},
        ],
        "status": "amended",
        "language": "en",
        "text": {"status": "generated", "div": "<div>Answers</div>"},
        "_authored": {"extension": []},
        "questionnaire": f"urn:program-fidelity:questionnaire:goi|{GOI.version}",
        "resourceType": "QuestionnaireResponse",
    }
    (read,) = read_fhir(json.dumps(made).encode(), "visit.json", SCALES).sets
    assert (read.program, read.rater, read.visit, read.date) == ("", "", None, None)
    assert (read.answers["G1"].level, read.answers["G1"].note) == (4, "")
    assert read.counts == given.counts
