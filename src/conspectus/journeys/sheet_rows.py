"""What rows of sheets name: people, and the project each is about; the same of every list that comes so."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from conspectus.formats.registers.values import word
from conspectus.journeys.sheet_lines import Place
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.queries import people
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.portfolio.rules import may

LANGUAGES = ("en", "de")
ENDED = "Closed in the list it came from."


def portfolio_of(place: Place) -> Portfolio:
    """Return the portfolio a place lies in."""
    return place if isinstance(place, Portfolio) else place.portfolio


def words_of(choices: Any) -> dict[str, str]:
    """Return for each word a choice is known by, in every language there is, its value."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            found |= {word(str(one.label)): one.value for one in choices}
    return found | {one.value: one.value for one in choices}


class Everybody:
    """The people on record, by name or e-mail; a name that several share means none of them."""

    def __init__(self) -> None:
        self._known: dict[str, Person | None] = {}
        for person in people():
            name = fold(person.name)
            self._known[name] = None if name in self._known else person
            if person.email:
                self._known[fold(person.email)] = person

    def named(self, text: str) -> Person | None:
        """Return who is meant, if one person alone is."""
        return self._known.get(fold(text))

    def owner(self, text: str, notes: list[str]) -> Person | None:
        """Return who is meant; says so where that is nobody, or several."""
        found = self.named(text)
        if found is None:
            several = fold(text) in self._known
            words = _("Several people are called '%(name)s'; the owner stays open. Write the e-mail instead.")
            nobody = _("'%(name)s' is nobody on record; the owner stays open.")
            notes.append((words if several else nobody) % {"name": text[:60]})
        return found


class Projects:
    """The projects rows of a list may name that is taken into a place; asked once, not for each row."""

    def __init__(self, place: Place, deed: str, *, by: User, on: date) -> None:
        self.place, self.deed, self.by, self.on = place, deed, by, on
        self._known: dict[str, Project] = {}
        for one in () if isinstance(place, Project) else self._inside():
            self._known |= {fold(one.code): one, fold(one.name): one}
        self._writable: dict[int, bool] = {}

    def named(self, name: str) -> Place:
        """Return the project a row names, else the place itself; refuses others, and where its rows may not go."""
        if not name:
            return self.place
        if isinstance(self.place, Project):
            if fold(name) in (fold(self.place.code), fold(self.place.name)):
                return self.place
            raise Invalid("project", "'%(named)s' is another project; this list is taken into %(place)s.", "project",
                          named=name[:60], place=str(self.place))  # fmt: skip
        project = self._known.get(fold(name))
        if project is None:
            if fold(name) == fold(self.place.name):
                return self.place
            raise Invalid("project", "There is no project '%(named)s' here.", "project", named=name[:60])
        if not self._writable.setdefault(project.pk, may(self.by, self.deed, project, self.on)):
            raise Invalid("project", "You may not write into '%(named)s', or it has ended.", "project",
                          named=name[:60])  # fmt: skip
        return project

    def _inside(self) -> list[Project]:
        rows = visible_projects(self.by, self.on)
        if isinstance(self.place, Programme):
            return list(rows.filter(programme__path__contains=f"/{self.place.pk}/"))
        return list(rows.filter(portfolio=self.place.pk))
