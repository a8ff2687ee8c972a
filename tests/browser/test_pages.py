"""Every page, in both themes and two widths: open to everybody, nothing cut off or sent away."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from scales.catalog import load_catalog
from storage.acting import Acting
from storage.answers import Answer, copy_answers, save_answer
from storage.filling import fill_set
from storage.location import default_url
from storage.own_targets import OwnTarget, set_own_target
from storage.plans import PlanAction, add_action
from storage.programs import list_programs
from storage.store import Store, upgrade
from storage.team import alone
from storage.visits import add_visit, get_assessments, list_team, list_visits
from tests.app_server import AppServer
from tests.browser.agent import Agent
from tests.browser.assess_tab import SLOW, ItemOnPage, wait_until_drawn
from tests.browser.busy_visit import fill_visit
from tests.browser.page_checks import Allowed, find_cut_off, find_violations, read_allowed
from tests.browser.rated_visit import NOW, RATER, RatedVisit, begin_visit, first_person

TALLEST = 20_000
# Made of the same parts as others here: looked at in the light alone, and where time counts not at
# all.
SAME_PARTS = {"assess choices", "assess peer support", "results goi"}
SAME_PARTS |= {"results trauma_informed", "results integration"}
LONG = os.environ.get("FIDELITY_TEST_LONG") == "1"
HANG_ON_WIDTH = ["target-size", "scrollable-region-focusable"]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The app as on its first day, once the first person has given a name."""
    folder = tmp_path_factory.mktemp("empty")
    server = AppServer(default_url(folder), folder)
    with closing(Store.open(server.url)) as store:
        upgrade(store)
        first_person(store)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def sampled(empty: AppServer) -> Iterator[Acting]:
    """Its database after the button with the samples was pressed, and a little more."""
    agent = Agent(empty.address)
    agent.press("add samples")
    with closing(Store.open(empty.url)) as store:
        acting = first_person(store)
        (ridge,) = list_programs(acting, find="Cedar Ridge")
        fill_visit(acting, list_visits(acting, ridge.id)[0].id)
        yield acting


def open_samples(
    page: str, rest: str = "", program: str = "Harbor Street"
) -> Callable[[AppServer, Acting], str]:
    def address(server: AppServer, acting: Acting) -> str:
        (found,) = list_programs(acting, find=program)
        visit = list_visits(acting, found.id)[0]
        return f"{server.address}/{page}?visit={visit.id}&program={found.id}&{rest}"

    return address


PAGES = {
    "programs": lambda server, _acting: server.address,
    "program": open_samples(""),
    "assess counts": open_samples("assess", "scale=iddt&part=before_you_rate"),
    "assess choices": open_samples("assess", "scale=integration&part=before_you_rate"),
    "assess treatment": open_samples("assess", "scale=iddt&part=supplementary"),
    "assess continuity": open_samples("assess", "scale=integration&part=continuity"),
    "assess peer support": open_samples("assess", "scale=trauma_informed&part=peer_support"),
    "visit": open_samples("visit", program="Cedar Ridge"),
    "prepare": open_samples("prepare", program="Cedar Ridge"),
    "charts": open_samples("charts", program="Cedar Ridge"),
    "survey": open_samples("survey", program="Cedar Ridge"),
    "consensus": open_samples("consensus", program="Cedar Ridge"),
    "signoff": open_samples("signoff", program="Cedar Ridge"),
    "results iddt": open_samples("results", "scale=iddt"),
    "results goi": open_samples("results", "scale=goi"),
    "results trauma_informed": open_samples("results", "scale=trauma_informed"),
    "results integration": open_samples("results", "scale=integration"),
    "plan": open_samples("plan"),
    "reports": open_samples("reports"),
    "compare": open_samples("compare", "scale=iddt&compare=heat"),
    "compare two": open_samples("compare", "scale=iddt&compare=two-visits"),
    "over time": open_samples("over_time", "scale=iddt"),
    "benchmarks": open_samples("benchmarks", "scale=iddt"),
    "scales": lambda server, _acting: f"{server.address}/scales?scale=integration",
    "portfolio": lambda server, _acting: f"{server.address}/portfolio?scale=iddt",
    "people": lambda server, _acting: f"{server.address}/people",
}


def test_the_first_pages_of_an_empty_app(tmp_path, open_tab):
    server = AppServer(default_url(tmp_path), tmp_path)
    server.start()
    try:
        page = open_tab(server.address)
        expect(page.get_by_role("heading", name="Who are you?")).to_be_visible(timeout=SLOW)
        check(page, "first person", state=True)
        page.get_by_role("textbox", name="Your name").fill("Rater")
        page.get_by_role("textbox", name="Your name").press("Enter")
        expect(page.get_by_role("button", name="Add the sample programs")).to_be_visible(
            timeout=SLOW
        )
        check(page, "programs empty")
    finally:
        server.stop()


@pytest.mark.parametrize("name", [n for n in PAGES if LONG or n not in SAME_PARTS])
def test_a_page(name, empty, sampled, open_tab):
    foreign: list[str] = []
    page = open_tab("about:blank")
    page.on("request", lambda request: foreign.append(request.url))
    page.goto(PAGES[name](empty, sampled))
    check(page, name)
    ours = (empty.address, "data:", "blob:")
    assert [url for url in foreign if not url.startswith(ours)] == []


def test_a_plan_projected_and_the_shortest_path(empty, sampled, open_tab):
    visit = begin_visit(sampled, program="Plan House")
    for scale, place in visit.assessments.items():
        items = load_catalog().get(scale).scale.item_ids
        levels = [Answer(0, "", item, "rated", 3) for item in items]
        fill_set(sampled, place, RATER, levels, [], NOW)
    for items, target in (((("iddt", "T8"), ("integration", "INT01")), 5), ((), None)):
        add_action(sampled, PlanAction(visit.id, "Do it", items=items, target=target), NOW)
    aim = OwnTarget(visit.assessments["iddt"], "total", "treatment_mean", 310)
    set_own_target(sampled, aim, 0, NOW)
    page = open_tab(f"{empty.address}/what_next?visit={visit.id}&scale=iddt")
    wait_until_drawn(page)
    page.get_by_role("button", name="Find the shortest path").click()
    expect(page.get_by_text("one-level raises at the least")).to_be_visible(timeout=SLOW)
    check(page, "what next")
    page.goto(f"{empty.address}/plan?visit={visit.id}")
    wait_until_drawn(page)
    page.get_by_text("Target levels").click()
    box = page.get_by_role("combobox", name="Aim for something else with")
    expect(box).to_be_visible(timeout=SLOW)
    check(page, "plan targets", state=True)


def test_copied_answers_and_what_is_missing(empty, sampled, open_tab):
    program = list_programs(sampled, find="Harbor Street")[0]
    old = list_visits(sampled, program.id)[0]
    new = copied_visit(sampled, program.id, old.id)
    page = open_tab(empty.address + new.path(scale="integration", part="continuity"))
    wait_until_drawn(page)
    page.get_by_text("What is still missing").click()
    expect(page.get_by_role("link", name="INT19")).to_be_visible(timeout=SLOW)
    check(page, "assess copied", state=True)


def test_an_item_answered_in_two_tabs(empty, sampled, open_tab):
    visit = begin_visit(sampled)
    page = open_tab(empty.address + visit.path(part="supplementary"))
    wait_until_drawn(page)
    answer = Answer(visit.assessments["iddt"], RATER, "RP", state="rated", level=4)
    save_answer(sampled, answer, 0, NOW)
    item = ItemOnPage(page, visit.assessments["iddt"], "RP")
    item.choose("2")
    expect(item.card.get_by_text("Nothing was overwritten")).to_be_visible(timeout=SLOW)
    check(page, "assess two tabs", state=True)


def test_starting_a_site_visit(empty, sampled, open_tab):
    page = open_tab(open_samples("")(empty, sampled))
    wait_until_drawn(page)
    page.get_by_text("Start a visit").click()
    page.get_by_text("Site visit", exact=True).last.click()
    expect(page.get_by_role("combobox", name="Other reviewers")).to_be_visible(timeout=SLOW)
    check(page, "program", state=True)


def test_handing_in_and_what_is_handed_in(empty, sampled, open_tab):
    visit = begin_visit(sampled)
    page = open_tab(empty.address + visit.path(part="supplementary"))
    wait_until_drawn(page)
    page.get_by_role("button", name="Hand in my ratings").click()
    expect(page.get_by_text("answers are still missing")).to_be_visible(timeout=SLOW)
    check(page, "assess handing in", state=True)
    page.get_by_role("button", name="Yes, hand in").click()
    expect(page.get_by_text("Your ratings are handed in (")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("Your ratings are handed in.", exact=True)).to_have_count(
        0, timeout=SLOW
    )
    check(page, "assess handed in", state=True)


def check(page: Page, name: str, *, state: bool = False) -> None:
    """Check an open page in both themes and two widths.

    Args:
        page: It.
        name: What the document calls it.
        state: Whether it is a page that is looked at elsewhere, with something more on it; where
            time counts that is looked at in the light and on a wide screen alone.
    """
    allowed = read_allowed()
    listed = {entry for entry in allowed if name in entry.pages}
    unfold(page)
    show_all(page, 1280)
    assert find_cut_off(page) == []
    unlisted, met = find_violations(page, allowed)
    if state and not LONG:
        assert (unlisted, met - listed) == ([], set())
        assert page.get_by_test_id("stException").count() == 0
        return
    in_the_dark, met_too = ([], set()) if name in SAME_PARTS else look_in_the_dark(page, allowed)
    show_all(page, 390)
    assert find_cut_off(page) == []
    narrow, met_narrow = find_violations(page, allowed, only=HANG_ON_WIDTH)
    assert [unlisted, in_the_dark, narrow] == [[], [], []]
    assert met | met_too | met_narrow == listed
    assert page.get_by_test_id("stException").count() == 0


def look_in_the_dark(page: Page, allowed: list[Allowed]) -> tuple[list[str], set[Allowed]]:
    """Check the contrast of the dark theme."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    settle(page)
    found = find_violations(page, allowed, only=["color-contrast"])
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


def unfold(page: Page) -> None:
    """Open every folded box, also those that ask the server for what is in them."""
    wait_until_drawn(page)
    page.evaluate(
        "() => document.querySelectorAll('details:not([open]) > summary')"
        ".forEach((summary) => summary.click())"
    )
    page.wait_for_timeout(300)
    wait_until_drawn(page)


def show_all(page: Page, width: int) -> None:
    """Make the window so high that nothing has to be scrolled: axe looks at what is in sight."""
    page.set_viewport_size({"width": width, "height": 900})
    height = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height + 100, TALLEST)})
    settle(page)


def settle(page: Page) -> None:
    """Let colors and places come to rest."""
    page.add_style_tag(content="* { transition: none !important; animation: none !important }")
    page.wait_for_timeout(300)
    wait_until_drawn(page)


def copied_visit(acting: Acting, program: int, old: int) -> RatedVisit:
    """A visit on the integration scale that begins with the ratings of an older one."""
    entry = load_catalog().get("integration")
    pin = ("integration", entry.scale.version, entry.stamp, entry.scale.target_level)
    team = alone(RATER, acting.person.id)
    visit = add_visit(acting, program, dt.date(2026, 3, 2), "follow_up", team, [pin], NOW)
    source = next(a.id for a in get_assessments(acting, old) if a.scale_id == "integration")
    target = get_assessments(acting, visit.id)[0].id
    copy_answers(acting, source, list_team(acting, old)[0].name, target, RATER, NOW)
    return RatedVisit(acting, visit.id, program, {"integration": target})
