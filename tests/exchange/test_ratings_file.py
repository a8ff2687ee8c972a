"""A ratings file is read whole, as it was written, or not at all."""

import pytest

from exchange.filed import Detail, RatingsFile
from exchange.ratings_file import read_ratings
from scales.catalog import load_catalog
from scoring import Row, State

SCALES = {entry.scale.id: entry.scale for entry in load_catalog().entries}


def read(text: str, **options: str | None) -> RatingsFile:
    only = SCALES[scale] if (scale := options.pop("scale", None)) else None
    return read_ratings(text.encode(), "visit.csv", SCALES, only, **options)


def test_a_line_is_one_rating_and_lines_of_an_assessment_go_together():
    file = read(
        "assessment,scale,item,rating\n"
        "Harbor House,iddt,T1a,4\n"
        "Elm Street,goi,G1,2\n"
        "Harbor House,iddt,T1b,5\n"
    )
    assert [(f.scale.id, f.row) for f in file.assessments] == [
        ("iddt", Row("Harbor House", {"T1a": 4, "T1b": 5}, {})),
        ("goi", Row("Elm Street", {"G1": 2}, {})),
    ]


def test_na_nei_and_an_empty_rating_are_three_different_things():
    (filed,) = read(
        "assessment,scale,item,rating\nA,integration,INT11,NA\nA,integration,INT05,NEI\n"
        "A,integration,INT07,\nA,integration,INT09,nei\n"
    ).assessments
    assert filed.row.levels == {
        "INT11": State.NOT_APPLICABLE,
        "INT05": State.NOT_ENOUGH,
        "INT07": State.NOT_RATED,
        "INT09": State.NOT_ENOUGH,
    }


def test_a_fact_is_a_line_whose_rating_is_its_choice_or_its_count():
    choice, count = read(
        "assessment,scale,item,rating\nA,integration,delivery,in_house_one_team\n"
        "A,iddt,clients_engagement,12\nA,iddt,clients_persuasion,\n"
    ).assessments
    assert choice.row.choices == {"delivery": "in_house_one_team"}
    assert dict(count.counts) == {"clients_engagement": 12}


def test_what_stands_beside_a_rating_is_kept_as_it_is():
    (filed,) = read(
        "assessment,scale,item,rating,rater,numerator,denominator,note,evidence\n"
        'A,iddt,T8,3,Ann,9,20,"=HYPERLINK(""x"")\n is text, not a formula",b\n'
        "A,iddt,T9,2,Ann,,,,\n"
    ).assessments
    note = '=HYPERLINK("x")\n is text, not a formula'
    assert dict(filed.details) == {"T8": Detail(2, 9, 20, note, "B")}
    assert filed.grades == {"T8": "B"}
    assert filed.rater == "Ann"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_comma_semicolon_and_tab_may_stand_between_the_cells(mark: str):
    text = "assessment,scale,item,rating\nA,iddt,T1a,4\n".replace(",", mark)
    assert read(text).assessments[0].row.levels == {"T1a": 4}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_files_of_windows_and_old_macs_are_read_too(end: str):
    text = f"\ufeffAssessment, Scale ,ITEM,rating{end}A,iddt,T1a, 4 {end}"
    assert read(text).assessments[0].row.levels == {"T1a": 4}


def test_lines_and_columns_that_a_spreadsheet_leaves_empty_are_passed_over():
    text = "assessment,scale,item,rating,,\n,,,,,\nA,iddt,T1a,4,,\n\n,,,\n"
    assert read(text).assessments[0].row.levels == {"T1a": 4}


def test_without_a_scale_column_the_scale_is_named_apart():
    file = read("assessment,item,rating\nA,T1a,4\n", scale="iddt")
    assert [(f.scale.id, f.row.levels) for f in file.assessments] == [("iddt", {"T1a": 4})]


def test_a_scale_named_apart_leaves_lines_of_other_scales_out():
    file = read("assessment,scale,item,rating\nA,iddt,T1a,4\nA,goi,G1,9\nA,,T1b,2\n", scale="iddt")
    assert [(f.scale.id, f.row.levels) for f in file.assessments] == [
        ("iddt", {"T1a": 4, "T1b": 2})
    ]


def test_one_of_several_raters_can_be_chosen_and_lines_of_nobody_are_everybodys():
    text = (
        "assessment,scale,item,rating,rater\nA,integration,delivery,other_none,\n"
        "A,integration,INT01,2,Ann\nA,integration,INT01,3,Bob\nB,integration,INT01,5,Ann\n"
    )
    (filed,) = read(text, rater="Bob").assessments
    assert filed.row == Row("A", {"INT01": 3}, {"delivery": "other_none"})


def test_assessments_come_grouped_by_scale_in_the_order_of_the_file():
    file = read(
        "assessment,scale,item,rating\nB,goi,G1,1\nA,iddt,T1a,4\nA,goi,G1,2\nB,iddt,T1a,3\n"
    )
    groups = [(scale.id, [f.row.assessment for f in filed]) for scale, filed in file.by_scale()]
    assert groups == [("goi", ["B", "A"]), ("iddt", ["A", "B"])]
    assert file.names == ("B", "A")
