"""Baselines are approved, numbered, kept for good; the first and the newest stay apart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.engine.plan import Plan
from conspectus.kit.errors import Invalid, NotAllowed, NotFound
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.schedule.actions import Imported, import_plan, set_baseline
from conspectus.rooms.schedule.models import Baseline, Milestone, PlanDocument, PlanRevision, PlanSummary
from conspectus.rooms.schedule.queries import baselines, get_revision, revision_detail, revisions

pytestmark = pytest.mark.usefixtures("reader")
MOVED = ("2024-04-08", "2024-04-15", "2024-05-06", "2024-05-10")


def hand_in(cast: Cast, plan: Plan) -> Imported:
    """Hand a plan in as its project manager."""
    return import_plan(project=cast.project, data=file_of(plan), name="north.xml", by=cast.alice, at=AT)


def approve(cast: Cast, revision: PlanRevision, reason: str = "Agreed by the board", **more: str) -> Baseline:
    """Approve a revision as the PMO."""
    return set_baseline(project=cast.project, revision=revision, reason=reason, by=cast.bob, at=AT, **more)


def codes(done: Imported) -> set[str]:
    """Return the codes of an import's findings."""
    return {finding.code for finding in done.findings}


def test_without_an_approved_baseline_the_files_own_is_used_and_named(cast: Cast) -> None:
    row = hand_in(cast, house((5, 15, 5))).revision.summary
    assert row.baseline_number is None
    assert row.baseline_words == "from file"
    assert row.current_slip_days == 5
    assert row.original_slip_days is None


def test_an_approved_baseline_is_numbered_and_names_who_and_why(cast: Cast) -> None:
    first = hand_in(cast, house()).revision
    row = approve(cast, first)
    (shown,) = baselines(cast.project, by=cast.alice)
    assert (row.number, shown.revision, shown.approved_by, shown.reason) == (1, 1, "Bob", "Agreed by the board")
    assert (shown.is_original, shown.is_current) == (True, True)
    assert shown.finish_on == date(2024, 5, 3)
    assert shown.bac.value == 400_000
    assert baselines(cast.project, by=cast.grace)[0].bac.reason == "HIDDEN"
    assert PlanSummary.objects.get(revision=first).baseline_words == "approved baseline 1"
    line = AuditLine.objects.order_by("-number").first()
    assert line is not None
    assert (line.deed, line.actor_name) == ("set_baseline", "Bob")


def test_original_and_current_are_kept_apart(cast: Cast) -> None:
    approve(cast, hand_in(cast, house()).revision)
    second = hand_in(cast, house((5, 15, 5), baseline=MOVED)).revision
    assert second.summary.original_slip_days == 5
    assert second.summary.current_slip_days == 5
    approve(cast, second, "Scope was added")
    figures = revision_detail(cast.project, by=cast.alice).revision.figures
    assert (figures.original_slip_days, figures.current_slip_days) == (5, 0)
    assert figures.baseline_words == "approved baseline 2"
    assert [(row.is_original, row.is_current) for row in baselines(cast.project, by=cast.alice)] == [
        (True, False),
        (False, True),
    ]
    assert [row.baselines for row in revisions(cast.project, by=cast.alice)] == [(2,), (1,)]


def test_milestones_slip_against_the_approved_baseline(cast: Cast) -> None:
    approve(cast, hand_in(cast, house()).revision)
    second = hand_in(cast, house((5, 15, 5), baseline=MOVED)).revision
    (row,) = Milestone.objects.filter(revision=second)
    assert (row.on, row.baseline_on, row.slip_days) == (date(2024, 5, 10), date(2024, 5, 3), 5)


def test_a_baseline_changed_in_the_tool_is_a_finding_and_is_not_used(cast: Cast) -> None:
    approve(cast, hand_in(cast, house()).revision)
    done = hand_in(cast, house((5, 15, 5), baseline=MOVED))
    (finding,) = [one for one in done.findings if one.code == "BASELINE_NOT_APPROVED"]
    assert "The baseline was changed in the tool, not approved: 'Roof'" in finding.words
    assert finding.tasks == ("3", "4")
    assert done.revision.summary.current_slip_days == 5


def test_an_unchanged_baseline_in_the_file_is_no_finding(cast: Cast) -> None:
    approve(cast, hand_in(cast, house()).revision)
    assert "BASELINE_NOT_APPROVED" not in codes(hand_in(cast, house((5, 15, 5))))


def test_a_file_without_a_baseline_is_measured_against_the_approved_one(cast: Cast) -> None:
    approve(cast, hand_in(cast, house()).revision)
    done = hand_in(cast, house((5, 15, 5), baseline=None))
    assert codes(done) & {"BASELINE_NOT_APPROVED", "NO_BASELINE"} == set()
    assert done.revision.summary.bac_minor == 400_000
    assert done.revision.summary.current_slip_days == 5


def test_the_plans_own_dates_are_fixed_where_asked_or_where_the_file_holds_no_baseline(cast: Cast) -> None:
    slipped = hand_in(cast, house((5, 15, 5))).revision
    assert approve(cast, slipped, source="dates").source == "dates"
    assert PlanSummary.objects.get(revision=slipped).current_slip_days == 0
    bare = hand_in(cast, house((5, 16, 5), baseline=None)).revision
    assert approve(cast, bare).source == "dates"
    with pytest.raises(Invalid, match="holds no baseline"):
        approve(cast, bare, source="file")
    with pytest.raises(Invalid, match="from the file, or"):
        approve(cast, bare, source="guess")


def test_work_of_the_baseline_that_is_gone_is_named(cast: Cast) -> None:
    approve(cast, hand_in(cast, house()).revision)
    done = hand_in(cast, house(uids=("1", "2", "33", "4")))
    (finding,) = [one for one in done.findings if one.code == "BASELINE_TASKS_GONE"]
    assert "'Roof'" in finding.words
    assert finding.tasks == ("3",)
    # Who deletes a task does not delete its budget; its unbudgeted twin adds none.
    assert done.revision.summary.bac_minor == 400_000


def test_deleting_the_last_tasks_does_not_bring_the_approved_finish_forward(cast: Cast) -> None:
    approve(cast, hand_in(cast, house()).revision)
    row = hand_in(cast, house(uids=("1", "2", "33", "44"))).revision.summary
    assert (row.original_slip_days, row.current_slip_days) == (0, 0)
    assert row.baseline_words == "approved baseline 1"


def test_who_may_approve(cast: Cast) -> None:
    revision = hand_in(cast, house()).revision
    refused = {}
    for name, user in cast.users().items():
        try:
            set_baseline(project=cast.project, revision=revision, reason="Because", by=user, at=AT)
        except (NotAllowed, NotFound) as refusal:
            refused[name] = refusal.code
    assert set(refused) == set(cast.users()) - {"bob", "carol", "frank", "mona"}
    assert refused["dave"] == "not_found"
    assert refused["alice"] == "not_allowed"


def test_a_reason_is_needed_and_a_foreign_revision_is_not_found(cast: Cast) -> None:
    revision = hand_in(cast, house()).revision
    with pytest.raises(Invalid) as caught:
        approve(cast, revision, "  ")
    assert caught.value.field == "reason"
    with pytest.raises(NotFound):
        set_baseline(project=cast.other, revision=revision, reason="Because", by=cast.bob, at=AT)
    assert not Baseline.objects.exists()


def test_the_database_refuses_to_change_what_is_fixed(cast: Cast) -> None:
    revision = hand_in(cast, house()).revision
    approve(cast, revision)
    for rows, change in (
        (Baseline.objects.all(), {"reason": "Another"}),
        (PlanRevision.objects.all(), {"imported_at": AT + timedelta(days=1)}),
        (PlanDocument.objects.all(), {"data": b""}),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            rows.update(**change)
    assert get_revision(cast.project).imported_at == AT
