"""Assess: rate one part of a scale at a time."""

from app_pages.header import show_header
from app_pages.rating import show_rating

workspace = show_header("Assess")
if workspace is not None and workspace.entries:
    show_rating(workspace)
