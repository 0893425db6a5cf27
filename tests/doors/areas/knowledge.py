"""Articles: everybody reads what is published, the PMO and administrators keep them."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from tests.doors.who import KEEPERS, Row

from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.knowledge.actions import Particulars, Text, create_article, draft_article, publish_article
from conspectus.rooms.knowledge.models import Article

KEPT = Row(KEEPERS, body={})
TEXT = {"title": "", "body": ""}
API = {
    "GET /articles": Row(),
    "POST /articles": Row(KEEPERS, body={"kind": "guide", "key": "", **TEXT}),
    "GET /articles/{article_id}": Row(),
    "PUT /articles/{article_id}": Row(KEEPERS, body={"audience": ["no such"]}),
    "PUT /articles/{article_id}/draft": Row(KEEPERS, body=TEXT),
    "DELETE /articles/{article_id}/draft": KEPT,
    "POST /articles/{article_id}/publication": KEPT,
    "POST /articles/{article_id}/retirement": KEPT,
    "POST /articles/{article_id}/offer": Row(KEEPERS, body={"take": True}),
    "GET /articles/{article_id}/versions/{number}": Row(),
    "GET /articles/{article_id}/changes": Row(),
    "GET /articles/{article_id}/files/{paper}": Row(),
    "GET /glossary/files/{kind}": Row(),
}
PAGES = {
    "knowledge": Row(),
    "glossary": Row(),
    "glossary-file": Row(),
    "new-article": Row(KEEPERS),
    "article": Row(),
    "article-file": Row(),
    "article-versions": Row(),
    "draft-article": Row(KEEPERS),
    "drop-draft": KEPT,
    "publish-article": KEPT,
    "change-article": Row(KEEPERS),
    "answer-offer": KEPT,
    "retire-article": KEPT,
}


def _article(key: str, word: str) -> Article:
    by, text = local_operator(), Text(word, f"## {word}\n\n| {word} |\n|---|\n| {word} |", word)
    return create_article(kind="guide", key=key, text=text, new=Particulars(stages=(word,)), by=by, at=now())


def own(cast: Any, ids: dict[str, Any]) -> dict[str, Any]:
    """A published article with a draft."""
    row, by = _article("walls", "Walls"), cast.frank
    row = publish_article(article=row, note="First edition", revision=row.revision, by=by, at=now())
    draft_article(article=row, text=Text("Walls", "Higher"), revision=row.revision, by=by, at=now())
    return {"article_id": row.key, "ending": "md"}


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """A draft nobody published."""
    return {"article_id": _article("zanzibar", "Zanzibar").key}
