"""The PMO's master list becomes the portfolio: shown row by row first, then taken as it was shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from conspectus.formats.masterlist import MasterList, read_master_list
from conspectus.formats.workbooks import Manner, Refused
from conspectus.journeys.master_list.desk import PLACES, Desk, Planned
from conspectus.journeys.master_list.lines import NEW, READY, ListOutcome, ListPreview, ListTaken
from conspectus.journeys.master_list.own import list_fields
from conspectus.kit.errors import Conflict, Invalid, Refusal, Stale
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.actions import create_division, create_person
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import require_fresh_sign_in
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import (
    Move,
    NewProject,
    add_alias,
    change_project,
    change_project_state,
    create_programme,
    create_project,
    state_figures,
)
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.portfolio.queries.field_values import BY_FIELD
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.status.actions import declare_status

PLAIN = Manner()
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list and all that was said of it.

    ``columns`` maps headings to fields; ``same_as`` says by row which project it means, 0 for a new one.
    """

    data: bytes
    name: str
    portfolio: Portfolio
    period: Period | None = None
    columns: Mapping[str, str] | None = None
    manner: Manner = PLAIN
    same_as: Mapping[int, int] | None = None
    scale: str = ""  # of its ratings; else five points where it has half steps, else three


def preview_master_list(*, file: ListFile, by: User, at: datetime) -> ListPreview:
    """Return what taking a list would do, row by row; stores nothing.

    Refuses a file that cannot be read, a period that is not open, and an asker who may not open projects.
    """
    return _planned(file, by, at)[0]


def take_master_list(
    *,
    file: ListFile,
    rows: Collection[int] | None = None,
    shown: str = "",
    by: User,
    at: datetime,
    on_progress: Progress | None = None,
) -> ListTaken:
    """Take all lines that are ready, or those of ``rows``, through the deeds a person has for each.

    ``shown`` is the digest of the preview that was seen: where the lines have
    changed since, nothing is taken. Each line is whole or not at all; what one
    is refused for does not touch the others.
    """
    preview, planned, desk = _planned(file, by, at)
    if preview.asks:
        raise Invalid("asks", f"{preview.asks[0].words} {preview.asks[0].remedy}".strip(), "columns")
    if shown and shown != preview.digest:
        raise Stale("The portfolio has changed since this list was looked at. Look at it again, then take it.", 0)
    chosen = [one for one in planned if one.line.deed in READY and (rows is None or one.line.row in rows)]
    if any({"manager", "sponsor"} & ({*one.particulars} | {*one.to_open}) for one in chosen):
        require_fresh_sign_in(by, at)  # once, before anything: whoever is named gets rights
    opened = _open(desk, chosen, by, at)
    outcomes = []
    for index, one in enumerate(chosen):
        outcomes.append(_taken(desk, one, file.name, by, at))
        if on_progress is not None:
            on_progress(index + 1, len(chosen), one.line.name)
    people, divisions, programmes = opened
    return ListTaken(tuple(outcomes), people, divisions, programmes, len(planned) - len(chosen))


def _planned(file: ListFile, by: User, at: datetime) -> tuple[ListPreview, list[Planned], Desk]:
    require(by, "create_project", file.portfolio, at.date())
    if file.period is not None:
        _refuse_period(file.period, file.portfolio)
    found = _read(file, by, at)
    desk = Desk(file.portfolio, file.period, by=by, at=at)
    planned = desk.plan(found, file.same_as or {})
    people, divisions, programmes = (
        _names(planned, places) for places in (("manager", "sponsor"), ("division",), ("programme",))
    )
    preview = ListPreview(
        file=file.name,
        sheet=found.sheet,
        heading_row=found.heading_row,
        portfolio_id=file.portfolio.pk,
        stated_on=desk.stated_on,
        period=file.period.name if file.period is not None else "",
        columns=found.columns,
        lines=tuple(one.line for one in planned),
        people=people,
        divisions=divisions,
        programmes=programmes,
        findings=(*found.findings, *desk.notes),
        asks=found.asks,
    )
    return preview, planned, desk


def _read(file: ListFile, by: User, at: datetime) -> MasterList:
    fields = list_fields(by, at.date())
    manner = replace(file.manner, currency=file.manner.currency or file.portfolio.currency)
    try:
        found = read_master_list(
            file.data, file.name, told=_still_there(file.columns, fields), manner=manner, own=fields.values()
        )
    except Refused as refusal:
        told = refusal.finding
        raise Invalid(told.code.lower(), f"{told.words} {told.remedy}".strip(), "file") from None
    return replace(found, scale=file.scale) if file.scale else found


def _still_there(columns: Mapping[str, str] | None, fields: Collection[str]) -> dict[str, str]:
    """Return what was said of columns; one of a field that is gone, or not open to the asker, is left out."""
    gone = {code for code in (columns or {}).values() if code.startswith(BY_FIELD) and code not in fields}
    return {heading: "" if code in gone else code for heading, code in (columns or {}).items()}


def _refuse_period(period: Period, portfolio: Portfolio) -> None:
    if period.portfolio_id != portfolio.pk:
        raise Conflict("other_portfolio", "This period belongs to another portfolio. Choose one of this one.")
    if period.state != PeriodState.OPEN:
        label = PeriodState(period.state).label.lower()
        raise Conflict(
            "period",
            "%(period)s is %(label)s. Choose an open period, or open it first.",
            period=period.name,
            label=label,
        )


def _names(planned: Iterable[Planned], places: tuple[str, ...]) -> tuple[str, ...]:
    """Return what must be opened first, each once, as it was first written."""
    found: dict[str, str] = {}
    for one in planned:
        if one.line.ready:
            for place in places:
                if place in one.to_open:
                    found.setdefault(fold(one.to_open[place]), one.to_open[place])
    return tuple(found.values())


def _open(desk: Desk, chosen: list[Planned], by: User, at: datetime) -> list[tuple[str, ...]]:
    """Open what the chosen lines need: people, divisions, programmes; return the names of each kind."""
    makers: tuple[tuple[tuple[str, ...], Callable[[str], Any]], ...] = (
        (("manager", "sponsor"), lambda name: create_person(name=name, by=by, at=at)),
        (("division",), lambda name: create_division(name=name, by=by, at=at)),
        (("programme",), lambda name: create_programme(portfolio=desk.portfolio, name=name, by=by, at=at)),
    )
    made = []
    for places, make in makers:
        done = []
        for name in _names(chosen, places):
            try:
                desk.rows[places[0]][fold(name)] = [make(name)]
            except Refusal as refusal:
                raise Invalid(
                    refusal.code,
                    "'%(name)s' cannot be added: %(value)s",
                    places[0],
                    name=name[:60],
                    value=refusal.words,
                ) from None
            done.append(name)
        made.append(tuple(done))
    return made


def _taken(desk: Desk, one: Planned, source: str, by: User, at: datetime) -> ListOutcome:
    line = one.line
    try:
        with transaction.atomic():
            project = _stored(desk, one, source, by, at)
    except Refusal as refusal:
        return ListOutcome(line.row, line.deed, line.code, line.name, line.project_id, refusal.words)
    return ListOutcome(line.row, line.deed, project.code, project.name, project.pk)


def _stored(desk: Desk, one: Planned, source: str, by: User, at: datetime) -> Project:
    """Do all that one line says."""
    places = {place: desk.rows[place][fold(one.to_open[place])][0] for place in PLACES if place in one.to_open}
    wanted = one.particulars | places
    project = one.project
    if project is None:
        assert one.line.deed == NEW
        new = NewProject(desk.portfolio, one.code, one.name, currency=one.currency, state=one.state, **wanted)
        project = create_project(new=new, by=by, at=at)
    elif wanted:
        project = change_project(project=project, changes=wanted, revision=project.revision, by=by, at=at)
    for name in one.aliases:
        add_alias(project=project, name=name, by=by, at=at)
    if one.figures is not None:
        state_figures(project=project, stated_on=desk.stated_on, figures=one.figures, source=source[:200], by=by, at=at)
    if one.reported is not None and desk.period is not None:
        said = one.reported
        declare_status(
            subject=project,
            period=desk.period,
            declared=said.declared,
            words=said.words,
            scale=said.scale,
            revision=said.revision,
            by=by,
            at=at,
        )
    if one.project is not None and one.state:
        reason = f"Stated by the list {source[:100]}."
        move = Move(one.state, reason)
        project = change_project_state(project=project, move=move, revision=project.revision, by=by, at=at)
    return project
