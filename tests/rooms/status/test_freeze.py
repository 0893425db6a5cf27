"""A frozen period never changes, whatever changes later; re-opening makes a new version with a reason."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.engine.measure import Reason
from conspectus.journeys.freeze_period import freeze_period
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, Stale
from conspectus.rooms.periods.actions import lay_periods, open_period, reopen_period
from conspectus.rooms.periods.models import Freeze, Period
from conspectus.rooms.portfolio.actions import change_field, change_project, set_field_values
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.actions import import_plan, set_baseline
from conspectus.rooms.schedule.models import PlanRevision
from conspectus.rooms.status.actions import (
    Declared,
    Words,
    accept_report,
    declare_status,
    end_override,
    override_status,
    submit_report,
)
from conspectus.rooms.status.models import Override, Snapshot
from conspectus.rooms.status.queries import TrendPoint, frozen_statuses, statuses, trend
from conspectus.rooms.status.queries.snapshots import status_of

GREEN = (Declared("overall", "green", "All well"), Declared("schedule", "green"))


@pytest.fixture
def april(cast: Cast, reader: None) -> Period:  # noqa: F811  # the fixture of the same name
    """Return April 2024, open, with a plan whose status date lies in it."""
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    set_baseline(project=cast.project, revision=PlanRevision.objects.get(), reason="Approved", by=cast.bob, at=AT)
    rows = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 3, 1), through=date(2024, 6, 1), by=cast.mona, at=AT
    )
    return open_period(period=rows[1], revision=1, by=cast.mona, at=AT)


def test_declared_stands_beside_computed_with_the_gap(cast: Cast, april: Period) -> None:
    report = declare_status(subject=cast.project, period=april, declared=GREEN, revision=0, by=cast.alice, at=AT)
    row = statuses(cast.alice, april, at=AT)[0]
    overall = row.overall
    assert overall.computed.colour == "red"  # the costs: 10 and 30 % over
    assert (overall.declared, overall.declared_words, overall.gap) == ("green", "All well", 2.0)
    assert row.dimension("risk").computed.colour == "not_assessed"
    assert (row.dimension("risk").gap, report.state) == (None, "draft")
    assert row.figures is not None
    assert row.stale_days == 8  # from 22 to 30 April


def test_a_frozen_period_stays_as_it_was(cast: Cast, april: Period) -> None:
    report = declare_status(subject=cast.project, period=april, declared=GREEN, revision=0, by=cast.alice, at=AT)
    accept_report(
        report=submit_report(report=report, revision=1, by=cast.alice, at=AT), revision=2, by=cast.mona, at=AT
    )
    before = statuses(cast.bob, april, at=AT)
    frozen = freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    assert (frozen.state, frozen.version) == ("frozen", 1)
    later = AT + timedelta(days=1)
    import_plan(project=cast.project, data=file_of(house((5, 30, 5))), name="later.xml", by=cast.alice, at=later)
    change_project(project=cast.project, changes={"name": "Renamed"}, revision=1, by=cast.alice, at=later)
    after = statuses(cast.bob, frozen, at=later)
    assert [row.overall for row in after] == [row.overall for row in before]
    assert after[0].name == "Warehouse north"
    assert after[0].report.state == "accepted"
    with pytest.raises(Conflict, match="frozen"):
        declare_status(subject=cast.project, period=april, declared=GREEN, revision=3, by=cast.alice, at=later)
    row = Snapshot.objects.get(subject_kind="project", subject_id=cast.project.pk)
    for spoil in (lambda: Snapshot.objects.update(colour="green"), row.delete, Freeze.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()


def test_reopening_makes_a_new_version_and_the_old_one_stays(cast: Cast, april: Period) -> None:
    frozen = freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    with pytest.raises(Invalid, match="Say why"):
        reopen_period(period=frozen, reason=" ", revision=frozen.revision, by=cast.mona, at=AT)
    again = reopen_period(period=frozen, reason="Costs came late", revision=frozen.revision, by=cast.mona, at=AT)
    declare_status(
        subject=cast.project, period=again, declared=GREEN, words=Words("Late"), revision=0, by=cast.alice, at=AT
    )
    second = freeze_period(period=again, revision=again.revision, by=cast.mona, at=AT)
    assert second.version == 2
    old, new = (frozen_statuses(cast.bob, second, number, at=AT)[0] for number in (1, 2))
    assert (old.overall.declared, new.overall.declared) == ("", "green")
    assert new.report.summary == "Late"
    assert [row.version for row in Freeze.objects.all()] == [2, 1]
    assert Freeze.objects.values("digest").distinct().count() == 2
    found = trend(cast.bob, [cast.project.pk], before=second, at=AT)[cast.project.pk]
    assert found == (TrendPoint("Apr 2024", "red", "green", "Green", 2.0),)


def test_who_may_not_see_cost_sees_none_of_a_frozen_period_either(cast: Cast, april: Period) -> None:
    frozen = freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    row = statuses(cast.grace, frozen, at=AT)[0]
    assert row.figures is not None
    assert row.figures.money.bac.reason is Reason.HIDDEN
    assert (row.dimension("cost").computed.colour, row.dimension("cost").gap) == ("not_assessed", None)
    assert row.overall.computed.colour == row.dimension("schedule").computed.colour
    assert trend(cast.grace, [cast.project.pk], before=frozen, at=AT)[cast.project.pk][0].colour == ""


def test_only_those_who_steer_freeze_and_only_what_they_looked_at(cast: Cast, april: Period) -> None:
    for who in (cast.alice, cast.grace, cast.erin):
        with pytest.raises(NotAllowed):
            freeze_period(period=april, revision=april.revision, by=who, at=AT)
    with pytest.raises(Stale):
        freeze_period(period=april, revision=april.revision - 1, by=cast.mona, at=AT)
    frozen = freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    with pytest.raises(Conflict):
        freeze_period(period=frozen, revision=frozen.revision, by=cast.mona, at=AT)


def test_an_override_changes_the_colour_and_never_the_gap(cast: Cast, april: Period) -> None:
    declare_status(subject=cast.project, period=april, declared=GREEN, revision=0, by=cast.alice, at=AT)
    given = {"subject": cast.project, "dimension": "schedule", "colour": "green", "computed": "red", "at": AT}
    with pytest.raises(NotAllowed):
        override_status(**given, reason="x", ends_on=date(2024, 6, 1), by=cast.alice)
    with pytest.raises(Invalid, match="within a year"):
        override_status(**given, reason="x", ends_on=AT.date(), by=cast.mona)
    override_status(**given, reason="Agreed slip", ends_on=date(2024, 6, 1), by=cast.mona)
    row = statuses(cast.bob, april, at=AT)[0]
    schedule = row.dimension("schedule")
    assert (schedule.computed.colour, schedule.colour, schedule.gap) == ("red", "green", 2.0)
    assert schedule.override is not None
    assert (schedule.override.reason, schedule.override.made_by) == ("Agreed slip", "Mona")
    assert (row.overall.computed.colour, row.overall.colour, row.overall.gap) == ("red", "amber", 2.0)
    end_override(override=Override.objects.get(), by=cast.mona, at=AT)
    with pytest.raises(Conflict, match="ended already"):
        end_override(override=Override.objects.get(), by=cast.mona, at=AT)
    assert statuses(cast.bob, april, at=AT)[0].overall.colour == "red"


def test_fields_are_frozen_as_they_were_and_a_new_one_alters_no_frozen_period(cast: Cast, april: Period) -> None:
    def write(on: date, **values: str) -> None:
        row = Project.objects.get(pk=cast.project.pk)
        given = {"subject": row, "values": values, "valid_from": on, "revision": row.revision}
        set_field_values(**given, by=cast.frank, at=AT)

    region = make.field("region")
    make.field("fund", "money", sees="cost")
    make.field("left", "formula", formula="budget - fund")
    write(date(2024, 4, 1), region="North", fund="5 EUR")
    write(date(2024, 5, 1), region="South")  # after the period's last day
    live = statuses(cast.alice, april, at=AT)[0]
    freeze_period(period=april, revision=2, by=cast.mona, at=AT)
    before = list(Snapshot.objects.values_list("digest", "body"))
    found = statuses(cast.alice, Period.objects.get(pk=april.pk), at=AT)[0]
    assert found.fields == live.fields
    assert {one.key: one.words for one in found.fields} == {"region": "North", "fund": "5.00 EUR", "left": "3,995"}
    make.field("later", required="always")
    change_field(field=region, changes={"label": "Area", "ends_on": date(2024, 1, 1)}, revision=1, by=cast.bob, at=AT)
    write(date(2024, 4, 2), fund="9 EUR")
    again = statuses(cast.alice, Period.objects.get(pk=april.pk), at=AT)[0]
    assert again.fields == found.fields
    assert list(Snapshot.objects.values_list("digest", "body")) == before
    assert [one.key for one in statuses(cast.grace, Period.objects.get(pk=april.pk), at=AT)[0].fields] == ["region"]
    # A snapshot of a version that knew no fields stays readable.
    old = json.loads(Snapshot.objects.filter(subject_kind="project").values_list("body", flat=True)[0])
    old[0].pop("fields", None)
    assert status_of(json.dumps(old)).fields == ()
