"""Work streams: a project cut into parts, each with a lead and the codes of its tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_name, fold
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.portfolio.models import Project, WorkStream
from conspectus.rooms.portfolio.rules import require

MOST_STREAMS = 40


@dataclass(frozen=True, slots=True)
class NewStream:
    """A work stream: ``codes`` are beginnings of the WBS, such as ``2, 3.1``: a task of 3.1.4 is in it, of 3.10 not."""

    name: str
    codes: str
    lead: Person | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@deed("cut_project", "cut a project into work streams", needs=Ability.PLAN)
def cut_project(
    *, project: Project, streams: Sequence[NewStream], revision: int, by: User, at: datetime
) -> tuple[WorkStream, ...]:
    """Say into which work streams a project is cut, all of them in order; none makes it whole again.

    Refuses a name twice, a stream without codes, codes that two streams claim
    (a task belongs to one at most), and an end before its start.
    """
    require(by, "cut_project", project, at.date())
    if len(streams) > MOST_STREAMS:
        raise Invalid("streams", "A project has at most %(most)s work streams.", "streams", most=MOST_STREAMS)
    rows = [_checked(project, place, one) for place, one in enumerate(streams, 1)]
    names = [fold(row.name) for row in rows]
    twice = next((row.name for row in rows if names.count(fold(row.name)) > 1), None)
    if twice is not None:
        raise Invalid(
            "twice", "Two work streams are called “%(twice)s”. Give each its own name.", "streams", twice=twice
        )
    _refuse_claimed_twice(rows)
    with audited("cut_project", by=by, at=at) as line:
        row = lock_row(project, revision)
        row.changed_at = at
        row.save()
        WorkStream.objects.filter(project=row).delete()
        made = tuple(WorkStream.objects.bulk_create(rows))
        line.about("project", row.pk, streams={one.name: one.codes for one in made})
    return made


def codes_of(text: str) -> list[str]:
    """Return the codes a text lists."""
    return [part.strip().strip(".") for part in text.replace(";", ",").split(",") if part.strip().strip(".")]


def _checked(project: Project, place: int, new: NewStream) -> WorkStream:
    name, codes = clean_name(new.name, "name"), codes_of(clean_name(new.codes, "codes", most=400, required=False))
    if not codes:
        raise Invalid(
            "codes", "%(name)s: give the WBS codes its tasks begin with, such as 2 or 3.1, 3.2.", "streams", name=name
        )
    if new.starts_on and new.ends_on and new.ends_on < new.starts_on:
        raise Invalid("dates", "%(name)s: it ends before it starts.", "streams", name=name)
    dates = {"starts_on": new.starts_on, "ends_on": new.ends_on}
    return WorkStream(project=project, name=name, codes=", ".join(codes), lead=new.lead, place=place, **dates)


def _refuse_claimed_twice(rows: Sequence[WorkStream]) -> None:
    claimed = [(code, row.name) for row in rows for code in codes_of(row.codes)]
    for at, (code, name) in enumerate(claimed):
        for other, whose in claimed[:at]:
            if f"{code}.".startswith(f"{other}.") or f"{other}.".startswith(f"{code}."):
                raise Invalid(
                    "claimed",
                    "%(name)s and %(whose)s both claim %(value)s. A task belongs to one stream.",
                    "streams",
                    name=name,
                    whose=whose,
                    value=max(code, other, key=len),
                )
