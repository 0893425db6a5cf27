"""Each row of a list held against the links there are: what it proposes, what it changes, why it is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from conspectus.formats.linklists import LINK_FIELDS
from conspectus.formats.registers import ReadEntry
from conspectus.journeys.link_list.lines import LinkLine, Place
from conspectus.journeys.link_list.sides import Side, sides_of
from conspectus.journeys.link_list.words import kind_of, lag_of
from conspectus.journeys.sheet_lines import CHANGE, NEW, REFUSED, SAME, FieldChange, PlannedRow
from conspectus.journeys.sheet_rows import Everybody
from conspectus.kit.errors import Invalid, Refusal
from conspectus.kit.texts import clean_name, fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.links.actions import LinkEnd, ListedLink, OutsideEvent, Terms
from conspectus.rooms.links.choices import MOST_LAG, OPEN, LinkKind, LinkState
from conspectus.rooms.links.models import Link
from conspectus.rooms.links.queries import EndView, LinkFilter, ProjectLinkView, find_links, link_views
from conspectus.rooms.links.queries.tasks import NamedTask, named_task, newest_documents
from conspectus.rooms.links.rules import may_speak_for_one
from conspectus.rooms.portfolio.models import Party, Project
from conspectus.rooms.portfolio.queries import PartyFilter, find_parties, visible_projects
from conspectus.rooms.portfolio.rules import may, persons

LONGEST = 500  # letters a task is called by
Key = tuple[int, str]  # a project and the id of its task; of what lies outside 0 and its name


@dataclass(frozen=True, slots=True)
class PlannedLink(PlannedRow):
    """One line with what taking it needs, and what it would tie."""

    tie: tuple[Key, Key] | None = None  # between projects, that it would add


class Desk:
    """Who takes a list of links into which place, and all that its rows are held against; asked once."""

    def __init__(self, place: Place, *, by: User, at: datetime) -> None:
        self.place, self.by, self.at, self.on = place, by, at, at.date()
        self.own = place.code if isinstance(place, Project) else ""
        self.projects: dict[str, Project] = {}
        for one in visible_projects(by, self.on).select_related("manager"):
            self.projects |= {fold(one.name): one, fold(one.code): one}
        where = {"project" if self.own else "portfolio": place.pk}
        rows = list(find_links(by, LinkFilter(state="all", **where), self.on))  # type: ignore[arg-type]
        self.views = {one.link_id: one for one in link_views(by, rows, self.on)}
        self.by_id = {row.pk: row for row in rows}
        self.by_ends = {_ends(row): row for row in rows if row.state in OPEN}
        self.everybody = Everybody()
        self.mine, self.documents = persons(by, self.on), newest_documents()
        self.seen: dict[object, int] = {}
        self._able: dict[int, bool] = {}
        self._parties: dict[int, dict[str, Party]] = {}

    def plan(self, found: ReadEntry) -> PlannedLink:
        """Return what one row would do."""
        line = LinkLine(found.sheet, found.row, REFUSED, found.texts.get("words", ""))
        try:
            if found.faults:
                raise Invalid("row", "%(why)s", "file", why=" ".join(found.faults))
            if number := found.texts.get("link", ""):
                row = self._numbered(found, number)
                return self._known(found, row, line)
            giver, taker = sides_of(found.texts, self.own)
            line = replace(line, giver=_written(giver), taker=_written(taker))
            return self._sides(found, giver, taker, line)
        except Refusal as refusal:
            return PlannedLink(replace(line, refused=refusal.words))

    def _numbered(self, found: ReadEntry, number: str) -> Link:
        """Return the link of a number; refuses one that joins other tasks than the row says."""
        row = self.by_id.get(int(number)) if number.isdecimal() and len(number) < 16 else None
        if row is None:
            raise Invalid("link", "There is no link %(number)s here.", "link", number=number[:20])
        view = self.views[row.pk]
        for name, end in (("giver", view.giver), ("taker", view.taker)):
            said = fold(found.texts.get(f"{name}_task", ""))
            if said and not end.hidden and said not in (fold(end.task), fold(end.uid)):
                raise Invalid("link", "Link %(number)s joins other tasks. Leave its number out to propose another.",
                              "link", number=row.pk)  # fmt: skip
        return row

    def _sides(self, found: ReadEntry, giver: Side, taker: Side, line: LinkLine) -> PlannedLink:
        """Return what a row would do that names its two sides."""
        notes: list[str] = []
        tasks = [self._task(giver), self._task(taker)]
        projects = [one.project for one in tasks if one is not None]
        self._check_projects(projects)
        key = (_key(tasks[0], giver), _key(tasks[1], taker))
        if (there := self.by_ends.get(key)) is not None:
            return self._known(found, there, line)
        words = found.texts.get("words") or next(one.name for one in tasks if one is not None)
        terms = self._terms(found, words, found.days.get("event_on"))
        self._once(key, found)
        gives, takes = (
            self._end(side, task, found, projects, notes) for side, task in zip((giver, taker), tasks, strict=True)
        )
        agreed = self._agrees(gives, takes)
        line = replace(line, deed=NEW, words=terms.words, by_on=terms.by_on, notes=tuple(notes), agreed=agreed)
        return PlannedLink(line, ListedLink(terms, gives, takes), key if all(tasks) else None)

    def _known(self, found: ReadEntry, row: Link, line: LinkLine) -> PlannedLink:
        """Return what a row would do to a link there is."""
        view = self.views[row.pk]
        self._once(row.pk, found)
        line = replace(line, deed=SAME, giver=_shown(view.giver), taker=_shown(view.taker), link_id=row.pk,
                       words=row.words, by_on=row.due_on)  # fmt: skip
        if row.state not in OPEN:
            label = str(LinkState(row.state).label).lower()
            note = _("This link is %(label)s and stays so; leave its number out to propose another.")
            return PlannedLink(replace(line, notes=(note % {"label": label},)))
        words = found.texts.get("words", "")
        words = row.words if not words or words.split() == row.words.split() else words
        terms = self._terms(found, words, row.due_on, row)
        event_on = found.days.get("event_on") if row.event_name else None
        changes = _changes(row, terms, event_on)
        notes = self._owners(found, view)
        if not changes:
            return PlannedLink(replace(line, notes=notes))
        if not may_speak_for_one(self.by, row, self.on):
            raise Invalid("link", "You speak for neither side of this link.", "link")
        line = replace(line, deed=CHANGE, words=terms.words, by_on=terms.by_on, changes=changes, notes=notes)
        return PlannedLink(line, ListedLink(terms, event_on=event_on, link=row, revision=row.revision))

    def _owners(self, found: ReadEntry, view: ProjectLinkView) -> tuple[str, ...]:
        """Return a note for each owner a list names otherwise; who answers for a side is named at the link."""
        told = []
        for name, end in (("giver_owner", view.giver), ("taker_owner", view.taker)):
            said = found.texts.get(name, "")
            if said and not end.hidden and fold(said) != fold(end.owner):
                note = _("%(owner)s still answers for its side; name another on the page of the link.")
                told.append(note % {"owner": end.owner or _("nobody")})
        return tuple(told)

    def _once(self, key: object, found: ReadEntry) -> None:
        """Refuse a second row that means the same link."""
        first = self.seen.setdefault(key, found.row)
        if first != found.row:
            raise Invalid("row", "Row %(first)s says the same link. Merge the two rows.", "file", first=first)

    def _task(self, side: Side) -> NamedTask | None:
        """Return the task a side names in the newest plan of its project; None of what lies outside."""
        if side.outside:
            return None
        project = self.projects.get(fold(side.project))
        if project is None:
            raise Invalid("project", "You see no project '%(named)s'.", "project", named=side.project[:60])
        return named_task(project, self.documents.get(project.pk), side.task[:LONGEST])

    def _check_projects(self, projects: list[Project]) -> None:
        """Refuse a row whose sides both lie elsewhere, and one whose projects the asker may not plan."""
        inside = [one for one in projects if self.place in (one, one.portfolio)]
        if not inside:
            raise Invalid("project", "Neither side of this row lies in %(place)s.", "project", place=str(self.place))
        if len(projects) == 2 and projects[0] == projects[1]:
            raise Invalid("same_project", "Both tasks belong to one project. Link them in its plan.", "taker")
        for one in projects:
            self._able.setdefault(one.pk, may(self.by, "propose_link", one, self.on))
        if not any(self._able[one.pk] for one in projects):
            raise Invalid("project", "You may plan neither project of this row, or they have ended.", "project")

    def _end(
        self, side: Side, task: NamedTask | None, found: ReadEntry, projects: list[Project], notes: list[str]
    ) -> LinkEnd | OutsideEvent:
        """Return a side as it is proposed; an owner or party that is not on record is said and left out."""
        if task is None:
            party = self._party(projects[0], side.party)
            if side.party and party is None:
                notes.append(_("'%(text)s' is not known here and is left out.") % {"text": side.party[:60]})
            return OutsideEvent(clean_name(side.event, "event_name"), found.days.get("event_on"), party)
        owner = self.everybody.named(side.owner) if side.owner else None
        if side.owner and owner is None:
            note = _("'%(name)s' is nobody on record; who manages the project answers for that side.")
            notes.append(note % {"name": side.owner[:60]})
        return LinkEnd(task.project, task.uid, None if owner == task.project.manager else owner)

    def _party(self, project: Project, name: str) -> Party | None:
        if project.portfolio_id not in self._parties:
            rows = find_parties(self.by, PartyFilter(portfolio=project.portfolio_id), self.on)
            self._parties[project.portfolio_id] = {fold(one.name): one for one in rows}
        return self._parties[project.portfolio_id].get(fold(name)) if name else None

    def _terms(self, found: ReadEntry, words: str, usual: date | None, row: Link | None = None) -> Terms:
        """Return the terms of a row; what it does not say stays as it is."""
        day = found.days.get("asked_on") or found.days.get("by_on") or usual
        if day is None:
            raise Invalid("by_on", "The day of the hand-over is missing.", "by_on")
        kind = kind_of(found.texts["kind"]) if "kind" in found.texts else row.kind if row else LinkKind.FINISH_START
        lag = lag_of(found.texts["lag"]) if "lag" in found.texts else row.lag_days if row else 0
        if abs(lag) > MOST_LAG:
            raise Invalid("lag", "The lag is a whole number of working days, at most %(most)s.", "lag", most=MOST_LAG)
        if len(words) > 2000:
            raise Invalid("words", "What is handed over takes at most %(most)s characters.", "words", most=2000)
        return Terms(words, day, str(kind), lag)

    def _agrees(self, *ends: LinkEnd | OutsideEvent) -> bool:
        """Return whether the asker answers for every side that is a project's."""
        owners = [end.owner.pk if end.owner else end.project.manager_id for end in ends if isinstance(end, LinkEnd)]
        return all(one in self.mine for one in owners)


def _ends(row: Link) -> tuple[Key, Key]:
    outside = (0, fold(row.event_name))
    return tuple((one.project_id, one.uid) if one else outside for one in (row.giver, row.taker))  # type: ignore[return-value]


def _key(task: NamedTask | None, side: Side) -> Key:
    return (task.project.pk, task.uid) if task is not None else (0, fold(side.event))


def _written(side: Side) -> str:
    return side.event or f"{side.project} {side.task}".strip()


def _shown(end: EndView) -> str:
    if end.hidden:
        return _("a project you may not see")
    return end.task if end.outside else f"{end.code} {end.task}"


def _changes(row: Link, terms: Terms, event_on: date | None) -> tuple[FieldChange, ...]:
    """Return what a row would ask for otherwise."""
    pairs: list[tuple[str, Any, Any]] = [
        ("words", row.words, terms.words),
        ("by_on", row.due_on, terms.by_on),
        ("kind", row.kind.upper(), terms.kind.upper()),
        ("lag", row.lag_days, terms.lag_days),
        ("event_on", row.event_on, event_on or row.event_on),
    ]
    return tuple(
        FieldChange(name, LINK_FIELDS[name].label, "" if old is None else str(old), str(new))
        for name, old, new in pairs
        if old != new
    )
