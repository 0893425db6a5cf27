"""Whose conventions a plan can be scheduled by, as people ask for them; ``auto`` follows the program that wrote it."""

MODES = ("auto", "microsoft", "primavera")
