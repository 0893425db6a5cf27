"""The files of an upload, one line a plan: where each goes and what it would do there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath

from django.db.models import QuerySet

from conspectus.journeys.import_folder import Assignment, Match, import_folder, match_files
from conspectus.kit.errors import Invalid, NotFound, Refusal
from conspectus.kit.staging import Staged, take
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.links.queries import SlipView, gives, plan_preview
from conspectus.rooms.portfolio.actions import NewProject
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.portfolio.queries import get_portfolio, get_project, visible_portfolios, visible_projects
from conspectus.rooms.portfolio.rules import may
from conspectus.rooms.schedule.actions import FileRefused, Preview, Said, import_plan, plan_to_come, preview_import
from conspectus.rooms.schedule.bridge.files import safe_name
from conspectus.rooms.schedule.bridge.said import NOTHING

NEW = "new-"
ASKED = frozenset({"DATE_ORDER", "AMOUNT_LOCALE", "ENCODING_UNCLEAR", "ENCODING_GUESSED"})
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Line:
    """One plan of one file; ``target`` is a project's id, "new-" and a portfolio's id, or "" to leave it out.

    ``place`` names it on the page: the file's number, for the plans after a file's first with their own behind it.
    """

    place: str
    staged: Staged
    match: Match
    target: str
    code: str
    name: str
    said: Said = NOTHING
    preview: Preview | None = None
    moves: SlipView | None = None  # in other projects, where links lead there
    stuck: str = ""  # words, where those cannot be worked out
    refused: str = ""
    stored: str = ""  # words, once it is stored

    @property
    def asks(self) -> bool:
        """Whether its file leaves open how it is written, or was told; asked once a file."""
        told = self.said.date_order or self.said.amounts or self.said.encoding
        return "-" not in self.place and bool(told or ASKED & {item.code for item in self.match.findings})

    @property
    def readable(self) -> bool:
        """Whether there is a plan in the file at all."""
        return bool(self.match.tasks or self.match.plan_name or self.match.plan_uid)

    @property
    def opens(self) -> bool:
        """Whether it is to open a project."""
        return self.readable and self.target.startswith(NEW)

    @property
    def ready(self) -> bool:
        """Whether it can be stored as it is shown."""
        return not (self.refused or self.stored) and (
            self.opens or (self.preview is not None and not self.preview.already)
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """Codes and names that a new project can no longer have: of projects seen, and of lines above."""

    codes: set[str]
    names: set[str]

    @classmethod
    def of(cls, projects: QuerySet[Project]) -> Taken:
        """Return those of the projects."""
        keys = list(projects.values_list("code_key", "name_key"))
        return cls({code for code, _ in keys}, {name for _, name in keys})

    def told_apart(self, line: Line, typed: Mapping[str, str]) -> Line:
        """Propose a code and a name that are free; those that a person typed are refused where they are taken."""
        code, name, refused = line.code, line.name, line.refused
        if f"code-{line.place}" not in typed:
            code = _free(code, self.codes, 40, "{}-{}")
        elif fold(code) in self.codes:
            refused = "A project with this code exists, or is opened above. Give this one another."
        if f"name-{line.place}" not in typed:
            name = _free(name, self.names, 200, "{} ({})")
        elif fold(name) in self.names:
            refused = refused or "A project with this name exists, or is opened above. Give this one another."
        self.codes.add(fold(code))
        self.names.add(fold(name))
        return replace(line, code=code, name=name, refused=refused)


def _free(wanted: str, taken: set[str], most: int, form: str) -> str:
    """Return what is wanted, or with the first number after it that makes it free."""
    found, number = wanted, 1
    while fold(found) in taken:
        number += 1
        found = form.format(wanted[: most - len(form.format("", number))], number)
    return found


@dataclass(frozen=True, slots=True)
class Desk:
    """Who uploads, when, into what: all that lines are made from."""

    by: User
    at: datetime
    typed: Mapping[str, str]
    usual: str  # id of the project the upload was begun from, or ""

    def projects(self) -> list[Project]:
        """Return the projects a plan may go into."""
        on = self.at.date()
        return [one for one in visible_projects(self.by, on).order_by("code") if may(self.by, "import_plan", one, on)]

    def portfolios(self) -> list[Portfolio]:
        """Return the portfolios a project may be opened in."""
        on = self.at.date()
        return [one for one in visible_portfolios(self.by, on) if may(self.by, "create_project", one, on)]

    def lines(self, staged: Sequence[Staged], on_progress: Progress) -> tuple[Line, ...]:
        """Look at every plan of every file."""
        new_in = self.portfolios()
        usual_new = f"{NEW}{new_in[0].pk}" if len(new_in) == 1 else ""
        made: list[Line] = []
        taken = Taken.of(visible_projects(self.by, self.at.date()))
        for number, one in enumerate(staged):
            on_progress(number, len(staged), f"reading {safe_name(one.name)}")
            data = take(self.by.pk, one.digest)
            manner, refused = self._manner(number)
            matches = match_files(files=[(one.name, data)], said=manner, by=self.by, at=self.at)
            for nth, match in enumerate(matches):
                place = f"{number}-{nth}" if nth else f"{number}"
                line = self._line(place, one, match, self._usual(match, len(matches), usual_new))
                line = replace(line, said=replace(manner, status_date=self._status(place)), refused=refused)
                line = taken.told_apart(line, self.typed) if line.opens else line
                made.append(line if line.refused else self._looked(line, data))
        return _told_apart(made)

    def store(self, lines: Sequence[Line], on_progress: Progress) -> tuple[Line, ...]:
        """Store each line that is ready; a refusal stands beside it, the others go on."""
        ready = sum(line.ready for line in lines)
        done: list[Line] = []
        for line in lines:
            if not line.ready:
                done.append(line)
                continue
            on_progress(sum(bool(one.stored) for one in done), ready, f"storing {safe_name(line.staged.name)}")
            words, refused = self._store(line)
            done.append(replace(line, stored=words, refused=refused, target=line.target if refused else ""))
        return tuple(done)

    def still_allowed(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        """Take away what a line shows of a project that the asker has lost since it was looked at."""
        there = {str(one.pk) for one in self.projects()}
        return tuple(
            replace(line, preview=None, target="", refused=NotFound().words)
            if line.preview is not None and line.target and line.target not in there
            else line
            for line in lines
        )

    def _manner(self, number: int) -> tuple[Said, str]:
        """Return how a file was said to be written; nothing, and the refusal, where an answer is none."""
        fields = {"date_order": "dates", "amounts": "amounts", "encoding": "encoding"}
        said = Said(**{name: self.typed.get(f"{key}-{number}", "") for name, key in fields.items()})
        try:
            said.check()
        except Invalid as refusal:
            return NOTHING, refusal.words
        return said, ""

    def _status(self, place: str) -> str:
        """Return the status date said of one plan, else that said of all of them."""
        return self.typed.get(f"status-{place}", self.typed.get("status", "")).strip()

    def _store(self, line: Line) -> tuple[str, str]:
        """Store one line exactly as it was shown; return the words and the refusal."""
        data = take(self.by.pk, line.staged.digest)
        if line.opens:
            portfolio = get_portfolio(self.by, line.target.removeprefix(NEW), self.at.date())
            new = NewProject(portfolio=portfolio, code=line.code, name=line.name, state=State.ACTIVE)
            one = Assignment(line.staged.name, data, line.match.plan_uid or None, new=new, said=line.said)
            outcome = import_folder(assignments=[one], by=self.by, at=self.at)[0]
            return (f"{line.name}: {outcome.imported.words}" if outcome.imported else ""), outcome.refused
        shown = self.typed.get(f"shown-{line.place}", "")
        try:
            done = import_plan(
                project=get_project(self.by, line.target, self.at.date()),
                data=data,
                name=line.staged.name,
                plan_choice=line.match.plan_uid or None,
                said=line.said,
                expected_revision=int(shown) if shown.isdecimal() and len(shown) < 9 else None,
                by=self.by,
                at=self.at,
            )
        except Refusal as refusal:
            return "", refusal.words
        return f"{line.match.plan_name or line.staged.name}: {done.words}", ""

    def _usual(self, match: Match, plans: int, new: str) -> str:
        if self.usual:
            here = match.project_id is not None and str(match.project_id) == self.usual
            return self.usual if plans == 1 or here else ""
        return str(match.project_id) if match.project_id is not None and match.may_import else new

    def _line(self, place: str, staged: Staged, match: Match, usual: str) -> Line:
        stem = PurePath(staged.name.replace("\\", "/")).stem
        return Line(
            place,
            staged,
            match,
            target=self.typed.get(f"target-{place}", usual),
            code=self.typed.get(f"code-{place}", (match.plan_uid if 2 < len(match.plan_uid) < 20 else stem)[:40]),
            name=self.typed.get(f"name-{place}", match.plan_name or stem)[:200],
        )

    def _looked(self, line: Line, data: bytes) -> Line:
        """Add what storing the line would change."""
        if not line.target or not line.readable or line.opens:
            return line
        try:
            project = get_project(self.by, line.target, self.at.date())
            preview = preview_import(
                project=project,
                data=data,
                name=line.staged.name,
                plan_choice=line.match.plan_uid or None,
                said=line.said,
                by=self.by,
                at=self.at,
            )
        except FileRefused as refusal:
            told = replace(line.match, findings=refusal.findings)
            return replace(line, refused="Nothing of this file is stored.", match=told)
        except Refusal as refusal:
            return replace(line, refused=refusal.words)
        moves, stuck = (None, "") if preview.already else self._moved(line, data, project)
        return replace(line, preview=preview, moves=moves, stuck=stuck)

    def _moved(self, line: Line, data: bytes, project: Project) -> tuple[SlipView | None, str]:
        """Return what the plan would move in projects that hang on this one, or why that is not known."""
        if not gives(project):
            return None, ""
        choice = line.match.plan_uid or None
        try:
            plan = plan_to_come(project=project, data=data, name=line.staged.name, plan_choice=choice, said=line.said)
            return plan_preview(self.by, project, plan, on=self.at.date()), ""
        except Refusal as refusal:
            return None, refusal.words


def _told_apart(lines: list[Line]) -> tuple[Line, ...]:
    """Refuse two plans that would go into the same project in one go."""
    goes = Counter(line.target for line in lines if line.ready and not line.opens)
    words = "Two of these plans go into the same project. Leave one out."
    return tuple(
        replace(line, refused=words) if line.ready and not line.opens and goes[line.target] > 1 else line
        for line in lines
    )
