"""Links between projects by page, API and command."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import factories as make
from tests.cast import AT, Cast
from tests.doors.test_permission_matrix import entered

from conspectus.doors.cli import run
from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import shown
from conspectus.rooms.links.actions import LinkEnd, Terms, propose_link
from conspectus.rooms.links.models import Link
from conspectus.rooms.outbox.models import Notice
from conspectus.rooms.periods.models import Period
from conspectus.rooms.schedule.actions import import_plan

PLAN = b"Id,Task,Duration,Start,Predecessors\n1,Dig,10d,2024-04-01,\n2,Build,5d,,1\n"


@pytest.fixture
def steel(cast: Cast) -> Any:
    project = make.project("Steel frame", code="ST-1", manager=cast.dave.person, portfolio=cast.portfolio)
    import_plan(project=cast.project, data=PLAN, name="a.csv", by=cast.alice, at=AT)
    later = PLAN.replace(b"04-01", b"04-15")
    import_plan(project=project, data=later, name="a.csv", by=cast.bob, at=AT)
    return project


def test_owners_are_told_and_all_is_seen_at_a_glance(cast: Cast, steel: Any, capsys: Any) -> None:
    follow_notices(at=AT)  # from here on
    bob = entered(cast.bob)
    assert "No links to show" in bob.get("/links/network/").content.decode()
    terms = Terms("Foundations", date(2024, 4, 12))
    row = propose_link(giver=LinkEnd(cast.project, "1"), taker=LinkEnd(steel, "1"), terms=terms, by=cast.bob, at=AT)
    follow_notices(at=AT)
    late = PLAN.replace(b"10d", b"12d")
    import_plan(project=cast.project, data=late, name="a.csv", by=cast.alice, at=AT)
    follow_notices(at=AT)
    told = [one.change.words for one in notices_of(cast.dave)]
    assert sorted(told) == ["A link is proposed", "A plan came in; the link stands: Broken"]
    assert [one.change.words for one in notices_of(cast.alice)] == ["A link is proposed"]  # the plan was her own
    for page in (
        "/links/network/",
        "/links/matrix/",
        "/links/network/?by=programme&zoom=150",
        "/links/matrix/?by=division",
    ):
        shown = bob.get(page)
        assert shown.status_code == 200, page
        assert "worst: Broken; least slack" in shown.content.decode(), page
    assert "Steel frame" in bob.get("/links/network/").content.decode()
    assert "projects you may not see" in entered(cast.alice).get("/links/network/").content.decode()
    table = bob.get("/roadmap/?show=table").content.decode()
    assert f'href="/links/{row.pk}/"' in table
    chart = bob.get("/roadmap/").content.decode()
    assert "1 link between them, 1 late or broken" in chart
    assert chart.count("link-critical") > 1
    road = api_of(cast.bob).get("/api/v1/roadmap").json()["links"]
    assert [(one["link_id"], one["standing"], one["after_on"]) for one in road] == [(row.pk, "broken", "2024-04-15")]
    assert api_of(cast.alice).get("/api/v1/roadmap").json()["links"] == []  # she sees one side only
    found = api_of(cast.bob).get("/api/v1/links/matrix").json()
    assert found["cells"] == [
        {"giver": str(cast.project.pk), "taker": str(steel.pk), "links": 1, "worst": "broken", "slack_days": -2.0}
    ]
    assert api_of(cast.bob).get("/api/v1/links/matrix?by=colour").status_code == 422
    assert run(["link", "matrix", "--by", "programme"]) == 0
    assert "broken" in capsys.readouterr().out
    assert row.standing == "on_time"


def test_a_status_report_tells_what_a_project_gives_and_takes(cast: Cast, steel: Any) -> None:
    rows = b"".join(f"{number},Task {number},5d,2024-06-01,\n".encode() for number in range(3, 9))
    import_plan(project=steel, data=PLAN.replace(b"04-01", b"04-15") + rows, name="b.csv", by=cast.bob, at=AT)
    for number in range(1, 7):
        terms, taker = Terms(f"Part {number}", date(2024, 4, 12 + number)), LinkEnd(steel, str(2 + number))
        propose_link(giver=LinkEnd(cast.project, "2"), taker=taker, terms=terms, by=cast.bob, at=AT)
    mona = entered(cast.mona)
    month = {"starting": "2024-05-01", "through": "2024-05-01"}
    assert mona.post(f"/portfolios/{cast.portfolio.pk}/periods/", month).status_code == 302
    may = Period.objects.get()
    assert mona.post(f"/periods/{may.pk}/opening/", {"revision": may.revision}).status_code == 302
    late = PLAN.replace(b"5d", b"9d")
    import_plan(project=cast.project, data=late, name="a.csv", by=cast.alice, at=AT)  # judged by no page yet
    where = f"/projects/{cast.project.pk}"
    shown = mona.get(f"{where}/one-page/").content.decode()
    assert "Gives and takes: the first 4 of 6 links, 6 late or broken" in shown
    assert [f"Part {number}" in shown for number in range(1, 7)] == [True] * 4 + [False] * 2
    with pypdf.PdfReader(BytesIO(mona.get(f"{where}/one-page.pdf").content)) as paper:
        assert len(paper.pages) == 1
        assert "Part 4" in paper.pages[0].extract_text()
    status = mona.get(f"{where}/status/").content.decode()
    assert all(f"Part {number}<" in status for number in range(1, 7))
    assert "ST-1 Steel frame · Task 3" in status
    hidden = entered(cast.alice).get(f"{where}/status/").content.decode()
    assert "a project you may not see" in hidden
    assert "Steel frame" not in hidden
    may.refresh_from_db()
    frozen = freeze_period(period=may, revision=may.revision, by=cast.mona, at=AT)
    Link.objects.update(words="Another")
    kept = mona.get(f"{where}/status/?period={frozen.pk}").content.decode()
    assert "Part 1<" in kept
    assert "Another" not in kept
    assert "Steel frame" not in entered(cast.alice).get(f"{where}/status/?period={frozen.pk}").content.decode()


def test_a_matrix_marks_what_goes_back(cast: Cast, steel: Any) -> None:
    for giver, taker in (
        (LinkEnd(cast.project, "1"), LinkEnd(steel, "2")),
        (LinkEnd(steel, "1"), LinkEnd(cast.project, "2")),
    ):
        propose_link(giver=giver, taker=taker, terms=Terms("Parts", date(2024, 4, 12)), by=cast.bob, at=AT)
    cells = re.findall(
        r'<td( class="[a-z-]+")?>(?:<a[^>]*>([^<]*)</a>)?</td>',
        entered(cast.bob).get("/links/matrix/").content.decode(),
    )
    assert sorted(one.replace(' class="matrix-own"', "own") for one, _ in cells) == [
        "",
        ' class="matrix-back"',
        "own",
        "own",
    ]
    back = next(words for one, words in cells if "back" in one)
    assert back.startswith("↩ ")
    assert sum(words.startswith("↩") for _, words in cells) == 1


def notices_of(user: Any) -> Any:
    return shown(user, list(Notice.objects.filter(person=user.person).order_by("pk")), AT.date())


def api_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="conspectus.rooms.accounts.queries.SessionBackend")
    return client


def test_links_by_every_door(cast: Cast, steel: Any, capsys: pytest.CaptureFixture[str]) -> None:
    bob, dave, tab = entered(cast.bob), entered(cast.dave), f"/projects/{cast.project.pk}/links/"
    assert "Nothing given, nothing taken" in bob.get(tab).content.decode()
    assert "No links yet" in bob.get("/links/").content.decode()
    sent = {"direction": "gives", "own_task": "Dig", "words": "Foundations", "by_on": "2024-04-12", "other": "st-1"}
    sent |= {"other_task": "Roof", "kind": "fs", "lag_days": "0"}
    refused = bob.post(f"{tab}new/", sent)
    assert refused.status_code == 422
    assert "no task “Roof”" in refused.content.decode()
    assert bob.post(f"{tab}new/", sent | {"other_task": "Dig"}).status_code == 302
    row = Link.objects.get()
    one = f"/links/{row.pk}/"
    assert "Your agreement is asked for" in dave.get(one).content.decode()
    assert "a project you may not see" in dave.get(one).content.decode()
    assert dave.post(f"{one}agreement/taker/", {"revision": "1"}).status_code == 302
    assert "Foundations" in bob.get(tab).content.decode()
    assert "Foundations" in bob.get("/links/?standing=on_time").content.decode()
    assert "No link fits" in bob.get("/links/?standing=late").content.decode()
    assert b"ST-1,Steel frame,Dig" in bob.get("/links/links.csv").content

    alice, where = api_of(cast.alice), f"/api/v1/links/{row.pk}"
    told = alice.get(where)
    assert told.json()["link"]["taker"] == told.json()["link"]["taker"] | {"hidden": True, "task": ""}
    kind: dict[str, Any] = {"content_type": "application/json"}
    tagged = kind | {"headers": {"If-Match": told.headers["ETag"]}}
    told = alice.post(f"{where}/agreement", {"side": "giver"}, **tagged)
    assert told.json()["link"]["agreed_on"] == "2024-04-12"
    tagged = kind | {"headers": {"If-Match": told.headers["ETag"]}}
    body = {"words": "Foundations", "by_on": "2024-04-19", "lag_days": 2}
    told = alice.put(where, body, **tagged)
    assert (told.json()["link"]["asked_on"], told.json()["link"]["standing"]) == ("2024-04-19", "broken")
    assert alice.get("/api/v1/links?standing=alarming").json()["items"][0]["slack_days"] == -2.0
    assert alice.get(f"/api/v1/projects/{cast.project.pk}/links").json()["items"][0]["words"] == "Foundations"
    event = {"direction": "takes", "task": "2", "words": "Permit", "by_on": "2024-04-02", "event": "Permit"}
    made = alice.post(f"/api/v1/projects/{cast.project.pk}/links", event | {"event_on": "2024-04-02"}, **kind)
    assert (made.status_code, made.json()["link"]["state"]) == (201, "agreed")
    assert (
        alice.post(f"/api/v1/projects/{cast.project.pk}/links", event | {"direction": "x"}, **kind).status_code == 422
    )

    said = bob.get(f"/projects/{cast.project.pk}/slip/", {"task": "Dig", "days": "4"}).content.decode()
    assert "Projects that move" in said
    assert "Steel frame" in said
    assert bob.get(f"/projects/{cast.project.pk}/slip/", {"task": "No", "days": "4"}).status_code == 422
    told = api_of(cast.bob).get(f"/api/v1/projects/{cast.project.pk}/slip", {"task": "1", "days": "4"}).json()
    assert [one["code"] for one in told["projects"]] == ["WN-1", "ST-1"]
    assert run(["link", "preview", "WN-1", "Dig", "4"]) == 0
    assert "Steel frame" in capsys.readouterr().out
    capsys.readouterr()
    number = str(row.pk)
    assert run(["link", "decline", number, "taker", "--reason", "Too late", "--as", cast.dave.email]) == 0
    assert run(["link", "agree", number, "taker"]) == 2
    assert run(["link", "change", number, "--by", "2024-04-16"]) == 0
    assert run(["link", "agree", number, "giver"]) == 0
    assert run(["link", "agree", number, "taker"]) == 0
    row.refresh_from_db()
    assert (row.agreed_on, row.lag_days) == (date(2024, 4, 16), 0)
    assert run(["link", "owner", number, "taker", cast.heidi.email]) == 0
    assert "Hang the giver’s side on another task" in bob.get(one).content.decode()
    assert run(["link", "move", number, "giver", "Build"]) == 0
    row.refresh_from_db()
    assert row.giver.name == "Build"
    sent = {"task": "Dig", "project": "", "revision": str(row.revision)}
    assert bob.get(f"{one}end/giver/").status_code == 200
    assert bob.post(f"{one}end/giver/", sent | {"task": "None"}).status_code == 422
    assert bob.post(f"{one}end/giver/", sent).status_code == 302
    tagged = {"HTTP_IF_MATCH": f'"{row.revision + 1}"'}
    body = {"side": "giver", "task": "Build"}
    assert api_of(cast.bob).put(f"/api/v1/links/{row.pk}/end", body, **kind, **tagged).status_code == 200
    assert run(["link", "move", number, "giver", "Dig"]) == 0
    assert (
        run(["link", "propose", "WN-1:Build", "outside:Tenant moves in;on=2024-05-01", "Keys", "--by", "2024-04-26"])
        == 0
    )
    assert run(["link", "propose", "WN-1", "ST-1:1", "Keys", "--by", "2024-04-26"]) == 2
    assert run(["link", "withdraw", number, "--reason", "Merged"]) == 0
    assert run(["link", "list", "--state", "all", "--project", "WN-1"]) == 0
    assert run(["link", "show", number]) == 0
    said = capsys.readouterr().out
    assert "outside: Tenant moves in" in said
    assert "Merged" in said
    assert bob.get(f"{one}owner/nobody/").status_code == 404
    assert "Withdrawn" in bob.get(one).content.decode()


def test_a_sheet_of_links_and_a_plan_to_come_at_every_door(cast: Cast, steel: Any, tmp_path: Path, capsys: Any) -> None:
    sheet = (
        b"Giver,Giver task,Taker,Taker task,What,Agreed\nWN-1,Dig,ST-1,1,Foundations,2024-04-12\nWN-1,Roof,ST-1,1,,\n"
    )
    bob, place = entered(cast.bob), f"/portfolios/{cast.portfolio.pk}/import-links/"
    assert "import-links" in bob.get("/links/").content.decode()
    assert bob.post(place, {"mapping": ""}).status_code == 422
    there = bob.post(place, {"mapping": "", "file": SimpleUploadedFile("list.csv", sheet)}).headers["Location"]
    shown = bob.get(there).content.decode()
    assert "1 new, 0 changed, 0 there already, 1 refused" in shown
    digest, found = parse_qs(urlparse(there).query)["digest"][0], re.search('name="shown" value="([^"]*)"', shown)
    assert found
    form = {"digest": digest, "name": "list.csv", "shown": found[1]}
    assert "is saved for" in bob.post(place, form | {"deed": "save", "mapping_name": "Site"}).content.decode()
    assert bob.post(place, form | {"deed": "take", "shown": "x"}).status_code == 422
    follow_notices(at=AT)  # from here on
    assert bob.post(place, form | {"deed": "take"}).status_code == 302
    follow_notices(at=AT)
    assert [one.change.words for one in notices_of(cast.alice)] == ["A list proposes links; this is one of them"]
    assert "0 new, 0 changed, 1 there already" in bob.get(there).content.decode()
    assert entered(cast.alice).get(f"/projects/{cast.project.pk}/import-links/").status_code == 200

    alice, api = api_of(cast.alice), f"/api/v1/projects/{cast.project.pk}"
    later = sheet.replace(b"2024-04-12", b"2024-04-15")
    looked = alice.post(f"{api}/link-list/preview", {"file": SimpleUploadedFile("list.csv", later)}).json()
    assert (looked["counts"]["refused"], looked["tables"][0]["columns"][1]["field"]) == (2, "giver_task")
    own = b"Link,Agreed,Giver task\n%d,2024-04-15,Dig\n" % Link.objects.get().pk
    taken = alice.post(f"{api}/link-list", {"file": SimpleUploadedFile("list.csv", own)}).json()
    assert taken["changed"] == [Link.objects.get().pk]
    plan = PLAN.replace(b"10d", b"13d")
    moved = api_of(cast.bob).post(f"{api}/slip/plan", {"file": SimpleUploadedFile("plan.csv", plan)})
    assert moved.status_code == 200, moved.content
    told = moved.json()
    assert ([one["days"] for one in told["projects"]], told["links"][0]["slack_after"]) == ([3.0, 3.0], -3.0)
    bare = make.project("Bare", code="BA-1", portfolio=cast.portfolio)
    bob_api, file = api_of(cast.bob), SimpleUploadedFile("plan.csv", plan)
    assert bob_api.post(f"/api/v1/projects/{bare.pk}/slip/plan", {"file": file}).json()["code"] == "no_plan"
    assert bob.get(f"/projects/{bare.pk}/slip/", {"task": "1", "days": "2"}).status_code == 422

    for name, data in (("list.csv", sheet.replace(b"Dig", b"Build")), ("plan.csv", plan)):
        (tmp_path / name).write_bytes(data)
    listed, mail = str(tmp_path / "list.csv"), ["--as", cast.bob.email]
    assert run(["link", "preview-plan", "WN-1", str(tmp_path / "plan.csv"), *mail]) == 0
    assert "breaks: " in capsys.readouterr().out
    command = ["link", "import", "portfolio", str(cast.portfolio.pk), listed, *mail]
    assert run([*command, "--preview"]) == 0
    assert "row 2 new: WN-1 Build > ST-1 1" in capsys.readouterr().out
    assert run([*command, "--mapping", "site"]) == 0
    assert "1 proposed, 0 asked anew, 0 there already, 1 refused." in capsys.readouterr().out
    assert run([*command, "--mapping", "none"]) == 2
