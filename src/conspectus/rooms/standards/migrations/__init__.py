"""Migrations of the standards room."""
