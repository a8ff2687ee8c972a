"""The pages about all programs: what the session keeps is never older than what is stored."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.people import add_person, change_person
from tests.app.conftest import NOW
from tests.shipped_scales import shipped_scales

GOI = shipped_scales().get("goi").scale


@pytest.mark.parametrize("page", ["portfolio", "compare", "over_time"])
def test_before_there_is_anything_the_page_says_what_to_do(open_page, page: str):
    app = open_page(page)
    assert [info.value[:11] for info in app.info] == ["There is no"]


def test_a_rating_given_elsewhere_is_in_the_comparison_at_the_next_look(open_page, begin):
    visit = begin("goi")
    visit.rate("goi", dict.fromkeys(GOI.item_ids, 3))
    app = open_page("compare")
    assert app.table[0].value.iloc[0, 1] == "3.00"

    other = begin("goi", program="Mill Street")
    other.rate("goi", dict.fromkeys(GOI.item_ids, 5))
    app.run()

    assert list(app.table[0].value.iloc[:, 1]) == ["5.00", "3.00"]


def test_a_right_taken_away_takes_the_programs_with_it(open_page, begin, acting):
    begin("goi").rate("goi", dict.fromkeys(GOI.item_ids, 3))
    other = add_person(acting, "Office", sees_all=True, now=NOW)
    app = open_page("compare", person=other.id)
    assert len(app.table) == 2

    change_person(acting, replace(other, sees_all=False), other.revision, NOW)
    app.run()

    assert len(app.table) == 0
