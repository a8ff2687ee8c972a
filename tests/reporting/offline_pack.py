"""A visit for which forms are made: four scales, some answers, and names that want to be markup."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from reporting.pack_facts import GivenAnswer, Pack, PackScale
from tests.shipped_scales import shipped_scales

DAY = dt.date(2026, 3, 2)


def pack_scale(scale_id: str, answers: Mapping[str, GivenAnswer] | None = None) -> PackScale:
    """One of the shipped scales."""
    entry = shipped_scales().get(scale_id)
    return PackScale(entry.scale, entry.stamp, answers or {})


def pack_of(*scales: PackScale, program: str = "Cedar Ridge", rater: str = "") -> Pack:
    """A pack of some scales; of all four where none is named."""
    chosen = scales or tuple(pack_scale(entry.scale.id) for entry in shipped_scales().entries)
    return Pack(program, DAY, "site_visit", 12, chosen, rater, ("Ann", "Ben"))
