"""Many files at once: each matched to a project by what it says, confirmed by a person, then imported one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from conspectus.engine.findings import Finding
from conspectus.kit.errors import Refusal
from conspectus.kit.texts import fold
from conspectus.review.assess import leaves
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.actions import NewProject, create_project
from conspectus.rooms.portfolio.models import Alias, Project
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.portfolio.rules import may
from conspectus.rooms.schedule.actions import Imported, import_plan
from conspectus.rooms.schedule.bridge.files import read_file, safe_name
from conspectus.rooms.schedule.bridge.readings import read_once
from conspectus.rooms.schedule.bridge.said import NOTHING, Said
from conspectus.rooms.schedule.models import PlanRevision

if TYPE_CHECKING:
    from conspectus.engine.plan import Plan

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Match:
    """One plan of one file and the project it seems to belong to; ``project_id`` is None where none fits."""

    file: str
    plan_uid: str
    plan_name: str
    tasks: int  # summaries are not counted
    project_id: int | None
    why: str  # how it was matched, or why not
    may_import: bool
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a person decided for one plan of one file: an open project, or a new one to be opened."""

    file: str
    data: bytes
    plan_choice: str | None = None
    project: Project | None = None
    new: NewProject | None = None
    said: Said = NOTHING


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one assignment; ``refused`` holds the words where it was refused."""

    file: str
    project: Project | None
    imported: Imported | None
    refused: str = ""
    code: str = ""


def match_files(
    *,
    files: Sequence[tuple[str, bytes]],
    said: Said = NOTHING,
    by: User,
    at: datetime,
    on_progress: Progress | None = None,
) -> tuple[Match, ...]:
    """Propose a project for each plan in the files, stored nowhere; an unreadable file comes back with its findings."""
    projects = list(visible_projects(by, at.date()).order_by("code"))
    known = _Known(projects)
    found: list[Match] = []
    for index, (name, data) in enumerate(files):
        reading = read_once(data, safe_name(name), said.manner())
        if not reading.plans:
            found.append(Match(name, "", "", 0, None, "The file could not be read.", False, reading.findings))
        told = tuple(item for item in reading.findings if item.code != "SEVERAL_PROJECTS")  # each has a line of its own
        for plan in reading.plans:
            found.append(known.match(name, plan, told, lambda p: may(by, "import_plan", p, at.date())))
        if on_progress is not None:
            on_progress(index + 1, len(files), name)
    return tuple(found)


def import_folder(
    *, assignments: Sequence[Assignment], by: User, at: datetime, on_progress: Progress | None = None
) -> tuple[Outcome, ...]:
    """Import each file as decided, opening new projects only where one was asked for.

    Each is a deed of its own: what one file is refused for does not touch the others.
    """
    done: list[Outcome] = []
    for index, one in enumerate(assignments):
        done.append(_import_one(one, by, at))
        if on_progress is not None:
            on_progress(index + 1, len(assignments), one.file)
    return tuple(done)


def _import_one(one: Assignment, by: User, at: datetime) -> Outcome:
    project = one.project
    try:
        if project is None:
            if one.new is None:
                return Outcome(one.file, None, None, "No project was chosen for this file.", "no_project")
            read_file(one.data, one.file, choice=one.plan_choice, said=one.said)  # a refused file opens no project
            project = create_project(new=one.new, by=by, at=at)
        imported = import_plan(
            project=project,
            data=one.data,
            name=one.file,
            plan_choice=one.plan_choice,
            said=one.said,
            by=by,
            at=at,
        )
    except Refusal as refusal:
        return Outcome(one.file, project, None, refusal.words, refusal.code)
    return Outcome(one.file, project, imported)


class _Known:
    """The visible projects by all the names a file may use for them."""

    def __init__(self, projects: Sequence[Project]) -> None:
        self.by_id = {project.pk: project for project in projects}
        self.codes = {project.code_key: project for project in projects}
        self.names = {project.name_key: project for project in projects}
        ids = list(self.by_id)
        rows = PlanRevision.objects.filter(project__in=ids).order_by("imported_at")
        given = Alias.objects.filter(project__in=ids).values_list("name_key", "project")
        self.given = {key: self.by_id[pk] for key, pk in given}
        self.aliases: dict[str, Project] = {}
        for project, uid, name, source in rows.values_list("project", "plan_uid", "plan_name", "source_name"):
            for alias in (uid, name, PurePath(source).stem):
                if len(alias) > 2:  # "0" and "1" are every program's first project
                    self.aliases[fold(alias)] = self.by_id[project]

    def match(self, file: str, plan: Plan, findings: tuple[Finding, ...], allowed: Callable[[Project], bool]) -> Match:
        """Return the first project that one of the plan's names points to."""
        stem, count = PurePath(file).stem, int(leaves(plan).sum())
        tries: Sequence[tuple[str, str, Mapping[str, Project]]] = (
            ("the project's code", plan.uid, self.codes),
            ("the project's name", plan.name, self.names),
            ("another code of the project", plan.uid, self.given),
            ("another name of the project", plan.name, self.given),
            ("the file's name", stem, self.codes),
            ("the file's name", stem, self.names),
            ("the file's name", stem, self.given),
            ("an earlier file", plan.uid, self.aliases),
            ("an earlier file", plan.name, self.aliases),
            ("an earlier file", stem, self.aliases),
        )
        for how, said, where in tries:
            project = where.get(fold(said)) if said else None
            if project is not None:
                why = f"Matched by {how}."
                return Match(file, plan.uid, plan.name, count, project.pk, why, allowed(project), findings)
        words = "No project fits. Choose one, or open a new one."
        return Match(file, plan.uid, plan.name, count, None, words, False, findings)
