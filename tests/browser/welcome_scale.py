"""A scale of three items of its own, for a visit that a test carries through quickly."""

from __future__ import annotations

from pathlib import Path

ITEMS = {"W1": "First appointment", "W2": "Welcome of both", "W3": "Written word"}

_SCALE = """\
format: 1
id: welcome
version: 1.0.0
name: Welcome
short_name: Welcome
unit: One program
summary: How people are received when they first ask for help.
status: Made for a test.
license: {name: CC0, text: Free}
sources: [{key: test, title: A test}]
guidance: [Rate what is done.]
levels: {low: 1, high: 5}
target_level: 4
subscales: [{id: access, name: Access, minimum_rated: 1}]
total: {id: total, name: Mean, kind: mean_of_items, of: [access], minimum_rated: 1}
verdicts:
- id: not_scorable
  name: Not scorable
  rule: Nothing is rated.
  tier: null
  meaning: Nothing is known.
  when: {test: no_mean, of: total}
- id: welcoming
  name: Welcoming
  rule: The mean is at least 4.
  tier: 2
  meaning: People find their way in.
  when: {test: mean, of: total, at_least: "4.0"}
- id: not_yet
  name: Not yet welcoming
  rule: Anything else.
  tier: 1
  meaning: Some are lost on the way.
items:
"""
_ITEM = """\
- id: {id}
  name: {name}
  subscale: access
  importance: 2
  asks: How is it?
  evidence: [Charts, Calls]
  not_applicable: {{permitted: false, rule: Rate it.}}
  actions:
  - {{id: a1, do: Ask people, lead: Program director, effort: small, done_when: They were asked}}
  - {{id: a2, do: Call back, lead: Program director, effort: small, done_when: They were called}}
  anchors:
  - {{level: 1, text: Never, verified: own_wording}}
  - {{level: 2, text: Seldom, verified: own_wording}}
  - {{level: 3, text: Half the time, verified: own_wording}}
  - {{level: 4, text: Mostly, verified: own_wording}}
  - {{level: 5, text: Always, verified: own_wording}}
"""


def write_scale(folder: Path) -> None:
    """Write the scale, with the id `welcome`, into a folder of a user's own scales."""
    items = (_ITEM.format(id=item, name=name) for item, name in ITEMS.items())
    (folder / "welcome.yaml").write_text(_SCALE + "".join(items), encoding="utf-8")
