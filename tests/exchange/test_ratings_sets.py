"""A ratings file brings the sets of all its raters, at all its visits, or tells every fault."""

from __future__ import annotations

import datetime as dt
from time import process_time

import pytest

from exchange import ratings_sets
from exchange.incoming import IncomingAnswer, IncomingError
from exchange.ratings_file import read_ratings
from exchange.ratings_sets import read_rating_sets
from tests.shipped_scales import shipped_scales

SCALES = {entry.scale.id: entry.scale for entry in shipped_scales().entries}
HEAD = "assessment,program,date,kind,visit,scale,item,rating,rater,note,sources,reason\n"


def told(lines: str) -> list[str]:
    with pytest.raises(IncomingError) as caught:
        read_rating_sets((HEAD + lines).encode(), "bulk.csv", SCALES)
    return [str(fault) for fault in caught.value.faults]


def test_every_rater_and_every_visit_is_a_set_of_its_own():
    lines = (
        "HH,Harbor House,2026-03-02,Site visit,,iddt,T8,3,Ann,,,\n"
        "HH,Harbor House,2026-03-02,Site visit,,iddt,T8,4,Ben,,,\n"
        "HH,Harbor House,2026-03-02,Site visit,,goi,G1,4,Ben,,,\n"
        "PC,,,,17,iddt,T8,NEI,,Nobody knew,,\n"
    )
    incoming = read_rating_sets((HEAD + lines).encode(), "bulk.csv", SCALES)
    assert [
        (s.program, s.date, s.kind, s.visit, s.scale.id, s.rater, {**s.answers}["T8"].level)
        for s in incoming.sets
        if "T8" in s.answers
    ] == [
        ("Harbor House", dt.date(2026, 3, 2), "site_visit", None, "iddt", "Ann", 3),
        ("Harbor House", dt.date(2026, 3, 2), "site_visit", None, "iddt", "Ben", 4),
        ("", None, "", 17, "iddt", "", None),
    ]
    assert incoming.sets[3].place == 'line 5, assessment "PC"'
    assert incoming.sets[3].answers["T8"] == IncomingAnswer(
        "line 5", "not_enough_information", note="Nobody knew"
    )


def test_all_that_stands_beside_a_rating_comes_along():
    lines = (
        "A,,,,,iddt,T8,3,,Seen,chart review; Program-leader interview;,\n"
        "A,,,,,trauma_informed,TIC-PEE1,NA,,,,No peers are employed\n"
        "A,,,,,iddt,clients_engagement,12,,,,\n"
    )
    first, second = read_rating_sets((HEAD + lines).encode(), "one.csv", SCALES).sets
    assert first.answers["T8"].sources == ("Chart review", "Program-leader interview")
    assert second.answers["TIC-PEE1"].reason == "No peers are employed"
    assert first.counts == {"clients_engagement": 12}


def test_a_line_without_a_rater_belongs_to_everybody():
    lines = (
        "A,,,,,integration,delivery,in_house_one_team,,,,\n"
        "A,,,,,integration,INT-STR1,3,Ann,,,\nA,,,,,integration,INT-STR1,4,Ben,,,\n"
    )
    items = SCALES["integration"].item_ids
    content = (HEAD + lines.replace("INT-STR1", items[0])).encode()
    ann, ben = read_rating_sets(content, "two.csv", SCALES).sets
    assert ann.choices == ben.choices == {"delivery": "in_house_one_team"}
    assert (ann.answers[items[0]].level, ben.answers[items[0]].level) == (3, 4)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (
            "A,,3/2/2026,,,iddt,T8,3,,,,",
            'line 2, date: "3/2/2026" is not a day. Write it as 2026-03-02. [R28]',
        ),
        (
            "A,,2026-02-30,,,iddt,T8,3,,,,",
            'line 2, date: "2026-02-30" is not a day. Write it as 2026-03-02. [R28]',
        ),
        (
            "A,,,site visits,,iddt,T8,3,,,,",
            'line 2, kind: "site visits" is not a kind of visit. Did you mean "site_visit"? [R29]',
        ),
        (
            "A,,,,seven,iddt,T8,3,,,,",
            'line 2, visit: "seven" is not the number of a visit. '
            "Write the number that the address of its pages has, or leave it empty. [R30]",
        ),
        (
            "A,,,,,iddt,T8,3,,,Chart reviews,",
            'line 2, item "T8", sources: "Chart reviews" is not one of the sources of evidence of '
            'this item. Did you mean "Chart review"? [R31]',
        ),
        (
            "A,,,,,iddt,T8,3,,,,\nA,,2026-03-02,,,iddt,T9,3,,,,",
            'line 3, assessment "A", date: "2026-03-02", and on line 2 there was none. '
            "Write the same on all its lines, or name the assessments apart. [R27]",
        ),
    ],
)
def test_a_fault_is_told_with_line_value_and_fix(line: str, wanted: str):
    assert told(line + "\n") == [wanted]


def test_a_score_passes_over_what_it_does_not_need():
    lines = "A,Harbor House,not a day,,,iddt,T8,3,,,nothing known,\n"
    (filed,) = read_ratings((HEAD + lines).encode(), "visit.csv", SCALES).assessments
    assert filed.row.levels == {"T8": 3}


def test_a_file_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ratings_sets, "LARGEST_FILE", 10)
    assert "10 are the most. Divide it into several files. [R32]" in told("")[0]


def test_a_bulk_file_is_read_with_progress_and_every_fault_is_found():
    items = SCALES["iddt"].item_ids
    lines = [
        f"V{v},Program {v},2026-03-02,,,iddt,{item},{3 if v else 'x'},,,,"
        for v in range(400)
        for item in items
    ]
    told_of: list[tuple[int, int]] = []
    content = (HEAD + "\n".join(lines[len(items) :])).encode()
    begun = process_time()
    incoming = read_rating_sets(content, "bulk.csv", SCALES, lambda *at: told_of.append(at))
    assert process_time() - begun < 5  # 130,000 lines then take less than two minutes
    assert len(incoming.sets) == 399
    assert told_of[-1] == (5986, 5986)
    assert told_of == sorted(told_of)
    assert len(told("\n".join(lines))) == len(items)
