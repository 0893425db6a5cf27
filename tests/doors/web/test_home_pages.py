"""The home page and the panel of comments as people meet them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client
from tests import factories as make
from tests.cast import Cast

from conspectus.doors.web.panels.home import linked_tasks
from conspectus.journeys.home.views import Task
from conspectus.rooms.accounts.models import User
from conspectus.rooms.followup.models import Comment
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.schedule.models import PlanSummary

Enter = Callable[[User], Client]


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]  # an answer


def test_links_people_kept_still_lead_to_the_portfolio(planned: Cast, enter: Enter) -> None:
    bob = enter(planned.bob)
    assert bob.get("/?text=north&sort=-slip").headers["Location"] == "/portfolio/?text=north&sort=-slip"
    assert bob.get("/home/").headers["Location"] == "/"
    assert "Look here first" in text(bob.get("/"))


def test_each_thing_on_the_page_leads_to_where_it_is_done(planned: Cast, enter: Enter) -> None:
    from django.utils.timezone import now

    today = now().date()
    (row,) = lay_periods(portfolio=planned.portfolio, starting=today, through=today, by=planned.mona, at=now())
    open_period(period=row, revision=1, by=planned.mona, at=now())
    PlanSummary.objects.update(status_on=today)
    client = enter(planned.alice)
    page = text(client.get("/"))
    links = re.findall(r'<span class="task-words"><a href="([^"]+)"', page)
    assert f"/projects/{planned.project.pk}/update/?period={row.pk}" in links
    assert f"/projects/{planned.project.pk}/#milestones" in links  # the hand-over, its day long past
    assert {client.get(one.partition("#")[0]).status_code for one in links} == {200}
    assert "Head office move" not in page
    assert "You follow nothing yet" in text(enter(planned.dave).get("/"))


def test_many_tasks_alike_are_one_line_that_opens() -> None:
    def task(number: int, words: str) -> Task:
        return Task("acceptance", words, "project", str(number), f"P-{number}", project_id=number, period_id=1)

    rows = [
        task(1, "Write"),
        *(task(number, "Accept") for number in range(2, 23)),
        task(30, "Upload"),
        task(31, "Mend"),
    ]
    found = linked_tasks(rows)
    assert [getattr(one, "words", "") for one, _ in found.first] == ["Write", "Accept", "Upload", "Mend"]
    alike, href = found.first[1]
    assert (len(alike.alike), href, found.count, found.beyond) == (21, "", 24, 0)
    assert alike.alike[0][1] == "/projects/2/status/?period=1"
    few = linked_tasks([task(number, "Accept") for number in range(3)])
    assert [href for _, href in few.first] == [f"/projects/{number}/status/?period=1" for number in range(3)]
    page = render_to_string("home/tasks.html", {"rows": found})
    assert "Accept <strong>(21)</strong>" in page
    assert page.count("<li>") == 24


def test_an_empty_house_shows_the_first_steps_only(db: None, enter: Enter) -> None:
    page = text(enter(make.user("Root", role="administrator")).get("/"))
    assert page.count("<strong>") == 4
    assert 'href="/portfolios/"' in page
    assert "Mine to do" not in page
    assert "First steps" not in text(enter(make.user("New")).get("/"))


def test_a_comment_is_written_where_the_thing_is_and_read_as_text(cast: Cast, enter: Enter) -> None:
    alice, grace = enter(cast.alice), enter(cast.grace)
    here, talk = f"/projects/{cast.project.pk}/", f"/subjects/project/{cast.project.pk}/comments/"
    said = "<b>Look</b> at https://example.org/a?b=1&c=2 javascript:alert(1)\n@Grace and @dave"
    answer = alice.post(talk, {"text": said, "on": "page"})
    assert answer.headers["Location"] == f"{here}#comments"
    page = text(grace.get(here))
    assert '&lt;b&gt;Look&lt;/b&gt; at <a href="https://example.org/a?b=1&amp;c=2" rel="nofollow">' in page
    assert 'href="javascript' not in page
    assert "Names Grace" in page
    assert "@dave: this is nobody who may see this" in text(alice.get("/"))
    assert "Names you:" in text(grace.get("/"))
    refused = alice.post(talk, {"text": "x" * 5000})
    assert (refused.status_code, "longer than 4000" in text(refused), "x" * 5000 in text(refused)) == (422, True, True)
    row = Comment.objects.get()
    changed = alice.post(f"/comments/{row.pk}/change/", {"text": "Look again", "revision": row.revision})
    assert changed.headers["Location"] == f"{talk}#comments"
    clash = alice.post(f"/comments/{row.pk}/change/", {"text": "Mine", "revision": 1})
    assert (clash.status_code, "Look again" in text(clash)) == (412, True)
    assert "What it said before" in text(grace.get(talk))
    assert f"/comments/{row.pk}/change/" not in text(grace.get(talk))
    alice.post(f"/comments/{row.pk}/withdrawal/", {"revision": 2, "on": "page"})
    assert "Look again" not in text(grace.get(talk))
    assert "Withdrawn" in text(grace.get(talk))


@pytest.mark.parametrize("kind", ["programme", "division", "portfolio", "milestone"])
def test_following_is_a_button_beside_the_comments(planned: Cast, enter: Enter, kind: str) -> None:
    ids = {"programme": planned.programme.pk, "division": planned.house.pk, "portfolio": planned.portfolio.pk}
    judy, where = enter(planned.judy), f"/subjects/{kind}/{ids.get(kind, f'{planned.project.pk}-4')}"
    assert judy.post(f"{where}/following/", {"follow": "yes"}).status_code == 302
    assert "You follow this" in text(judy.get(f"{where}/comments/"))
    judy.post(f"{where}/following/", {"follow": "no"})
    assert "You follow this" not in text(judy.get(f"{where}/comments/"))
    assert enter(planned.dave).post(f"{where}/following/", {"follow": "yes"}).status_code == 404
