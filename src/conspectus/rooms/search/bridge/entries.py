"""What an entry of the index is made of, and which are looked at anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db.models import Q

from conspectus.rooms.search.bridge.words import found_by, words_of
from conspectus.rooms.search.choices import ARTICLES, ATTACHED, NAMELESS, Kind
from conspectus.rooms.search.models import Entry

MOST_BODY = 1_000_000  # signs of one entry that can be shown


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at anew: some projects, all that hangs on some portfolios, the organisation, or everything.

    Comments and documents, ``things`` like articles and lessons, are looked at anew when something is done to
    themselves; risks, actions and their like then, and with their project.
    """

    projects: frozenset[int] = frozenset()
    portfolios: frozenset[int] = frozenset()
    organisation: bool = False
    everything: bool = False
    standards: bool = False
    things: Mapping[str, frozenset[int]] = field(default_factory=dict)  # by kind

    def of_projects(self, path: str = "") -> Q:
        """Return the condition of rows whose project, at the end of ``path``, is meant."""
        if self.everything:
            return Q()
        project, portfolio = (f"{path}__portfolio", path) if path else ("portfolio", "pk")
        return Q(**{f"{portfolio}__in": self.projects}) | Q(**{f"{project}__in": self.portfolios})

    def of_entries(self) -> Q:
        """Return the condition of the entries that are looked at anew."""
        if self.everything:
            return Q()
        kinds = (Kind.DIVISION, Kind.PERSON, Kind.FIELD) if self.organisation else ()
        found = (self.of_projects("project") | self.of_portfolios() | Q(kind__in=kinds)) & ~Q(kind__in=ATTACHED)
        for kind, ids in self.things.items():
            found |= Q(kind__in=ARTICLES if kind == Kind.GUIDE else [kind], subject_id__in=ids)
        return found | Q(kind=Kind.STANDARD) if self.standards else found

    def of_things(self, kind: Kind) -> Q:
        """Return the condition of rows of a kind that are looked at anew by themselves."""
        return Q() if self.everything else Q(pk__in=self.things.get(kind, ()))

    def of_portfolios(self, path: str = "portfolio") -> Q:
        """Return the condition of rows whose portfolio is meant."""
        return Q() if self.everything else Q(**{f"{path}__in": self.portfolios})


def entry_of(kind: Kind, row: Any, title: str, *lines: str, codes: Collection[str] = (), **more: Any) -> Entry:
    """Return the entry of a row: found by its title, codes and lines, which are shown."""
    body = "\n".join(line for line in lines if line)[:MOST_BODY]
    names = () if kind in NAMELESS else (title,) if kind in ARTICLES else (title, *codes)  # keys tell kinds
    told = (next(iter(codes), ""), title, body, found_by((title, body), codes, names=names))
    where = [more[name] for name in sorted(more)]
    return Entry(
        kind=kind,
        subject_id=row.pk,
        code=told[0][:80],
        title=title,
        title_words="".join(f" {word}" for word in words_of(title)),
        body=body,
        words=told[3],
        stamp=sha256(repr((*told, *where)).encode("utf-8", "replace")).hexdigest(),
        **more,
    )
