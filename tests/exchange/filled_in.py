"""Random answers to a scale, as a rater could give them, and how they look once read back."""

from __future__ import annotations

from random import Random

from exchange.incoming import IncomingAnswer, IncomingSet
from reporting.pack_facts import GivenAnswer, PackScale, State
from scales.item import Item
from scales.model import Scale
from tests.shipped_scales import shipped_scales

NOTES = ("", "", "Seen in 3 charts.", "=1+1", "two\nlines", "a;b, \"c\" 'd'", "NA", "3", "-", "Zoë")


def answered(scale_id: str, seed: int) -> PackScale:
    """Answer about two of three items and every question of a shipped scale."""
    random = Random(seed)
    entry = shipped_scales().get(scale_id)
    scale = entry.scale
    answers = {i.id: _answer(i, random) for i in scale.items if random.random() < 0.66}
    choices = {f.id: random.choice(f.choices).id for f in scale.choice_facts}
    counts = {f.id: random.randint(0, 300) for f in scale.count_facts}
    return PackScale(scale, entry.stamp, answers, choices, counts)


def _answer(item: Item, random: Random) -> GivenAnswer:
    states: list[State] = ["rated"] * 6 + ["not_enough_information"]
    states += ["not_applicable"] * item.not_applicable.permitted
    state = random.choice(states)
    numerator, denominator = _counts(item, random)
    return GivenAnswer(
        state,
        random.choice(item.anchors).level if state == "rated" else None,
        random.choice(("No groups here.", "3")) if state == "not_applicable" else "",
        numerator,
        denominator,
        random.choice(NOTES),
        random.choice(("A", "B", "C", "D", None)),
        tuple(source for source in item.evidence if random.random() < 0.5),
    )


def _counts(item: Item, random: Random) -> tuple[int | None, int | None]:
    if item.measure is None or random.random() < 0.3:
        return None, None
    if item.measure.kind == "count":
        return random.randint(0, item.measure.of or 0), None
    whole = random.randint(0, 40)
    return random.randint(0, whole), whole


def as_given(answer: IncomingAnswer) -> GivenAnswer:
    """What was read, without its place."""
    return GivenAnswer(
        answer.state,
        answer.level,
        answer.reason,
        answer.numerator,
        answer.denominator,
        answer.note,
        answer.grade,
        answer.sources,
    )


def read_back(one: IncomingSet) -> PackScale:
    """What was read of a scale, as it was given."""
    scale: Scale = one.scale
    stamp = shipped_scales().get(scale.id).stamp
    answers = {item: as_given(answer) for item, answer in one.answers.items()}
    return PackScale(scale, stamp, answers, one.choices, one.counts)
