"""The checks of a page find what they are there to find."""

from __future__ import annotations

from tests.browser.page_checks import CONTRAST, Allowed, find_violations

WORDS = "<p>Seen in charts</p>" * 40
PAGE = "<!doctype html><html lang=en><title>Page</title><main><h1>Page</h1>{}</main>"


def test_one_pale_sentence_among_many_is_found(context):
    page = context.new_page()
    for pale in (
        "<p style='color: #aaa'>Pale</p>",
        "<div style='background: #333'><p>Pale</p></div>",
        "<div style='opacity: 0.4'><p>Pale</p></div>",
        "<p><input value=Pale aria-label=Pale style='color: #aaa'></p>",
    ):
        page.set_content(PAGE.format(WORDS + pale + WORDS))
        for only in ([], [CONTRAST]):
            found, _ = find_violations(page, [], only)
            assert [fault.split(":")[0] for fault in found] == [CONTRAST]
    page.set_content(PAGE.format(WORDS))
    assert find_violations(page, []) == ([], set())
    # What passed is not measured again, and what looks otherwise is.
    page.set_content(PAGE.format(WORDS + "<p style='color: #aab'>Pale</p>"))
    found, _ = find_violations(page, [])
    assert [fault.split(":")[0] for fault in found] == [CONTRAST]
    page.close()


def test_what_is_allowed_is_told_apart_from_what_looks_like_it(context):
    page = context.new_page()
    pale = "<p data-testid={} style='color: #aaa'>Pale</p>"
    page.set_content(PAGE.format(pale.format("theirs") + pale.format("ours")))
    theirs = Allowed(CONTRAST, "[data-testid=theirs]", ())
    found, met = find_violations(page, [theirs], [CONTRAST])
    assert met == {theirs}
    assert ['data-testid="ours"' in fault for fault in found] == [True]
    page.close()
