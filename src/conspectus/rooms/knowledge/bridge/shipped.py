"""Articles that ship: a file each, its particulars on top; the glossary in one file, a heading for each term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from conspectus.rooms.knowledge.choices import ArticleKind

FOLDER = Path(__file__).resolve().parent.parent / "shipped"
_HEAD = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_TERM = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Shipped:
    """One article as it ships."""

    key: str
    kind: str
    title: str
    summary: str
    body: str
    audience: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The digest of what it says."""
        return digest_of(self.title, self.summary, self.body)


def digest_of(title: str, summary: str, body: str) -> str:
    """Return the digest of what a version says."""
    return sha256("\0".join((title, summary, body)).encode()).hexdigest()


@cache
def shipped_articles() -> dict[str, Shipped]:
    """Return everything that ships, by key."""
    found = [*_files("guides", ArticleKind.GUIDE), *_files("templates", ArticleKind.TEMPLATE), *_terms()]
    by_key = {one.key: one for one in found}
    if len(by_key) != len(found):
        raise ValueError("two shipped articles have the same key")
    return by_key


def _files(folder: str, kind: ArticleKind) -> Iterator[Shipped]:
    for path in sorted((FOLDER / folder).glob("*.md")):
        parted = _HEAD.match(path.read_text(encoding="utf-8"))
        if parted is None:
            raise ValueError(f"{path.name} has no particulars on top")
        head = dict(_pair(line) for line in parted["head"].splitlines())
        yield Shipped(
            key=f"{kind.value}-{path.stem}",
            kind=head.get("kind", kind.value),
            title=head["title"],
            summary=head["summary"],
            body=parted["body"].strip() + "\n",
            audience=_listed(head, "audience"),
            stages=_listed(head, "stages"),
            methods=_listed(head, "methods"),
            forms=_listed(head, "forms"),
        )


def _terms() -> Iterator[Shipped]:
    text = (FOLDER / "glossary.md").read_text(encoding="utf-8")
    parts = _TERM.split(text)[1:]
    for title, body in zip(parts[::2], parts[1::2], strict=True):
        told = body.strip()
        summary = told.split("\n", 1)[0]
        yield Shipped(f"term-{_slug(title)}", ArticleKind.TERM.value, title.strip(), summary[:400], told + "\n")


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


def _listed(head: dict[str, str], name: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in head.get(name, "").split(",") if one.strip())
