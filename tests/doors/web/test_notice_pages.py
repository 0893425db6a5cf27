"""Notices, the choice of mail and the outbox as people meet them by page, API and command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from tests.cast import Cast

from conspectus.doors.cli import run
from conspectus.journeys.comment import write_comment
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.post import PLACE, WISHES
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.models import User
from conspectus.rooms.outbox.models import Message, Notice

Enter = Callable[[User], Client]


def said(cast: Cast, text: str = "@Carol, why?") -> None:
    follow_notices(at=now())
    write_comment(subject=subject_of(cast.project), text=text, by=cast.mona, at=now())
    follow_notices(at=now())


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_notice_is_counted_opened_and_read(planned: Cast, enter: Enter) -> None:
    carol, grace = enter(planned.carol), enter(planned.grace)
    assert "Nothing has been told you yet" in text(carol.get("/notices/"))
    said(planned)
    page = text(carol.get("/"))
    assert '<span class="count">1<span class="visually-hidden"> unread' in page
    assert 'class="count"' not in text(grace.get("/"))
    page, number = text(carol.get("/notices/")), Notice.objects.get(person=planned.carol.person).pk
    assert "Names you:" in page
    assert f'href="/notices/{number}/"' in page
    assert grace.get(f"/notices/{number}/").status_code == 404
    answer = carol.get(f"/notices/{number}/")
    assert answer.headers["Location"] == f"/subjects/project/{planned.project.pk}/comments/#comments"
    assert 'class="count"' not in text(carol.get("/"))
    said(planned, "@Carol, still")
    assert "Mark all as read" in text(carol.get("/notices/"))
    assert "All notices are read." in text(carol.post("/notices/read/", follow=True))
    assert carol.get(reverse("notices")).status_code == 200
    assert (reverse("notices"), reverse("notice-mail")) == (PLACE, WISHES)


def test_what_has_nothing_left_to_say_is_counted_no_more(planned: Cast, enter: Enter) -> None:
    said(planned)
    comment = planned.project.comments.get()
    comment.withdrawn_at = now()
    comment.save()
    carol = enter(planned.carol)
    assert "Nothing has been told you yet" in text(carol.get("/notices/"))
    assert 'class="count"' not in text(carol.get("/notices/"))
    number = Notice.objects.get(person=planned.carol.person).pk
    assert carol.get(f"/notices/{number}/").status_code == 404


def test_how_often_mail_comes_is_chosen(planned: Cast, enter: Enter, settings: Any) -> None:
    carol = enter(planned.carol)
    assert "No mail is sent from here yet" in text(carol.get("/notices/mail/"))
    settings.MAIL_ON = True
    assert "No mail is sent from here yet" not in text(carol.get("/notices/mail/"))
    answer = carol.post("/notices/mail/", {"direct": "none", "followed": "weekly"}, follow=True)
    assert "This is how mail comes from now on." in text(answer)
    assert carol.get("/api/v1/notices/mail").json() == {"direct": "none", "followed": "weekly", "configured": True}
    assert carol.post("/notices/mail/", {"direct": "hourly", "followed": "weekly"}).status_code == 422


def test_the_outbox_tells_what_failed_and_sends_it_again(planned: Cast, enter: Enter, settings: Any) -> None:
    frank = enter(planned.frank)
    assert "Mail is not configured" in text(frank.get("/outbox/"))
    settings.MAIL_ON = True
    assert "No mail yet" in text(frank.get("/outbox/"))
    row = Message.objects.create(
        person=planned.carol.person,
        cadence="now",
        state="failed",
        queued_at=now(),
        due_at=now(),
        ended_at=now(),
        tries=6,
        reason="The mail server cannot be reached.",
    )
    page = text(frank.get("/outbox/?state=failed"))
    assert "The mail server cannot be reached." in page
    assert "Failed 1" in page
    assert "Carol" not in text(frank.get("/outbox/?state=sent"))
    answer = frank.post(f"/outbox/{row.pk}/again/", follow=True)
    assert "The mail to Carol is tried again in a moment." in text(answer)
    assert frank.post(f"/outbox/{row.pk}/again/").status_code == 302
    Message.objects.update(state="sent")
    assert frank.post(f"/api/v1/outbox/{row.pk}/retry").status_code == 409
    assert frank.get("/api/v1/outbox?state=sent").json()["items"][0]["person"]["name"] == "Carol"


def test_programs_read_notices_and_note_them_read(planned: Cast, enter: Enter) -> None:
    said(planned)
    carol = enter(planned.carol)
    found = carol.get("/api/v1/notices?only_unread=true").json()
    assert (found["unread"], found["next"]) == (1, None)
    (row,) = found["items"]
    assert (row["kind"], row["change"]["words"], row["read_at"]) == ("named", "@Carol, why?", None)
    body = {"notices": [row["notice_id"]]}
    assert carol.post("/api/v1/notices/read", body, content_type="application/json").json() == {"read": 1}
    assert carol.get("/api/v1/notices?only_unread=true").json()["items"] == []


def test_commands_tell_and_choose(planned: Cast, monkeypatch: pytest.MonkeyPatch, capsys: Any, settings: Any) -> None:
    for module in ("notice", "outbox"):
        monkeypatch.setattr(f"conspectus.doors.cli.{module}.open_rows", lambda *_, **__: None)
    said(planned)
    who = ["--as", "carol@example.org"]
    for words, wanted in (
        (["notice", "list", *who], "@Carol, why?"),
        (["notice", "list", "--json", "--unread", *who], '"kind": "named"'),
        (["notice", "read", *who], "1 notice is read."),
        (["notice", "mail", "--direct", "daily", *who], "Meant for you: daily; followed: daily"),
        (["outbox", "list"], "Mail is not configured"),
        (["outbox", "send"], "Mail is not configured"),
    ):
        assert run(words) == 0
        assert wanted in capsys.readouterr().out, words
    settings.MAIL_ON = True
    row = Message.objects.create(person=planned.carol.person, state="failed", queued_at=now(), due_at=now())
    assert run(["outbox", "retry", str(row.pk)]) == 0
    assert run(["outbox", "send"]) == 0
    assert "0 sent." in capsys.readouterr().out  # nothing was left to tell
    assert run(["outbox", "list", "--state", "dropped"]) == 0
    assert "All was read" in capsys.readouterr().out
    assert run(["outbox", "list", *who]) == 2


def test_a_deputy_is_named_ended_and_shown_at_home_by_every_door(
    planned: Cast, enter: Enter, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    alice, dave, frank = enter(planned.alice), enter(planned.dave), enter(planned.frank)
    assert "Nobody stands in for you" in text(alice.get("/deputies/"))
    today = now().date().isoformat()
    form = {"deputy": planned.dave.person.pk, "starts_on": today, "last_on": today, "note": "Leave"}
    assert "Dave stands in for Alice." in text(alice.post("/deputies/", form, follow=True))
    assert alice.post("/deputies/", form).status_code == 422
    assert "For Alice" in text(dave.get("/"))
    assert dave.get(f"/projects/{planned.project.pk}/").status_code == 200
    (row,) = dave.get("/api/v1/deputies").json()["items"]
    assert (row["person"], row["stands_in"], row["in_force"]) == ("Alice", "Dave", True)
    assert "Dave no longer stands in for Alice." in text(dave.post(f"/deputies/{row['deputy_id']}/end/", follow=True))
    assert dave.get(f"/projects/{planned.project.pk}/").status_code == 404
    assert "For Alice" not in text(dave.get("/"))
    answer = frank.post("/deputies/", form | {"person": planned.carol.person.pk}, follow=True)
    assert "Dave stands in for Carol." in text(answer)
    body = {"deputy": planned.grace.person.pk, "starts_on": today, "last_on": today}
    made = alice.post("/api/v1/deputies", body, content_type="application/json")
    assert (made.status_code, made.json()["stands_in"]) == (201, "Grace")
    assert alice.delete(f"/api/v1/deputies/{made.json()['deputy_id']}").json()["over"] is True
    monkeypatch.setattr("conspectus.doors.cli.deputy.open_rows", lambda *_, **__: None)
    who = ["--as", "alice@example.org"]
    assert run(["deputy", "name", "dave@example.org", "--from", today, "--through", today, *who]) == 0
    assert run(["deputy", "list", *who]) == 0
    number = capsys.readouterr().out.split()[0]
    assert run(["deputy", "end", number, *who]) == 0
    assert "Dave no longer stands in for Alice." in capsys.readouterr().out
