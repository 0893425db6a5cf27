"""Quality: planned, reviewed, not conforming, corrected and verified by somebody else; who is refused what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import AT, Cast

from conspectus.journeys.quality_files import checks_file, nonconformities_file
from conspectus.kit.errors import Refusal
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.facts.choices import FACTS
from conspectus.rooms.quality import actions
from conspectus.rooms.quality.actions import CheckParticulars, ConformityParticulars, ReviewGiven
from conspectus.rooms.quality.models import NonConformity, NonConformityStep, QualityReview
from conspectus.rooms.quality.queries import (
    CheckFilter,
    ConformityFilter,
    check_views,
    conformity_views,
    find_checks,
    find_nonconformities,
    quality_standings,
    rework_of,
)
from conspectus.rooms.quality.queries.facts import quality_facts
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.scope.actions import DeliverableParticulars, enter_deliverables
from conspectus.rooms.status.queries.registers import judged_dimensions

pytestmark = pytest.mark.rows
DAY = AT.date()
PORES = ConformityParticulars("Pores", severity="critical", due_on=DAY + timedelta(days=5), place="Seam 4")


def refused(code: str, action: Any, **given: Any) -> str:
    given.setdefault("at", AT)
    with pytest.raises(Refusal) as caught:
        action(**given)
    assert caught.value.code == code, (caught.value.code, caught.value.words)
    return caught.value.words


def found(cast: Cast, *new: ConformityParticulars) -> list[NonConformity]:
    return actions.raise_nonconformities(project=cast.project, new=new or [PORES], by=cast.heidi, at=AT)


def test_a_fault_is_corrected_by_one_and_verified_by_another(cast: Cast) -> None:
    (row,) = found(cast)
    assert str(row) == "NC-1 Pores"
    step: dict[str, Any] = {"nonconformity": row, "words": "Ground and welded anew"}
    refused("treatment", actions.correct_nonconformity, **step, revision=1, by=cast.heidi)
    new = replace(PORES, treatment="rework", origin="work", cause="Wet electrodes", found_on=DAY)
    row = actions.change_nonconformity(nonconformity=row, new=new, revision=1, by=cast.heidi, at=AT)
    step["nonconformity"] = row
    refused("stale", actions.correct_nonconformity, **step, revision=1, by=cast.heidi)
    refused("not_allowed", actions.correct_nonconformity, **step, revision=2, by=cast.grace)
    refused("not_found", actions.correct_nonconformity, **step, revision=2, by=cast.dave)
    refused("on", actions.correct_nonconformity, **step, revision=2, by=cast.bob, on=DAY + timedelta(days=1))
    row = actions.correct_nonconformity(**step, revision=2, by=cast.bob, at=AT)
    words = refused("not_allowed", actions.verify_nonconformity, nonconformity=row, holds=True, revision=3, by=cast.bob)
    assert words == "You corrected this yourself. Somebody else verifies it."
    refused("empty", actions.verify_nonconformity, nonconformity=row, holds=False, revision=3, by=cast.carol)
    row = actions.verify_nonconformity(nonconformity=row, holds=True, revision=3, by=cast.carol, at=AT)
    assert [one.state for one in row.steps.all()] == ["open", "corrected", "closed"]
    refused("settled", actions.change_nonconformity, nonconformity=row, new=new, revision=4, by=cast.heidi)
    row = actions.verify_nonconformity(
        nonconformity=row, holds=False, words="Pores again", revision=4, by=cast.carol, at=AT
    )
    row = actions.drop_nonconformity(nonconformity=row, words="Within limits", revision=5, by=cast.alice, at=AT)
    row = actions.drop_nonconformity(nonconformity=row, words="It is not", again=True, revision=6, by=cast.alice, at=AT)
    assert row.state == "open"
    line = AuditLine.objects.order_by("number").last()
    assert line is not None
    assert (line.deed, line.subject_kind, line.subject_id) == ("drop_nonconformity", "nonconformity", str(row.pk))
    review = actions.record_quality_review(
        project=cast.project, new=ReviewGiven("passed", name="Seam 5"), by=cast.heidi, at=AT
    )
    for kept in (NonConformityStep.objects.filter(nonconformity=row), QualityReview.objects.filter(pk=review.pk)):
        for change in (lambda rows=kept: rows.update(words="x"), lambda rows=kept: rows.delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


def test_checks_are_held_and_first_pass_yield_counts_the_first_review_of_each(cast: Cast) -> None:
    (hall,) = enter_deliverables(
        project=cast.project, new=[DeliverableParticulars("Hall", criteria="Tight")], by=cast.alice, at=AT
    )
    given: dict[str, Any] = {"project": cast.project, "at": AT}
    weld, paint = actions.enter_quality_checks(
        new=[
            CheckParticulars("Welds", hall, planned_on=DAY - timedelta(days=3)),
            CheckParticulars("Paint", criteria="80 µm", method="test", planned_on=DAY - timedelta(days=2)),
        ],
        by=cast.alice,
        **given,
    )

    def views() -> list[tuple[str, str, str, int]]:
        rows = list(find_checks(cast.grace, CheckFilter(project=cast.project.pk), DAY))
        return [(one.row.name, one.criteria, one.result, one.days_late) for one in check_views(rows, DAY)]

    assert views() == [("Welds", "Tight", "", 3), ("Paint", "80 µm", "", 2)]
    record: dict[str, Any] = {"by": cast.heidi} | given
    refused("empty", actions.record_quality_review, new=ReviewGiven("failed", of_check=weld), **record)
    actions.record_quality_review(new=ReviewGiven("failed", of_check=weld, words="Pores"), **record)
    actions.record_quality_review(new=ReviewGiven("passed", of_check=weld), **record)
    actions.record_quality_review(new=ReviewGiven("passed", deliverable=hall), **record)
    assert views() == [("Welds", "Tight", "passed", 0), ("Paint", "80 µm", "", 2)]
    for wanted, names in {
        "which overdue": ["Paint"], "which open": ["Paint"], "which held": ["Welds"], "which passed": ["Welds"],
        "which failed": [], "which coming": [], "which dropped": [], "text hall": ["Welds"], "text \0": [],
        "method test": ["Paint"], "whose nobody": ["Welds", "Paint"], "whose mine": [], "sort held": ["Welds", "Paint"],
        "sort -planned": ["Paint", "Welds"], "sort project": ["Welds", "Paint"],
    }.items():  # fmt: skip
        name, _, said = wanted.partition(" ")
        with CaptureQueriesContext(connection) as asked:
            there_are = check_views(list(find_checks(cast.bob, CheckFilter(**{name: said}), DAY)), DAY)
        assert ([one.row.name for one in there_are], len(asked) <= 5) == (names, True), wanted
    for name in ("which", "method", "whose", "sort"):
        refused(name, lambda at, name=name: find_checks(cast.bob, CheckFilter(**{name: "x"}), DAY))
    held = checks_file(by=cast.bob, at=AT, kind="csv", wanted=CheckFilter(which="held")).decode("utf-8-sig")
    assert "Welds" in held.splitlines()[1]
    assert "Passed" in held.splitlines()[1]
    there = quality_standings([cast.project.pk], DAY)[cast.project.pk]
    assert (there.checks, there.reviews, there.looked_at, there.first_passed) == (2, 3, 2, 1)
    assert there.checks_overdue == (DAY - timedelta(days=2),)
    assert there.first_pass_yield.value == 0.5
    change: dict[str, Any] = {"check": weld, "revision": 1, "by": cast.alice}
    refused("held", actions.change_quality_check, new=CheckParticulars("Welds", hall, "Other"), **change)
    row = actions.change_quality_check(new=CheckParticulars("Welds", hall, state="dropped"), at=AT, **change)
    assert row.state == "dropped"
    refused("empty", actions.record_quality_review, new=ReviewGiven("passed"), **record)
    refused("result", actions.record_quality_review, new=ReviewGiven("good", name="X"), **record)
    (else_where,) = enter_deliverables(project=cast.other, new=[DeliverableParticulars("Desk")], by=cast.frank, at=AT)
    refused("deliverable", actions.record_quality_review, new=ReviewGiven("passed", deliverable=else_where), **record)
    assert paint.revision == 1


def test_a_critical_one_past_its_day_makes_quality_red_on_that_day(cast: Cast) -> None:
    minor = replace(PORES, title="Scratch", severity="minor", due_on=None)
    row, _ = found(cast, replace(PORES, treatment="rework"), minor)
    later = DAY + timedelta(days=40)

    def quality(on: Any) -> tuple[str, str]:
        there = judged_dimensions([cast.project], on)[cast.project.pk]["quality"].full
        return there.colour, there.words

    assert quality(DAY) == ("green", "No critical non-conformity is overdue.")
    red = ("red", "Critical, open and past due: 1 non-conformity, “NC-1 Pores”.")
    assert quality(later) == red
    there = quality_standings([cast.project.pk], later)[cast.project.pk]
    assert (there.unsettled, there.critical, there.without_owner, there.ages) == (2, 1, 2, (0, 2, 0))
    after = AT + timedelta(days=50)
    row = actions.correct_nonconformity(nonconformity=row, words="Done", revision=1, by=cast.heidi, at=after)
    assert quality(after.date()) == red  # not verified yet
    actions.verify_nonconformity(nonconformity=row, holds=True, revision=2, by=cast.carol, at=after)
    assert quality(after.date())[0] == "green"
    assert quality(later) == red
    facts = quality_facts([cast.project, cast.other], later)
    assert facts[cast.project.pk]["nonconformities_open"] == 2
    assert facts[cast.other.pk]["nonconformities_open"] == 0
    assert set(facts[cast.other.pk]) <= set(FACTS)
    assert judged_dimensions([cast.other], later)[cast.other.pk]["quality"].full.colour == "not_assessed"


def test_a_grave_one_is_given_to_the_portfolio_as_an_issue_once(cast: Cast) -> None:
    (row,) = found(cast)
    give: dict[str, Any] = {"nonconformity": row, "reason": "The supplier serves five projects", "by": cast.heidi}
    row = actions.escalate_nonconformity(**give, revision=1, at=AT)
    issue = RegisterEntry.objects.get(pk=row.issue_id)
    assert (issue.kind, issue.title, issue.escalated_to, issue.impact_quality) == (
        "issue",
        "NC-1 Pores",
        "portfolio",
        5,
    )
    refused("escalated", actions.escalate_nonconformity, **give | {"nonconformity": row}, revision=2)


def test_cost_of_rework_shows_to_who_may_see_cost_and_books_nothing(cast: Cast) -> None:
    (row,) = found(cast)
    refused("not_allowed", actions.record_rework, nonconformity=row, planned_minor=1, spent_minor=None, revision=1,
            by=cast.heidi)  # fmt: skip
    refused("amount", actions.record_rework, nonconformity=row, planned_minor=-1, spent_minor=None, revision=1,
            by=cast.alice)  # fmt: skip
    assert rework_of(cast.alice, cast.project, DAY) is None
    actions.record_rework(nonconformity=row, planned_minor=500_00, spent_minor=200_00, revision=1, by=cast.alice, at=AT)
    told = rework_of(cast.alice, cast.project, DAY)
    assert told is not None
    assert (told.planned.value, told.spent.value, told.ledger.value, told.share.value) == (500_00, 200_00, None, None)
    assert rework_of(cast.grace, cast.project, DAY) is None
    for by, amount in ((cast.alice, 200_00), (cast.grace, None)):
        rows = list(find_nonconformities(by, ConformityFilter(), DAY))
        assert [view.spent.value for view in conformity_views(by, rows, DAY)] == [amount]
    table = nonconformities_file(by=cast.grace, at=AT, kind="csv", wanted=ConformityFilter()).decode()
    assert "Pores" in table
    assert "200" not in table
    assert nonconformities_file(by=cast.grace, at=AT, kind="xlsx", wanted=ConformityFilter())[:2] == b"PK"


def test_rows_are_pasted_all_or_none(cast: Cast) -> None:
    enter_deliverables(project=cast.project, new=[DeliverableParticulars("Hall", code="D-1")], by=cast.alice, at=AT)
    given: dict[str, Any] = {"project": cast.project, "by": cast.alice}
    text = "Titel\tSchwere\tGefunden\tOrt\tLieferobjekt\tFällig\nRiss\tcritical\t30.4.2024\tAchse 3\td-1\t31.5.2024\n"
    (row,) = actions.paste_nonconformities(text=text, at=AT, **given)
    assert (row.title, row.severity, str(row.deliverable), row.due_on.isoformat()) == (
        "Riss",
        "critical",
        "D-1 Hall",
        "2024-05-31",
    )
    (check,) = actions.paste_checks(text="what,how,planned\nWelds,test,2024-06-01\n", at=AT, **given)
    assert (check.method, check.planned_on.isoformat()) == ("test", "2024-06-01")
    for text, code, part in (
        ("title\n", "text", "line of headings"),
        ("title\tcolour\nX\tred\n", "heading", "colour"),
        ("title\tseverity\nX\tgrave\n", "row", "grave"),
        ("title\tdeliverable\nX\tD-9\n", "row", "D-9"),
        ("title\tfound\nX\t2124-01-01\n", "rows", "not come"),
    ):
        assert part in refused(code, actions.paste_nonconformities, text=text, **given)
    assert NonConformity.objects.count() == 1


def test_lists_narrow_and_ask_as_often_for_one_as_for_many(cast: Cast) -> None:
    scratch = replace(PORES, title="Scratch", severity="minor", due_on=None, owner=cast.heidi.person)
    found(cast, PORES, scratch)
    actions.raise_nonconformities(project=cast.other, new=[replace(PORES, title="Desk")], by=cast.frank, at=AT)
    later = DAY + timedelta(days=9)

    def seen(by: Any, **wanted: Any) -> list[str]:
        return [row.title for row in find_nonconformities(by, ConformityFilter(**wanted), later)]

    assert seen(cast.bob) == ["Pores", "Desk", "Scratch"]
    assert seen(cast.grace) == ["Pores", "Scratch"]
    assert seen(cast.dave) == []
    assert seen(cast.bob, due="overdue", sort="project") == ["Desk", "Pores"]
    assert seen(cast.heidi, whose="mine") == ["Scratch"]
    assert seen(cast.bob, text="seam 4", severity="minor", state="unsettled") == ["Scratch"]
    assert seen(cast.bob, project=cast.project.pk, whose="nobody") == ["Pores"]
    counts = []
    for wanted in (ConformityFilter(text="Scratch"), ConformityFilter()):
        with CaptureQueriesContext(connection) as asked:
            conformity_views(cast.bob, list(find_nonconformities(cast.bob, wanted, DAY)), DAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    for name in ("sort", "state", "severity", "origin", "due", "whose"):
        refused(name, lambda at, name=name: find_nonconformities(cast.bob, ConformityFilter(**{name: "x"}), DAY))
