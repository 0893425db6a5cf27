"""Results become plain Vega-Lite dictionaries: one grammar for page, print and pack. No Django."""
