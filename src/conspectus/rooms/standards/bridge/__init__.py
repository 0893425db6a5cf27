"""Packs and texts to methods, rules and words."""
