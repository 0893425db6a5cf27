"""The sheets of milestones, risks and issues, and actions of a workbook, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from conspectus.formats.collection import MOST_ITEMS, ItemRow, ItemSheet
from conspectus.formats.collection.items import ITEMS, Value
from conspectus.journeys.report_sheets.desk import Desk
from conspectus.journeys.report_sheets.items import (
    ACTIONS,
    AHEAD,
    KINDS,
    MILESTONES,
    REGISTER,
    STATES,
    WRITTEN,
    Item,
    Writable,
    open_items,
)
from conspectus.journeys.subjects import seen_subjects
from conspectus.kit.manner import written_day
from conspectus.rooms.followup.choices import ActionState
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.risks.choices import UNCERTAIN

EMPTY_ROWS = 25  # for what is new, for one project; more for many
MOST_EMPTY = 200
NOT_YET = frozenset({"name", "about", "state", "outcome", "done_on", "answer"})  # of what is new


def item_sheets(desk: Desk, projects: Sequence[Project], reports: str) -> list[ItemSheet]:
    """Return the sheets of what is open of some projects; ``reports`` names the sheet that lists their codes."""
    writable = Writable([one.pk for one in projects], desk.by, desk.on)
    by_pk = {one.pk: one for one in projects}
    found = []
    for kind in (MILESTONES, REGISTER, ACTIONS):
        able = writable.projects[kind]
        items = open_items(kind, able, desk.period) if able else []
        if not able or (kind == MILESTONES and not items):
            continue
        rows = _rows(desk, kind, items[:MOST_ITEMS], by_pk)
        if kind != MILESTONES:
            new = ItemRow(shut=NOT_YET)
            rows += [new] * min(EMPTY_ROWS * len(able), MOST_EMPTY)
        found.append(
            ItemSheet(
                kind=kind,
                sheet=str(titles()[kind]),
                lead=_lead(desk, kind, len(items)),
                headings=headings(kind),
                rows=rows,
                choices=_choices(kind),
                codes=f"='{reports}'!$B$5:$B${4 + len(projects)}",
            )
        )
    return found


def titles() -> dict[str, str]:
    """Return what the sheets are called, by kind."""
    return {MILESTONES: _("Milestones"), REGISTER: _("Risks and issues"), ACTIONS: _("Actions")}


def headings(kind: str) -> dict[str, str]:
    """Return the headings of a sheet by what its columns hold."""
    told = {
        "code": _("Code"),
        "name": _("Name"),
        "title": {MILESTONES: _("Milestone"), REGISTER: _("Event"), ACTIONS: _("Action")}[kind],
        "baseline_on": _("Approved"),
        "finish_on": _("Forecast"),
        "done_on": _("Done on"),
        "hint": _("Note"),
        "kind": _("Kind"),
        "probability": _("Probability, 1 to 5"),
        "impact_time": _("Impact on time, 1 to 5"),
        "impact_cost": _("Impact on cost, 1 to 5"),
        "impact_quality": _("Impact on quality, 1 to 5"),
        "state": _("State"),
        "outcome": _("How it ended"),
        "owner": _("Owner"),
        "review_on": _("Next review"),
        "about": _("About"),
        "due_on": _("Due"),
        "answer": _("Answer"),
    }
    return {code: told[code] for code in ITEMS[kind] if code in told}


def _lead(desk: Desk, kind: str, count: int) -> str:
    if kind == MILESTONES:
        until = written_day(desk.period.ends_on + AHEAD)
        words = _(
            "Open milestones before %(day)s. Change the forecast, or say when it was done; the plan is saved anew."
        )
        said = words % {"day": until}
    elif kind == REGISTER:
        said = _("Change the white cells of what is open. What is new goes into the empty rows at the end.")
    else:
        said = _(
            "Change the white cells, or close an action with its answer. New ones go into the empty rows at the end."
        )
    if count > MOST_ITEMS:
        said += " " + _("The first %(most)s of %(count)s are here.") % {"most": MOST_ITEMS, "count": count}
    return said


def _choices(kind: str) -> dict[str, tuple[str, ...]]:
    if kind == REGISTER:
        return {
            "kind": tuple(str(one.label) for one in KINDS),
            "state": tuple(str(one.label) for one in STATES),
        }
    return {"state": tuple(str(one.label) for one in ActionState)} if kind == ACTIONS else {}


def _rows(desk: Desk, kind: str, items: Sequence[Item], projects: Mapping[int, Project]) -> list[ItemRow]:
    about = {}
    if kind == ACTIONS:
        asked = {(one.row.subject_kind, one.row.subject_id) for one in items}
        about = {place: one.name for place, one in seen_subjects(desk.by, asked, desk.on).items()}
    return [_row(kind, one, projects[one.project_id], about) for one in items]


def _row(kind: str, one: Item, project: Project, about: Mapping[tuple[str, str], str]) -> ItemRow:
    values: dict[str, Value] = dict(one.values) | {"code": project.code, "name": project.name}
    shut = frozenset(ITEMS[kind]) - frozenset(WRITTEN[kind])
    if kind == MILESTONES and one.shut:
        shut |= frozenset(WRITTEN[kind])
        values["hint"] = _("Change it where the plan is made, and hand the plan in.")
    if kind == REGISTER:
        shut |= frozenset({"probability"}) if one.row.kind not in UNCERTAIN else frozenset()
        values["kind"] = str(one.row.get_kind_display())
    if kind == ACTIONS:
        values["about"] = about.get((one.row.subject_kind, one.row.subject_id), "")
    if "state" in values:
        values["state"] = str(one.row.get_state_display())
    return ItemRow(one.key, values, shut)
