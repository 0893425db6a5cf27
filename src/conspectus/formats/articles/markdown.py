"""Markdown as safe HTML: no tags of the writer's own, no pictures, links to named schemes only, cleaned twice."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# What an article may hold; everything else is taken away however it came in.
_RUNNING = ("a", "br", "code", "del", "em", "strong")
_BLOCKS = ("blockquote", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul")
TAGS = frozenset((*_RUNNING, *_BLOCKS, "table", "tbody", "td", "th", "thead", "tr"))
ATTRIBUTES = {"a": {"href"}, "td": {"align"}, "th": {"align"}, "ol": {"start"}}
SCHEMES = frozenset({"http", "https", "mailto"})
ARTICLE = "knowledge:"  # a link to another article by its key
_OWN = re.compile(r"/(?!/)[\w\-./?=&#%]*")
_KEY = re.compile(r"knowledge:[a-z0-9-]{1,80}")
_OUTSIDE = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)
_FIELD = re.compile(r"^[-*] `(?P<name>[\w-]+)`: (?P<words>.+)$", re.MULTILINE)
_FIELDS_HEAD = re.compile(r"^## Fields[ \t]*$", re.MULTILINE)


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt  # loaded with the first article that is shown

    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
    return reader.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])


def tokens_of(text: str) -> list[Token]:
    """Return a text's parts in order, as the reader of Markdown knows them."""
    return _reader().parse(text)


def to_html(text: str, *, below: int = 1, address: str = "/knowledge/") -> str:
    """Return a Markdown text as HTML that is safe on a page, its headings below one of the level ``below``."""
    import nh3

    parts = tokens_of(text)
    for token in parts:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(max(int(token.tag[1]), 2) + below - 1, 6)}"
        for child in token.children or ():
            if child.type == "link_open":
                _point(child, address)
        if token.attrs.get("style"):
            token.attrs = {"align": str(token.attrs["style"]).removeprefix("text-align:")}
    reader = _reader()
    html = reader.renderer.render(parts, reader.options, {})
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={name: set(held) for name, held in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel="nofollow noopener noreferrer",
    )


def _point(link: Any, address: str) -> None:
    """Let a link go to another article, to a page of the house, or outside; any other loses its address."""
    to = str(link.attrs.get("href", ""))
    if _KEY.fullmatch(to):
        link.attrs = {"href": f"{address}{to.removeprefix(ARTICLE)}/"}
    elif _OWN.fullmatch(to) or _OUTSIDE.fullmatch(to):
        link.attrs = {"href": to}
    else:
        link.attrs = {}


_BREAKS = ("softbreak", "hardbreak")


def plain_words(text: str) -> list[str]:
    """Return the lines a text shows, without its marks."""
    found = []
    for token in tokens_of(text):
        if token.type == "inline" and token.content:
            line = "".join(" " if child.type in _BREAKS else child.content for child in token.children or ())
            found.append(" ".join(line.split()))
        elif token.type in ("fence", "code_block"):
            found += token.content.splitlines()
    return [line for line in found if line]


def fields_of(text: str) -> dict[str, str]:
    """Return what a guide's section "Fields" says of each field, by the field's name."""
    parts = _FIELDS_HEAD.split(text, maxsplit=1)
    if len(parts) == 1:
        return {}
    section = re.split(r"^## ", parts[1], maxsplit=1, flags=re.MULTILINE)[0]
    return {one["name"]: one["words"].strip() for one in _FIELD.finditer(section)}


def without_fields(text: str) -> str:
    """Return a guide without its section "Fields"."""
    parts = _FIELDS_HEAD.split(text, maxsplit=1)
    if len(parts) == 1:
        return text
    rest = re.split(r"^(?=## )", parts[1], maxsplit=1, flags=re.MULTILINE)
    return parts[0] + (rest[1] if len(rest) > 1 else "")
