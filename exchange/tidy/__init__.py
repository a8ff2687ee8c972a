"""Tidy tables: what each column holds, said once, and how the tables are written as files."""
