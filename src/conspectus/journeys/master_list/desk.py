"""Each row of a list held against what there is: what it opens, what it changes, what it asks, why it is refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.currencies import KNOWN
from conspectus.formats.masterlist import FIELDS, Entry, MasterList
from conspectus.journeys.master_list.lines import ASK, CHANGE, NEW, REFUSED, SAME, Change, ListLine
from conspectus.journeys.master_list.matching import KnownProjects, Like
from conspectus.journeys.master_list.own import OwnFields, required_words
from conspectus.journeys.master_list.stating import Reported, Statements, money
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.queries import divisions, people
from conspectus.rooms.accounts.rules import keeps_people, may_administer
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import Figures
from conspectus.rooms.portfolio.choices import ENDED, NEXT_STATES, State
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.portfolio.rules import may

PLACES = ("programme", "division", "manager", "sponsor")
ANOTHER = re.compile(r"[;|\n]")


@dataclass(slots=True)
class Planned:
    """One line with all that taking it needs; places are named by the key under which they are, or will be, known."""

    line: ListLine
    entry: Entry
    project: Project | None = None
    code: str = ""
    name: str = ""
    particulars: dict[str, Any] = field(default_factory=dict)  # texts to change, and rows that are there
    to_open: dict[str, str] = field(default_factory=dict)  # place: name of what must be opened first
    aliases: tuple[str, ...] = ()
    state: str = ""
    currency: str = ""
    figures: Figures | None = None
    reported: Reported | None = None


class Desk:
    """Who takes a list into which portfolio, and all that its rows are held against; asked once, not for each row."""

    def __init__(self, portfolio: Portfolio, period: Period | None, *, by: User, at: datetime) -> None:
        self.portfolio, self.period, self.by, self.at = portfolio, period, by, at
        self.stated_on = last_day(period) if period is not None else at.date()
        self.projects = KnownProjects(visible_projects(by, at.date()).order_by("code"))
        self.own = OwnFields(list(self.projects.by_id), by=by, at=at)
        self.statements = Statements(self.projects.by_id, period, self.stated_on)
        self.rows: dict[str, dict[str, list[Any]]] = {
            "programme": _by_name(portfolio.programmes.all()),
            "division": _by_name(divisions()),
        }
        self.rows["manager"] = self.rows["sponsor"] = _by_name(people())
        allowed_people, allowed_divisions = keeps_people(by), may_administer(by)
        self.may_open = {
            "programme": may(by, "create_programme", portfolio, at.date()),
            "division": allowed_divisions,
            "manager": allowed_people,
            "sponsor": allowed_people,
        }
        self.codes = set(Project.objects.values_list("code_key", flat=True)) | set(self.projects.aliases)
        self.names = set(Project.objects.values_list("name_key", flat=True))
        self.claimed: dict[int, int] = {}
        self.notes: list[Finding] = []

    def plan(self, found: MasterList, same_as: Mapping[int, int]) -> list[Planned]:
        """Return what each row would do; ``same_as`` names, by row, the project it was said to mean, 0 for a new one.

        Rows whose project is certain come first, so that no likeness is proposed of a project that has its row.
        """
        certain: dict[int, tuple[Project, str]] = {}
        for entry in found.entries:
            project, why = self._match(entry, same_as)
            if project is not None:
                certain[entry.row] = project, why
        taken = {project.pk for project, _ in certain.values()}
        planned = []
        for entry in found.entries:
            if entry.row in certain:
                planned.append(self._known(entry, *certain[entry.row], found.scale))
                continue
            likes = () if entry.row in same_as else self._likes(entry, taken)
            planned.append(self._asked(entry, likes) if likes else self._new(entry, found.scale))
        self._say_once(found)
        return planned

    def _match(self, entry: Entry, same_as: Mapping[int, int]) -> tuple[Project | None, str]:
        if entry.row in same_as:
            project = self.projects.by_id.get(same_as[entry.row])
            return project, "You said that it is this project." if project is not None else ""
        return self.projects.find(entry.code, entry.name)

    def _likes(self, entry: Entry, taken: set[int]) -> tuple[Like, ...]:
        """Return the projects a row may mean, those that begin on its very day first."""
        start = entry.days.get("start")
        found = [
            replace(one, same_start=start is not None and self.statements.start_of(one.project_id) == start)
            for one in self.projects.likes(entry.name or entry.code, taken)
        ]
        return tuple(sorted(found, key=lambda one: not one.same_start))

    def _asked(self, entry: Entry, likes: tuple[Like, ...]) -> Planned:
        why = f"Is it {likes[0].name} ({likes[0].code})? Say which project it is, or that it is a new one."
        return Planned(ListLine(entry.row, ASK, entry.code, entry.name, why=why, likes=likes), entry)

    def _new(self, entry: Entry, scale: str) -> Planned:
        """Return what opens a project."""
        code = entry.code or self._free_code()
        name, notes = self._free_name(entry.name or entry.code, code)
        made = Planned(
            ListLine(entry.row, NEW, code, name), entry, code=code, name=name, state=entry.state or State.ACTIVE
        )
        made.currency = self._currency(entry)
        own, filled = self.own.said(None, entry, made.currency, notes)
        refused = self._refusal(code, name)
        if not refused and (lacking := self.own.lacking(None, made.state, own)):
            refused = required_words(lacking, made.state)
        if not refused:
            self.codes.add(fold(code))
            self.names.add(fold(name))
        made.particulars = {key: entry.texts[key] for key in ("summary",) if key in entry.texts}
        changes = [Change(key, FIELDS[key].label, "", text) for key, text in made.particulars.items()]
        if entry.state:
            changes.append(Change("state", "State", "", str(State(entry.state).label)))
        if made.currency != self.portfolio.currency:
            changes.append(Change("currency", "Currency", "", made.currency))
        if own:
            made.particulars["fields"] = own
        if not entry.code:
            notes.append(f"It has no code; it gets {code}.")
        changes += [*filled, *self._places(made, None, notes)]
        changes += self._aliases(made, [], notes)
        changes += self._stated(made, scale, notes)
        made.line = ListLine(
            entry.row,
            REFUSED if refused else NEW,
            code,
            name,
            changes=tuple(changes),
            notes=tuple(notes),
            refused=refused,
        )
        return made

    def _known(self, entry: Entry, project: Project, why: str, scale: str) -> Planned:
        """Return what a row changes of a project there is."""
        notes: list[str] = []
        made = Planned(
            ListLine(entry.row, SAME, project.code, project.name),
            entry,
            project,
            project.code,
            project.name,
            currency=project.currency,
        )
        refused = self._not_taken(project, entry.row)
        changes: list[Change] = []
        if not refused:
            also = self._renamed(made, changes, notes)
            if (text := entry.texts.get("summary")) and text != project.summary:
                made.particulars["summary"] = text
                changes.append(Change("summary", "Description", project.summary, text))
            own, filled = self.own.said(project, entry, project.currency, notes)
            if own:
                made.particulars["fields"] = own
            changes += [*filled, *self._places(made, project, notes)]
            changes += self._aliases(made, also, notes)
            changes += self._moved(made, project, notes)
            changes += self._stated(made, scale, notes)
        deed = REFUSED if refused else CHANGE if changes else SAME
        told = (entry.row, deed, made.code, made.name, project.pk, why, tuple(changes), (), tuple(notes), refused)
        made.line = ListLine(*told)
        return made

    def _not_taken(self, project: Project, row: int) -> str:
        first = self.claimed.setdefault(project.pk, row)
        if first != row:
            return f"Row {first} means the same project. Merge the rows, or say which one it is."
        if project.portfolio_id != self.portfolio.pk:
            return f"This project lies in the portfolio '{project.portfolio.name}'. Take it there, or move it first."
        if State(project.state) in ENDED:
            return f"This project is {project.get_state_display().lower()}. Bring it back to life before changing it."
        return ""

    def _renamed(self, made: Planned, changes: list[Change], notes: list[str]) -> list[str]:
        """Let the list's name count, and keep the name before and an unknown code as other names."""
        project, entry = made.project, made.entry
        assert project is not None
        known, also = self.projects.known_as[project.pk], list[str]()
        if entry.code and fold(entry.code) not in {project.code_key, *known}:
            also.append(entry.code)
        wanted = entry.name
        if not wanted or wanted == project.name or fold(wanted) in known:
            return also
        if fold(wanted) != project.name_key:
            wanted, more = self._free_name(wanted, project.code, project.name_key)
            if fold(wanted) == project.name_key:
                return also
            notes += more
            also.append(project.name)
        made.particulars["name"] = made.name = wanted
        self.names.add(fold(wanted))
        changes.append(Change("name", "Name", project.name, wanted))
        return also

    def _places(self, made: Planned, project: Project | None, notes: list[str]) -> list[Change]:
        """Return where a row puts the project and whom it names; what is not there yet is to be opened first."""
        changes = []
        for place in PLACES:
            said = made.entry.texts.get(place, "")
            if not said:
                continue
            now = getattr(project, place) if project is not None else None
            there = self.rows[place].get(fold(said), [])
            if now is not None and any(one.pk == now.pk for one in there):
                continue
            if len(there) > 1:
                notes.append(f"{FIELDS[place].label}: {len(there)} are called '{said}'; left as it is.")
                continue
            if there:
                made.particulars[place] = there[0]
            elif self.may_open[place]:
                made.to_open[place] = said
            else:
                notes.append(f"{FIELDS[place].label}: there is no '{said}', and you may not add one; left as it is.")
                continue
            changes.append(Change(place, FIELDS[place].label, now.name if now is not None else "", said))
        return changes

    def _aliases(self, made: Planned, also: Iterable[str], notes: list[str]) -> list[Change]:
        known = self.projects.known_as[made.project.pk] if made.project is not None else frozenset[str]()
        own = {fold(made.code), fold(made.name), *known}
        if made.project is not None:
            own |= {made.project.code_key}
        parts = ANOTHER.split(made.entry.texts.get("alias", ""))
        wanted = {fold(name): name for one in (*also, *parts) if (name := " ".join(one.split()))}
        kept = {key: name for key, name in wanted.items() if key not in own}
        for key in [key for key in kept if key in self.projects.aliases or self._elsewhere(key, made)]:
            notes.append(f"'{kept.pop(key)}' is another project's name already; it is not kept for this one.")
        made.aliases = tuple(kept.values())
        return [Change("alias", "Also known as", "", name) for name in made.aliases]

    def _elsewhere(self, key: str, made: Planned) -> bool:
        """Return whether another project has this name or code and keeps it."""
        holder = self.projects.names.get(key) or self.projects.codes.get(key)
        return holder is not None and (made.project is None or holder.pk != made.project.pk)

    def _moved(self, made: Planned, project: Project, notes: list[str]) -> list[Change]:
        said = made.entry.state
        if not said or said == project.state:
            return []
        if State(said) not in NEXT_STATES[State(project.state)]:
            before = State(project.state).label.lower()
            notes.append(f"A project that is {before} cannot become {State(said).label.lower()}; left as it is.")
            return []
        if lacking := self.own.lacking(project, said, made.particulars.get("fields", {})):
            notes.append(f"{required_words(lacking, said)} The state is left as it is.")
            return []
        made.state = said
        return [Change("state", "State", project.get_state_display(), str(State(said).label))]

    def _stated(self, made: Planned, scale: str, notes: list[str]) -> list[Change]:
        """Return what a row states of dates and money, and declares for the period."""
        changes = []
        entry, pk = made.entry, made.project.pk if made.project is not None else None
        made.figures, told = self.statements.figures(pk, entry, made.currency, notes)
        changes += [
            Change(key, FIELDS[key].label, _shown(before, made.currency), _shown(after, made.currency))
            for key, before, after in told
        ]
        made.reported, declared = self.statements.declared(pk, entry, scale)
        return changes + [Change(*one) for one in declared]

    def _free_code(self) -> str:
        """Return the next code made of the portfolio's initials: a list without codes still opens projects."""
        initials = "".join(word[0] for word in re.findall(r"\w+", self.portfolio.name))[:4].upper() or "P"
        number = getattr(self, "_last_code", 0) + 1
        while fold(f"{initials}-{number:04}") in self.codes:
            number += 1
        self._last_code = number
        return f"{initials}-{number:04}"

    def _free_name(self, name: str, code: str, own: str = "") -> tuple[str, list[str]]:
        """Return the name, with the code behind it where another project has the name, and what to say of that."""
        if fold(name) not in self.names or fold(name) == own:
            return name, []
        longer = f"{name[: 197 - len(code)]} ({code})"
        return longer, [f"Another project is called '{name}'; this one is called '{longer}'."]

    def _refusal(self, code: str, name: str) -> str:
        """Return why a project cannot be opened under this code and name."""
        if fold(code) in self.codes:
            return f"A project with the code {code} exists, or is opened by a row above."
        if fold(name) in self.names:
            return f"A project with the name {name} exists, or is opened by a row above."
        if len(code) > 40 or len(name) > 200:
            return "A code has at most 40 letters and a name 200. Shorten it in the list."
        return ""

    def _currency(self, entry: Entry) -> str:
        named = [one.currency for code, one in entry.amounts.items() if code in FIELDS and one.currency in KNOWN]
        return named[0] if named else self.portfolio.currency

    def _say_once(self, found: MasterList) -> None:
        """Say what goes for the whole list and not for a row."""
        fields = Counter(code for entry in found.entries for code in (*entry.colours, *entry.texts))
        if self.period is None and (any(entry.colours for entry in found.entries) or fields["comment"]):
            words = "Ratings and comments are kept for a reporting period; none was chosen, so they are not taken."
            place = found.sheet or "list"
            self.notes.append(Finding(Severity.WARNING, "NO_PERIOD", place, words, "Choose an open period."))


def last_day(period: Period) -> date:
    """Return the last day of a period."""
    return date.fromordinal(period.ends_on.toordinal() - 1)


def _by_name(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(fold(row.name), []).append(row)
    return found


def _shown(value: object, currency: str) -> str:
    if value is None:
        return ""
    return money(value, currency) if isinstance(value, int) else str(value)
