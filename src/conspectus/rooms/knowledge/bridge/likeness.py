"""How alike a lesson is to a project: points, each with its reason. Nothing is weighed that is not shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

Reason = tuple[str, str]  # its code, and what it names
DIVISION, PROGRAMME, SIZE, RISK, CHOICE, WORD = 3, 2, 2, 2, 2, 1  # points
MOST_CHOICES, MOST_WORDS = 2, 5  # reasons of a kind that count
LEAST_LETTERS = 5  # of a word that says what a thing is about


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a project, or of the project a lesson comes from, with the lesson's own words."""

    division: str = ""
    programme: str = ""
    budget_minor: int = 0
    currency: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)  # of the organisation's fields, by label
    words: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()  # of risks and issues: what a lesson is about, what stands open in a project


def common_words(found: Iterable[Collection[str]]) -> frozenset[str]:
    """Return the words that stand in more than a quarter of some texts, of eight at least: they tell nothing apart."""
    texts = list(found)
    counted = Counter(word for text in texts for word in set(text))
    return frozenset(word for word, count in counted.items() if len(texts) >= 8 and count * 4 > len(texts))


def likeness(lesson: Traits, project: Traits, common: Collection[str] = ()) -> tuple[int, tuple[Reason, ...]]:
    """Return the points of a lesson for a project and their reasons, the strongest first."""
    found: list[tuple[int, Reason]] = []
    if lesson.division and lesson.division == project.division:
        found.append((DIVISION, ("division", lesson.division)))
    if lesson.programme and lesson.programme == project.programme:
        found.append((PROGRAMME, ("programme", lesson.programme)))
    if _alike(lesson, project):
        found.append((SIZE, ("size", "")))
    found += [(RISK, ("risk", one)) for one in sorted(lesson.sources & project.sources)]
    same = [f"{name}: {held}" for name, held in sorted(lesson.choices.items()) if project.choices.get(name) == held]
    found += [(CHOICE, ("choice", one)) for one in same[:MOST_CHOICES]]
    shared = sorted(word for word in lesson.words & project.words if len(word) >= LEAST_LETTERS and word not in common)
    found += [(WORD, ("word", word)) for word in shared[:MOST_WORDS]]
    return sum(points for points, _ in found), tuple(reason for _, reason in found)


def _alike(lesson: Traits, project: Traits) -> bool:
    """Return whether two budgets in one currency differ by at most a factor of two."""
    low, high = sorted((lesson.budget_minor, project.budget_minor))
    return low > 0 and lesson.currency == project.currency and high <= 2 * low
