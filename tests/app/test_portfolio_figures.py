"""Every figure of the page Portfolio, recomputed by hand from the rows that are stored."""

from __future__ import annotations

import pytest

from reporting.due_words import STATES
from sample_data.portfolio import AS_OF
from storage.location import FILE_NAME
from tests.app.page_words import words
from tests.drawn_portfolio import chosen, fill
from tests.portfolio_by_hand import BANDS, ByHand, band
from tests.shipped_scales import shipped_scales

SCALES = ("iddt", "goi", "integration")


def test_the_page_shows_what_comes_out_by_hand(
    open_page, acting, tmp_path, monkeypatch: pytest.MonkeyPatch
):
    fill(acting, chosen())
    for module in ("due_view", "due_download", "pool_session", "pool_standing", "state_download"):
        monkeypatch.setattr(f"app_pages.{module}.today", lambda: AS_OF)
    by_hand = ByHand(tmp_path / FILE_NAME)
    states = by_hand.due_states(SCALES, AS_OF)

    app = open_page("portfolio", person=acting.person.id, scale="iddt")

    told = [f"{states[state]} {name}" for state, name in STATES.items() if states[state]]
    for part in [f"{len(by_hand.programs)} programs: ", *told]:
        assert part in words(app)
    for scale_id in BANDS:
        app.radio(key="scale").set_value(scale_id).run()
        scale = shipped_scales().get(scale_id).scale
        latest = by_hand.latest(scale_id, AS_OF).values()
        verdicts, items = (table.value.replace(r"\\", "", regex=True) for table in app.table)
        bands = [band(each.result) for each in latest]
        assert dict(zip(verdicts["Verdict"], verdicts["Programs"], strict=True)) == {
            verdict.name: str(bands.count(verdict.name)) for verdict in scale.verdicts
        }
        assert {*verdicts["Of (n)"]} == {str(len(latest))}
        shown = {row["Item"].split()[0]: row for _, row in items.iterrows()}
        assert set(shown) == set(scale.item_ids)
        for item, row in shown.items():
            levels = [each.result[item] for each in latest]
            assert row["Mean level"] == f"{sum(levels) / len(levels) + 1e-9:.2f}"
            assert row["Programs below target"] == str(sum(level < 4 for level in levels))
            assert row["Programs that rated it (n)"] == str(len(levels))

    app.button(key="make state").click().run()
    assert not app.exception
    labels = [found.proto.label for found in app.get("download_button")]
    assert {f"Download as {form}" for form in ("Word", "PDF", "Excel")} <= set(labels)
