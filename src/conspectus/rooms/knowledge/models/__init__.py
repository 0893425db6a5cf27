"""Rows of articles with their versions, and of lessons with their offers."""

from conspectus.rooms.knowledge.models.articles import Article, Version
from conspectus.rooms.knowledge.models.lessons import Lesson, LessonOffer

__all__ = ["Article", "Lesson", "LessonOffer", "Version"]
