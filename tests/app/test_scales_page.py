"""Scales: every scale in the words of a reviewer, and files that cannot be used."""

from __future__ import annotations

import shutil

import streamlit as st

from scales.catalog import LIBRARY
from tests.app.page_words import words

SHORT = "-"


def headings(app) -> list[str]:
    return [heading.value for heading in (*app.header, *app.subheader)]


def test_every_scale_is_listed_with_its_summary_and_status(open_page):
    app = open_page("scale_library")
    assert app.title[0].value == "Scales"
    assert headings(app) == [
        "Integrated Dual Disorder Treatment fidelity scale",
        "General Organizational Index",
        "Trauma-Informed Principles Rating",
        "Integrated versus bundled care",
    ]
    assert "New and unvalidated" in words(app)


def test_a_link_opens_one_scale_in_full(open_page):
    app = open_page("scale_library", scale="integration")
    assert app.title[0].value == "Scales"
    said = words(app)
    assert "**License.** CC BY 4.0." in said
    assert "All 125 anchors are this project's own wording." in said
    assert "**R6: Bundled or co-located**" in said
    assert "When: In every other case." in said
    assert "core items: INT01, INT02, INT03, INT04, INT06, INT08, INT10, INT16 and INT17" in said


def test_a_scale_is_opened_from_the_list_and_kept_in_the_address(open_page):
    app = open_page("scale_library")
    app.button(key="read|goi").click().run()
    assert headings(app)[:2] == ["General Organizational Index", "How the verdict is reached"]
    assert app.query_params["scale"] == "goi"


def test_the_list_comes_back_when_it_is_chosen(open_page):
    app = open_page("scale_library", scale="iddt")
    app.radio(key="scale").set_value(SHORT).run()
    assert "General Organizational Index" in headings(app)
    assert app.query_params["scale"] == SHORT


def test_how_sure_we_are_of_the_wording_is_counted(open_page):
    app = open_page("scale_library", scale="iddt")
    assert "8 of 75 anchors read in the source" in words(app)


def test_an_item_opens_to_anchors_probes_measure_and_actions(open_page):
    app = open_page("scale_library", scale="iddt")
    assert "Level 1: 20% or fewer" not in words(app)
    app.session_state["read|iddt|T1a"] = True
    app.run()
    said = words(app)
    assert "Level 1: 20% or fewer; care is mostly brokered" in said
    assert "(read in the source, CHO)" in said
    assert "(ask: clinician)" in said
    assert "up to 20 % suggests 1" in said
    assert "below 80 % suggests 4" in said
    assert "**Not applicable.** Never: a program that the item does not fit scores 1" in said
    assert "Medium effort; usually led by: Program director." in said


def test_for_printing_every_item_is_unfolded(open_page):
    app = open_page("scale_library", scale="integration")
    app.toggle(key="everything").set_value(True).run()
    assert not app.expander
    assert words(app).count("What each level looks like") == 25


def test_a_file_with_faults_is_told_with_every_fault(open_page, tmp_path, monkeypatch):
    text = (LIBRARY / "goi.yaml").read_text(encoding="utf-8")
    broken = text.replace("id: goi\n", "id: mine\n").replace("target_level:", "traget_level:")
    broken = broken.replace('version: "1.0.0"', "version: one")
    (tmp_path / "mine.yaml").write_text(broken, encoding="utf-8")
    monkeypatch.setenv("FIDELITY_SCALES", str(tmp_path))
    st.cache_resource.clear()
    app = open_page("scale_library")
    [error] = app.error
    told = error.value.replace("\\", "")
    assert "version" in told
    assert str(tmp_path / "mine.yaml") in told
    assert "General Organizational Index" in headings(app)


def test_a_scale_of_ones_own_is_listed_after_ours(open_page, tmp_path, monkeypatch):
    shutil.copy(LIBRARY / "goi.yaml", tmp_path / "mine.yaml")
    own = (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    own = own.replace("id: goi\n", "id: mine\n", 1).replace(
        "name: General Organizational Index", "name: My own index", 1
    )
    (tmp_path / "mine.yaml").write_text(own, encoding="utf-8")
    monkeypatch.setenv("FIDELITY_SCALES", str(tmp_path))
    st.cache_resource.clear()
    app = open_page("scale_library", scale="mine")
    assert headings(app)[0] == "My own index"
    assert "one of your own" in words(app)
