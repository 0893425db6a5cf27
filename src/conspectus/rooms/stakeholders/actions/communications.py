"""The communication plan of a project: entered, changed, and what was sent when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.kit.amounts import check_day, not_to_come
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.subjects import SubjectKind
from conspectus.kit.texts import clean_name, clean_text, one_of
from conspectus.kit.together import all_or_none
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.files.models import Document
from conspectus.rooms.packs.models import PackRun
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.stakeholders.bridge import next_after
from conspectus.rooms.stakeholders.choices import Cadence, Channel
from conspectus.rooms.stakeholders.models import Communication, Sending


@dataclass(frozen=True, slots=True)
class CommunicationParticulars:
    """What is kept of a line of the plan; without a day, it is due on none."""

    audience: str
    what: str
    channel: str = Channel.MEETING
    cadence: str = Cadence.MONTHLY
    owner: Person | None = None
    next_on: date | None = None
    is_ended: bool = False


@dataclass(frozen=True, slots=True)
class SendingGiven:
    """What was sent, today unless given; with a document of the project or a board pack of its portfolio."""

    words: str = ""
    on: date | None = None
    document: Document | None = None
    pack: PackRun | None = None


@deed("enter_communications", "entered lines of the communication plan", needs=Ability.PLAN)
def enter_communications(
    *, project: Project, new: Sequence[CommunicationParticulars], by: User, at: datetime
) -> list[Communication]:
    """Enter lines of a project's communication plan, all or none."""
    require(by, "enter_communications", project, at.date())

    def enter(one: CommunicationParticulars) -> Communication:
        row = _filled(Communication(project=project), one)
        row.save()
        return row

    with audited("enter_communications", by=by, at=at) as line:
        made = all_or_none(new, enter)
        line.about("project", project.pk, communications={row.pk: row.what for row in made})
    return made


@deed("change_communication", "changed a line of the communication plan", needs=Ability.PLAN)
def change_communication(
    *, communication: Communication, new: CommunicationParticulars, revision: int, by: User, at: datetime
) -> Communication:
    """Change a line of the communication plan, or end it; what was sent stays."""
    require(by, "change_communication", communication.project, at.date())
    with audited("change_communication", by=by, at=at) as line:
        row = _filled(lock_row(communication, revision), new)
        row.save()
        told = {"what": row.what, "next_on": row.next_on, "ended": row.is_ended}
        line.about("communication", row.pk, project=row.project_id, **told)
    return row


@deed("record_sending", "recorded what was communicated", needs=Ability.CONTRIBUTE)
def record_sending(
    *, communication: Communication, new: SendingGiven, revision: int, by: User, at: datetime
) -> Sending:
    """Record that something was sent; the day it is due next follows, and what is sent once has ended by it."""
    project = communication.project
    require(by, "record_sending", project, at.date())
    day = not_to_come(check_day(new.on or at.date()), at.date(), "on")
    _check_enclosed(project, new)
    with audited("record_sending", by=by, at=at) as line:
        row = lock_row(communication, revision)
        if row.is_ended:
            raise Conflict("ended", "This line of the plan has ended. Take it up again first.")
        made = Sending.objects.create(
            communication=row,
            on=day,
            planned_on=row.next_on,
            words=clean_text(new.words, "words"),
            document=new.document,
            pack=new.pack,
            sent_by=by.person,
            recorded_at=at,
        )
        row.next_on = next_after(row.next_on, day, row.cadence)
        row.is_ended = row.cadence == Cadence.ONCE
        row.save()
        line.about("communication", row.pk, project=row.project_id, what=row.what, on=day, next_on=row.next_on)
    return made


def _check_enclosed(project: Project, new: SendingGiven) -> None:
    document, pack = new.document, new.pack
    if document is not None and (document.subject_kind, document.subject_id) != (SubjectKind.PROJECT, str(project.pk)):
        raise Invalid("document", "Choose a document of the same project.", "document")
    if pack is not None and pack.period.portfolio_id != project.portfolio_id:
        raise Invalid("pack", "Choose a board pack of the same portfolio.", "pack")


def _filled(row: Communication, new: CommunicationParticulars) -> Communication:
    row.audience, row.what = clean_name(new.audience, "audience"), clean_name(new.what, "what")
    row.channel = one_of(new.channel, Channel.values, "channel")
    row.cadence = one_of(new.cadence, Cadence.values, "cadence")
    row.owner, row.is_ended = new.owner, bool(new.is_ended)
    row.next_on = None if new.next_on is None else check_day(new.next_on, "next_on")
    return row
