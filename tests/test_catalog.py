"""Which scales there are to rate with."""

from dataclasses import replace
from pathlib import Path

import pytest

from scales.catalog import LIBRARY, Catalog, load_catalog, load_entry
from scales.schema import SCHEMA_FILE, schema_text
from scales.stamp import stamp_of

BROKEN = Path(__file__).parent / "broken_scales"
TINY = (BROKEN / "tiny.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built_in() -> Catalog:
    return load_catalog()


def test_the_built_in_scales_come_in_the_order_a_visitor_meets_them(built_in: Catalog) -> None:
    assert built_in.ids == ("iddt", "goi", "trauma_informed", "integration")
    assert built_in.faults == ()
    assert all(entry.built_in for entry in built_in.entries)


def test_scales_of_ones_own_follow_by_name(tmp_path: Path) -> None:
    (tmp_path / "zebra.yaml").write_text(
        TINY.replace("id: tiny", "id: zebra").replace("Tiny scale", "Another scale"), "utf-8"
    )
    (tmp_path / "tiny.yaml").write_text(TINY, "utf-8")
    catalog = load_catalog(tmp_path)
    assert catalog.ids[-2:] == ("zebra", "tiny")
    entry = catalog.get("tiny")
    assert (entry.scale.name, entry.path, entry.built_in) == (
        "Tiny scale",
        tmp_path / "tiny.yaml",
        False,
    )


def test_a_file_with_faults_is_listed_and_hides_no_other() -> None:
    catalog = load_catalog(BROKEN)
    assert "tiny" in catalog.ids
    told = {path.stem: str(error) for path, error in catalog.faults}
    assert set(told) == {path.stem for path in BROKEN.glob("*.yaml")} - {"tiny"}
    assert told["unknown_source"].splitlines()[1] == (
        '  - line 39, item "X1", anchor at level 1, source: "owm" is not a source. '
        'Did you mean "own"? [S31]'
    )


def test_a_scale_of_ones_own_cannot_take_the_id_of_a_built_in_one(built_in: Catalog) -> None:
    catalog = load_catalog(BROKEN / "taken")
    assert catalog.entries == built_in.entries
    (path, error) = catalog.faults[0]
    assert path == BROKEN / "taken" / "iddt.yaml"
    assert str(error) + "\n" == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_a_folder_that_is_not_there_is_told_and_the_built_in_scales_remain(tmp_path: Path) -> None:
    catalog = load_catalog(tmp_path / "elsewhere")
    assert len(catalog.entries) == 4
    (path, error) = catalog.faults[0]
    assert path == tmp_path / "elsewhere"
    assert [fault.code for fault in error.faults] == ["S01"]


def test_a_file_ending_in_yml_is_told_its_right_name(tmp_path: Path) -> None:
    (tmp_path / "tiny.yml").write_text(TINY, "utf-8")
    (tmp_path / "._tiny.yaml").write_bytes(b"\x00\x05")
    (path, error) = load_catalog(tmp_path).faults[0]
    assert path.name == "tiny.yml"
    assert error.faults[0].fix == 'Name the file "tiny.yaml", or change the id.'


def test_an_unknown_scale_is_not_there(built_in: Catalog) -> None:
    with pytest.raises(KeyError):
        built_in.get("unheard_of")


def test_the_stamp_is_the_hash_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "tiny.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + TINY.replace("\n", "\r\n").encode())
    on_windows = load_entry(path)
    assert on_windows == replace(load_entry(BROKEN / "tiny.yaml"), path=path)
    assert stamp_of("id: a\n") == "32848b63caee2b356871054d84e60643683ed636c46ba010d11f04e367325f45"


def test_one_changed_letter_changes_the_stamp() -> None:
    assert stamp_of(TINY) != stamp_of(TINY.replace("Greet", "greet"))


def test_the_schema_for_editors_is_current() -> None:
    # After a change of the model: python -m scales.schema
    assert SCHEMA_FILE == LIBRARY / "scale.schema.json"
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()
