"""Backlogs of projects: uploaded once, compared, read as told, and chosen how they count."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.backlogs import export
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.doors.cli import run
from conspectus.engine.measure import Reason
from conspectus.journeys.find import find
from conspectus.journeys.notices.clock.watches import WATCHES
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import shown
from conspectus.kit.errors import Refusal
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.agile import actions
from conspectus.rooms.agile.actions import NewChoice, SaidOf
from conspectus.rooms.agile.models import BacklogRevision
from conspectus.rooms.agile.queries import NOBODY, backlog_detail, choices_on, columns_offered, throughput_of
from conspectus.rooms.agile.queries.facts import backlog_facts
from conspectus.rooms.outbox.queries import notices_of
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.schedule.actions import import_plan, set_baseline
from conspectus.rooms.schedule.models import CostLimit, PlanRevision, SpentDay
from conspectus.rooms.schedule.queries import portfolio_view, revision_detail
from conspectus.rooms.status.actions import keep_judged, registers_judged
from conspectus.rooms.status.queries import live_statuses

pytestmark = pytest.mark.rows
DAY = AT.date()
ODD = b"Ticket,What,Lane\nA,First,Shipped\nB,Second,Parked\n"
COLUMNS = {"headings": {"key": "Ticket", "title": "What", "state": "Lane"}, "states": {"Shipped": "accepted"}}


def put(cast: Cast, data: bytes, as_of: date = DAY, **said: Any) -> actions.BacklogImported:
    told = SaidOf(as_of, **said)
    return actions.import_backlog(project=cast.project, data=data, name="kiosk.csv", said=told, by=cast.alice, at=AT)


def refused(code: str, action: Any, **given: Any) -> None:
    with pytest.raises(Refusal) as caught:
        action(**given, at=AT)
    assert caught.value.code == code, caught.value.words


def test_a_backlog_comes_in_once_and_is_compared(cast: Cast) -> None:
    first = put(cast, export(DAY - timedelta(days=7), weeks=7), DAY - timedelta(days=7))
    again = put(cast, export(DAY - timedelta(days=7), weeks=7), DAY - timedelta(days=7))
    assert (first.row.number, first.changed, again.changed, again.row.pk) == (1, True, False, first.row.pk)
    assert AuditLine.objects.filter(deed="import_backlog").count() == 1
    second = put(cast, export(DAY, left=8))
    found = backlog_detail(cast.project, on=DAY)
    assert (found.view.number, found.since, found.before) == (2, 1, 1)
    assert found.pace.growth is not None
    assert found.pace.growth.growth_percent.value == pytest.approx(20)
    assert found.changed is not None
    assert [item.key for item in found.changed.added] == ["K-21", "K-22", "K-23", "K-24"]
    assert (found.view.unit, found.view.scope, found.view.weeks) == ("points", 72, 8)
    assert found.view.p10_on == found.view.p90_on == DAY + timedelta(days=28)
    assert [one.title for one in found.pace.epics] == ["Sell tickets"]
    # The newest of an earlier day stays what it was.
    assert backlog_detail(cast.project, 1, on=DAY).view.scope == 60
    with transaction.atomic(), pytest.raises(DatabaseError):
        BacklogRevision.objects.filter(pk=second.row.pk).update(as_of=DAY)
    refused("stale", actions.import_backlog, project=cast.project, data=ODD, name="x", by=cast.alice, expected=1,
            said=SaidOf(DAY, COLUMNS))  # fmt: skip
    refused("not_allowed", actions.import_backlog, project=cast.project, data=ODD, name="x", by=cast.grace)
    refused("as_of", actions.preview_backlog, project=cast.project, data=ODD, name="x", by=cast.alice,
            said=SaidOf(DAY + timedelta(days=1)))  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        backlog_detail(cast.project, on=DAY)
    assert len(asked) <= 8
    for words, excerpt in (("sell tick", "E-1 Sell tickets"), ("K-23", "K-23 Story 23")):
        (hit,) = find(words, by=cast.alice, at=AT).groups[0].hits
        assert (hit.kind, hit.project_id, hit.excerpts[0]) == ("backlog", cast.project.pk, excerpt)
    assert not find("sell tick", by=cast.dave, at=AT).groups


def test_what_was_told_once_is_offered_again(cast: Cast) -> None:
    given = {"project": cast.project, "data": ODD, "name": "odd.csv", "by": cast.bob}
    refused("column_missing", actions.preview_backlog, **given)
    guess = actions.guess_columns(**given, at=AT)
    assert (guess.headings, guess.columns.headings) == (("Ticket", "What", "Lane"), {})
    row = put(cast, ODD, columns=COLUMNS).row
    offered = columns_offered(cast.project, "table")
    assert offered is not None
    assert offered.states == {"Shipped": "accepted", "Parked": "not_started"}
    found = actions.preview_backlog(**given, at=AT)
    assert found.already == "" or "0 changes" in found.already
    assert [item.state.value for item in found.reading.backlog.items] == ["accepted", "not_started"]
    refused("not_allowed", actions.save_backlog_columns, project=cast.project, number=1, by=cast.alice)
    actions.save_backlog_columns(project=cast.project, number=row.number, by=cast.bob, at=AT)
    other = make.project("Other", portfolio=cast.portfolio)
    assert columns_offered(other, "table") == offered
    assert columns_offered(other, "jira") is None


def test_how_a_backlog_counts_is_chosen_from_a_day_on(cast: Cast) -> None:
    put(cast, export(DAY))
    choose = {"project": cast.project, "by": cast.bob}
    actions.choose_delivery(**choose, new=NewChoice("We work in sprints", unit="items"), at=AT)
    later = NewChoice("Accepted points earn", earns=True, from_on=DAY - timedelta(days=3))
    actions.choose_delivery(**choose, new=later, at=AT)
    assert choices_on([cast.project], DAY)[cast.project.pk].earns
    assert choices_on([cast.project], DAY - timedelta(days=4)).get(cast.project.pk, NOBODY) == NOBODY
    for code, new in (
        ("empty", NewChoice("")),
        ("unit", replace(later, unit="hours")),
        ("since", replace(later, since=9)),
        ("effective_on", replace(later, from_on=DAY + timedelta(days=1))),
    ):
        refused(code, actions.choose_delivery, **choose, new=new)
    refused("not_allowed", actions.choose_delivery, project=cast.project, new=later, by=cast.alice)
    assert backlog_detail(cast.project, on=DAY).earned is None
    CostLimit.objects.create(project=cast.project, amount_minor=110_000, currency=cast.project.currency)
    SpentDay.objects.create(project=cast.project, on=DAY, currency=cast.project.currency, amount_minor=40_000)
    earned = backlog_detail(cast.project, on=DAY, with_cost=True).earned
    assert earned is not None
    assert (earned.earned_value.value, earned.cpi.value) == (80_000, 2)


def test_every_door_uploads_and_shows_it(cast: Cast, client: Client, tmp_path: Any, capsys: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.force_login(cast.bob, backend="conspectus.rooms.accounts.queries.SessionBackend")
    page = f"/projects/{cast.project.pk}/backlog/"
    assert "No backlog yet" in client.get(page).content.decode()
    later = client.post(f"{page}upload/", {"file": SimpleUploadedFile("odd.csv", ODD), "as_of": "2999-01-01"})
    assert (later.status_code, 'aria-invalid="true"' in later.content.decode()) == (422, True)
    html = client.post(f"{page}upload/", {"file": SimpleUploadedFile("odd.csv", ODD)}).content.decode()
    assert "Which column holds what" in html
    assert "No column was told" in html
    digest = actions.digest_of(ODD)
    told = {"digest": digest, "name": "odd.csv", "column_key": "Ticket", "column_title": "What", "column_state": "Lane"}
    html = client.post(f"{page}upload/", told).content.decode()
    assert "Shipped (1)" in html
    assert "Store this backlog" in html
    states = {"of_state": "Lane", "state_0": "accepted", "state_1": "in_progress", "deed": "store"}
    assert client.post(f"{page}upload/", told | states).status_code == 302
    row = BacklogRevision.objects.get()
    assert row.columns["states"] == {"Shipped": "accepted", "Parked": "in_progress"}
    html = client.get(page).content.decode()
    assert "nothing was accepted in the weeks looked at" in html
    assert "odd.csv" in html
    assert client.post(page, {"number": "1"}).status_code == 302
    assert client.post(f"{page}counting/", {"reason": "Sprints", "judges": "on"}).status_code == 302
    assert "This range judges the schedule" in client.get(page).content.decode()
    overview = client.get(f"/projects/{cast.project.pk}/").content.decode()
    assert "1 of 2 items accepted. The finish is not assessable" in overview
    assert "It judges the project once somebody who approves chose so" in overview
    assert client.get(f"{page}?number=7").status_code == 404
    api = f"/api/v1/projects/{cast.project.pk}/backlogs"
    file = SimpleUploadedFile("kiosk.csv", export(date.today()))
    seen = client.post(f"{api}/preview", {"file": file}).json()
    assert (seen["tool"], seen["expected"], seen["figures"]["usual"]) == ("table", 1, "points")
    file = SimpleUploadedFile("kiosk.csv", export(date.today()))
    sent = client.post(api, {"file": file, "columns": json.dumps(seen["columns"]), "digest": seen["digest"]})
    assert (sent.status_code, sent.json()["number"]) == (201, 2)
    assert client.get(f"{api}/2").json()["figures"]["forecast"]["why"] == ""
    assert [one["number"] for one in client.get(api).json()["items"]] == [2, 1]
    path = tmp_path / "cli.csv"
    path.write_bytes(export(date.today(), left=9))
    assert run(["backlog", "upload", cast.project.code, str(path), "--as", cast.bob.email]) == 0
    assert run(["backlog", "upload", cast.project.code, str(path), "--preview", "--as", cast.bob.email]) == 0
    assert run(["backlog", "columns", cast.project.code, "3", "--as", cast.bob.email]) == 0
    assert run(["backlog", "count", cast.project.code, "--reason", "Points", "--earns", "--as", cast.bob.email]) == 0
    assert "P80 " in client.get(page).content.decode()  # the burn-up reaches on to it
    for command in ("list", "show", "count"):
        assert run(["backlog", command, cast.project.code, "--json", "--as", cast.bob.email]) == 0
        assert run(["backlog", command, cast.project.code, "--as", cast.bob.email]) == 0
    said = capsys.readouterr().out
    assert "is now backlog 3" in said
    assert "50 % by" in said
    assert "0 changes" in said


def test_backlogs_are_measured_as_they_stood(cast: Cast) -> None:
    others = [cast.project, *(make.project(f"Lot {number}", portfolio=cast.portfolio) for number in range(2))]
    before = backlog_facts(others, DAY)[cast.project.pk]
    assert (before["backlogs"], before["backlog_on"], before["backlog_judges"]) == (0, Reason.NO_DATA, False)
    put(cast, export(DAY - timedelta(days=7), weeks=7), DAY - timedelta(days=7))
    head, *rows = export(DAY, left=8).decode().splitlines()
    started = f"K-90,Story,Begun,E-1,,,In progress,{DAY},{DAY - timedelta(days=4)},,"
    blocked = f"K-91,Story,Held up,E-2,,,In progress,{DAY},{DAY - timedelta(days=30)},,Impediment"
    epic = "E-2,Epic,Refund tickets,,,,In progress,,,,"
    put(cast, "\n".join([f"{head},Flagged", *rows, started, blocked, epic]).encode())
    with CaptureQueriesContext(connection) as asked:
        found = backlog_facts(others, DAY)
    assert len(asked) <= 6
    now = found[cast.project.pk]
    told = {name: now[f"backlog_{name}"] for name in ("on", "unit", "scope", "weeks", "weekly", "in_progress")}
    assert told == {"on": DAY, "unit": "points", "scope": 78, "weeks": 8, "weekly": 6, "in_progress": 2}
    assert now["backlog_growth_percent"] == pytest.approx(30)
    assert (now["backlog_finish_on"], now["backlog_late_percent"]) == (DAY + timedelta(days=35), Reason.NO_BASELINE)
    assert (now["backlog_age_days"], now["backlog_blocked_percent"]) == (30, 50)
    assert (now["backlog_epics"], now["backlog_epics_unestimated"]) == (2, 1)
    assert now["backlog_unestimated_percent"] == pytest.approx(100 * 2 / 26)
    assert backlog_facts(others, DAY - timedelta(days=1))[cast.project.pk]["backlogs"] == 0  # it came in today
    assert found[others[1].pk] == before
    put(cast, export(DAY - timedelta(days=14), weeks=6), DAY - timedelta(days=14))  # an older export that comes in late
    assert backlog_facts(others, DAY)[cast.project.pk] == now | {"backlogs": 3}
    assert backlog_detail(cast.project, on=DAY).view.number == 2


def schedules(cast: Cast) -> tuple[str, str, str]:
    """Return what the period, the table and the page say of the schedule of the cast's project."""
    keep_judged(registers_judged([cast.project], on=DAY))
    period = Period.objects.get()
    (status,) = [one for one in live_statuses(cast.bob, period, at=AT) if one.project_id == cast.project.pk]
    (row,) = [one for one in portfolio_view(cast.bob, at=AT) if one.project_id == cast.project.pk]
    assert row.figures is not None
    schedule = next(one for one in status.dimensions if one.dimension == "schedule").computed
    assert row.figures.schedule == schedule
    page = revision_detail(cast.project, by=cast.bob, on=DAY).revision.figures
    assert page.schedule == schedule
    return schedule.colour, schedule.words, page.overall.words


@pytest.mark.usefixtures("reader")
def test_throughput_judges_the_schedule_where_that_is_chosen(cast: Cast) -> None:
    (laid,) = lay_periods(portfolio=cast.portfolio, starting=DAY, through=DAY, by=cast.mona, at=AT)
    open_period(period=laid, revision=1, by=cast.mona, at=AT)
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    set_baseline(project=cast.project, revision=PlanRevision.objects.get(), reason="Approved", by=cast.bob, at=AT)
    before = schedules(cast)
    assert "Finish 2024" in before[1]
    follow_notices(at=AT)
    actions.choose_delivery(project=cast.project, new=NewChoice("Sprints"), by=cast.bob, at=AT)
    assert schedules(cast)[0] == "not_assessed"
    assert "because no backlog is uploaded" in schedules(cast)[1]
    put(cast, export(DAY - timedelta(days=7), weeks=7), DAY - timedelta(days=7))
    put(cast, export(DAY))
    colour, words, overall = schedules(cast)
    assert colour == "red"
    assert f"Finish by throughput (80 %) {DAY + timedelta(days=21)} is" in words
    assert "after the approved finish 2024-05-03; amber to 10 %." in words
    assert "Scope grew by 10.0 %." in words
    assert "dimensions assessed" in overall
    assert backlog_facts([cast.project], DAY)[cast.project.pk]["backlog_late_percent"] == 80
    follow_notices(at=AT)
    assert {one.change.words for one in shown(cast.carol, list(notices_of(cast.carol)), DAY)} == {
        "2 backlogs came in, the newest is number 2; accepted by 27 May 2024 with 80 %; "
        "past the approved finish 3 May 2024",
        "From 6 May 2024 on throughput judges the schedule",
    }
    (old,) = WATCHES["backlog_old"].due(DAY, DAY)
    assert (old.subject, old.persons) == (("project", str(cast.project.pk)), frozenset({cast.alice.person_id}))
    assert WATCHES["backlog_old"].still([old.thing, old.thing - 1]) == {old.thing: DAY}
    with CaptureQueriesContext(connection) as asked:
        throughput_of([cast.project], DAY)
    assert len(asked) <= 5
    back = NewChoice("The plan again", judges=False)
    actions.choose_delivery(project=cast.project, new=back, by=cast.bob, at=AT + timedelta(hours=1))
    assert schedules(cast) == before
