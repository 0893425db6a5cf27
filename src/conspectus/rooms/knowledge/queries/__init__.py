"""What is asked of knowledge."""

from conspectus.rooms.knowledge.queries.articles import (
    ArticleFilter,
    ArticleRow,
    ArticleView,
    VersionView,
    article_view,
    articles_due,
    compared,
    find_articles,
    get_article,
    glossary,
    version_of,
)
from conspectus.rooms.knowledge.queries.help import Help, help_for

__all__ = [
    "ArticleFilter",
    "ArticleRow",
    "ArticleView",
    "Help",
    "VersionView",
    "article_view",
    "articles_due",
    "compared",
    "find_articles",
    "get_article",
    "glossary",
    "help_for",
    "version_of",
]
