"""Processes that only the measurements start."""
