"""How visits are run here: the built-in practice files, or the state's own in FIDELITY_PRACTICE."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import streamlit as st

from app_pages.header import escape
from app_pages.session import open_catalog
from scales.practice.advice import Interviewing, load_interviewing
from scales.practice.documents import DocumentTemplate, load_documents
from scales.practice.reading import BUILT_IN, PracticeError
from scales.practice.timeline import Timeline, load_timeline

_File = TypeVar("_File")


def open_timeline() -> Timeline | None:
    """Load the steps of a visit; None, with the faults on the page, where the file has some."""
    return _told(_timeline)


def open_documents() -> DocumentTemplate | None:
    """Load the standing document requests; None, with the faults on the page, if there are some."""
    return _told(_documents)


def open_interviewing() -> Interviewing | None:
    """Load the advice to interviewers; None, with the faults on the page, if there are some."""
    return _told(_interviewing)


def _told(load: Callable[[Path | None, tuple[object, ...]], _File]) -> _File | None:
    named = os.environ.get("FIDELITY_PRACTICE")
    folder = Path(named) if named else None
    try:
        return load(folder, _signature(folder))
    except PracticeError as error:
        st.error(escape(str(error)))
        return None


@st.cache_resource(show_spinner=False, max_entries=4)
def _timeline(folder: Path | None, signature: tuple[object, ...]) -> Timeline:
    del signature  # only there so that a changed file is read again
    return load_timeline(folder)


@st.cache_resource(show_spinner=False, max_entries=4)
def _documents(folder: Path | None, signature: tuple[object, ...]) -> DocumentTemplate:
    del signature
    return load_documents(folder, [entry.scale for entry in open_catalog().entries])


@st.cache_resource(show_spinner=False, max_entries=4)
def _interviewing(folder: Path | None, signature: tuple[object, ...]) -> Interviewing:
    del signature
    return load_interviewing(folder)


def _signature(folder: Path | None) -> tuple[object, ...]:
    folders = [BUILT_IN, folder] if folder and folder.is_dir() else [BUILT_IN]
    files = [path for each in folders for path in sorted(each.glob("*.y*ml"))]
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
