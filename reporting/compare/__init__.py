"""Visits beside each other in words and tables, each number with what it rests on."""
