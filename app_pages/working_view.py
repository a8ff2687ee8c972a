"""How the numbers were made: every fraction, every rating, and the rules in their order."""

from __future__ import annotations

import streamlit as st

from app_pages.plain_table import show_notes, show_table
from reporting.numbers import NumberRow
from reporting.report import Report
from reporting.scale_report import ScaleReport


def show_working(report: Report, scale: ScaleReport) -> None:
    """Draw the arithmetic behind each number, and the rules that were tried."""
    with st.expander("How this number was made"):
        show_table(
            [_row(number, scale) for number in _numbers(report, scale)],
            alt="The arithmetic behind each mean",
        )
        if scale.facts:
            st.markdown("**Asked before the items**")
            facts = [{"Question": asks, "Answer": answer} for asks, answer in scale.facts]
            show_table(facts, alt="Questions asked before the items, and the answers")
        st.markdown("**Rules, in the order they are tried; the first that holds is the verdict**")
        show_table(
            (
                {
                    "Rule": rule.rule,
                    "Verdict": rule.name,
                    "When": rule.words,
                    "Here": "this one applied" if rule.fired else "",
                }
                for rule in scale.rules
            ),
            alt="Rules for the verdict, in the order they are tried",
        )
        show_notes([scale.verdict_note, scale.anchor_check, _file(scale)])


def show_ratings(scale: ScaleReport) -> None:
    """Draw every item with what its rating rests on."""
    with st.expander("All ratings, with evidence and notes"):
        show_table(
            (
                {
                    "Item": item.label,
                    "Level": item.shown,
                    "Verified": "" if item.verified_level is None else item.verified_level,
                    "Evidence": item.grade_words,
                    "Sources": "; ".join(item.sources),
                    "Counted": item.counts,
                    "Note": item.note or item.reason,
                }
                for item in scale.items
            ),
            alt="Every item with level, evidence, sources, counts and note",
        )


def _numbers(report: Report, scale: ScaleReport) -> list[NumberRow]:
    profiles = [row for profile in scale.profiles for row in profile.rows]
    combined = [c.number for c in report.combined if scale.id in c.scales]
    return [scale.total, *scale.subscales, *profiles, *combined]


def _row(number: NumberRow, scale: ScaleReport) -> dict[str, object]:
    shown = {item.id: item.shown for item in scale.items}
    # A mean over two scales names items of the other one too; those stand on its own page.
    items = [f"{item} {shown[item]}" for item in number.items if item in shown]
    return {
        "Number": number.name,
        "Working": number.working,
        "Items": "; ".join(items),
    }


def _file(scale: ScaleReport) -> str:
    stamp = f", fingerprint {scale.stamp[:8]}" if scale.stamp else ""
    return f"Scale {scale.id}, version {scale.version}{stamp}."
