"""What was found as a page shows it: where each thing leads, and its words marked."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from conspectus.rooms.search.choices import ARTICLES, Kind
from conspectus.rooms.search.queries import Found, Hit, marks

from ..places import page_of, talk_address

_PAGES = {
    Kind.DOCUMENT: "document",
    Kind.LESSON: "lesson",
    Kind.STANDARD: "version",
    Kind.REGISTER: "register-entry",
    Kind.ACTION: "action",
    Kind.CHANGE: "change-request",
    Kind.DELIVERABLE: "deliverable",
    Kind.LINK: "link",
    Kind.EXCEPTION: "exception",
    Kind.ASSURANCE: "assurance-review",
    Kind.GATE: "gate-review",
    Kind.FINDING: "finding",
    Kind.NONCONFORMITY: "nonconformity",
    Kind.STAKEHOLDER: "stakeholder",
    Kind.COMMUNICATION: "communication",
} | dict.fromkeys(ARTICLES, "article")
_OF_PROJECTS = {
    Kind.STREAM: "streams",
    Kind.BACKLOG: "backlog",
    Kind.REQUIREMENT: "scope",
    Kind.QUALITY_CHECK: "project-quality",
    Kind.QUALITY_REVIEW: "project-quality",
    Kind.CLOSURE: "closure",
}
_LISTED = {Kind.PERSON: "persons", Kind.FIELD: "fields"}


def leads_to(hit: Hit) -> str:
    """Return the page of a thing that was found; tasks are looked for anew in their plan."""
    kind = Kind(hit.kind)
    if kind is Kind.TASK:
        asked = f"?{urlencode({'find': hit.excerpts[0]})}" if hit.excerpts else ""
        return f"{reverse('tasks', args=[hit.project_id])}{asked}"
    if kind in _OF_PROJECTS:
        return reverse(_OF_PROJECTS[kind], args=[hit.project_id])
    if kind in _PAGES:
        return reverse(_PAGES[kind], args=[hit.subject_id])
    if kind is Kind.COMMENT:
        return talk_address(*hit.about.split("/", 1)) + "#comments"
    if kind in _LISTED:
        return reverse(_LISTED[kind])
    return page_of(kind, str(hit.project_id if kind is Kind.MILESTONE else hit.subject_id))


def with_marks(text: str, words: Sequence[str]) -> SafeString:
    """Return a text in which the words that were looked for are marked."""
    parts, last = [], 0
    for begin, end in marks(text, words):
        parts += [(False, text[last:begin]), (True, text[begin:end])]
        last = end
    parts.append((False, text[last:]))
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", part) if hit else part,) for hit, part in parts))


def shown(found: Found) -> list[tuple[str, str, int, list[tuple[Hit, str]]]]:
    """Return each group as kind, label, how many there are, and its hits with where they lead."""
    return [(one.kind, one.label, one.total, [(hit, leads_to(hit)) for hit in one.hits]) for one in found.groups]
