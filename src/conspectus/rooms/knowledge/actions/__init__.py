"""What is done to knowledge."""

from conspectus.rooms.knowledge.actions.articles import (
    Particulars,
    Text,
    change_article,
    create_article,
    draft_article,
    drop_draft,
    publish_article,
    retire_article,
)
from conspectus.rooms.knowledge.actions.shipped import answer_shipped_version, load_shipped_articles

__all__ = [
    "Particulars",
    "Text",
    "answer_shipped_version",
    "change_article",
    "create_article",
    "draft_article",
    "drop_draft",
    "load_shipped_articles",
    "publish_article",
    "retire_article",
]
