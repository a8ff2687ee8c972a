"""One scale in full, in the words of a reviewer."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from app_pages.item_view import show_item
from app_pages.plain_table import one_line, show_notes
from reporting.anchor_check import anchor_sentence
from reporting.due_words import rule_of_rating_again
from reporting.rule_words import verdict_words
from reporting.sentences import listed
from scales.catalog import Entry
from scales.model import Scale, Source, Subscale
from scoring.reasons import name_of


def show_scale(entry: Entry, *, everything: bool) -> None:
    """Draw a scale.

    Args:
        entry: The scale and its file.
        everything: Whether to leave nothing folded, as for printing.
    """
    scale = entry.scale
    st.header(one_line(scale.name), anchor=False)
    st.markdown(one_line(scale.summary))
    _show_facts(entry)
    _show_rules(scale)
    _show_numbers(scale)
    for title, lines in (
        ("Guidance for raters", scale.guidance),
        ("Cautions", scale.cautions),
        ("Sources", [source_words(source) for source in scale.sources]),
    ):
        if lines:
            st.header(title, anchor=False)
            written = lines if title == "Sources" else [one_line(line) for line in lines]
            st.markdown("\n".join(f"- {line}" for line in written))
    _show_questions(scale)
    for subscale in scale.subscales:
        _show_subscale(scale, subscale, everything=everything)


def source_words(source: Source) -> str:
    """A source in Markdown, with a link where it has an address on the web."""
    title = one_line(source.title)
    if source.url and source.url.startswith(("http://", "https://")):
        address = source.url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
        title = f"[{title}](<{address}>)"
    note = f". {one_line(source.note)}" if source.note else ""
    return f"**{one_line(source.key)}:** {title}{note}"


def _show_facts(entry: Entry) -> None:
    scale = entry.scale
    parts = (
        ("What is rated", scale.unit),
        ("Status", scale.status),
        ("Edition", scale.edition or ""),
        ("Levels", _levels(scale)),
        ("How sure the wording is", anchor_sentence(scale)),
        ("License", f"{scale.license.name}. {scale.license.text}"),
        ("Rate again", rule_of_rating_again(scale)),
        ("File", _file(entry)),
    )
    lines = [f"**{name}.** {one_line(text)}" for name, text in parts if text]
    st.markdown("\n\n".join(lines))


def _levels(scale: Scale) -> str:
    return (
        f"Every item is rated from {scale.levels.low} to {scale.levels.high}. The level aimed at "
        f"is {scale.target_level}, unless the visit sets another. In the verified score an item "
        f"that rests on one person's word counts at most {scale.verified_cap}."
    )


def _file(entry: Entry) -> str:
    origin = "comes with the program" if entry.built_in else "one of your own"
    return f"{entry.path.name}, version {entry.scale.version}, {origin}, fingerprint {entry.stamp}"


def _show_rules(scale: Scale) -> None:
    st.header("How the verdict is reached", anchor=False)
    st.markdown("The rules are tried in this order; the first that holds is the verdict.")
    for verdict in scale.verdicts:
        st.markdown(
            f"**{one_line(verdict.rule)}: {one_line(verdict.name)}**\n\n"
            f"When: {one_line(verdict_words(verdict, scale))}\n\n"
            f"It means: {one_line(verdict.meaning)}"
        )
    _show_list("Groups that the rules speak of", _groups(scale))
    _show_list("Finer names within a verdict", _sublabels(scale))
    _show_list("Contradictions that are pointed out", [w.text for w in scale.warnings])
    _show_list("Elsewhere these verdicts are called", _verdict_crosswalk(scale))
    if scale.verdict_note:
        st.markdown(one_line(scale.verdict_note))


def _sublabels(scale: Scale) -> list[str]:
    return [
        f"{v.name}: {listed(s.name for s in v.sublabels)}" for v in scale.verdicts if v.sublabels
    ]


def _groups(scale: Scale) -> list[str]:
    return [f"{name_of(scale, group)}: {listed(scale.members(group))}" for group in scale.groups]


def _verdict_crosswalk(scale: Scale) -> list[str]:
    return [
        f"{v.name}: {'; '.join(f'{c.framework}, {c.entry}' for c in v.crosswalk)}"
        for v in scale.verdicts
        if v.crosswalk
    ]


def _show_numbers(scale: Scale) -> None:
    total, names = scale.total, {s.id: s.name for s in scale.subscales}
    st.header("Numbers that are reported", anchor=False)
    if total.kind == "mean_of_items":
        of = (
            f"mean of {len(scale.members(total.id))} items, formed from {total.minimum_rated} rated"
        )
    else:
        of = f"mean of the subscale means of {listed(names[part] for part in total.of)}"
    lines = [f"{total.name}: {of}"]
    if total.index_name:
        lines.append(f"{total.index_name}: {total.index_note or 'the same number from 0 to 100'}")
    lines += [f"{s.name}: formed from {s.minimum_rated} rated" for s in scale.subscales]
    lines += [
        f"{p.name}: {listed(part.name for part in p.parts)}. {p.note or ''}" for p in scale.profiles
    ]
    lines += [f"{c.name}, together with {c.with_scale}: {c.note or ''}" for c in scale.combined]
    _show_list("", lines)


def _show_questions(scale: Scale) -> None:
    if not scale.facts:
        return
    st.header("Asked before the items", anchor=False)
    for fact in scale.facts:
        if fact.kind == "choice":
            _show_list(fact.asks, [choice.text for choice in fact.choices])
        else:
            st.markdown(f"**{one_line(fact.asks)}** (a number)")


def _show_subscale(scale: Scale, subscale: Subscale, *, everything: bool) -> None:
    st.header(one_line(subscale.name), anchor=False)
    if subscale.asks:
        st.markdown(one_line(subscale.asks))
    if subscale.companion_outcome:
        show_notes([f"An outcome to watch beside it: {subscale.companion_outcome}"])
    for item_id in scale.members(subscale.id):
        item = scale.item(item_id)
        title = one_line(f"{item.id} {item.name}")
        if everything:
            st.subheader(title, anchor=False)
            show_item(scale, item)
            continue
        # Only an open item is drawn: a scale has up to thirty.
        with st.expander(title, key=f"read|{scale.id}|{item.id}", on_change="rerun") as box:
            if box.open:
                show_item(scale, item)


def _show_list(title: str, lines: Iterable[str]) -> None:
    written = [f"- {one_line(line)}" for line in lines]
    if written:
        st.markdown("\n".join([f"**{one_line(title)}**", "", *written] if title else written))
