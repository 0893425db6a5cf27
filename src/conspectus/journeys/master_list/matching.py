"""Which project a name or a code means: by code, by another name, by the name; a likeness is proposed, never taken."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from conspectus.kit.texts import fold
from conspectus.rooms.portfolio.models import Alias, Project

ALIKE, MOST = 0.8, 3
_COMMON = frozenset({
    "a", "an", "and", "the", "of", "for", "in", "to", "on", "at", "by", "der", "die", "das", "und",
    "project", "projects", "programme", "programmes", "program", "projekt", "programm", "projet",
})  # fmt: skip
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Like:
    """A project whose name is like that of a row; ``share`` is how much, 0 to 1, ``same_start`` speaks for it, too."""

    project_id: int
    code: str
    name: str
    share: float
    same_start: bool = False


class KnownProjects:
    """The projects one may see, by all they are known by."""

    def __init__(self, projects: Iterable[Project]) -> None:
        self.by_id = {one.pk: one for one in projects}
        self.codes = {one.code_key: one for one in self.by_id.values()}
        self.names = {one.name_key: one for one in self.by_id.values()}
        self.aliases: dict[str, Project] = {}
        self.known_as: dict[int, set[str]] = {pk: set() for pk in self.by_id}
        self._words: dict[str, set[int]] = {}
        self._cores: dict[int, list[tuple[str, ...]]] = {}
        for pk, one in self.by_id.items():
            self._remember(pk, one.name)
        for pk, name, key in Alias.objects.filter(project__in=list(self.by_id)).values_list(
            "project", "name", "name_key"
        ):
            self.aliases[key] = self.by_id[pk]
            self.known_as[pk].add(key)
            self._remember(pk, name)

    def find(self, code: str, name: str) -> tuple[Project | None, str]:
        """Return the project a code or a name means exactly, and how that is known."""
        for said, where, how in (
            (code, self.codes, "its code"),
            (code, self.aliases, "another code of it"),
            (name, self.aliases, "another name of it"),
            (name, self.names, "its name"),
        ):
            if said and (project := where.get(fold(said))) is not None:
                return project, f"Matched by {how}."
        return None, ""

    def likes(self, name: str, beside: Container[int] = frozenset()) -> tuple[Like, ...]:
        """Return the projects with a name most like this one, those in ``beside`` left out; the most alike first."""
        core = _core(name)
        near = {pk for word in core for pk in self._words.get(word, ())}
        found = [(max(_alike(core, other) for other in self._cores[pk]), pk) for pk in near if pk not in beside]
        best = sorted((one for one in found if one[0] >= ALIKE), key=lambda one: (-one[0], one[1]))[:MOST]
        return tuple(Like(pk, self.by_id[pk].code, self.by_id[pk].name, round(share, 2)) for share, pk in best)

    def _remember(self, pk: int, name: str) -> None:
        core = _core(name)
        self._cores.setdefault(pk, []).append(core)
        for word in core:
            self._words.setdefault(word, set()).add(pk)


def _core(name: str) -> tuple[str, ...]:
    """Return the words that tell a name from others: brackets and common words away."""
    words = re.findall(r"\w+", fold(_BRACKETS.sub(" ", name)) or fold(name))
    return tuple(word for word in words if word not in _COMMON) or tuple(words)


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return how much two names are alike: letter by letter, or all words of the one within the other."""
    less, more = sorted((frozenset(one), frozenset(other)), key=len)
    within = 0.9 if len(less) > 1 and less <= more else 0.0
    if within:
        return 1.0 if less == more else within
    matcher = SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0
