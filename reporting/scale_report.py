"""What is said about one scale at one visit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reporting.agreement_words import AgreementWords, agreement_words
from reporting.anchor_check import anchor_sentence
from reporting.comparison import Comparison, compare
from reporting.facts import ScaleResult
from reporting.findings import SubscaleFindings, subscale_findings
from reporting.gap_table import GapRow, gap_rows, gap_summary
from reporting.item_table import ItemRow, item_rows, state_words
from reporting.numbers import NumberRow, index_text, profile_rows, subscale_rows, total_row
from reporting.own_targets import MeanTarget, mean_targets, own_target_words
from reporting.rule_words import verdict_words
from reporting.sentences import counted
from reporting.verdict_text import (
    BorderlineNote,
    borderline_notes,
    capped_text,
    claim_text,
    headline,
    held_back_texts,
    possible_text,
    verdict_name,
)
from scales.model import Scale
from scoring.explanation import Scored


@dataclass(frozen=True)
class UnratedItem:
    """An item without a level: its state in words, and the reason given, if any."""

    id: str
    name: str
    subscale: str
    state: str
    reason: str

    @property
    def label(self) -> str:
        """Id and name."""
        return f"{self.id} {self.name}"


@dataclass(frozen=True)
class ProfileTable:
    """Another way to look at the same ratings."""

    id: str
    name: str
    note: str
    rows: tuple[NumberRow, ...]


@dataclass(frozen=True)
class RuleRow:
    """One rule for the verdict, and whether it is the one that applied."""

    rule: str
    name: str
    words: str
    meaning: str
    fired: bool


@dataclass(frozen=True)
class ScaleReport:
    """Everything that is said about one scale.

    Attributes:
        result: What all this is said of, for an output whose numbers stay live.
        stamp: SHA-256 of the scale file that was rated with; empty where unknown.
        status: What is known of the scale's validity; stands beside every score.
        verdict: With its finer name, where it has one.
        headline: Verdict, rule and total in one line.
        because: Why this verdict and no other.
        capped: What holds it below what the mean alone would allow; None where nothing does.
        held_back: What is missing for each higher verdict, nearest first.
        possible: How the score can still end; None where nothing is open.
        unrated: Items without a level, not-applicable ones among them.
        claim: What the program calls itself against what was observed; None where not asked.
        facts: What was asked before the items, and the answers.
        index: The total on 0 to 100; None where the scale has none or the total is not formed.
        mean_targets: Of subscales and the total that have a target of their own.
        own_targets: All targets of their own in words, those of items too; may be empty.
        agreement: Of the raters before they settled anything; None where there is none to tell.
        comparison: Self-reported against verified; None where nobody was asked for evidence.
        anchor_check: How many anchors were checked against the publication.
        rules: In the order they are tried.
        sources: Title and address (may be empty) of each source of the scale.
    """

    result: ScaleResult
    id: str
    name: str
    short_name: str
    version: str
    stamp: str
    status: str
    license: str
    low: int
    high: int
    target: int
    verdict_id: str
    verdict: str
    rule: str
    meaning: str
    headline: str
    because: tuple[str, ...]
    capped: str | None
    held_back: tuple[str, ...]
    borderline: tuple[BorderlineNote, ...]
    possible: str | None
    unrated: tuple[UnratedItem, ...]
    warnings: tuple[str, ...]
    claim: str | None
    cautions: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    total: NumberRow
    index_name: str
    index: str | None
    index_note: str
    subscales: tuple[NumberRow, ...]
    profiles: tuple[ProfileTable, ...]
    agreement: AgreementWords | None
    comparison: Comparison | None
    gaps: tuple[GapRow, ...]
    gap_summary: str
    mean_targets: tuple[MeanTarget, ...]
    own_targets: tuple[str, ...]
    findings: tuple[SubscaleFindings, ...]
    items: tuple[ItemRow, ...]
    anchor_check: str
    verdict_note: str
    rules: tuple[RuleRow, ...]
    sources: tuple[tuple[str, str], ...]

    @property
    def verdicts(self) -> str:
        """The verdict, and the verified one where it is another."""
        found = self.comparison
        if found is None or found.self_verdict == found.verified_verdict:
            return self.verdict
        return f"{self.verdict} (verified: {found.verified_verdict})"

    def mean_target(self, number: str) -> Fraction:
        """What a mean is compared with: its own target, else the level aimed at."""
        own = {each.id: each.target for each in self.mean_targets}
        return own.get(number, Fraction(self.target))

    @property
    def rated(self) -> int:
        """How many items have a level."""
        return sum(item.level is not None for item in self.items)


def _if_verified_differs(result: ScaleResult) -> str:
    """The verified verdict, wherever it is another one: the friendlier must not stand alone."""
    verified = result.verified
    if verified is None or verified.verdict.id == result.scored.verdict.id:
        return ""
    return f" Verified: {verdict_name(verified)}."


def scale_report(result: ScaleResult) -> ScaleReport:
    """Decide what is said about one scale."""
    scored, scale = result.scored, result.scored.scale
    total = total_row(scored)
    items = item_rows(result)
    gaps = gap_rows(result)
    subscales = subscale_rows(scored)
    rated = sum(item.level is not None for item in items)
    return ScaleReport(
        result=result,
        id=scale.id,
        name=scale.name,
        short_name=scale.short_name,
        version=scale.version,
        stamp=result.stamp,
        status=scale.status,
        license=f"{scale.license.name}. {scale.license.text}",
        low=scale.levels.low,
        high=scale.levels.high,
        target=result.target,
        verdict_id=scored.verdict.id,
        verdict=verdict_name(scored),
        rule=scored.verdict.rule,
        meaning=scored.verdict.meaning,
        headline=headline(scored, total) + _if_verified_differs(result),
        because=scored.because,
        capped=capped_text(scored),
        held_back=held_back_texts(scored),
        borderline=borderline_notes(scored),
        possible=possible_text(scored),
        unrated=_unrated(result),
        warnings=(*scored.warnings, *_unconfirmed(items)),
        claim=claim_text(scored),
        cautions=scale.cautions,
        facts=_facts(result),
        total=total,
        index_name=scale.total.index_name or "",
        index=None if scored.index is None else index_text(scored.index),
        index_note=scale.total.index_note or "",
        subscales=subscales,
        profiles=_profiles(scored),
        agreement=_agreement(result),
        comparison=compare(result),
        gaps=gaps,
        gap_summary=gap_summary(gaps, rated, result),
        mean_targets=mean_targets(result),
        own_targets=own_target_words(result),
        findings=subscale_findings(result, subscales, items),
        items=items,
        anchor_check=anchor_sentence(scale),
        verdict_note=scale.verdict_note or "",
        rules=_rules(scale, scored),
        sources=tuple((source.title, source.url or "") for source in scale.sources),
    )


def _agreement(result: ScaleResult) -> AgreementWords | None:
    found = result.agreement
    if found is None:
        return None
    who = "The two reviewers" if len(found.overall.raters) == 2 else "The reviewers"
    return agreement_words(found.overall, who)


def _unrated(result: ScaleResult) -> tuple[UnratedItem, ...]:
    scale = result.scored.scale
    names = {subscale.id: subscale.name for subscale in scale.subscales}
    return tuple(
        UnratedItem(
            left.item,
            scale.item(left.item).name,
            names[scale.item(left.item).subscale],
            state_words(int(left.state)),
            result.answer(left.item).reason,
        )
        for left in result.scored.left_out
    )


def _unconfirmed(items: tuple[ItemRow, ...]) -> tuple[str, ...]:
    copied = [item.id for item in items if item.level is not None and not item.confirmed]
    if not copied:
        return ()
    return (
        f"{counted(len(copied), 'rating')} copied from an earlier visit and not confirmed: "
        f"{', '.join(copied)}.",
    )


def _facts(result: ScaleResult) -> tuple[tuple[str, str], ...]:
    scored, answers = result.scored, []
    for fact in scored.scale.facts:
        if fact.kind == "choice":
            chosen = scored.row.choices.get(fact.id)
            texts = [choice.text for choice in fact.choices if choice.id == chosen]
            answers.append((fact.asks, texts[0] if texts else "not answered"))
        else:
            count = result.counts.get(fact.id)
            answers.append((fact.asks, "not answered" if count is None else str(count)))
    return tuple(answers)


def _profiles(scored: Scored) -> tuple[ProfileTable, ...]:
    return tuple(
        ProfileTable(profile.id, profile.name, profile.note or "", profile_rows(scored, profile.id))
        for profile in scored.scale.profiles
    )


def _rules(scale: Scale, scored: Scored) -> tuple[RuleRow, ...]:
    return tuple(
        RuleRow(
            verdict.rule,
            verdict.name,
            verdict_words(verdict, scale),
            verdict.meaning,
            verdict.id == scored.verdict.id,
        )
        for verdict in scale.verdicts
    )
