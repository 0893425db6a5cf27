"""What is asked of knowledge."""

from conspectus.rooms.knowledge.queries.articles import (
    ArticleFilter,
    ArticleRow,
    ArticleVersionView,
    ArticleView,
    article_view,
    articles_due,
    compared,
    find_articles,
    get_article,
    glossary,
    version_of,
)
from conspectus.rooms.knowledge.queries.help import Help, help_for
from conspectus.rooms.knowledge.queries.lessons import (
    LessonFilter,
    LessonView,
    OfferView,
    find_lessons,
    get_lesson,
    get_offer,
    lesson_views,
    offers_of,
    projects_without_lessons,
    projects_without_offers,
)

__all__ = [
    "ArticleFilter",
    "ArticleRow",
    "ArticleVersionView",
    "ArticleView",
    "Help",
    "LessonFilter",
    "LessonView",
    "OfferView",
    "article_view",
    "articles_due",
    "compared",
    "find_articles",
    "find_lessons",
    "get_article",
    "get_lesson",
    "get_offer",
    "glossary",
    "help_for",
    "lesson_views",
    "offers_of",
    "projects_without_lessons",
    "projects_without_offers",
    "version_of",
]
