"""The fields that describe a program."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from storage.programs import Program

SETTINGS = (
    "Community mental health center",
    "Addiction treatment program",
    "Certified community behavioral health clinic (CCBHC)",
    "Hospital or health system",
    "Primary care or general medical clinic",
    "Residential program",
    "Virtual or hybrid service",
)
LEVELS_OF_CARE = (
    "Outpatient",
    "Intensive outpatient (IOP)",
    "Partial hospitalization (PHP)",
    "Residential",
    "Inpatient",
    "Withdrawal management",
    "Assertive community treatment (ACT)",
)
POPULATIONS = (
    "Adults with severe mental illness",
    "Adults with substance use disorder",
    "Young adults",
    "Older adults",
    "Women",
    "Pregnant and parenting people",
    "Veterans",
    "People leaving jail or prison",
    "People without stable housing",
)


@dataclass(frozen=True)
class ProgramFields:
    """What was typed about a program."""

    name: str
    agency: str
    setting: str
    levels_of_care: tuple[str, ...]
    region: str
    caseload: int | None
    populations: tuple[str, ...]


def show_program_fields(key: str, program: Program | None = None) -> ProgramFields:
    """Draw the fields, filled from a program if one is given, and return what they hold.

    What is typed stays through a refused save and a visit to another page.
    """
    start = program or ProgramFields("", "", "", (), "", None, ())

    def text(label: str, field: str, about: str | None = None) -> str:
        name = f"{key}|{field}"
        value = getattr(start, field)
        typed = st.text_input(
            label, value, max_chars=200, key=name, help=about, persist_state="session"
        )
        return (typed or "").strip()

    def many(label: str, field: str, offered: tuple[str, ...]) -> tuple[str, ...]:
        chosen = getattr(start, field)
        return tuple(
            st.multiselect(
                label,
                list(dict.fromkeys((*offered, *chosen))),
                list(chosen),
                key=f"{key}|{field}",
                accept_new_options=True,
                persist_state="session",
            )
        )

    name = text("Name of the program", "name", "Rate a program, not a whole agency.")
    agency = text("Agency", "agency")
    setting = st.selectbox(
        "Setting",
        list(dict.fromkeys((*SETTINGS, *([start.setting] if start.setting else [])))),
        index=SETTINGS.index(start.setting) if start.setting in SETTINGS else _last(start.setting),
        key=f"{key}|setting",
        accept_new_options=True,
        placeholder="Choose or type one",
        persist_state="session",
    )
    levels = many("Levels of care", "levels_of_care", LEVELS_OF_CARE)
    region = text("Region", "region")
    caseload = st.number_input(
        "Caseload (clients now in the program)",
        min_value=0,
        step=1,
        value=start.caseload,
        key=f"{key}|caseload",
        persist_state="session",
    )
    populations = many("Populations served", "populations", POPULATIONS)
    return ProgramFields(name, agency, str(setting or ""), levels, region, caseload, populations)


def _last(setting: str) -> int | None:
    return len(SETTINGS) if setting else None
