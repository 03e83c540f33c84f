"""SQLite through apsw: one process owns the file, one thread writes, commits are shared."""
