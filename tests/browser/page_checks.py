"""What every page is checked for: axe-core's rules, what is cut off, what leaves this machine."""

from __future__ import annotations

import importlib.resources
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

DOCUMENT = Path(__file__).parents[2] / "docs" / "accessibility.md"
CONTRAST = "color-contrast"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()

# Of words that look alike and lie in the same kinds of boxes, one speaks for all: on this page, and
# on every other. The colors are part of the look, so it is another one in the dark.
_ONE_OF_EACH_LOOK = """(known) => {
    const looks = new Map(known.map((look) => [look, null]));
    for (const e of document.querySelectorAll('body *')) {
        const words = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
        if (!words && !e.matches('input, textarea, select')) continue;
        const box = e.getBoundingClientRect();
        const own = getComputedStyle(e);
        if (!box.width || !box.height || own.visibility === 'hidden') continue;
        const look = [e.tagName, own.color, own.fontSize, own.fontWeight, own.textShadow];
        for (let up = e; up; up = up.parentElement) {
            const style = getComputedStyle(up);
            const plain = ["backgroundColor", "backgroundImage", "opacity", "filter", "position"]
                .map((name) => style[name]).join(" ");
            look.push(up.dataset.testid ?? '');
            if (plain !== 'rgba(0, 0, 0, 0) none 1 none static') look.push(plain);
        }
        const key = look.filter(Boolean).join('|');
        if (!looks.has(key)) looks.set(key, e);
    }
    return [...looks].filter(([, e]) => e);
}"""
_looks_passed: set[str] = set()

_RUN = """async ([tags, only, without, known, allowed]) => {
    const runOnly = only.length ? {type: 'rule', values: only} : {type: 'tag', values: tags};
    const rules = Object.fromEntries(without.map((id) => [id, {enabled: false}]));
    const options = {runOnly, rules, resultTypes: ['violations'], elementRef: true};
    const looks = known ? (ONE_OF_EACH_LOOK)(known) : [];
    const unlisted = [], met = new Set();
    if (known && !looks.length) return [unlisted, [], []];
    const where = known ? {include: looks.map(([, e]) => e)} : document;
    const result = await axe.run(where, options);
    for (const rule of result.violations) for (const node of rule.nodes) {
        const entry = allowed.findIndex(([id, element]) =>
            id === rule.id && node.element.matches(element));
        if (entry >= 0) { met.add(entry); continue; }
        const why = [...node.any, ...node.all, ...node.none].map((check) => check.message)[0];
        unlisted.push(`${rule.id}: ${why} ${node.html.slice(0, 300)}`);
    }
    return [unlisted, [...met], looks.map(([look]) => look)];
}""".replace("ONE_OF_EACH_LOOK", _ONE_OF_EACH_LOOK)

_CUT_OFF = """() => {
    const scrolls = (e) => {
        for (let up = e.parentElement; up; up = up.parentElement) {
            if (up.dataset.testid === 'stMain') return false;
            if (/auto|scroll/.test(getComputedStyle(up).overflowX)) return true;
        }
        return false;
    };
    const main = document.querySelector('[data-testid=stMain]');
    const right = main.getBoundingClientRect().left + main.clientWidth;
    const found = [];
    if (main.scrollWidth > main.clientWidth) found.push('the page scrolls sideways');
    for (const e of main.querySelectorAll('*')) {
        const words = [...e.childNodes].filter((n) => n.nodeType === 3)
            .map((n) => n.data.trim()).join(' ').trim();
        const box = e.getBoundingClientRect();
        const style = getComputedStyle(e);
        if (!words || !box.width || box.height < 3 || style.visibility === 'hidden') continue;
        if (e.closest('[data-testid=stIconMaterial], svg, [aria-hidden=true]')) continue;
        const clipped = style.overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1;
        if (clipped || (box.right > right + 1 && !scrolls(e))) found.push(words.slice(0, 80));
    }
    return found;
}"""


@dataclass(frozen=True)
class Allowed:
    """A finding that Streamlit causes, as the document lists it."""

    rule: str
    element: str
    pages: tuple[str, ...]


def read_allowed() -> list[Allowed]:
    """The table of the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \| ([^|]+) \| [^|]+ \|$", text, re.MULTILINE)
    return [
        Allowed(rule, element, tuple(name.strip() for name in pages.split(",")))
        for rule, element, pages in rows
    ]


def find_violations(
    page: Page, allowed: list[Allowed], only: Sequence[str] = ()
) -> tuple[list[str], set[Allowed]]:
    """Run axe-core on a page.

    The contrast of words is the most work by far. Unless FIDELITY_TEST_LONG=1 it is measured once
    for all words that look alike, on all pages that a process looks at.

    Args:
        page: The page, drawn.
        allowed: What Streamlit causes.
        only: The rules to run; all of WCAG 2.2 A and AA if empty.

    Returns:
        What it found and nobody allowed, and which of the allowed it found.
    """
    if os.environ.get("FIDELITY_TEST_LONG") == "1":
        return _run(page, allowed, only)
    found, met = [], set()
    if list(only) != [CONTRAST]:
        found, met = _run(page, allowed, only, without=[CONTRAST])
    if not only or CONTRAST in only:
        colors, met_there = _run(page, allowed, [CONTRAST], known=_looks_passed)
        found, met = found + colors, met | met_there
    return found, met


def _run(
    page: Page,
    allowed: list[Allowed],
    only: Sequence[str],
    *,
    without: Sequence[str] = (),
    known: set[str] | None = None,
) -> tuple[list[str], set[Allowed]]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_AXE)
    entries = [[entry.rule, entry.element] for entry in allowed]
    passed_before = None if known is None else list(known)
    asked = [TAGS, list(only), list(without), passed_before, entries]
    unlisted, met, looks = page.evaluate(_RUN, asked)
    if known is not None and not (unlisted or met):
        known.update(looks)
    return unlisted, {allowed[number] for number in met}


def find_cut_off(page: Page) -> list[str]:
    """Words that reach out of the page or are cut off, and whether the page scrolls sideways."""
    return page.evaluate(_CUT_OFF)
