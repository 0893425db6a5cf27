"""Use cases that touch the rows of two rooms: one file each."""
