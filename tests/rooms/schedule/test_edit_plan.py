"""A plan is edited as a table: worked out, previewed, saved as a revision like any other."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.formats.schedules.drafts import Draft
from conspectus.kit.errors import Conflict, NotAllowed, NotFound, Stale
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.schedule.actions import DraftRefused, edit_plan, import_plan, preview_edit
from conspectus.rooms.schedule.bridge.documents import load_plan
from conspectus.rooms.schedule.models import PlanRevision
from conspectus.rooms.schedule.queries import compare_revisions, draft_view, gantt, plan_draft, revision_detail

pytestmark = pytest.mark.usefixtures("reader")
ON = AT.date()
ROWS: tuple[dict[str, str], ...] = (
    {"level": "1", "name": "Quay"},
    {"level": "2", "name": "Dig", "duration": "3d", "cost": "900", "resource": "Bob"},
    {"level": "2", "name": "Build", "duration": "1w", "predecessors": "2FS+1d", "cost": "1500.50"},
    {"level": "1", "name": "Open", "milestone": "yes", "predecessors": "3"},
)
HEAD = {"status_date": "2024-04-10", "start": "2024-04-08", "holidays": "2024-04-12"}


def _changed(draft: Draft, row: int, **texts: str) -> Draft:
    return Draft(draft.head, tuple({**one, **texts} if at == row else one for at, one in enumerate(draft.rows)))


def test_a_first_plan_is_typed_and_is_a_revision_like_any_other(cast: Cast) -> None:
    begun = plan_draft(cast.project, by=cast.alice, on=ON)
    assert (begun.revision, begun.closed, begun.draft.rows) == (0, "", ())
    assert begun.draft.head["start"] == "2024-05-06"
    lines = AuditLine.objects.count()
    done = edit_plan(project=cast.project, draft=Draft(HEAD, ROWS), revision=0, by=cast.alice, at=AT)
    assert (done.changed, done.words) == (True, "The plan is saved as revision 1.")
    assert (done.revision.source_kind, done.revision.source_name) == ("editor", "Plan editor")
    assert AuditLine.objects.count() == lines + 1
    line = AuditLine.objects.latest("number")
    assert (line.deed, json.loads(line.body)["revision"]) == ("edit_plan", 1)
    plan = load_plan(done.revision.document_id)
    assert (plan.name, plan.tasks.uid) == ("Warehouse north", ("1", "2", "3", "4"))
    assert plan.resources.name == ("Bob",)
    figures = revision_detail(cast.project, by=cast.alice).revision.figures
    assert figures.finish_on == date(2024, 4, 19)
    assert [row.finish.date() for row in gantt(cast.project).rows if row.finish][-1] == date(2024, 4, 19)


def test_what_is_typed_next_is_worked_out_previewed_saved_and_compared(cast: Cast) -> None:
    edit_plan(project=cast.project, draft=Draft(HEAD, ROWS), revision=0, by=cast.alice, at=AT)
    draft = _changed(plan_draft(cast.project, by=cast.alice, on=ON).draft, 2, duration="8d", cost="2000")
    view = draft_view(cast.project, draft, by=cast.alice, on=ON)
    assert (view.cost_before.value, view.cost.value, view.currency) == (240_050, 290_000, "EUR")
    assert (view.broken, view.finish_on, view.moved_days) == (False, date(2024, 4, 24), 3)
    assert [row.critical for row in view.rows] == [True] * 4
    preview = preview_edit(project=cast.project, draft=draft, by=cast.alice, at=AT)
    assert preview.before is not None
    assert preview.after is not None
    assert preview.comparison is not None
    assert (preview.before.finish_on, preview.after.finish_on) == (date(2024, 4, 19), date(2024, 4, 24))
    assert PlanRevision.objects.filter(project=cast.project).count() == 1
    done = edit_plan(project=cast.project, draft=draft, revision=1, by=cast.bob, at=AT)
    assert done.revision.number == 2
    assert compare_revisions(cast.project, 1, 2, by=cast.alice).finish_moved_days == 3
    same = edit_plan(project=cast.project, draft=draft, revision=2, by=cast.alice, at=AT)
    assert (same.changed, same.words) == (False, "Nothing changed; revision 2 stays.")
    first = Draft(HEAD, tuple({"id": str(number), **row} for number, row in enumerate(ROWS, 1)))
    back = edit_plan(project=cast.project, draft=first, revision=2, by=cast.alice, at=AT)
    assert (back.changed, back.revision.number) == (True, 3)


def test_nobody_saves_over_what_came_in_meanwhile(cast: Cast) -> None:
    edit_plan(project=cast.project, draft=Draft(HEAD, ROWS), revision=0, by=cast.alice, at=AT)
    with pytest.raises(Stale) as stale:
        edit_plan(
            project=cast.project, draft=_changed(Draft(HEAD, ROWS), 1, duration="9d"), revision=0, by=cast.bob, at=AT
        )
    assert stale.value.revision == 1
    assert stale.value.words.startswith("Revision 1 by Alice came in since you began. What you typed is kept")


def test_a_broken_draft_is_refused_at_its_cells(cast: Cast) -> None:
    broken = _changed(Draft(HEAD, ROWS), 2, duration="5x", predecessors="9")
    view = draft_view(cast.project, broken, by=cast.alice, on=ON)
    assert view.broken
    assert [(one.row, one.field) for one in view.findings if one.severity == "error"] == [
        (2, "duration"),
        (2, "predecessors"),
    ]
    assert view.rows[1].finish is not None
    for deed in (lambda: edit_plan(project=cast.project, draft=broken, revision=0, by=cast.alice, at=AT),
                 lambda: preview_edit(project=cast.project, draft=broken, by=cast.alice, at=AT)):  # fmt: skip
        with pytest.raises(DraftRefused, match="Row 3: '5x' is not a duration"):
            deed()
    empty = draft_view(cast.project, Draft({}, ({}, {})), by=cast.alice, on=ON)
    assert (empty.broken, len(empty.rows), empty.gantt.rows) == (True, 2, ())


def test_a_plan_of_a_program_is_not_edited_but_may_be_begun_from(cast: Cast) -> None:
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    shut = plan_draft(cast.project, by=cast.alice, on=ON)
    assert shut.closed.startswith("Revision 1 came from north.xml, which holds more than a table can.")
    with pytest.raises(Conflict, match=r"came from north\.xml"):
        edit_plan(project=cast.project, draft=Draft(HEAD, ROWS), revision=1, by=cast.alice, at=AT)
    begun = plan_draft(cast.project, anew=True, by=cast.alice, on=ON)
    assert [row["name"] for row in begun.draft.rows] == ["Dig", "Build", "Roof", "Hand over"]
    done = edit_plan(project=cast.project, draft=begun.draft, revision=1, anew=True, by=cast.alice, at=AT)
    assert done.revision.number == 2
    moved = compare_revisions(cast.project, 1, 2, by=cast.alice)
    assert moved.finish_moved_days == 0
    assert plan_draft(cast.project, by=cast.alice, on=ON).closed == ""


def test_what_a_draft_does_not_say_stays(cast: Cast) -> None:
    table = b"Id,Task,Duration,Cost,Baseline finish,Note,Start\n1,Dig,3d,100,2024-04-10,soft ground,2024-04-08\n"
    table += b"2,Build,5d,200,,,\n"
    import_plan(project=cast.project, data=table, name="plan.csv", by=cast.alice, at=AT)
    draft = Draft({}, ({"id": "1", "name": "Dig deep", "cost": ""}, {"name": "New", "duration": "1d"}))
    plan = load_plan(
        edit_plan(project=cast.project, draft=draft, revision=1, by=cast.alice, at=AT).revision.document_id
    )
    assert plan.tasks.uid == ("1", "3")
    assert plan.tasks.name == ("Dig deep", "New")
    assert plan.tasks.note == ("soft ground", "")
    assert plan.tasks.duration.tolist() == [1440, 480]
    assert plan.tasks.cost.tolist()[0] != plan.tasks.cost.tolist()[0]
    assert 0 in plan.baselines


def test_only_who_may_plan_edits(cast: Cast) -> None:
    for deed in (
        lambda who: plan_draft(cast.project, by=who, on=ON),
        lambda who: draft_view(cast.project, Draft(HEAD, ROWS), by=who, on=ON),
        lambda who: preview_edit(project=cast.project, draft=Draft(HEAD, ROWS), by=who, at=AT),
        lambda who: edit_plan(project=cast.project, draft=Draft(HEAD, ROWS), revision=0, by=who, at=AT),
    ):
        with pytest.raises(NotAllowed):
            deed(cast.grace)
        with pytest.raises(NotFound):
            deed(cast.dave)
