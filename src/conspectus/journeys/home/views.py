"""What a home page shows: frozen values that page, API and terminal share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from conspectus.rooms.status.queries import GridRow

# What a home page may hold, in the order in which a person of each part meets it; the first part one has decides.
SECTIONS: dict[str, tuple[str, ...]] = {
    "executive": ("deciding", "wanted", "changes", "todo", "waiting", "projects"),
    "director": ("deciding", "periods", "todo", "wanted", "changes", "waiting", "projects"),
    "analyst": ("periods", "todo", "waiting", "changes", "deciding", "wanted"),
    "programme_manager": ("todo", "periods", "projects", "waiting", "changes", "wanted"),
    "division_head": ("projects", "wanted", "todo", "changes", "waiting"),
    "sponsor": ("wanted", "projects", "todo", "changes", "waiting"),
    "project_manager": ("todo", "projects", "waiting", "changes"),
    "resource_manager": ("unstaffed", "todo", "changes", "waiting"),
    "member": ("todo", "changes", "waiting"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits to be done: about what, why, until when; ``late`` once that day has passed."""

    # report, acceptance, override, findings, plan, backlog, milestone, contract, claim, document, article, lessons,
    # action, compliance, answers, method, nonconformity, communication
    what: str
    words: str
    subject_kind: str
    subject_id: str
    subject: str
    project_id: int | None = None
    period_id: int | None = None
    due_on: date | None = None
    late: bool = False
    document_id: int | None = None
    action_id: int | None = None
    person: str = ""  # it waits on, where that is somebody else


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to what one follows."""

    at: datetime
    what: str  # plan, backlog, report, override, …; of notices also period, pack, handed
    words: str
    person_id: int | None
    person: str
    subject_kind: str
    subject_id: str
    subject: str
    project_id: int | None = None
    document_id: int | None = None
    comment_id: int | None = None
    action_id: int | None = None
    colour_before: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One of the three things to look at first; ``reason`` says why where there is none."""

    what: str  # gap, colour, overrun
    title: str
    words: str
    definition: str
    reason: str = ""
    project_id: int | None = None
    project: str = ""
    code: str = ""
    colour: str = ""
    period_id: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A decision that a report wants from management; of a programme's there is no project and no code."""

    report_id: int
    project_id: int | None
    project: str  # or the programme
    code: str
    period: str
    words: str


@dataclass(frozen=True, slots=True)
class PeriodStand:
    """How far the reports of an open period are; missing is what nobody handed in yet."""

    period_id: int
    period: str
    portfolio: str
    due_on: date
    asked: int
    missing: int
    submitted: int  # and not accepted yet
    accepted: int
    late: bool


@dataclass(frozen=True, slots=True)
class Unstaffed:
    """A project that goes on, or soon will, without a manager."""

    project_id: int
    code: str
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first steps of an empty house; ``done`` once it was taken."""

    what: str  # portfolio, projects, people, period
    done: bool


@dataclass(frozen=True, slots=True)
class StandingIn:
    """What waits on somebody whose deputy the reader is, through the last of these days."""

    person_id: int
    name: str
    last_on: date
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """A home page as its person sees it; ``sections`` say what it holds, in order."""

    part: str
    sections: tuple[str, ...]
    since: datetime
    late: tuple[Task, ...]
    todo: tuple[Task, ...]
    waiting: tuple[Task, ...]
    changes: tuple[Change, ...]
    more_changes: int
    followed: int
    deciding: tuple[Decision, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    periods: tuple[PeriodStand, ...] = ()
    projects: tuple[GridRow, ...] = ()
    more_projects: int = 0
    unstaffed: tuple[Unstaffed, ...] = ()
    steps: tuple[Step, ...] = ()
    standing: tuple[StandingIn, ...] = ()
