"""Agile projects: their backlogs as uploaded, how the columns are read, and how the backlog counts."""
