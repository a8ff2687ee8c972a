"""Finds what may identify a client in a text before it is kept: numbers, addresses, birth dates.

It points at likely identifiers and decides nothing. Ordinary notes hold visit dates, counts, item
ids and budgets, so a number alone is not enough: it has the form of one kind of identifier, or a
word beside it says what it is. Every repetition in a pattern is bounded, so that the time grows
with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

Kind = Literal[
    "social_security_number",
    "record_number",
    "medicaid_number",
    "phone_number",
    "email_address",
    "date_of_birth",
    "name_with_date",
]
KINDS: dict[Kind, str] = {
    "social_security_number": "a social security number",
    "record_number": "a record number",
    "medicaid_number": "a Medicaid or Medicare number",
    "phone_number": "a phone number",
    "email_address": "an e-mail address",
    "date_of_birth": "a date of birth",
    "name_with_date": "a name with a date",
}
"""Each kind as it is told."""


class Identifier(NamedTuple):
    """A part of a text that may identify a client."""

    kind: Kind
    found: str
    """As it stands in the text, with the word that gave it away."""
    start: int
    end: int
    """Just behind it: `text[start:end] == found`."""


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """Find likely identifiers of a client.

    Args:
        text: Any text, such as a note.

    Returns:
        In the order of the text; none overlaps another.

    Example:
        >>> [i.found for i in find_identifiers("Chart 7: MRN 0048213, visit 3/2/2026, 12 of 20")]
        ['MRN 0048213']
    """
    numbers = (*_medicaid_numbers(text), *_record_numbers(text))
    return _apart([*_by_pattern(text), *numbers, *_names_with_dates(text)])


def _apart(found: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Put in the order of the text; where two overlap, the one found first stays."""
    apart: list[Identifier] = []
    order = {one: n for n, one in enumerate(found)}
    for one in sorted(order, key=lambda one: (one.start, order[one])):
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
        elif order[one] < order[apart[-1]]:
            apart[-1] = one
    return tuple(apart)


def _identifier(kind: Kind, match: re.Match[str], group: str | int = 0) -> Identifier:
    return Identifier(kind, match[group], match.start(group), match.end(group))


# --- Dates, as they are written in the United States and elsewhere

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:\d{4}|['’]\d{2})"
_DAY_OF_MONTH = rf"(?:\b{_MONTH} {{0,2}}{_DAY}|{_DAY} (?:of )?{_MONTH})"
_FULL_DATE = (
    r"(?:(?<![\d/.-])\d{1,2}(?:/\d{1,2}/|-\d{1,2}-|\.\d{1,2}\.)(?:\d{4}|\d{2})"
    r"|(?<![\d/.-])\d{4}(?:/\d{1,2}/|-\d{1,2}-|\.\d{1,2}\.)\d{1,2}"
    rf"|{_DAY_OF_MONTH},? {{0,2}}{_YEAR})(?!\d)"
)
_BIRTH_DATE = rf"(?:{_FULL_DATE}|{_DAY_OF_MONTH}(?!\d)|\b(?:19|20)\d{{6}}\b)"
_BIRTHDAY = r"(?:\bD\.? ?O\.? ?B\b\.?|\bdates? of birth\b|\bbirth[- ]?(?:date|day)s?\b)"
_BIRTH = rf"(?:{_BIRTHDAY}|\bborn\b|\bb\.)"

# --- What is told by its form, or by a word that stands beside it

_BY = r"[\s:=#,(\[-]{0,4}"  # what may stand between a word and its number
_IS = r"(?:(?:is|was|of|on|in|at|the|his|her|their|client|client's|listed as|given as)\s){0,3}"
_TOLL_FREE = r"(?!8(?:00|33|44|55|66|77|88))"
_AREA = rf"{_TOLL_FREE}[2-9]\d{{2}}"
_NO_MORE = r"(?!\d|[-.,/]\d)"
_SSN = r"(?:\bSSNs?\b|\bSS ?(?:#|no\b\.?)|\bsoc(?:ial)?\b\.?[ -]?sec(?:urity)?\b\.?)"

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("email_address", r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"),
    # A hotline is nobody's own, so toll-free numbers pass.
    (
        "phone_number",
        rf"(?<![\w$.,/-])(?:\+?1[ .-]?)?(?:\({_AREA}\) ?|{_AREA}[ .–-])[2-9]\d{{2}}[ .–-]\d{{4}}"
        rf"{_NO_MORE}",
    ),
    ("phone_number", rf"(?<!\w)\+(?!1)\d{{1,3}}(?:[ .-]?\(?\d{{2,4}}\)?){{3,4}}{_NO_MORE}"),
    (
        "phone_number",
        rf"\b(?:phone|telephone|tel|cell|mobile|fax)\b\.?(?: (?:number|no)\b\.?)?{_BY}{_IS}"
        rf"{_TOLL_FREE}(?:\d{{3}}[-. –]?\d{{4}}|\d{{10}}){_NO_MORE}",
    ),
    (
        "phone_number",
        r"\b(?:call|text|reach|dial)(?:ed|s|ing)?\b(?: (?:him|her|them|me|us|back|client|family))?"
        rf"{_BY}{_IS}{_TOLL_FREE}(?:\d{{3}}[-.–]\d{{4}}|\d{{10}}){_NO_MORE}",
    ),
    ("phone_number", r"(?<![\w$.-])\d{3}[-.–]\d{4}\s?\((?:cell|home|work|mobile|phone|fax)\b"),
    (
        "social_security_number",
        r"(?<![\w.-])(?!000)\d{3}([-.–])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-]|\.\d)",
    ),
    ("social_security_number", r"(?<!\w)(?:X{3}|\*{3})[- ]?(?:X{2}|\*{2})[- ]?\d{4}(?!\w)"),
    (
        "social_security_number",
        rf"{_SSN}(?: (?:number|no\b\.?))?{_BY}{_IS}\d{{3}}[- .]?\d{{2}}[- .]?\d{{4}}(?!\d)",
    ),
    (
        "social_security_number",
        rf"{_SSN}[^\d\n]{{0,12}}(?:\blast (?:four|4)\b|\bending\b)[^\d\n]{{0,12}}\d{{4}}(?!\d)",
    ),
    (
        "social_security_number",
        rf"\blast (?:four|4)\b[^\d\n]{{0,16}}{_SSN}[^\d\n]{{0,6}}\d{{4}}(?!\d)",
    ),
    ("date_of_birth", rf"{_BIRTH}{_BY}{_IS}{_BIRTH_DATE}"),
    ("date_of_birth", rf"{_BIRTHDAY}{_BY}{_IS}(?:\d{{1,2}}[/-]|\b{_MONTH},? )\d{{4}}(?![\d/-])"),
    (
        "date_of_birth",
        rf"{_FULL_DATE}\s?[(\[]\s?(?:D\.?O\.?B|date of birth|birth ?date)\b\.?[)\]]?",
    ),
    ("date_of_birth", rf"{_FULL_DATE}\s(?:is|was)\s(?:\S{{1,20}}\s){{0,2}}{_BIRTH}"),
    # Medicare numbers have a form of their own.
    (
        "medicaid_number",
        r"\b[1-9](?-i:[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-?"
        r"[AC-HJKMNP-RT-Y]{2})\d{2}\b",
    ),
)
_COMPILED: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS
)


def _by_pattern(text: str) -> Iterator[Identifier]:
    for kind, pattern in _COMPILED:
        yield from (_identifier(kind, match) for match in pattern.finditer(text))


# --- Numbers that only their word gives away

_MARK = r"(?:numbers?|nos?\b\.?|num\b\.?|nr\b\.?|#|(?-i:IDs?)\b|identifiers?)"
_TOKEN = r"(?P<token>(?-i:[A-Z]{1,4}-?)?\d[\d-]{1,14}(?:(?-i:[A-Z])\b)?)(?![\w]|,\d{3}\b|%)"
# What is always followed by a number, a word that often is, and an id of no known kind.
_MEDICAL_RECORD = re.compile(
    r"(?:\b(?-i:MRN|MR ?#|EMR ?#)|\bmed(?:ical)?\.? rec(?:ord)?\b\.?|\bdriver['’]?s licen[cs]e\b)"
    rf"(?: ?{_MARK})?{_BY}{_IS}{_TOKEN}",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\b(?P<word>charts?|client|patient|pt|consumer|member|case|record|file|subscriber|insurance"
    r"|inmate)\b(?:['’]s)?(?: (?:record|chart|case|file|account))?"
    rf"(?P<mark>(?: ?{_MARK}){{0,2}}){_BY}(?:(?:is|was) )?{_TOKEN}",
    re.IGNORECASE,
)
_ID = re.compile(
    r"(?<!program )(?<!provider )(?<!facility )(?<!site )(?<!visit )(?<!item )(?<!scale )"
    rf"(?<!license )\b(?-i:ID)\b(?: ?(?:number|no\b\.?|#))?{_BY}{_IS}{_TOKEN}",
    re.IGNORECASE,
)
_MEDICAID = re.compile(
    r"\b(?:medicaid|medicare|AHCCCS|medi-?cal|masshealth|tenncare|badgercare|soonercare"
    r"|(?-i:CIN|MBI|HICN|RIN))\b(?: (?:recipient|member|client|beneficiary|card))?"
    rf"(?: ?{_MARK}){{0,2}}{_BY}{_IS}(?P<token>(?-i:[A-Z\d][A-Z\d-]{{5,16}}))(?![\w-]|,\d{{3}}\b)",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:19|20)\d{2}(?:-(?:(?:19|20)\d{2}|\d{2}(?:-\d{2})?))?")
_DATE_ALONE = re.compile(_FULL_DATE, re.IGNORECASE)


def _record_numbers(text: str) -> Iterator[Identifier]:
    for match in _MEDICAL_RECORD.finditer(text):
        if _digits(match["token"]) >= 3 and not _is_date(match["token"]):
            yield _identifier("record_number", match)
    for match in _RECORD.finditer(text):
        if match["mark"]:
            enough = _digits(match["token"]) >= 4
        else:
            # "client 1200" may be a count, and "charts 101-130" a range.
            longest = max(len(part) for part in match["token"].split("-"))
            enough = longest >= (4 if match["word"].lower().startswith("chart") else 5)
        if enough and not _is_date(match["token"]):
            yield _identifier("record_number", match)
    for match in _ID.finditer(text):
        if _digits(match["token"]) >= 4 and not _is_date(match["token"]):
            yield _identifier("record_number", match)


def _medicaid_numbers(text: str) -> Iterator[Identifier]:
    for match in _MEDICAID.finditer(text):
        if _digits(match["token"]) >= 5 and not _is_date(match["token"]):
            yield _identifier("medicaid_number", match)


def _digits(token: str) -> int:
    return sum(mark.isdigit() for mark in token)


def _is_date(token: str) -> bool:
    """Whether a number is a date, a year, or a span of years or months."""
    return bool(_DATE_ALONE.fullmatch(token) or _YEARS.fullmatch(token))


# --- Names

_WORD = r"[A-ZÀ-ÖØ-Þ]['’]?[^\W\d_]{1,20}(?:['’-][^\W\d_]{1,20}){0,2}"
_NAME = rf"{_WORD}(?:,? [A-Z]\.?)?,? (?:[A-Z]\. )?{_WORD}"
_BESIDE = r"[\s,;:()|/–-]{1,4}"
_DATE = f"(?i:{_FULL_DATE})"
_NAME_THEN_DATE = re.compile(rf"(?<!\w)(?P<name>{_NAME}){_BESIDE}(?P<date>{_DATE})")
_DATE_THEN_NAME = re.compile(rf"(?P<date>{_DATE}){_BESIDE}(?P<name>{_NAME})(?!\w)")
_CALLED = re.compile(
    r"(?<!\w)(?:(?i:client|patient|pt\.?|consumer|resident|named?:?)\s"
    rf"(?P<name>{_NAME})|(?:Mr|Ms|Mrs|Miss)\b\.? {_WORD}(?: {_WORD})?)"
    rf"{_BESIDE}(?:[a-z]{{1,15}}\s){{0,3}}{_DATE}"
)

# Words that stand with capitals in notes and are no names. Program and street names may still be
# taken for one, beside a date of long ago.
_NOT_A_NAME = frozenset(
    re.findall(
        r"\w+",
        """
        a act action addiction administrator admission adult agency agreement all an and annual
        april assessment assistant at august avenue behavioral best board brochure budget by care
        case center certificate certification chart charts chief clinic clinical clinician
        commission committee community consent consultant contract coordinator council counseling
        counselor county court current data date dated ddcat december department development
        diagnosis director discharge disorder disorders division documents draft dual east edition
        effective evaluation evidence executive february fidelity final first follow for form forms
        foundation friday from goi group groups guide handbook health home hospital house iddt in
        initial inpatient intake integrated integration interview interviews its january joint july
        june kit last law lead leader leadership letter license licensed local log mail manager
        manual march may medicaid medical medicare medication medicine meeting memo mental minutes
        mission monday monitoring month motivational national new next no north note notes notice
        november nurse observation october of office officer on operations organization original
        outcome outpatient outreach part patient peer physician plan planning plans policies policy
        practice prescriber procedure program project protocol psychiatrist psychiatry public
        quality quarterly rating ratings record records recovery regional release report reports
        review reviewed reviewer revised revision roster rule rules safety samhsa saturday scale
        schedule school section senior september service services session sheet signed since site
        social south specialist staff standard standards state statement street substance sunday
        supervision supervisor support survey systems tc team the therapist this thursday time to
        training trauma treatment tuesday university updated use version visit wednesday week
        weekly west with work worker year
        """,
    )
)


def _names_with_dates(text: str) -> Iterator[Identifier]:
    for pattern in (_NAME_THEN_DATE, _DATE_THEN_NAME):
        for match in pattern.finditer(text):
            if _may_be_birth(match["date"]) and _may_be_name(match["name"]):
                yield _identifier("name_with_date", match)
    for match in _CALLED.finditer(text):
        if match["name"] is None or _may_be_name(match["name"]):
            yield _identifier("name_with_date", match)


def _may_be_name(words: str) -> bool:
    return not any(word in _NOT_A_NAME for word in re.findall(r"[^\W\d_]+", words.lower()))


def _may_be_birth(date: str) -> bool:
    """Whether a date is of a year in which an adult client may have been born.

    Two digits are read as 19xx from 40 on, and as a visit's year below. The bounds need no clock:
    move them where younger clients are served.
    """
    year = re.search(r"\d{4}", date)
    if year:
        return 1900 <= int(year[0]) <= 2012
    return int(date[-2:]) >= 40
