"""The form for phones: form servers take it, and it asks for what the scale asks."""

from __future__ import annotations

import shutil
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from reporting.pack_facts import Pack, PackScale
from reporting.xlsform import write_xlsform
from reporting.xlsform.markup import label, quoted
from scales.form_fields import field_names
from scales.model import Scale
from tests.reporting.offline_pack import pack_of, pack_scale
from tests.shipped_scales import shipped_scales


def xlsform_of(pack: Pack) -> bytes:
    file = BytesIO()
    write_xlsform(pack, file)
    return file.getvalue()


def rows(content: bytes, sheet: str) -> list[dict[str, str]]:
    heads, *lines = load_workbook(BytesIO(content))[sheet].iter_rows(values_only=True)
    return [
        {str(head): str(cell) for head, cell in zip(heads, line, strict=True) if cell is not None}
        for line in lines
    ]


def converted(pack: Pack, *, validate: bool = False) -> str:
    """The form as phones have it; pyxform may not warn of anything."""
    warnings: list[str] = []
    done = convert(BytesIO(xlsform_of(pack)), warnings=warnings, validate=validate)
    assert [*warnings, *done.warnings] == []
    return done.xform


@pytest.mark.parametrize("scale", ["iddt", "goi", "trauma_informed", "integration"])
def test_pyxform_takes_the_form_of_every_scale_without_a_warning(scale: str):
    entry = shipped_scales().get(scale)
    form = converted(pack_of(pack_scale(scale)))
    assert form.count("<select1 ") == 2 * len(entry.scale.items) + len(entry.scale.choice_facts)


def test_odk_validate_takes_the_form_of_a_visit_on_all_scales(need):
    need("Java", shutil.which("java"))
    assert "<h:title>Cedar Ridge, Site visit, 2026-03-02</h:title>" in converted(
        pack_of(), validate=True
    )


def test_whatever_stands_in_a_name_the_form_is_taken_and_keeps_it():
    for name in ('O\'Neil "East" ${x} <b>', "${", "= 1 + 1", "'", "漢字 & co", "_a_ *b* # c"):
        form = converted(pack_of(pack_scale("goi"), program=name, rater=name))
        assert "fidelity_program" in form


def test_a_scale_of_ones_own_may_name_its_items_freely():
    goi = pack_scale("goi").scale.model_dump(mode="json")
    ids = ["A-1", "A.1", "A_1", "a_1", "9", "A__note", "A", "note", "A_1_2", "b", "c", "d"]
    items = [item | {"id": own} for item, own in zip(goi["items"], ids, strict=True)]
    own = Scale.model_validate(goi | {"id": "own__scale", "items": items})
    converted(pack_of(PackScale(own, "0" * 64)))
    levels = [name for name, field in field_names([own]).items() if field.part == "level"]
    expected = [
        "A_1",
        "A_1_2",
        "A_1_3",
        "a_1_4",
        "9",
        "A_note",
        "A",
        "note",
        "A_1_2_2",
        "b",
        "c",
        "d",
    ]
    assert levels == [f"own_scale__{name}" for name in expected]


def test_each_choice_of_a_level_is_its_anchor_in_full():
    choices = rows(xlsform_of(pack_of(pack_scale("iddt"))), "choices")
    found = [row for row in choices if row["list_name"] == "iddt__T1a__list"]
    assert [(row["name"], row["label"]) for row in found] == [
        ("1", "1: 20% or fewer; care is mostly brokered or ordinary outpatient"),
        ("2", "2: 21-40%"),
        ("3", "3: 41-60%"),
        ("4", "4: 61-79%"),
        (
            "5",
            "5: More than 80%, with wide access to services and excellent communication across "
            "disciplines",
        ),
        ("NEI", "Not enough information: I looked and could not tell"),
    ]


def test_the_reason_is_asked_only_where_the_item_was_left_out():
    survey = rows(xlsform_of(pack_of(pack_scale("integration"))), "survey")
    reasons = [row for row in survey if row.get("name", "").endswith("__reason")]
    assert len(reasons) == 5
    assert reasons[0]["name"] == "integration__INT11__reason"
    assert reasons[0]["relevant"] == "${integration__INT11} = 'NA'"
    assert reasons[0]["required"] == "yes"


def test_what_was_counted_is_no_more_than_the_whole():
    survey = rows(xlsform_of(pack_of(pack_scale("iddt"))), "survey")
    by_name = {row["name"]: row for row in survey if "name" in row}
    assert by_name["iddt__T1a__denominator"]["constraint"] == (
        ". >= 0 and . <= 1000000000 and (${iddt__T1a__numerator} = '' or "
        ". >= ${iddt__T1a__numerator})"
    )
    assert by_name["iddt__T3__numerator"]["constraint"] == ". >= 0 and . <= 5"
    assert "iddt__T3__denominator" not in by_name


def test_an_item_is_a_screen_and_stands_in_its_subscale():
    survey = rows(xlsform_of(pack_of(pack_scale("integration"))), "survey")
    screens = [row["name"] for row in survey if row.get("appearance") == "field-list"]
    assert screens[:2] == ["group__integration__questions", "integration__INT01__item"]
    assert len(screens) == 26
    begun = [row["type"] for row in survey]
    assert begun.count("begin group") == begun.count("end group") == 1 + 6 + 26


def test_the_same_form_keeps_its_version_and_another_gets_another():
    def version(pack: Pack) -> str:
        return rows(xlsform_of(pack), "settings")[0]["version"]

    goi = pack_scale("goi")
    assert version(pack_of(goi)) == version(pack_of(goi))
    assert version(pack_of(goi)) != version(pack_of(goi, rater="Ann"))


def test_a_known_rater_is_not_asked_for_a_name():
    asked, given = (
        next(row for row in rows(xlsform_of(pack), "survey") if row["name"] == "fidelity_rater")
        for pack in (pack_of(pack_scale("goi")), pack_of(pack_scale("goi"), rater="Ann"))
    )
    assert (asked["type"], asked["hint"]) == ("text", "As it stands on the team: Ann or Ben.")
    assert (given["type"], given["calculation"]) == ("calculate", "'Ann'")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("below 5 * 4 and < 20", "below 5 * 4 and < 20"),
        ("*all* of snake_case_names", "∗all∗ of snake＿case＿names"),
        (
            "# Not a heading\n- nor a list\n1. nor this",
            "＃ Not a heading\n– nor a list\n1) nor this",
        ),
        ("<script>x</script> R&D &amp;", "＜script>x＜/script> R&D ＆amp;"),
        ("see [here](http://x) ${name}", "see [here]\u2060(http://x) $\u2060{name}"),
    ],
)
def test_a_phone_shows_a_text_as_it_is(text: str, shown: str):
    assert label(text) == shown


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Oak", "'Oak'"),
        ("Ann's", '"Ann\'s"'),
        ('Ann\'s "x"', "concat('Ann', \"'\", 's \"x\"')"),
        ("${x}", "concat('$', '{x}')"),
        ("", "''"),
    ],
)
def test_a_calculated_text_may_hold_any_quotation_mark(text: str, written: str):
    assert quoted(text) == written
