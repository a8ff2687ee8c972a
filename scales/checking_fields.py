"""Does each part hold what it should: pydantic's errors, on their lines and in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar, cast, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scales.condition import Strict
from scales.document import Document, Part, Place
from scales.fault import Fault, join, near, quote

_Models = tuple[type[Strict], ...]
_Model = TypeVar("_Model", bound=Strict)

_VERSION = r"^\d+\.\d+\.\d+$"
_PATTERNS = {
    r"^[a-z][a-z0-9_]*$": "Use small letters, digits and underscores; begin with a letter.",
    _VERSION: "Write three whole numbers with dots between, such as 1.0.0.",
    r"^[A-Za-z0-9][A-Za-z0-9_.-]*$": 'Use letters, digits, "_", "-" and "."; no spaces.',
}

_NUMBER = ("is not a number.", 'Write a number such as 4 or "4.25".')
_WHOLE = ("is not a whole number.", "Write a whole number such as 3.")
_TRUTH = ("is neither true nor false.", "Write true or false.")
_LIST = ("is not a list.", 'Begin each entry on a line of its own with "- ".')
_KEYS = ("is not a set of keys.", 'Write "key: value" on the lines below, indented.')
_TEXT = ("is not text.", "Write it in words.")

_KINDS = {
    "bool_parsing": _TRUTH,
    "bool_type": _TRUTH,
    "decimal_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "dict_type": _KEYS,
    "finite_number": _NUMBER,
    "int_from_float": _WHOLE,
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "model_attributes_type": _KEYS,
    "model_type": _KEYS,
    "string_type": _TEXT,
    "truth": _WHOLE,
    "tuple_type": _LIST,
}


def read_fields(document: Document, model: type[_Model]) -> tuple[_Model | None, list[Fault]]:
    """Return what the file describes, or None and what is wrong with single keys and values.

    Args:
        document: What the file holds.
        model: What it should describe, such as `Scale`.
    """
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        told = (_fault(document, model, detail) for detail in error.errors(include_url=False))
        return None, [fault for fault in told if fault]


def _fault(document: Document, model: type[Strict], detail: ErrorDetails) -> Fault | None:
    place, models = _locate(detail["loc"], model)
    if place in document.refused:
        return None
    if detail["type"] == "extra_forbidden":
        # An unknown key leads to no model; what could stand in its place is told by those around.
        models = _locate(detail["loc"][:-1], model)[1]
    teller = _TELLERS.get(detail["type"], _wrong_kind)
    return teller(document.at(place), detail, models)


def _locate(loc: tuple[str | int, ...], root: type[Strict]) -> tuple[Place, _Models]:
    """Return the place an error speaks of, and the model (or the choice of models) found there.

    Pydantic puts the kind of a test or fact into the way ("when", "item", "at_least"); the file
    does not, so a step that chooses among several models is left out.
    """
    place: list[str | int] = []
    models: _Models = (root,)
    for step in loc:
        if len(models) > 1 and isinstance(step, str):
            models = tuple(m for m in models if step in _kinds_of(m))
            continue
        place.append(step)
        if isinstance(step, str) and models:
            field = models[0].model_fields.get(step)
            models = _models_in(field.annotation) if field else ()
    return tuple(place), models


def _kinds_of(model: type[Strict]) -> tuple[str, ...]:
    fields = [model.model_fields.get(key) for key in ("test", "kind")]
    return tuple(kind for field in fields if field for kind in get_args(field.annotation))


def _models_in(annotation: Any) -> _Models:
    if isinstance(annotation, type) and issubclass(annotation, Strict):
        return (annotation,)
    return tuple(m for inner in get_args(annotation) for m in _models_in(inner))


def _missing(part: Part, detail: ErrorDetails, models: _Models) -> Fault:
    around = part.document.at(part.place[:-1])
    key = part.place[-1]
    return around.fault("S11", f'the key "{key}" is missing.', f'Add a line "{key}: ...".')


def _missing_kind(part: Part, detail: ErrorDetails, models: _Models) -> Fault:
    key = _context(detail, "discriminator").strip("'")
    kinds = join(quote(kind) for model in models for kind in _kinds_of(model))
    return part.fault("S11", f'the key "{key}" is missing.', f"Add it; choose {kinds}.")


def _unknown_key(part: Part, detail: ErrorDetails, models: _Models) -> Fault:
    around = part.document.at(part.place[:-1])
    known = [key for model in models for key in model.model_fields]
    key = str(part.place[-1])
    free = [name for name in known if name not in around.keyed]
    hint = near(key, free)
    hint = hint if hint.startswith("Did") else f"There can be: {', '.join(known)}."
    return part.fault("S10", f"{quote(key)} is not a key that can stand here.", hint)


def _not_a_choice(part: Part, detail: ErrorDetails, models: _Models) -> Fault:
    expected = _context(detail, "expected")
    choices = re.findall(r"'([^']*)'", expected)
    hint = near(part.text or "", choices) or f"Choose {expected}."
    return part.fault("S13", f"{_show(part)} is not a choice.", hint)


def _unknown_kind(part: Part, detail: ErrorDetails, models: _Models) -> Fault:
    kind = part.get(_context(detail, "discriminator").strip("'"))
    choices = re.findall(r"'([^']*)'", _context(detail, "expected_tags"))
    hint = near(kind.text or "", choices) or f"Choose {join(map(quote, choices))}."
    return kind.fault("S13", f"{_show(kind)} is not a choice.", hint)


def _out_of_range(part: Part, detail: ErrorDetails, models: _Models) -> Fault:
    bounds = {"ge": "{} or more", "gt": "more than {}", "le": "{} or less", "lt": "less than {}"}
    context = detail.get("ctx", {})
    bound = next(words.format(context[k]) for k, words in bounds.items() if k in context)
    return part.fault("S14", f"{_show(part)} is out of range.", f"Write {bound}.")


def _too_few(part: Part, detail: ErrorDetails, models: _Models) -> Fault | None:
    least, there = int(_context(detail, "min_length")), len(part.entries)
    if there >= least:  # Entries with faults, which are told themselves, were not counted.
        return None
    are = "there is 1 entry" if there == 1 else f"there are {there} entries"
    return part.fault("S14", f"{are} here.", f"Write at least {least}.")


def _empty_text(part: Part, detail: ErrorDetails, models: _Models) -> Fault:
    return part.fault("S14", "the text is empty.", "Write it, or take out a line that is optional.")


def _too_long(part: Part, detail: ErrorDetails, models: _Models) -> Fault:
    part, shown = _named(part, detail)
    most = _context(detail, "max_length")
    return part.fault("S15", f"{shown} is too long.", f"Write at most {most} characters.")


def _named(part: Part, detail: ErrorDetails) -> tuple[Part, str]:
    if detail["loc"][-1] != "[key]":
        return part, _show(part)
    part = part.document.at(part.place[:-1])
    return part, quote(str(part.place[-1]))


def _other_pattern(part: Part, detail: ErrorDetails, models: _Models) -> Fault:
    part, shown = _named(part, detail)
    fix = _PATTERNS[_context(detail, "pattern")]
    return part.fault("S15", f"{shown} is not written as it should be.", fix)


def _not_exactly_one(part: Part, detail: ErrorDetails, models: _Models) -> Fault:
    keys = _context(detail, "error").removeprefix("give exactly one of ").split(", ")
    there = [key for key in keys if part.get(key).given]
    found = f"{join(there, 'and')} stand together." if there else "a key is missing."
    return part.fault("S16", found, f"Give exactly one of {join(keys)}.")


def _too_exact(part: Part, detail: ErrorDetails, models: _Models) -> Fault:
    fix = "Use at most 4 decimals and 10 digits, so that scores stay exact."
    return part.fault("S17", f"{_show(part)} has too many digits.", fix)


def _wrong_kind(part: Part, detail: ErrorDetails, models: _Models) -> Fault:
    found, fix = _KINDS.get(detail["type"], ("does not fit here.", detail["msg"] + "."))
    if not part.given:
        return part.fault("S12", "nothing stands here.", "Write it, or take an optional line out.")
    if part.place[-1:] == ("version",):
        fix = _PATTERNS[_VERSION]
    elif detail["type"] == "string_type" and not isinstance(part.value, list | dict):
        fix = f'Put it in quotes: "{_written(part.value)}".'
    return part.fault("S12", f"{_show(part)} {found}", fix)


def _context(detail: ErrorDetails, key: str) -> str:
    return str(detail.get("ctx", {})[key])


def _show(part: Part) -> str:
    if isinstance(part.value, str):
        return quote(part.value)
    return {list: "a list", dict: "a set of keys"}.get(type(part.value), _written(part.value))


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_Teller = Callable[[Part, ErrorDetails, _Models], Fault | None]
_TELLERS = cast(
    dict[str, _Teller],
    {
        "decimal_max_digits": _too_exact,
        "decimal_max_places": _too_exact,
        "decimal_whole_digits": _too_exact,
        "extra_forbidden": _unknown_key,
        "greater_than": _out_of_range,
        "greater_than_equal": _out_of_range,
        "less_than_equal": _out_of_range,
        "literal_error": _not_a_choice,
        "missing": _missing,
        "string_pattern_mismatch": _other_pattern,
        "string_too_long": _too_long,
        "string_too_short": _empty_text,
        "too_short": _too_few,
        "union_tag_invalid": _unknown_kind,
        "union_tag_not_found": _missing_kind,
        "value_error": _not_exactly_one,
    },
)
