"""Results: the verdict, why it is so, and what it was made from."""

from __future__ import annotations

from tests.app.page_words import all_items, words


def tables(app) -> str:
    return "\n".join(table.value.to_string() for table in app.table).replace("\\", "")


def headings(app) -> list[str]:
    return [heading.value for heading in (*app.header, *app.subheader)]


def test_without_a_visit_the_page_sends_the_reader_to_the_programs(open_page):
    app = open_page("results")
    assert app.title[0].value == "Results"
    assert "No visit is open" in words(app)


def test_a_visit_with_nothing_rated_says_so_and_leads_to_assess(begin, open_page):
    app = open_page("results", visit=str(begin("iddt").id))
    assert app.title[0].value == "Results"
    assert "Nothing is rated yet" in words(app)
    assert "Go to Assess and rate the first item" in [link.value for link in app.page_link]


def test_verdict_reason_and_status_stand_first(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", all_items("iddt", 4, T8=2))
    app = open_page("results", visit=str(visit.id))
    assert app.subheader[0].value == "Moderate fidelity"
    said = words(app)
    assert "Treatment mean: 3.86" in said
    assert "**Why.** Treatment mean is 3.86" in said
    assert "**Status of this scale.** A published scale" in said
    assert "High fidelity is not reached: Treatment mean is 3.86" in said


def test_without_evidence_the_verified_score_stands_beside_the_self_reported(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", all_items("iddt", 5), grade="D")
    app = open_page("results", visit=str(visit.id))
    assert "Self-reported: High fidelity, 5.00. Verified: Moderate fidelity, 3.00." in words(app)


def test_the_three_means_are_named_and_only_with_both_scales(begin, open_page):
    visit = begin("iddt", "goi")
    visit.rate("iddt", all_items("iddt", 4))
    visit.rate("goi", all_items("goi", 3))
    app = open_page("results", visit=str(visit.id), scale="goi")
    said = words(app)
    assert "Treatment mean 4.00 (14 of 14 rated)" in said
    assert "Organizational mean 3.00 (12 of 12 rated)" in said
    # (14 x 4 + 12 x 3) / 26 = 92 / 26 = 3.538...
    assert "Mean of all 26 items 3.54 (26 of 26 rated)" in said


def test_scales_stand_side_by_side_and_the_address_chooses_one(begin, open_page):
    visit = begin("iddt", "integration")
    visit.rate("iddt", all_items("iddt", 4))
    app = open_page("results", visit=str(visit.id), scale="integration")
    assert "never added up" in words(app)
    assert "High fidelity" in tables(app)
    assert "Not classifiable" in tables(app)
    assert "Integrated versus bundled care" in headings(app)
    app.radio(key="scale").set_value("iddt").run()
    assert "Integrated Dual Disorder Treatment fidelity scale" in headings(app)
    assert app.query_params["scale"] == "iddt"


def test_a_link_leads_to_the_part_that_is_not_rated_yet(begin, open_page):
    visit = begin("iddt", "integration")
    visit.rate("integration", {"INT01": 3})
    app = open_page("results", visit=str(visit.id), scale="integration")
    # What a click on "Rate 3 items in Continuity" does.
    app.query_params |= {"scale": "integration", "part": "continuity"}
    app.switch_page("app_pages/assess.py").run()
    assert app.title[0].value == "Assess"
    assert "Continuity" in [heading.value for heading in app.header]


def test_what_is_unrated_is_named_with_what_is_still_possible_and_a_link(begin, open_page):
    visit = begin("iddt")
    rated = all_items("iddt", 4)
    del rated["T3"]
    visit.rate("iddt", rated)
    app = open_page("results", visit=str(visit.id))
    assert "Still possible: between 3.79 and 4.07" in words(app)
    assert "Rate T3 in Treatment items" in [link.value for link in app.page_link]
    assert "T3 Access to comprehensive services" in tables(app)


def test_gaps_are_told_widest_first_with_what_levels_look_like(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", all_items("iddt", 4, T8=1, T2=3))
    app = open_page("results", visit=str(visit.id))
    gaps = next(t.value for t in app.table if "Now" in t.value.columns)
    assert [cell.split()[0] for cell in gaps["Item"]] == ["T8", "T2"]
    assert gaps["Gap"].iloc[0].startswith("3 points")
    assert gaps["Now"].iloc[0].startswith(r"1\:")
    assert gaps["Target"].iloc[0].startswith(r"4\:")


def test_every_number_opens_to_its_fraction_and_the_rule_that_applied(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", all_items("iddt", 4, T8=2))
    app = open_page("results", visit=str(visit.id))
    assert "54 ÷ 14 ≈ 3.8571" in tables(app)
    rules = next(t.value for t in app.table if "Rule" in t.value.columns)
    assert dict(zip(rules["Rule"], rules["Here"], strict=True)) == {
        "B0": "",
        "B1": "",
        "B2": "this one applied",
        "B3": "",
    }


def test_what_the_program_calls_itself_is_set_against_what_was_observed(begin, open_page):
    visit = begin("integration")
    visit.rate("integration", all_items("integration", 2))
    visit.answer_fact("integration", "delivery", "in_house_one_team")
    visit.answer_fact("integration", "claimed", "integrated_claim")
    app = open_page("results", visit=str(visit.id))
    assert app.subheader[0].value == "Sequential"
    assert "observed: Sequential. The claim is 3 tiers above what was observed." in words(app)


def test_charts_have_words_a_table_and_two_downloads_each(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", all_items("iddt", 4, T8=2))
    app = open_page("results", visit=str(visit.id))
    charts = len(app.get("vega_lite_chart"))
    assert charts >= 4
    labels = [button.label for button in app.get("download_button")]
    assert labels.count("Download PNG") == labels.count("Download SVG") == charts
    assert sum(box.label.startswith("Table:") for box in app.expander) == charts


def test_what_was_typed_is_shown_as_it_was_typed(begin, open_page):
    visit = begin("iddt", program="*Star* <b>House</b>")
    visit.rate("iddt", all_items("iddt", 4))
    app = open_page("results", visit=str(visit.id))
    assert r"\*Star\* \<b\>House\</b\>" in app.markdown[0].value
