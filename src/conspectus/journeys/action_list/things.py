"""What actions of a list are about: things of a project, by the names lists call them by."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from conspectus.journeys.sheet_lines import Place
from conspectus.journeys.subjects import subject_of, things_in
from conspectus.kit.subjects import Subject
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries import visible_programmes


class Things:
    """What rows may be about; the things of a project are asked once, and only where some row names one."""

    def __init__(self, place: Place, *, by: User, on: date) -> None:
        self.place, self.by, self.on = place, by, on
        self._known: dict[int, dict[str, Subject | None]] = {}
        self._programmes: dict[str, Subject] | None = None

    def named(self, text: str, place: Place, notes: list[str]) -> Subject:
        """Return the thing of a place that a text names; where none is meant, or several, the place, and say so."""
        whole = subject_of(place)
        if not text or fold(text) in {fold(name) for name in (str(place), place.name, getattr(place, "code", ""))}:
            return whole
        known = self._of_project(place) if isinstance(place, Project) else self._below(place)
        found = known.get(fold(text))
        if found is None:
            words = _("'%(text)s' is no one thing of %(place)s; the action is about %(place)s itself.")
            notes.append(words % {"text": text[:60], "place": place.name})
        return found or whole

    def _of_project(self, project: Project) -> dict[str, Subject | None]:
        if project.pk not in self._known:
            found: dict[str, Subject | None] = {}
            for name, subject in things_in(self.by, project, self.on):
                there = found.setdefault(fold(name), subject)
                if there is not None and there.reference != subject.reference:
                    found[fold(name)] = None  # several are called so
            self._known[project.pk] = found
        return self._known[project.pk]

    def _below(self, place: Portfolio | Programme) -> dict[str, Subject]:
        """Return the programmes a portfolio's list may name."""
        if self._programmes is None:
            rows = visible_programmes(self.by, self.on) if isinstance(place, Portfolio) else ()
            self._programmes = {fold(row.name): subject_of(row) for row in rows if row.portfolio_id == place.pk}
        return self._programmes
