"""Registers: risks, opportunities, issues, assumptions and decisions."""
