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
from conspectus.rooms.knowledge.actions.lessons import (
    LessonText,
    change_lesson,
    paste_lessons,
    record_lesson,
    review_lesson,
    say_what_changed,
    withdraw_lesson,
)
from conspectus.rooms.knowledge.actions.offers import answer_offer, offer_lessons, open_offer
from conspectus.rooms.knowledge.actions.shipped import answer_shipped_version, load_shipped_articles

__all__ = [
    "LessonText",
    "Particulars",
    "Text",
    "answer_offer",
    "answer_shipped_version",
    "change_article",
    "change_lesson",
    "create_article",
    "draft_article",
    "drop_draft",
    "load_shipped_articles",
    "offer_lessons",
    "open_offer",
    "paste_lessons",
    "publish_article",
    "record_lesson",
    "retire_article",
    "review_lesson",
    "say_what_changed",
    "withdraw_lesson",
]
