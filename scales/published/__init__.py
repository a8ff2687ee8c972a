"""Figures from publications, each with its source, its n and its date; never norms of our own."""
