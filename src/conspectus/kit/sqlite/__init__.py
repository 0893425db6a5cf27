"""SQLite as this house wants it: safe settings, proven on every new connection."""
