"""A scale file loads, or says everything that keeps it from loading."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scales.catalog import LIBRARY
from scales.fault import ScaleError
from scales.loading import load_scale, read_scale
from scales.model import Scale

BROKEN = Path(__file__).parent / "broken_scales"
TINY = (BROKEN / "tiny.yaml").read_text(encoding="utf-8")
ROOT = Path(__file__).parent.parent
MESSAGES = sorted(BROKEN.glob("*.txt"))


def expected(message: Path) -> str:
    return message.read_text(encoding="utf-8").rstrip("\n")


def test_the_small_scale_beside_the_broken_ones_loads() -> None:
    assert load_scale(BROKEN / "tiny.yaml").item_ids == ("X1", "X2")


@pytest.mark.parametrize("message", MESSAGES, ids=lambda path: path.stem)
def test_each_broken_scale_is_told_its_whole_message(message: Path) -> None:
    with pytest.raises(ScaleError) as told:
        load_scale(message.with_suffix(".yaml"))
    assert str(told.value) == expected(message)


def test_each_broken_scale_has_its_message_beside_it() -> None:
    scales = {path.stem for path in BROKEN.glob("*.yaml")} - {"tiny"}
    assert scales == {path.stem for path in MESSAGES} - {"missing_file"}


def test_every_code_is_documented_and_has_a_broken_scale() -> None:
    code = re.compile(r"\bS\d\d\b")
    sources = [*(ROOT / "scales").glob("*.py")]
    told = {c for path in sources for c in re.findall(r'"(S\d\d)"', path.read_text("utf-8"))}
    page = (ROOT / "docs/reference/scale-faults.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| (S\d\d) \|", page, re.MULTILINE))
    broken = {c for path in BROKEN.rglob("*.txt") for c in code.findall(expected(path))}
    assert documented == told
    assert broken == told


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_built_in_scale_loads(path: Path) -> None:
    assert load_scale(path).id == path.stem


def test_a_fault_carries_its_line_and_its_place() -> None:
    with pytest.raises(ScaleError) as told:
        load_scale(BROKEN / "not_a_choice.yaml")
    (fault,) = told.value.faults
    assert (fault.code, fault.line, fault.place) == ("S13", 36, 'item "X1", importance')
    assert (fault.found, fault.fix) == ("7 is not a choice.", "Choose 1, 2 or 3.")


def test_the_words_no_and_yes_stay_words_in_quotes_or_not() -> None:
    plain = read_scale(TINY, "tiny.yaml")
    quoted = read_scale(TINY.replace("text: No,", 'text: "No",'), "tiny.yaml")
    assert plain.item("X1").anchor(1).text == "No"
    assert quoted == plain


@pytest.mark.parametrize("written", ["2.1", '"2.1"', '"2.10"'])
def test_a_decimal_is_kept_exactly_as_written(written: str) -> None:
    rule = "{test: every, of: core, at_least: 3}"
    mean = f"{{test: mean, of: total, at_least: {written}}}"
    scale = read_scale(TINY.replace(rule, mean), "tiny.yaml")
    condition = scale.verdicts[0].when
    assert condition is not None and condition.test == "mean"
    assert condition.at_least is not None
    assert condition.at_least.as_integer_ratio() == (21, 10)


def test_line_ends_of_windows_and_a_byte_order_mark_make_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "tiny.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + TINY.replace("\n", "\r\n").encode())
    assert load_scale(path) == read_scale(TINY, "tiny.yaml")


def test_a_part_that_contains_itself_is_refused() -> None:
    text = TINY.replace("core: [X1, X2]", "core: &again [X1, *again]")
    with pytest.raises(ScaleError) as told:
        read_scale(text, "tiny.yaml")
    assert {fault.code for fault in told.value.faults} == {"S06"}


def test_endless_brackets_are_told_calmly() -> None:
    with pytest.raises(ScaleError, match="within each other too many times"):
        read_scale("items: " + "[" * 500, "tiny.yaml")


def test_the_place_of_a_fault_deep_in_a_condition_is_told() -> None:
    rule = "{test: every, of: core, at_least: 3}"
    deep = "{test: all, conditions: [{test: item, item: X1, at_least: high}]}"
    with pytest.raises(ScaleError) as told:
        read_scale(TINY.replace(rule, deep), "tiny.yaml")
    assert str(told.value).splitlines()[1:] == [
        '  - line 29, verdict "good", when, condition 1, at_least: '
        '"high" is not a whole number. Write a whole number such as 3. [S12]'
    ]


def example_of_the_page() -> str:
    page = (ROOT / "docs/how-to/add-a-scale.md").read_text(encoding="utf-8")
    return page.split("```yaml\n")[1].split("```")[0]


def test_the_example_of_the_how_to_loads() -> None:
    assert read_scale(example_of_the_page(), "welcome.yaml").item_ids == ("W1", "W2")


def test_the_faults_the_how_to_shows_are_those_an_author_meets() -> None:
    page = (ROOT / "docs/how-to/add-a-scale.md").read_text(encoding="utf-8")
    with pytest.raises(ScaleError) as told:
        read_scale(example_of_the_page().replace("importance: 3", "importance: 7"), "welcome.yaml")
    assert f"```\n{told.value}\n```" in page


def test_the_how_to_explains_every_kind_of_condition() -> None:
    page = (ROOT / "docs/how-to/add-a-scale.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    explained = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    schema = Scale.model_json_schema()
    assert explained == set(
        schema["$defs"]["AllTest"]["properties"]["conditions"]["items"]["discriminator"]["mapping"]
    )


@pytest.mark.parametrize(
    "condition",
    [
        "{test: mean, of: total, at_least: 3}",
        "{test: mean, of: care, below: 1}",
        "{test: lowest_mean, of: total, at_least: 1}",
        "{test: count, of: core, level_is: 1, at_least: 2}",
        "{test: rated, of: all, at_most: 0}",
        "{test: share, of: core, level_at_least: 3, at_least_percent: 100}",
        "{test: below_mean, item: X1, of: care, by_at_least: 2}",
        "{test: no_mean, of: care}",
    ],
)
def test_a_condition_at_the_edge_of_what_is_possible_is_allowed(condition: str) -> None:
    text = TINY.replace("{test: every, of: core, at_least: 3}", condition)
    assert read_scale(text, "tiny.yaml").verdicts[0].when is not None


def test_levels_may_run_from_0_to_10() -> None:
    levels = "{level: %d, text: Word, verified: own_wording}"
    anchors = "".join("      - " + levels % n + "\n" for n in range(11))
    text = re.sub(r"(?:      - \{level: ., text.*\n)+", anchors, TINY)
    scale = read_scale(text.replace("{low: 1, high: 3}", "{low: 0, high: 10}"), "tiny.yaml")
    assert [anchor.level for anchor in scale.item("X2").anchors] == list(range(11))


JUNK = [
    "",
    "null",
    "true",
    "-1",
    "1e99999",
    ".nan",
    "[]",
    "{}",
    "[1, {a: b}]",
    "{level: {}}",
    "all",
]
VALUES = [match.span(1) for match in re.finditer(r": ([^\s,{}\[\]][^,{}\[\]\n]*)", TINY)]


@given(st.lists(st.tuples(st.sampled_from(VALUES), st.sampled_from(JUNK)), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_whatever_stands_in_place_of_a_value_is_told_calmly(
    changes: list[tuple[tuple[int, int], str]],
) -> None:
    text = TINY
    for (start, end), junk in sorted(dict(changes).items(), reverse=True):
        text = text[:start] + junk + text[end:]
    try:
        scale = read_scale(text, "tiny.yaml")
    except ScaleError as error:
        assert error.faults
        assert all(1 <= (fault.line or 0) <= text.count("\n") + 1 for fault in error.faults)
    else:
        assert scale.item_ids
