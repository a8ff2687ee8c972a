"""Keep and fetch programs, visits, answers and plans; SQLite by default, PostgreSQL by URL."""
