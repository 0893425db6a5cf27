"""What rows of milestones, risks and actions say, done by the deeds their pages have; each row whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from conspectus.journeys.report_sheets.item_matching import CLOSE, OPEN, MatchedItem
from conspectus.journeys.report_sheets.items import ACTIONS, MILESTONES, STEPS
from conspectus.journeys.report_sheets.lines import SheetOutcome
from conspectus.kit.errors import Invalid, Refusal, SignInAgain
from conspectus.kit.subjects import Subject, SubjectKind
from conspectus.rooms.accounts.models import User
from conspectus.rooms.followup.actions import ActionParticulars, change_action, close_action, open_action
from conspectus.rooms.followup.choices import ActionState
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.risks.actions import (
    Particulars,
    Quantities,
    change_register_entry,
    open_register_entry,
    particulars_of,
)
from conspectus.rooms.schedule.actions import edit_plan
from conspectus.rooms.schedule.queries.editing import draft_view, plan_draft


def plan_milestones(rows: Sequence[MatchedItem], by: User, on: date) -> None:
    """Say of each milestone moved where its plan puts it, where that is another day than the row says."""
    for project, moved in _by_project(one for one in rows if one.line.ready):
        _try(project, moved, by, on)


def _try(project: Project, rows: Sequence[MatchedItem], by: User, on: date) -> None:
    try:
        known = plan_draft(project, by=by, on=on)
        if known.closed:
            raise Invalid("not_edited_here", "%(why)s", why=known.closed)
        draft = _drafted(known.draft, rows)
        seen = draft_view(project, draft, by=by, on=on)
    except SignInAgain:
        raise
    except Refusal as refusal:
        for row in rows:
            row.fault("PLAN", refusal.words)
            row.line = replace(row.line, findings=tuple(row.faults))
        return
    places = {row.get("id", ""): at for at, row in enumerate(draft.rows)}
    faults = {one.row: one.words for one in seen.findings if one.severity in ("error", "refused")}
    for row in rows:
        assert row.item is not None
        place, wanted = places.get(row.item.ident, -1), row.values.get("done_on") or row.values.get("finish_on")
        finish = seen.rows[place].finish if place >= 0 else None
        if seen.broken or place < 0 or finish is None:
            row.fault("PLAN", faults.get(place) or next(iter(faults.values()), _("The plan cannot be worked out so.")))
        elif finish.date() != wanted:
            words = _("Its plan puts it on %(day)s, by what comes before it and when people work.")
            remedy = _("Change what comes before it in the plan editor, or declare that day.")
            row.fault("PLAN_SAYS", words % {"day": finish.date().isoformat()}, remedy)
        row.line = replace(row.line, findings=tuple(row.faults))


def take_items(rows: Sequence[MatchedItem], by: User, at: datetime) -> list[SheetOutcome]:
    """Do what the ready rows say, in their order, the milestones of a plan as one revision of it."""
    ready, found = [one for one in rows if one.line.ready], []
    for project, moved in _by_project(ready):
        found += _outcomes(moved, lambda project=project, moved=moved: _save(project, moved, by, at))
    for row in ready:
        if row.kind != MILESTONES:
            do = _act if row.kind == ACTIONS else _enter
            found += _outcomes([row], lambda row=row, do=do: do(row, by, at))
    return found


def _outcomes(rows: Sequence[MatchedItem], do: Any) -> list[SheetOutcome]:
    refused = state = ""
    try:
        with transaction.atomic():
            state = do()
    except SignInAgain:
        raise
    except Refusal as refusal:
        refused = refusal.words
    lines = [one.line for one in rows]
    return [
        SheetOutcome(
            one.row, one.code, one.name, one.project_id or 0, one.deed, state, refused, one.sheet, one.kind, one.about
        )
        for one in lines
    ]


def _by_project(rows: Iterable[MatchedItem]) -> list[tuple[Project, list[MatchedItem]]]:
    found: dict[int, tuple[Project, list[MatchedItem]]] = {}
    for row in rows:
        if row.kind == MILESTONES and row.project is not None:
            found.setdefault(row.project.pk, (row.project, []))[1].append(row)
    return list(found.values())


def _drafted(draft: Any, rows: Sequence[MatchedItem]) -> Any:
    """Return the draft with its milestones as the rows say."""
    told = {}
    for row in rows:
        assert row.item is not None
        done, forecast = row.values.get("done_on"), row.values.get("finish_on")
        if done:
            told[row.item.ident] = {"percent": "100", "actual_start": str(done), "actual_finish": str(done)}
        else:
            told[row.item.ident] = {"not_before": str(forecast)}
    return replace(draft, rows=tuple({**row, **told.get(row.get("id", ""), {})} for row in draft.rows))


def _save(project: Project, rows: Sequence[MatchedItem], by: User, at: datetime) -> str:
    assert rows[0].item is not None
    known = plan_draft(project, by=by, on=at.date())
    edit_plan(project=project, draft=_drafted(known.draft, rows), revision=rows[0].item.revision, by=by, at=at)
    return "saved"


def _enter(row: MatchedItem, by: User, at: datetime) -> str:
    """Open or change an entry of the register."""
    said: dict[str, Any] = {name: row.values.get(name) for name in (*STEPS, "review_on")}
    said |= {name: str(row.values.get(name) or "") for name in ("title", "outcome", "state")}
    if row.line.deed == OPEN:
        assert row.project is not None
        figures = Quantities(**{one.name: said.pop(one.name) for one in fields(Quantities) if one.name in said})
        new = Particulars(kind=str(row.values["kind"]), quantities=figures, owner=row.owner, **said)
        return open_register_entry(place=row.project, new=new, by=by, at=at).state
    assert row.item is not None
    entry, changed = row.item.row, row.changed
    kept = {name: value for name, value in {**said, "owner": row.owner}.items() if name in changed}
    new = particulars_of(entry, **kept)
    return change_register_entry(entry=entry, new=new, revision=row.item.revision, by=by, at=at).state


def _act(row: MatchedItem, by: User, at: datetime) -> str:
    """Give, change or close an action."""
    due: Any = row.values.get("due_on")
    done_on: Any = row.values.get("done_on")
    new = ActionParticulars(str(row.values["title"]), row.owner, due)
    if row.line.deed == OPEN:
        assert row.project is not None
        subject = Subject(SubjectKind.PROJECT, str(row.project.pk), row.project.name, row.project.pk)
        return open_action(subject=subject, new=new, by=by, at=at).state
    assert row.item is not None
    action, revision = row.item.row, row.item.revision
    if row.changed & {"title", "owner", "due_on"}:
        action = change_action(action=action, new=new, revision=revision, by=by, at=at)
        revision = action.revision
    if row.line.deed == CLOSE:
        answer, state = str(row.values["answer"]), str(row.values["state"] or ActionState.DONE)
        action = close_action(
            action=action, state=state, answer=answer, done_on=done_on, revision=revision, by=by, at=at
        )
    return str(action.state)
