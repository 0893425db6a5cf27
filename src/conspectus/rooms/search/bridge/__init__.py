"""Texts as the words they are found by, and rows as the texts that are found."""
