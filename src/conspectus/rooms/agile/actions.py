"""Backlogs are uploaded, their columns saved for a portfolio, and chosen how they count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError

from conspectus.kit.amounts import check_day
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, Stale
from conspectus.kit.texts import clean_name, clean_text
from conspectus.rooms.accounts.actions import audited, effective_day
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.agile.bridge import columns_digest, digest_of, figures_json
from conspectus.rooms.agile.choices import CountedIn
from conspectus.rooms.agile.models import BacklogColumns, BacklogDocument, BacklogRevision, DeliveryChoice
from conspectus.rooms.agile.queries import columns_offered, get_revision
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.schedule.bridge.figures import finding_json

if TYPE_CHECKING:
    from conspectus.engine.findings import Finding
    from conspectus.formats.agile import Columns, Guess, Reading


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What is said of an export: the day it is of, how it is read, how its text is written; empty as the file says."""

    as_of: date | None = None
    columns: Mapping[str, Any] | None = None
    date_order: str = ""
    encoding: str = ""


NOTHING_SAID = SaidOf()
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class BacklogPreview:
    """What an upload would store; hand ``digest`` and ``expected`` over with it to store exactly that."""

    digest: str
    expected: int
    name: str
    reading: Reading
    figures: Mapping[str, Any]
    already: str

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was noticed."""
        return self.reading.findings


@dataclass(frozen=True, slots=True)
class BacklogImported:
    """What an upload did; ``changed`` is False where the same had come in before."""

    row: BacklogRevision
    changed: bool
    words: str
    findings: tuple[Finding, ...] = ()


class BacklogRefused(Invalid):
    """The file cannot be used; ``finding`` says where and what to do."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code.lower(), f"{finding.words} {finding.remedy}".rstrip(), "file")
        self.finding = finding


def guess_columns(
    *, project: Project, data: bytes, name: str, said: SaidOf = NOTHING_SAID, by: User, at: datetime
) -> Guess:
    """Say how this file would be read, even where somebody has to tell more before it can be."""
    from conspectus.formats.agile import Refused, look_at_columns

    require(by, "import_backlog", project, at.date())
    name = _checked(data, name, "")
    try:
        return look_at_columns(data, name, _told_columns(project, said), said.encoding or None)
    except Refused as refusal:
        raise BacklogRefused(refusal.finding) from None


def preview_backlog(
    *, project: Project, data: bytes, name: str, said: SaidOf = NOTHING_SAID, by: User, at: datetime
) -> BacklogPreview:
    """Say what uploading this file would store; refuses what ``import_backlog`` refuses and stores nothing."""
    require(by, "import_backlog", project, at.date())
    name = _checked(data, name, "")
    reading = _read(project, data, name, said, at.date())
    known, newest = _same(project, data, reading), project.backlogs.first()
    return BacklogPreview(
        digest=digest_of(data),
        expected=newest.number if newest else 0,
        name=name,
        reading=reading,
        figures=figures_json(reading.backlog),
        already=_nothing_new(known).words if known else "",
    )


@deed("import_backlog", "uploaded a backlog", needs=Ability.PLAN)
def import_backlog(
    *,
    project: Project,
    data: bytes,
    name: str,
    said: SaidOf = NOTHING_SAID,
    expected_digest: str = "",
    expected: int | None = None,
    by: User,
    at: datetime,
) -> BacklogImported:
    """Store an exported backlog as the project's newest.

    The same bytes, read the same way as of the same day, change nothing and say so. Refuses a file that cannot be
    read (``BacklogRefused``), one other than the one looked at, and a project whose backlog became another since.
    """
    require(by, "import_backlog", project, at.date())
    name = _checked(data, name, expected_digest)
    reading = _read(project, data, name, said, at.date())
    from conspectus.formats.agile import pack

    packed, figures = pack(reading.backlog), figures_json(reading.backlog)
    try:
        with audited("import_backlog", by=by, at=at) as line:
            # Reading took a while: the right may be gone by now, or the project ended.
            require(by, "import_backlog", Project.objects.select_for_update().get(pk=project.pk), at.date())
            known = _same(project, data, reading)
            if known is not None:
                line.nothing_changed()
                return _nothing_new(known)
            newest = project.backlogs.first()
            number = newest.number if newest else 0
            if expected is not None and expected != number:
                raise Stale(
                    "Backlog %(newest)s came in after your preview. Look at the file again.", number, newest=number
                )
            row = _store(project, number + 1, (packed, data, name), reading, figures, by, at)
            line.about("project", project.pk, **_told(row))
    except IntegrityError:
        raise Conflict("backlog_meanwhile", "Another backlog came in at the same moment. Try again.") from None
    return BacklogImported(row, True, f"{name} is now backlog {row.number}.", reading.findings)


@deed("save_backlog_columns", "saved how backlogs are read", needs=Ability.PLAN)
def save_backlog_columns(*, project: Project, number: object, by: User, at: datetime) -> BacklogColumns:
    """Let every project of the portfolio begin with the columns, states and types of one backlog of this project."""
    require(by, "save_backlog_columns", project.portfolio, at.date())
    taken = get_revision(project, number)
    with audited("save_backlog_columns", by=by, at=at) as line:
        row = BacklogColumns.objects.create(
            portfolio=project.portfolio,
            tool=taken.tool,
            columns=taken.columns,
            taken_from=taken,
            saved_by=by.person,
            saved_at=at,
        )
        line.about("project", project.pk, backlog=taken.number, tool=taken.tool)
    return row


@dataclass(frozen=True, slots=True)
class NewChoice:
    """How the backlog of a project is to count; ``since`` is the number of the backlog growth is measured from.

    ``start_on`` and ``finish_on`` say what it was approved for where it has no plan.
    """

    reason: str
    judges: bool = True
    scopes: bool = False
    earns: bool = False
    unit: str = ""
    since: int | None = None
    start_on: date | None = None
    finish_on: date | None = None
    from_on: date | None = None


@deed("choose_delivery", "chose how the backlog counts", needs=Ability.APPROVE)
def choose_delivery(*, project: Project, new: NewChoice, by: User, at: datetime) -> DeliveryChoice:
    """Choose from a day on what the backlog judges, what it is held to, and whether accepted points earn value.

    Refuses no reason, a day to come, a backlog that is not there, and half of a span or one that ends before it starts.
    """
    require(by, "choose_delivery", project, at.date())
    day = effective_day(new.from_on, at)
    reason = clean_text(new.reason, "reason", most=2000, required=True)
    if new.unit and new.unit not in CountedIn.values:
        raise Invalid("unit", "A backlog is counted in items or in points.", "unit")
    if new.since is not None and not project.backlogs.filter(number=new.since).exists():
        raise Invalid("since", "The project has no backlog %(number)s.", "since", number=new.since)
    start, finish = _span(new)
    with audited("choose_delivery", by=by, at=at) as line:
        row = DeliveryChoice.objects.create(
            project=project,
            from_on=day,
            judges=new.judges,
            scopes=new.scopes,
            earns=new.earns,
            unit=new.unit,
            since=new.since,
            start_on=start,
            finish_on=finish,
            reason=reason,
            recorded_by=by.person,
            recorded_at=at,
        )
        told = {name: getattr(new, name) for name in ("judges", "scopes", "earns", "unit", "since")}
        if start and finish:
            told |= {"start_on": start.isoformat(), "finish_on": finish.isoformat()}
        line.about("project", project.pk, **told, from_on=day.isoformat(), reason=reason)
    return row


def _span(new: NewChoice) -> tuple[date | None, date | None]:
    """Return what the project was approved for, from its first to its last day; both or neither."""
    if new.start_on is None and new.finish_on is None:
        return None, None
    if new.start_on is None or new.finish_on is None:
        lacking = "start_on" if new.start_on is None else "finish_on"
        raise Invalid("span", "Give both the start and the finish it was approved for, or neither.", lacking)
    start, finish = check_day(new.start_on, "start_on"), check_day(new.finish_on, "finish_on")
    if finish < start:
        raise Invalid("finish_on", "It cannot end before it starts.", "finish_on")
    if start.weekday() >= SATURDAY and finish.weekday() >= SATURDAY and (finish - start).days <= 1:
        raise Invalid("finish_on", "Between start and finish there must be a day from Monday to Friday.", "finish_on")
    return start, finish


def _checked(data: bytes, name: str, expected_digest: str) -> str:
    if not data:
        raise Invalid("empty_file", "The file is empty.", "file")
    most = settings.UPLOAD_MOST_BYTES
    if len(data) > most:
        raise Invalid("too_large", "The file is larger than %(most)s MB.", "file", most=most // 2**20)
    if expected_digest and digest_of(data) != expected_digest:
        raise Invalid("other_file", "This is not the file that was previewed. Preview it again.", "file")
    return clean_name(name[-200:], "name", required=False)[:200] or "backlog"


def _read(project: Project, data: bytes, name: str, said: SaidOf, today: date) -> Reading:
    from conspectus.formats.agile import Refused, read_backlog

    as_of = check_day(said.as_of or today, "as_of")
    if as_of > today:
        raise Invalid("as_of", "The export cannot be of a day to come.", "as_of")
    try:
        return read_backlog(
            data, name, as_of=as_of, columns=_told_columns(project, said), encoding=said.encoding or None
        )
    except Refused as refusal:
        raise BacklogRefused(refusal.finding) from None


def _told_columns(project: Project, said: SaidOf) -> Callable[[str], Columns]:
    """Return what is said of the columns, else how they were read last, by tool."""
    from dataclasses import replace

    from conspectus.formats.agile import Columns, columns_of

    def told(tool: str) -> Columns:
        kept = columns_of(said.columns) if said.columns is not None else columns_offered(project, tool)
        found = kept or Columns()
        return replace(found, date_order=said.date_order or found.date_order)

    return told


def _same(project: Project, data: bytes, reading: Reading) -> BacklogRevision | None:
    rows = project.backlogs.select_related("imported_by").filter(source_digest=digest_of(data))
    return rows.filter(columns_digest=columns_digest(reading.columns), as_of=reading.backlog.as_of).first()


def _nothing_new(known: BacklogRevision) -> BacklogImported:
    when = f"{known.imported_at:%Y-%m-%d %H:%M} UTC"
    words = f"This file was uploaded by {known.imported_by.name} at {when}; it is backlog {known.number}. 0 changes."
    return BacklogImported(known, False, words)


def _store(
    project: Project,
    number: int,
    file: tuple[bytes, bytes, str],
    reading: Reading,
    figures: Mapping[str, Any],
    by: User,
    at: datetime,
) -> BacklogRevision:
    packed, data, name = file
    document, _ = BacklogDocument.objects.get_or_create(digest=digest_of(packed), defaults={"data": packed})
    return BacklogRevision.objects.create(
        project=project,
        number=number,
        document=document,
        tool=reading.tool,
        as_of=reading.backlog.as_of,
        source_name=name,
        source_digest=digest_of(data),
        source_size=len(data),
        columns=reading.columns.as_json(),
        columns_digest=columns_digest(reading.columns),
        findings=[finding_json(one) for one in reading.findings],
        figures=figures,
        imported_by=by.person,
        imported_at=at,
    )


def _told(row: BacklogRevision) -> dict[str, Any]:
    return {
        "backlog": row.number,
        "file": row.source_name,
        "tool": row.tool,
        "as_of": row.as_of.isoformat(),
        "source_digest": row.source_digest,
    }
