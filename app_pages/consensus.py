"""Consensus: compare what the reviewers rated alone, and settle where they differ."""

from app_pages.consensus_view import show_consensus
from app_pages.header import show_header

workspace = show_header("Consensus")
if workspace is not None and workspace.entries:
    show_consensus(workspace)
