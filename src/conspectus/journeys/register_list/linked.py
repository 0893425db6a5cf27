"""What rows of a sheet name beside projects: objectives, suppliers, contracts, and tasks of plans."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.risks.queries.touched import linked_rows
from conspectus.rooms.schedule.queries.named import tasks_to_name

LINKED = ("objectives", "parties", "contracts")
_PARTED = re.compile(r"\s*[;\n]\s*")


class Touchable:
    """What rows may name in one portfolio; asked once, and only for what some row names."""

    def __init__(self, portfolio: Portfolio, by: User, on: date) -> None:
        self.portfolio, self.by, self.on = portfolio, by, on
        self.rows: dict[str, dict[str, Any]] = {}
        self.plans: dict[int, dict[str, str]] = {}

    def named(
        self, texts: Mapping[str, str], row: RegisterEntry | None, place: Project | Programme | Portfolio,
        notes: list[str],
    ) -> dict[str, Any]:  # fmt: skip
        """Return what a row names, as an entry keeps it; what is not there is said and left out."""
        told: dict[str, Any] = {}
        for name in LINKED:
            if name in texts:
                found = self._found(_parts(texts[name]), self._known(name), notes)
                if found or row is None:
                    told[name] = tuple(dict.fromkeys(found))
        if "tasks" in texts:
            held = () if row is None else row.tasks.all()
            known = {fold(text): one.uid for one in held for text in (one.name, one.uid)}
            known |= self._tasks(place) if isinstance(place, Project) else {}
            found = self._found(_parts(texts["tasks"]), known, notes)
            if found or row is None:
                told["tasks"] = tuple(dict.fromkeys(found))
        return told

    @staticmethod
    def _found(parts: list[str], known: Mapping[str, Any], notes: list[str]) -> list[Any]:
        for text in parts:
            if fold(text) not in known:
                notes.append(_("'%(text)s' is not known here and is left out.") % {"text": text[:60]})
        return [known[fold(text)] for text in parts if fold(text) in known]

    def _known(self, name: str) -> dict[str, Any]:
        if name not in self.rows:
            found = linked_rows(self.by, self.on)[name].filter(portfolio=self.portfolio)
            words = ("name", "code", "title", "reference")
            self.rows[name] = {
                fold(text.replace(";", ",")): one
                for one in found
                for text in (getattr(one, word, "") for word in words)
                if text
            }
        return self.rows[name]

    def _tasks(self, project: Project) -> dict[str, str]:
        """Return the uid of each task by its uid, and by its name where one alone is called so."""
        if project.pk not in self.plans:
            found: dict[str, str] = {}
            several: set[str] = set()
            pairs = tasks_to_name(project)
            for uid, name in pairs:
                several |= {fold(name)} if fold(name) in found else set()
                found[fold(name)] = uid
            found = {name: uid for name, uid in found.items() if name not in several}
            self.plans[project.pk] = found | {fold(uid): uid for uid, _name in pairs}
        return self.plans[project.pk]


def _parts(text: str) -> list[str]:
    return [part for part in _PARTED.split(text) if part]
