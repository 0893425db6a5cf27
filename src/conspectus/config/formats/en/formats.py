"""Figures without a filter are coordinates and sizes; figures for people go through ``doors/web/words.py``."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
DATE_INPUT_FORMATS = ["%Y-%m-%d"]
