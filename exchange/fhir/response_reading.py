"""A QuestionnaireResponse as a rater's set, with every fault told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from exchange.fhir import names, parts
from exchange.fhir.form import VALUES, Form, Question
from exchange.fhir.node import Node
from exchange.filed import GRADES
from exchange.incoming import IncomingAnswer, IncomingSet, State
from exchange.rating_cells import MOST
from scales.fault import join, near, quote

_TAKEN = ("completed", "amended", "in-progress", "stopped")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_response(node: Node, forms: Mapping[str, Form]) -> IncomingSet | None:
    """Read one response; None where something in it is wrong, which is told.

    Args:
        node: The resource.
        forms: By the id of the scale, those that a response may answer.
    """
    before = len(node.told.faults)
    node.is_object(parts.RESPONSE)
    _check_status(node)
    form = _form(node, forms)
    program, rater = _display(node, "subject"), _display(node, "author")
    if form is None:
        return None
    answers = _Answers(form, node)
    answers.read(node)
    made = answers.gather(program, rater)
    return made if len(node.told.faults) == before else None


def _check_status(node: Node) -> None:
    status = node.get("status")
    if status is None:
        node.tell("H06", "the status is missing.", f"Write one of {join(map(quote, _TAKEN))}.")
    elif status.value not in _TAKEN:
        found = f"a response of status {_short(status.value)} is not taken."
        status.tell("H14", found, f"Take those that are {join(map(quote, _TAKEN))}.")


def _form(node: Node, forms: Mapping[str, Form]) -> Form | None:
    named = node.get("questionnaire")
    if named is None:
        found = "it does not say which questionnaire it answers."
        node.tell("H07", found, f"Write {names.versioned('ID', 'VERSION')}.")
        return None
    address, _, version = (named.text() or "").partition("|")
    if not address:
        return None
    form = forms.get(names.scale_of(address) or "")
    if form is None:
        found = f"{quote(address)} is no questionnaire of a scale known here."
        ours = near(address.rpartition(":")[2], forms) or "`fidelity scales` lists the scales."
        named.tell("H07", found, ours)
        return None
    scale = form.scale
    if version != scale.version:
        found = f"it answers version {version}" if version else "it names no version"
        known = f"version {scale.version} of the scale {quote(scale.id)} is the one known here"
        fix = "Rate with that version, or bring the scale file of the other along."
        named.tell("H08", f"{found}, and {known}.", fix)
        return None
    return form


def _display(node: Node, name: str) -> str:
    """Who is meant: a program, or a rater; never a patient."""
    reference = node.get(name)
    if reference is None or not reference.is_object(parts.REFERENCE):
        return ""
    for part in ("type", "reference"):
        said = reference.get(part)
        text = said.text() if said else None
        if said and text and "patient" in re.split(r"\W+", text.lower()):
            fix = "Answers are about a program. Take every client's data away."
            said.tell("H18", "a patient is named.", fix)
    display = reference.get("display")
    return (display.text() or "").strip() if display else ""


class _Answers:
    """The answers of one response, by link id."""

    def __init__(self, form: Form, root: Node) -> None:
        self._form, self._root = form, root
        self._seen: dict[str, str] = {}
        self._values: dict[str, Any] = {}
        self._places: dict[str, Node] = {}

    def read(self, node: Node) -> None:
        """Read the items of a response, of a group or below an answer."""
        items = node.get("item")
        for item in items.entries() if items else ():
            if item.is_object(parts.ITEM):
                self._read_item(item)

    def _read_item(self, item: Node) -> None:
        named = item.get("linkId")
        link_id = named.text() if named else None
        if named is None:
            item.tell("H06", "the linkId is missing.", "Write which question it answers.")
        elif link_id is not None:
            question = self._form.questions.get(link_id)
            if question is None:
                found = f"the questionnaire has no {quote(link_id)}."
                named.tell("H09", found, near(link_id, self._form.questions))
            elif link_id in self._seen:
                found = f"{quote(link_id)} was answered at {self._seen[link_id]} already."
                named.tell("H12", found, "Keep one of the two.")
            else:
                self._seen[link_id] = item.path
                self._read_answers(item, link_id, question)
        self.read(item)

    def _read_answers(self, item: Node, link_id: str, question: Question) -> None:
        answer = item.get("answer")
        entries = answer.entries() if answer else []
        if question.kind == "group" and entries:
            item.tell("H06", f"{quote(link_id)} is a group and has no answer.", "Delete it.")
            return
        if len(entries) > 1 and question.kind != "strings":
            found = f"{quote(link_id)} has {len(entries)} answers and takes one."
            item.tell("H12", found, "Keep one of them.")
            return
        values = [value for entry in entries if (value := self._value(entry, question)) is not None]
        if values:
            self._places[link_id] = item
            self._values[link_id] = tuple(values) if question.kind == "strings" else values[0]

    def _value(self, entry: Node, question: Question) -> Any:
        if not entry.is_object((*parts.ANSWER_VALUES, "item")):
            return None
        self.read(entry)
        wanted = VALUES[question.kind]
        given = [name for name in entry.value if name in parts.ANSWER_VALUES]
        if given != [wanted]:
            found = f"the answer is given as {join(given, 'and')}." if given else "it is empty."
            entry.tell("H06", found, f"Write it as {wanted}.")
            return None
        value = entry.get(wanted)
        assert value is not None, "it is among the parts"
        match question.kind:
            case "coding":
                return _code(value, question)
            case "integer":
                return value.whole(MOST)
            case "date":
                return _day(value)
        return value.text()

    def gather(self, program: str, rater: str) -> IncomingSet:
        """Put the answers together."""
        values, scale = self._values, self._form.scale
        answers = {item: self._answer(item) for item in scale.item_ids}
        return IncomingSet(
            place=self._root.path,
            scale=scale,
            program=program,
            date=values.get(names.VISIT_DATE),
            kind=values.get(names.VISIT_KIND, ""),
            visit=values.get(names.VISIT_NUMBER),
            rater=rater,
            answers={item: answer for item, answer in answers.items() if answer},
            choices={f.id: values[f.id] for f in scale.choice_facts if f.id in values},
            counts={f.id: values[f.id] for f in scale.count_facts if f.id in values},
        )

    def _answer(self, item: str) -> IncomingAnswer | None:
        link_ids = (item, *(names.beside(item, name) for name in names.BESIDE))
        given = [link_id for link_id in link_ids if link_id in self._values]
        if not given:
            return None
        code = self._values.get(item)
        beside = {name: self._values.get(names.beside(item, name)) for name in names.BESIDE}
        self._check_answer(item, code, beside)
        return IncomingAnswer(
            place=self._places[given[0]].path,
            state=_state(code),
            level=int(code) if code and code.isdigit() else None,
            reason=beside["reason"] or "",
            numerator=beside["numerator"],
            denominator=beside["denominator"],
            note=beside["note"] or "",
            grade=GRADES.get(beside["evidence"] or ""),
            sources=beside["sources"] or (),
            because=beside["because"] or "",
        )

    def _check_answer(self, item: str, code: str | None, beside: Mapping[str, Any]) -> None:
        if code == names.NOT_APPLICABLE and item not in self._form.permitted:
            rule = self._form.scale.item(item).not_applicable.rule
            self._places[item].tell("H11", "not applicable is not permitted here.", rule)
        if beside["reason"] and code != names.NOT_APPLICABLE:
            found = (
                "a reason why the item is not applicable stands here, and it is not answered so."
            )
            fix = f"Answer {names.NOT_APPLICABLE}, or write the reason into the note."
            self._places[names.beside(item, "reason")].tell("H17", found, fix)
        counted, of = beside["numerator"], beside["denominator"]
        if counted is not None and of is not None and counted > of:
            found = f"{counted:,} of {of:,} is more than all."
            fix = "Correct one of the two counts."
            self._places[names.beside(item, "numerator")].tell("H13", found, fix)


def _state(code: str | None) -> State:
    match code:
        case None:
            return "unanswered"
        case names.NOT_APPLICABLE:
            return "not_applicable"
        case names.NOT_ENOUGH:
            return "not_enough_information"
    return "rated"


def _code(value: Node, question: Question) -> str | None:
    if not value.is_object(parts.CODING):
        return None
    code, system = value.get("code"), value.get("system")
    if code is None:
        value.tell("H06", "the code is missing.", f"Write one of {join(question.codes)}.")
        return None
    if system is not None and system.value != question.system:
        found = f"{_short(system.value)} is not the system of these codes."
        system.tell("H10", found, f"Write {quote(question.system)}.")
        return None
    text = code.text()
    if text is None or text in question.codes:
        return text
    fix = near(text, question.codes) or f"Choose one of {join(question.codes)}."
    code.tell("H10", f"{quote(text)} is no answer to this question.", fix)
    return None


def _day(value: Node) -> dt.date | None:
    text = value.text()
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text) if _DAY.fullmatch(text) else _no_day(value)
    except ValueError:
        return _no_day(value)


def _no_day(value: Node) -> None:
    value.wrong("a day, as 2026-04-14")


def _short(value: object) -> str:
    return quote(value) if isinstance(value, str) else "that is no text"
