"""Work streams: sums of their tasks, what is refused, and the deed by page, API and command."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from tests.cast import AT, Cast
from tests.doors.test_permission_matrix import entered
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.doors.cli import run
from conspectus.engine.measure import Reason
from conspectus.journeys.freeze_period import freeze_period
from conspectus.kit.errors import Invalid
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.portfolio.actions import NewStream, cut_project
from conspectus.rooms.portfolio.models import Project, WorkStream
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.schedule.queries.streams import work_streams
from conspectus.rooms.status.queries import project_status

REFUSED = (
    ((NewStream("Ground", "1"), NewStream("ground", "2")), "Two work streams"),
    ((NewStream("Ground", " . "),), "give the WBS codes"),
    ((NewStream("Ground", "1"), NewStream("Roof", "2, 1.3")), "both claim 1.3"),
    ((NewStream("Ground", "1", None, date(2024, 5, 2), date(2024, 5, 1)),), "ends before it starts"),
)


def test_streams_by_every_door(
    cast: Cast,
    reader: None,  # noqa: F811  # the fixture of the same name
    capsys: pytest.CaptureFixture[str],
) -> None:
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    project = Project.objects.get(pk=cast.project.pk)
    for given, words in REFUSED:
        with pytest.raises(Invalid, match=words):
            cut_project(project=project, streams=given, revision=project.revision, by=cast.alice, at=AT)
    page, alice = f"/projects/{project.pk}/streams/", entered(cast.alice)
    assert "Not cut into work streams" in alice.get(page).content.decode()
    sent = {"revision": str(project.revision), "name-0": "Ground", "codes-0": "1, 2", "ends_on-0": "2024-04-20"}
    sent |= {"lead-0": str(cast.heidi.person_id), "name-1": "Top", "codes-1": "3"}
    assert alice.post(page, sent).status_code == 302
    ground, top, rest = work_streams(project, by=cast.alice)
    assert (ground.name, ground.lead, ground.tasks, ground.done) == ("Ground", "Heidi", 2, 1)
    assert (ground.finish_on, ground.late_days) == (date(2024, 4, 26), 6)
    assert ground.budget.value == 300_000.0
    assert ground.earned_value.value == 220_000.0  # the first, and 0.6 of the second
    assert ground.actual_cost.value == 240_000.0
    assert ground.cpi.value == pytest.approx(220 / 240)
    assert (top.tasks, rest.name, rest.tasks) == (1, "", 1)
    hidden = work_streams(project, by=cast.grace)[0]
    assert (hidden.budget.reason, hidden.cpi.reason, hidden.progress.value) == (Reason.HIDDEN, Reason.HIDDEN, 0.5)
    assert "Ground" in alice.get(page).content.decode()
    rows = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 4, 1), through=date(2024, 4, 1), by=cast.mona, at=AT
    )
    april = open_period(period=rows[0], revision=1, by=cast.mona, at=AT)
    assert project_status(cast.alice, project, april, at=AT).streams == (ground, top, rest)
    freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    april.refresh_from_db()
    api = Client()
    api.force_login(cast.alice, backend="conspectus.rooms.accounts.queries.SessionBackend")
    where = f"/api/v1/projects/{project.pk}/streams"
    told = api.get(where)
    assert [one["name"] for one in told.json()] == ["Ground", "Top", ""]
    body = {"streams": [{"name": "All", "codes": "1, 2, 3, 4"}]}
    more = {"content_type": "application/json", "headers": {"If-Match": told.headers["ETag"]}}
    assert [one["name"] for one in api.put(where, body, **more).json()] == ["All"]
    capsys.readouterr()
    assert run(["stream", "cut", "WN-1", "Ground=1, 2;to=2024-04-20", "Top=3"]) == 0
    assert run(["stream", "cut", "WN-1", "Ground"]) == 2
    assert run(["stream", "list", "WN-1"]) == 0
    assert "in no stream" in capsys.readouterr().out
    assert run(["stream", "cut", "WN-1"]) == 0
    assert not WorkStream.objects.exists()
    import_plan(project=project, data=file_of(house((5, 11, 5))), name="b.xml", by=cast.alice, at=AT)
    then = project_status(cast.alice, project, april, at=AT)
    assert then.streams == (ground, top, rest)
    assert project_status(cast.grace, project, april, at=AT).streams[0] == hidden
    shown = alice.get(f"{page}?period={april.pk}").content.decode()
    assert "Ground" in shown
    assert "Keep these streams" not in shown
    assert "Keep these streams" in alice.get(page).content.decode()
