"""Visits on one scale, set beside each other: what they share, and what sets them apart."""
