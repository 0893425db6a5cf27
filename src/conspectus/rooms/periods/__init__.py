"""Fiscal calendars and the reporting periods of a portfolio."""
