"""Rows of articles with their versions."""

from conspectus.rooms.knowledge.models.articles import Article, Version

__all__ = ["Article", "Version"]
