"""What one rating costs the server, beside one click on an otherwise empty Streamlit page."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Radio_pb2 import Radio
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.sync.client import ClientConnection, connect

from scales.catalog import load_catalog
from storage.location import default_url
from storage.programs import add_program
from storage.store import Store, upgrade
from storage.team import alone
from storage.visits import add_visit, get_assessments
from tests.app_server import AppServer
from tests.browser.rated_visit import NOW, RATER, first_person

ITEMS = 15
LIMIT = 3.0
"""The most that a rating may cost, in clicks on the empty page."""

EMPTY_PAGE = """
import streamlit as st

st.radio("Level", ["1", "2", "3", "4", "5"], index=None, key="choice", on_change=lambda: None)
"""

# As long as the published items are: five anchors in words, counts, evidence, questions to ask.
_SCALE = """
format: 1
id: fifteen
version: 1.0.0
name: Fifteen items
short_name: Fifteen
unit: a program
summary: One part of fifteen items, to measure what rating them costs.
status: Invented for a measurement.
license: {name: CC0, text: Free to use.}
sources:
  - {key: own, title: Written for this measurement}
guidance:
  - Rate what is done.
levels: {low: 1, high: 5}
target_level: 4
subscales:
  - {id: all_items, name: All items}
total: {id: total, name: Mean, kind: mean_of_items, of: [all_items]}
verdicts:
  - {id: high, name: High, rule: Mean at least 4., tier: 1, meaning: Good.,
     when: {test: mean, of: total, at_least: "4.0"}}
  - {id: low, name: Low, rule: Anything else., tier: 0, meaning: Something to mend.}
items:
"""
_ITEM = """
  - id: X{number}
    name: Component number {number}
    subscale: all_items
    asks: What share of the clients served in this model receives component {number} as meant?
    anchors:
      - {{level: 1, text: 20 % or fewer; care is brokered elsewhere, verified: own_wording}}
      - {{level: 2, text: 21 to 40 % of the clients in the charts sampled, verified: own_wording}}
      - {{level: 3, text: 41 to 60 % of the clients in the charts sampled, verified: own_wording}}
      - {{level: 4, text: 61 to 79 % of the clients in the charts sampled, verified: own_wording}}
      - {{level: 5, text: 80 % or more; with wide access to all services, verified: own_wording}}
    evidence: [Charts of ten clients, Interviews with three clinicians, The team's own schedule]
    probes:
      - {{ask: How is it decided who receives this?, of: [leader, clinician]}}
      - {{ask: What happened the last time it was missed?, of: [clinician]}}
    measure:
      kind: percent
      numerator: Clients who receive it
      denominator: Clients sampled
      cuts:
        - {{level: 1, up_to: 20}}
        - {{level: 2, up_to: 40}}
        - {{level: 3, up_to: 60}}
        - {{level: 4, below: 80}}
        - {{level: 5, up_to: 100}}
    not_applicable: {{permitted: false, rule: Rate it always.}}
    actions:
      - {{id: a1, do: Begin., effort: small, lead: Director, done_when: Seen twice.}}
      - {{id: a2, do: Go on., effort: small, lead: Director, done_when: Seen again.}}
"""


@dataclass(frozen=True)
class Cost:
    """Seconds of single interactions, in the order they were measured."""

    rating: list[float]
    empty: list[float]

    @property
    def ratio(self) -> float:
        """Median cost of a rating over the median cost of a click on the empty page."""
        return statistics.median(self.rating) / statistics.median(self.empty)


def compare(rounds: int = 40) -> Cost:
    """Rate items in turn, and after each click once on the empty page."""
    with tempfile.TemporaryDirectory() as folder, open_tabs(Path(folder)) as (page, empty):
        cost = Cost([], [])
        assert len(page.radios) == ITEMS, sorted(page.radios)
        for number in range(rounds + ITEMS):
            item = list(page.radios)[number % ITEMS]
            level = number // ITEMS % 5
            spent = page.choose(item, level), empty.choose("choice", number % 5)
            # The first round through the items warms both up.
            if number >= ITEMS:
                cost.rating.append(spent[0])
                cost.empty.append(spent[1])
        return cost


@dataclass
class Tab:
    """A tab as the server sees it: the messages a browser sends and is sent, and no browser."""

    connection: ClientConnection
    query: str
    page: str
    radios: dict[str, tuple[Radio, str]] = field(default_factory=dict)
    """Key to the radio of an item and the fragment it is in."""
    states: dict[str, WidgetState] = field(default_factory=dict)
    """What every widget holds, all of which a browser sends each time."""

    def open(self) -> None:
        """Load the page."""
        self._run("")

    def choose(self, key: str, option: int) -> float:
        """Choose an option; return the seconds until the server had sent all that changed."""
        radio, fragment = self.radios[key]
        self.states[radio.id] = WidgetState(id=radio.id, string_value=radio.options[option])
        return self._run(fragment)

    def _run(self, fragment: str) -> float:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.CopyFrom(WidgetStates(widgets=self.states.values()))
        begun = time.perf_counter()
        self.connection.send(message.SerializeToString())
        while True:
            content = self.connection.recv(timeout=60)
            answer = ForwardMsg()
            answer.ParseFromString(content if isinstance(content, bytes) else content.encode())
            kind = answer.WhichOneof("type")
            if kind == "delta":
                self._remember(answer)
            if kind == "script_finished":
                return time.perf_counter() - begun

    def _remember(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        assert not element.HasField("exception"), element.exception.message
        if element.HasField("radio"):
            radio = Radio()
            radio.CopyFrom(element.radio)
            key = radio.id.rpartition("-")[2]
            if key.endswith("choice"):
                self.radios[key] = (radio, message.delta.fragment_id)


@contextmanager
def open_tabs(folder: Path) -> Iterator[tuple[Tab, Tab]]:
    """A part of fifteen items and an empty page, each served by a process of its own."""
    scales = folder / "scales"
    scales.mkdir()
    items = "".join(_ITEM.format(number=number) for number in range(1, ITEMS + 1))
    (scales / "fifteen.yaml").write_text(_SCALE + items, encoding="utf-8")
    script = folder / "empty_page.py"
    script.write_text(EMPTY_PAGE, encoding="utf-8")
    visit = begin(default_url(folder), scales)
    with ExitStack() as stack:
        app = AppServer(default_url(folder), folder, scales=str(scales))
        empty = AppServer(default_url(folder), folder, script=script)
        tabs = []
        for server, query, page in ((app, f"visit={visit}", "assess"), (empty, "", "")):
            stack.callback(server.stop)
            server.start()
            address = f"{server.address.replace('http', 'ws', 1)}/_stcore/stream"
            connection = stack.enter_context(connect(address, max_size=None))
            tab = Tab(connection, query, page)
            tab.open()
            tabs.append(tab)
        yield tabs[0], tabs[1]


def begin(url: str, scales: Path) -> int:
    """A visit on the scale of fifteen items."""
    entry = load_catalog(scales).get("fifteen")
    pin = (entry.scale.id, entry.scale.version, entry.stamp, entry.scale.target_level)
    with closing(Store.open(url)) as store:
        upgrade(store)
        acting = first_person(store)
        program = add_program(acting, name="Invented program", invented=True, now=NOW)
        team = alone(RATER, acting.person.id)
        visit = add_visit(acting, program.id, NOW.date(), "self_audit", team, [pin], NOW)
        assert len(get_assessments(acting, visit.id)) == 1
        return visit.id


def main() -> None:
    """Measure and say it."""
    cost = compare(rounds=90)
    rating, empty = (1000 * statistics.median(spent) for spent in (cost.rating, cost.empty))
    print(f"A rating on a part of {ITEMS} items: {rating:.1f} ms")
    print(f"A click on an empty page: {empty:.1f} ms")
    print(f"Ratio {cost.ratio:.2f}, at most {LIMIT:g}")


if __name__ == "__main__":
    main()
