"""Plans come in by page: looked at, stored as shown, refused in words; reviews store nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast
from tests.doors.web.conftest import plan_file
from tests.working import through

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.models import PlanRevision

Enter = Callable[[User], Client]


def sent(name: str = "WN-1.csv", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, plan_file() if data is None else data)


def look(client: Client, *files: SimpleUploadedFile, to: str = "/upload/") -> tuple[str, str]:
    """Send files; return the address of the preview and its page."""
    where, answer = through(client, client.post(to, {"plans": list(files)}))
    assert answer.status_code == 200
    return where, answer.content.decode()


def tell(client: Client, where: str, **said: str) -> str:
    """Send the choices made on a preview; return the page it leads to."""
    return str(through(client, client.post(where, said))[1].content.decode())


def test_a_plan_is_looked_at_before_it_is_stored(cast: Cast, enter: Enter) -> None:
    client = enter(cast.alice)
    where, page = look(client, sent())
    assert "This is the first plan: 4 tasks." in page
    assert not PlanRevision.objects.exists()
    page = tell(client, where, **{"deed": "store", "target-0": str(cast.project.pk), "shown-0": "0"})
    assert "is now revision 1" in page
    assert cast.project.plan_revisions.count() == 1


def test_the_same_file_twice_changes_nothing(planned: Cast, enter: Enter) -> None:
    client = enter(planned.alice)
    where, page = look(client, sent(data=plan_file(19)))
    assert "0 changes" in page
    tell(client, where, **{"deed": "store", "target-0": str(planned.project.pk), "shown-0": "2"})
    assert planned.project.plan_revisions.count() == 2


def test_a_changed_plan_says_what_it_would_do(planned: Cast, enter: Enter) -> None:
    _, page = look(enter(planned.alice), sent(data=plan_file(30)))
    assert "Drive piles" in page
    assert "now" in page
    assert "then" in page
    assert re.search(r"The finish moved \d+ working days later, from \d+ \w{3} \d{4} to \d+ \w{3} \d{4}", page)


def test_a_revision_that_came_in_between_stops_the_store(planned: Cast, enter: Enter) -> None:
    client = enter(planned.alice)
    where, _ = look(client, sent(data=plan_file(30)))
    page = tell(client, where, **{"deed": "store", "target-0": str(planned.project.pk), "shown-0": "1"})
    assert "Revision 2 came in after your preview" in page
    assert planned.project.plan_revisions.count() == 2


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.csv", b"", "empty"),
        ("image.mpp", b"\xff\xd8\xff\xe0" + b"x" * 100, "not"),
        ("loop.csv", b"Id,Task,Duration,Predecessors\n1,A,1d,2\n2,B,1d,1\n", "wait for each other"),
    ],
)
def test_a_refused_file_says_why_and_stores_nothing(
    cast: Cast, enter: Enter, name: str, data: bytes, words: str
) -> None:
    client = enter(cast.alice)
    where, page = look(client, sent(name, data), to=f"/projects/{cast.project.pk}/upload/")
    assert words in page
    tell(client, where, **{"deed": "store", "target-0": str(cast.project.pk)})
    assert not PlanRevision.objects.exists()


def test_one_bad_file_does_not_stop_the_others(cast: Cast, enter: Enter) -> None:
    client = enter(cast.alice)
    where, page = look(client, sent(), sent("bad.csv", b""))
    assert "2 files" in page
    tell(client, where, deed="store")
    assert cast.project.plan_revisions.count() == 1


def test_a_new_project_is_opened_with_its_plan(cast: Cast, enter: Enter) -> None:
    client = enter(cast.bob)
    where, _ = look(client, sent("brandnew.csv"))
    typed = {"target-0": f"new-{cast.portfolio.pk}", "code-0": "BN-1", "name-0": "Brand new"}
    assert "This opens the project “Brand new”" in tell(client, where, deed="look", **typed)
    tell(client, where, deed="store", **typed)
    assert Project.objects.get(code="BN-1").plan_revisions.count() == 1


def test_a_code_in_use_is_said_beside_the_file_and_what_was_typed_stays(cast: Cast, enter: Enter) -> None:
    client = enter(cast.bob)
    where, _ = look(client, sent("brandnew.csv"))
    typed = {"target-0": f"new-{cast.portfolio.pk}", "code-0": "WN-1", "name-0": "Brand new"}
    page = tell(client, where, deed="store", **typed)
    assert "A project with this code exists" in page
    assert 'value="Brand new"' in page


def test_nobody_stores_into_a_project_they_may_not_change(cast: Cast, enter: Enter) -> None:
    for who, status in ((cast.grace, 403), (cast.dave, 404)):
        assert enter(who).get(f"/projects/{cast.project.pk}/upload/").status_code == status
    client = enter(cast.alice)
    where, _ = look(client, sent())
    for project in (cast.other.pk, 999999):
        assert "Not found" in tell(client, where, **{"deed": "store", "target-0": str(project)})
    assert not PlanRevision.objects.exists()


def test_kept_files_are_for_the_one_who_sent_them(cast: Cast, enter: Enter) -> None:
    where, _ = look(enter(cast.alice), sent())
    assert enter(cast.bob).get(where).status_code == 404
    assert enter(cast.alice).get("/upload/..%2f..%2fsecret/").status_code in (404, 422)


def test_nothing_chosen_is_said_at_the_field(cast: Cast, enter: Enter) -> None:
    for path in ("/upload/", "/review/"):
        answer = enter(cast.alice).post(path, {})
        assert answer.status_code == 422
        assert "Choose at least one file." in answer.content.decode()


def test_too_large_is_413(cast: Cast, enter: Enter, settings: Any) -> None:
    settings.UPLOAD_MOST_BYTES = 10
    answer = enter(cast.alice).post("/upload/", {"plans": [sent()]})
    assert answer.status_code == 413
    assert "larger than" in answer.content.decode()


def test_a_review_stores_nothing_and_hands_over_its_pack(cast: Cast, enter: Enter) -> None:
    client = enter(cast.grace)
    where, answer = through(client, client.post("/review/", {"plans": [sent("quay.csv"), sent("bad.csv", b"")]}))
    page = answer.content.decode()
    assert "Review of 2 files" in page
    assert "1 project" in page
    assert "Refused" in page
    assert not PlanRevision.objects.exists()
    first, second = (client.get(f"{where}board-pack.xlsx").content for _ in range(2))
    assert first[:2] == b"PK"
    assert first == second
    assert enter(cast.alice).get(where).status_code == 404


def test_a_bad_status_date_is_said_at_its_field(cast: Cast, enter: Enter) -> None:
    for path in ("/upload/", "/review/"):
        answer = enter(cast.alice).post(path, {"plans": [sent()], "status_date": "31.31.2026"})
        assert answer.status_code == 422
        assert "Enter a date such as" in answer.content.decode()


def test_what_files_leave_open_is_said_with_their_review(cast: Cast, enter: Enter) -> None:
    client = enter(cast.alice)
    table = b"Task,Start,Duration,Cost\nDig,03/04/2026,5d,100\n"

    def shown(**said: str) -> str:
        page = through(client, client.post("/review/", {"plans": [sent("a.csv", table)], **said}))[1].content.decode()
        return " ".join(page.split())

    assert "10 Mar 2026" in shown(date_order="mdy", currency="chf")
    assert "9 Apr 2026" in shown(date_order="dmy")
    wrong = client.post("/review/", {"plans": [sent("a.csv", table)], "currency": "XXQ"})
    assert wrong.status_code == 422
    assert "is not a currency code in use" in wrong.content.decode()
    assert client.post("/review/", {"plans": [sent()], "amounts": "xx"}).status_code == 422


def test_what_a_file_leaves_open_is_said_on_its_preview(cast: Cast, enter: Enter) -> None:
    client = enter(cast.alice)
    table = b"Task;Start;Duration;Cost\nDig;03/04/2026;5d;1.234\n"
    where, page = look(client, sent("a.csv", table), to=f"/projects/{cast.project.pk}/upload/")
    assert "Is 1.234" in page
    said = {"amounts-0": "de", "dates-0": "dmy", "status-0": "2026-04-07"}
    where, answer = through(client, client.post(where, {"deed": "look", **said}))
    page = answer.content.decode()
    assert "This is the first plan" in page
    assert 'value="2026-04-07"' in page
    assert 'value="dmy" selected' in page
    tell(client, where, **{"deed": "store", "target-0": str(cast.project.pk), "shown-0": "0"}, **said)
    row = cast.project.plan_revisions.get()
    assert (row.status_given, row.manner) == ("2026-04-07", "day first, amounts 1.234,56")
    assert "status date given: 2026-04-07" in client.get(f"/projects/{cast.project.pk}/revisions/").content.decode()


def test_the_order_of_dates_changes_what_the_preview_shows(cast: Cast, enter: Enter) -> None:
    client = enter(cast.alice)
    table = b"Task,Start,Duration\nDig,03/04/2026,1d\n"
    where, page = look(client, sent("a.csv", table), to=f"/projects/{cast.project.pk}/upload/")
    assert "day or the month comes first" in page
    for order, finish in (("dmy", "3 Apr 2026"), ("mdy", "4 Mar 2026")):
        assert finish in tell(client, where, **{"deed": "look", "dates-0": order})


def test_the_status_date_of_all_files_holds_for_one_that_is_read_at_the_second_look(cast: Cast, enter: Enter) -> None:
    client = enter(cast.alice)
    files = {"plans": [sent("a.csv", b"Task,Start,Duration\nDig,03/04/2026,1d\n")], "status_date": "2026-04-07"}
    where, answer = through(client, client.post(f"/projects/{cast.project.pk}/upload/", files))
    assert 'value="2026-04-07"' not in answer.content.decode()
    assert 'value="2026-04-07"' in tell(client, where, **{"deed": "look", "dates-0": "dmy"})


def test_one_status_date_goes_for_all_files_until_one_is_changed(cast: Cast, enter: Enter) -> None:
    client = enter(cast.bob)
    files = {"plans": [sent("one.csv"), sent("two.csv")], "status_date": "2026-04-07"}
    where, answer = through(client, client.post("/upload/", files))
    assert answer.content.decode().count('value="2026-04-07"') == 2
    new = {f"target-{place}": f"new-{cast.portfolio.pk}" for place in (0, 1)}
    typed = new | {"code-0": "ST-0", "code-1": "ST-1", "name-0": "One", "name-1": "Two", "status-0": "2026-04-07"}
    tell(client, where, deed="store", **typed, **{"status-1": "2026-05-08"})
    given = PlanRevision.objects.order_by("project__code").values_list("project__code", "status_given")
    assert list(given) == [("ST-0", "2026-04-07"), ("ST-1", "2026-05-08")]


def test_plans_of_one_name_are_offered_projects_of_their_own(cast: Cast, enter: Enter) -> None:
    client = enter(cast.bob)
    files = [sent("north/plan.csv"), sent("south/plan.csv", plan_file(30))]
    where, _ = look(client, *files)
    new = {f"target-{place}": f"new-{cast.portfolio.pk}" for place in (0, 1)}
    page = tell(client, where, deed="look", **new)
    keys = [f"{key}-{place}" for key in ("code", "name") for place in (0, 1)]
    offered = {key: page.split(f'name="{key}" value="')[1].split('"')[0] for key in keys}
    assert offered == {"code-0": "plan", "code-1": "plan-2", "name-0": "plan", "name-1": "plan (2)"}
    assert "2 ready to store" in page
    page = tell(client, where, **{"deed": "look", **new, **offered, "code-1": "PLAN"})
    assert "A project with this code exists, or is opened above." in page
    assert "1 ready to store" in page


def test_an_answer_that_is_none_is_refused_on_its_line(cast: Cast, enter: Enter) -> None:
    client = enter(cast.alice)
    where, _ = look(client, sent(), to=f"/projects/{cast.project.pk}/upload/")
    target = {"deed": "store", "target-0": str(cast.project.pk), "shown-0": "0"}
    assert "is not a date" in tell(client, where, **target, **{"status-0": "soon"})
    for field in ("dates-0", "amounts-0", "encoding-0"):
        assert "is not one of" in tell(client, where, **target, **{field: "backwards"})
    assert not PlanRevision.objects.exists()


def test_what_is_noticed_in_a_file_of_several_projects_is_said_once(
    cast: Cast, enter: Enter, shared_data: Path
) -> None:
    data = (shared_data / "schedules/files/pmxml_primavera_multi.xml").read_bytes()
    _, page = look(enter(cast.alice), sent("several.xml", data))
    assert page.count("LOST_ACTIVITY_CODES") == 1
    assert page.count("stands above") == 3


def test_a_review_shows_codes_that_people_gave_and_no_others(cast: Cast, enter: Enter, shared_data: Path) -> None:
    names = ("mpp14_fixed_cost.mpp", "xer_airport_terminal_66.xer")
    files = [sent(name, (shared_data / "schedules/files" / name).read_bytes()) for name in names]
    client = enter(cast.alice)
    page = through(client, client.post("/review/", {"plans": files}))[1].content.decode()
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    assert '<span class="muted">TERMINAL-2</span>' in table
    assert "timephased-fixed-cost" in table
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-[^\"]*</span>", table)
