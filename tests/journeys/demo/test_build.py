"""The demo is built through the ordinary deeds: rows, computed status, an unbroken log, no password anywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conspectus.journeys.demo.build import Built, build_demo
from conspectus.journeys.demo.enterprise import SEEDS, Seed
from conspectus.journeys.demo.stories import STORIES
from conspectus.journeys.demo.team import CODE as TEAM
from conspectus.journeys.home.look import home
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.queries import verify_audit
from conspectus.rooms.outbox.queries import unread
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.schedule.models import Baseline, PlanRevision
from conspectus.rooms.schedule.queries import STALE_DAYS, PortfolioRow, portfolio_view, roadmap
from conspectus.rooms.schedule.queries.streams import work_streams
from conspectus.rooms.status.models import Reminder
from conspectus.rooms.status.queries import gaps, statuses
from conspectus.rooms.status.queries.cycles import collected, requests_of

pytestmark = [pytest.mark.java, pytest.mark.django_db]
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FEW = (SEEDS[5], SEEDS[17], SEEDS[21])


def build(seeds: tuple[Seed, ...], told: list[tuple[int, int]]) -> Built:
    return build_demo(root=7, today=TODAY, seeds=seeds, on_progress=lambda done, total, _: told.append((done, total)))


def rows_of(built: Built) -> dict[str, PortfolioRow]:
    """Return the rows of the portfolio table by code, without the trials that ended and the team without a plan."""
    rows = portfolio_view(built.organisation.director, at=NOW)
    return {row.code: row for row in rows if row.state != "closed" and row.code != TEAM}


def test_a_small_demo_has_all_that_the_large_one_has(tmp_path: Any) -> None:
    told: list[tuple[int, int]] = []
    built = build(FEW, told)
    assert told == [(done, 20) for done in range(21)]
    assert (Project.objects.count(), PlanRevision.objects.count(), Baseline.objects.count()) == (6, 20, 3)
    assert [period.state for period in Period.objects.all()] == ["frozen"] * 11 + ["open"]
    asked = [collected(requests_of(built.organisation.director, one, at=NOW)) for one in Period.objects.all()]
    assert [one.requested for one in asked] == [6] * 4 + [8] * 8
    assert sum(one.findings for one in asked) > 0 == sum(one.unanswered for one in asked)
    assert len({one.timeliness.value for one in asked}) > 1
    assert set(Reminder.objects.values_list("kind", flat=True)) == {"reminder", "escalation"}
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert verify_audit(tmp_path / "no-head").whole
    assert home(built.organisation.director, at=NOW).changes != ()
    assert unread(built.organisation.director) > 1
    cut = Project.objects.get(code="RN-06")
    streams = work_streams(cut, by=built.organisation.director, on=TODAY)
    assert [one.name for one in streams] == ["Design and building", "Fitting out and moves", "Service", ""]
    assert all(one.tasks and one.finish_on for one in streams)
    rows = rows_of(built)
    assert set(rows) == {seed.code for seed in FEW}
    for row in rows.values():
        assert row.revision == {"CD-04": 6}.get(row.code, 7)
        assert row.figures is not None
        judged = row.code != "CD-04"  # a plain table names no status date
        assert (row.figures.schedule.colour in {"green", "amber", "red"}) is judged
        assert (row.figures.cost.colour != "not_assessed") is judged

    team_without_a_plan(built)


def team_without_a_plan(built: Built) -> None:
    """Check that the team stands by its backlog: in the table, on the roadmap, and in each period it lived in."""
    by = built.organisation.director
    row = next(one for one in portfolio_view(by, at=NOW) if one.code == TEAM)
    assert row.revision is None
    assert row.figures is not None
    judged = (row.figures.schedule.colour, row.figures.registers["scope"].colour, row.figures.cost.colour)
    assert set(judged) <= {"green", "amber", "red"}
    drawn = next(one for group in roadmap(by, at=NOW).groups for one in group.projects if one.code == TEAM)
    assert drawn.half_on is not None
    assert drawn.finish_on is not None
    assert drawn.half_on <= drawn.finish_on
    for period in Period.objects.order_by("starts_on")[4:]:
        told = next(one for one in statuses(by, period, at=NOW) if one.code == TEAM)
        assert "not_assessed" not in {told.dimension(name).computed.colour for name in ("schedule", "scope", "cost")}
        assert told.report.state == ("submitted" if period.state == "open" else "accepted")


def test_dates_of_the_deeds_never_lie_after_today() -> None:
    built = build(FEW[2:], [])
    assert built.revisions == 6
    handed_in = list(PlanRevision.objects.order_by("number").values_list("imported_at", flat=True))
    assert handed_in == sorted(handed_in)
    assert handed_in[-1] <= NOW


@pytest.mark.slow
def test_the_whole_demo_shows_its_stories_to_the_portfolio(tmp_path: Any) -> None:
    built = build(SEEDS, [])
    assert (built.projects, Programme.objects.count()) == (24, 4)
    assert verify_audit(tmp_path / "no-head").whole
    with CaptureQueriesContext(
        connection,
    ) as asked:
        rows = rows_of(built)
    assert len(asked) <= 12
    story = {seed.code: seed.story for seed in SEEDS}
    colours = {code: (row.figures.schedule.colour, row.figures.cost.colour) for code, row in rows.items()}
    worst = {code: "red" in pair or "amber" in pair for code, pair in colours.items()}
    assert all(worst[code] for code in story if story[code] in {"late", "costly", "cost_creep", "squeezed"})
    assert not any(worst[code] for code in story if story[code] in {"steady", "ahead"})
    assert colours["CO-02"][0] == "red"  # against the approved baseline, whatever its own file says
    assert {code for code, row in rows.items() if (row.stale_days or 0) > STALE_DAYS} == {"NC-05", "CO-03", "CO-05"}
    assert rows["CD-05"].figures.quality_passed < rows["RN-01"].figures.quality_passed
    unapproved = {
        revision.project.code
        for revision in PlanRevision.objects.filter(summary__is_current=True).select_related("project")
        if any(kept["code"] == "BASELINE_NOT_APPROVED" for kept in revision.findings)
    }
    assert unapproved == {"CO-02", "CO-04"}
    assert sorted(link.late for link in roadmap(built.organisation.director, at=NOW).links) == [False, True]
    assert {STORIES[name].looks_green for name in story.values()} == {True, False}


@pytest.mark.slow
def test_who_says_green_and_is_not_is_found_and_nobody_else() -> None:
    built = build(SEEDS, [])
    newest = Period.objects.get(state="open")
    rows = statuses(built.organisation.director, newest, at=NOW)
    found = gaps(rows, ())
    seeded = {seed.code for seed in SEEDS if STORIES[seed.story].says_green}
    assert len(seeded) == 8
    assert {row.code for row in found.optimistic} == seeded
    assert (found.whole.pairs, found.whole.worse) == (22, 0)  # every report, as registers judge where plans cannot
    assert {row.code for row in rows if not row.report.state and row.state != "closed"} == {"NC-05", "CO-03", "CO-05"}
