"""Exceptions with the way back to green, assurance reviews, gate reviews: what management decides on."""
