"""Facts: what was measured of projects, by day; nothing recorded here ever changes."""
