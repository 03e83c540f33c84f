"""Where everything is remembered: verbs that are whole transactions, on SQLite or PostgreSQL, sealed at rest."""
