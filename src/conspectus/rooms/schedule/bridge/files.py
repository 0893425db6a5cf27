"""A file that is handed in: read by the readers, one plan chosen, refused in the finding's words."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from conspectus import __version__
from conspectus.engine.findings import Finding, Severity
from conspectus.kit.errors import Invalid
from conspectus.rooms.schedule.bridge.readings import read_once
from conspectus.rooms.schedule.bridge.said import NOTHING, Said

if TYPE_CHECKING:
    from conspectus.engine.network import Schedule
    from conspectus.engine.plan import Plan
    from conspectus.review.assess import Given

LONGEST_NAME = 160
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff\"<>|:*?]")


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """One project of a file that holds several."""

    uid: str
    name: str
    tasks: int


class FileRefused(Invalid):
    """Nothing of the file is used; ``findings`` say why and where."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        first = next((item for item in findings if item.severity == Severity.REFUSED), findings[0])
        remedy = "" if first.remedy in first.words else f" {first.remedy}"
        super().__init__(first.code, first.words + remedy, "file")
        self.findings = findings


class ChooseProject(Invalid):
    """The file holds several projects and none was named; ``choices`` lists them."""

    def __init__(self, choices: tuple[PlanChoice, ...]) -> None:
        names = "; ".join(choice.name or choice.uid for choice in choices[:20])
        super().__init__("CHOOSE_PROJECT", f"The file holds {len(choices)} projects. Choose one: {names}.", "project")
        self.choices = choices


@dataclass(frozen=True, eq=False, slots=True)
class HandedIn:
    """A file that was read: one plan of it, its dates, and what was noticed."""

    digest: str
    name: str
    kind: str
    size: int
    plan: Plan
    schedule: Schedule
    findings: tuple[Finding, ...]
    choices: tuple[PlanChoice, ...]
    said: Said = NOTHING
    reader: str = f"conspectus {__version__}"

    @property
    def given(self) -> Given:
        """What the review is told about the file."""
        from conspectus.review.assess import Given

        return Given(id=self.plan.uid, file=self.name, kind=self.kind, status_date=self.said.given())


def file_digest(data: bytes) -> str:
    """Return the SHA-256 of a file as it was handed in."""
    return hashlib.sha256(data).hexdigest()


def safe_name(name: str) -> str:
    """Return a file's own name without folders or signs that mislead, short enough to show."""
    bare = _UNSAFE.sub("", PurePosixPath(name.replace("\\", "/")).name).strip(" .")
    stem, dot, ending = bare.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: LONGEST_NAME - 9]}.{ending}" if stem else f"file.{ending}"
    return bare[:LONGEST_NAME] or "file"


def read_file(
    data: bytes, name: str, *, choice: str | None = None, usual: str = "", said: Said = NOTHING, currency: str = ""
) -> HandedIn:
    """Read a file and choose one of its plans.

    ``choice`` names a plan by uid or name; ``usual`` is the uid the project's
    newest revision came from, taken where the file still holds it. ``said``
    answers what the file leaves open, ``currency`` is that of a table that names none.
    """
    said.check()
    name = safe_name(name)
    reading = read_once(data, name, said.manner(currency))
    if not reading.plans or any(item.severity == Severity.REFUSED for item in reading.findings):
        raise FileRefused(reading.findings or (_nothing_in(name),))
    plan = _chosen(reading.plans, choice, usual)
    schedule, noticed = compute(plan)
    return HandedIn(
        digest=file_digest(data),
        name=name,
        kind=reading.kind,
        size=len(data),
        plan=plan,
        schedule=schedule,
        findings=(*(item for item in reading.findings if item.code != "SEVERAL_PROJECTS"), *noticed),  # one is chosen
        choices=_choices(reading.plans),
        said=said,
    )


def compute(plan: Plan) -> tuple[Schedule, tuple[Finding, ...]]:
    """Return the plan's dates and what was noticed; tasks that wait for each other refuse the file."""
    from conspectus.engine.network import CycleError, schedule

    try:
        computed = schedule(plan)
    except CycleError as refusal:
        raise FileRefused((refusal.finding,)) from None
    refused = tuple(item for item in computed.findings if item.severity == Severity.REFUSED)
    if refused:
        raise FileRefused(refused)
    return computed, computed.findings


def _chosen(plans: tuple[Plan, ...], choice: str | None, usual: str) -> Plan:
    if choice:
        for found in ([p for p in plans if p.uid == choice], [p for p in plans if p.name == choice]):
            if len(found) == 1:
                return found[0]
        raise ChooseProject(_choices(plans))
    if len(plans) == 1:
        return plans[0]
    same = [plan for plan in plans if usual and plan.uid == usual]
    if len(same) == 1:
        return same[0]
    raise ChooseProject(_choices(plans))


def _choices(plans: tuple[Plan, ...]) -> tuple[PlanChoice, ...]:
    return tuple(PlanChoice(plan.uid, plan.name, len(plan.tasks)) for plan in plans)


def _nothing_in(name: str) -> Finding:
    return Finding(Severity.REFUSED, "NO_PLAN", name, "The file holds no plan.", "Hand in a schedule file.")
