"""Reports on invented visits, for the tests of every form they are handed over in."""

from __future__ import annotations

from datetime import date

from reporting.facts import AnswerFacts, PlanLine, ProgramFacts, VisitFacts
from reporting.report import Report, build_report

TEAM = {"team": "yes"}
RATED = {"A1": 3, "A2": 5, "A3": 5, "B1": 2}
NOTES = {"A1": AnswerFacts(note="Three of ten\x00charts", grade="A", numerator=3, denominator=10)}
PLAN = [PlanLine("Meet every week", items=(("house", "A1"),), owner="Lead", due=date(2026, 5, 1))]
SIGNED = (("Signed by", "Ann Lee"), ("Signature (SHA-256)", "f" * 64))


def report_of(*results, plan=(), name="Harbor House", **visit) -> Report:
    facts = VisitFacts(date(2026, 3, 1), "self_audit", "A rater", **visit)
    return build_report(ProgramFacts(name), facts, results, plan, date(2026, 4, 1), "Made by us")
