"""Mail: queued with what it tells, claimed once, sent without what may not be seen, tried again, given up."""

from __future__ import annotations

import smtplib
import ssl
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from tests.cast import AT, Cast

from conspectus.journeys.comment import write_comment
from conspectus.journeys.notices import post
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.post import send_due, send_now
from conspectus.journeys.subjects import subject_of
from conspectus.kit.errors import Conflict, Invalid, NotAllowed
from conspectus.rooms.accounts.actions import deactivate_user
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.followup.actions import follow_subject, withdraw_comment
from conspectus.rooms.outbox.actions import (
    choose_mail,
    claim_message,
    due_at,
    end_cut_off_mail,
    read_notices,
    retry_message,
    sweep_outbox,
)
from conspectus.rooms.outbox.models import Message, Notice
from conspectus.rooms.outbox.queries import get_message, mail_counts, messages, wish_of
from conspectus.rooms.schedule.actions import import_plan

SOON = AT + timedelta(minutes=3)
NEXT = AT + timedelta(days=1)


@pytest.fixture
def house(cast: Cast, settings: Any) -> Cast:
    """Return the cast in a house with a mail server."""
    settings.MAIL_ON, settings.BASE_ADDRESS = True, "https://pmo.example.org"
    follow_notices(at=AT)
    return cast


def say(cast: Cast, text: str, by: str = "mona") -> Any:
    found = write_comment(subject=subject_of(cast.project), text=text, by=cast.users()[by], at=AT).comment
    follow_notices(at=AT)
    return found


def states() -> list[tuple[str, str, str]]:
    return [(one.person.name, one.cadence, one.state) for one in Message.objects.order_by("person__name", "pk")]


def test_nothing_is_queued_or_sent_until_a_mail_server_is_named(house: Cast, settings: Any) -> None:
    settings.MAIL_ON = False
    say(house, "@Carol, late")
    assert Notice.objects.count() == 3  # carol, alice who manages it, ivan whose programme it is in
    settings.MAIL_ON = True
    assert (Message.objects.count(), send_due(at=NEXT), mail.outbox) == (0, 0, [])
    say(house, "@Carol, from now on")
    assert send_due(at=SOON) == 1
    assert mail.outbox[0].subject == "1 notice from Conspectus"  # nothing of before


def test_what_gathers_goes_in_one_mail_with_links_and_nothing_that_looks_like_another(house: Cast) -> None:
    say(house, "@Carol, late <b>again</b>\r\nBcc: x@example.org")
    say(house, "@Carol, once more")
    assert states() == [
        ("Alice", "daily", "waiting"),
        ("Carol", "now", "waiting"),
        ("Ivan", "daily", "waiting"),
    ]
    assert send_due(at=AT) == 0  # what follows at once goes along
    assert send_due(at=SOON) == 1
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    assert (sent.to, sent.subject) == (["carol@example.org"], "2 notices from Conspectus")
    number = Notice.objects.filter(person=house.carol.person).latest("line").pk
    assert "Names you: @Carol, once more\n  WN-1 Warehouse north · Mona, 2024-05-06 09:00 UTC\n" in sent.body
    assert f"https://pmo.example.org/notices/{number}/" in sent.body
    assert "late <b>again</b> Bcc: x@example.org\n" in sent.body  # in one line
    ((page, kind),) = sent.alternatives
    assert kind == "text/html"
    assert "&lt;b&gt;again" in page
    headers = dict(sent.message().items())
    assert headers["List-Unsubscribe"] == "<https://pmo.example.org/notices/mail/>"
    assert "Bcc" not in headers
    assert send_due(at=SOON) == 0
    say(house, "@Carol, a third")
    assert [state for name, _, state in states() if name == "Carol"] == ["sent", "waiting"]
    assert send_due(at=NEXT) == 3
    assert mail.outbox[-1].body.count("notices/") + mail.outbox[-2].body.count("notices/") > 4


def test_each_person_chooses(house: Cast) -> None:
    choose_mail(direct="none", followed="weekly", by=house.carol, at=AT)
    choose_mail(direct="daily", followed="none", by=house.alice, at=AT)
    choose_mail(direct="daily", followed="now", by=house.ivan, at=AT)
    say(house, "@Carol @Alice")
    assert states() == [("Alice", "daily", "waiting"), ("Ivan", "now", "waiting")]
    lines = AuditLine.objects.count()
    choose_mail(direct="daily", followed="now", by=house.ivan, at=AT)
    assert AuditLine.objects.count() == lines
    choose_mail(direct="none", followed="none", by=house.ivan, at=AT)  # meanwhile
    assert send_due(at=NEXT) == 1
    assert [state for _, _, state in states()] == ["sent", "dropped"]
    with pytest.raises(Invalid):
        choose_mail(direct="hourly", followed="none", by=house.ivan, at=AT)
    house.ivan.reading_only = True
    with pytest.raises(NotAllowed):
        choose_mail(direct="now", followed="none", by=house.ivan, at=AT)
    assert (wish_of(house.dave.person).direct, wish_of(house.dave.person).followed) == ("now", "daily")


def test_digests_go_in_the_morning() -> None:
    assert due_at("now", AT) == AT + timedelta(minutes=2)
    assert due_at("daily", AT).isoformat() == "2024-05-07T07:00:00+00:00"
    assert due_at("daily", AT.replace(hour=3)).isoformat() == "2024-05-06T07:00:00+00:00"
    assert due_at("daily", AT, "Asia/Tokyo").isoformat() == "2024-05-07T07:00:00+09:00"
    assert due_at("weekly", AT).isoformat() == "2024-05-13T07:00:00+00:00"
    assert due_at("weekly", AT.replace(hour=3)).isoformat() == "2024-05-06T07:00:00+00:00"


def test_what_is_read_taken_back_or_hidden_meanwhile_is_not_sent(house: Cast) -> None:
    first = say(house, "@Carol @Alice @Grace @Heidi")
    read_notices(by=house.carol, at=AT)
    deactivate_user(user=house.alice, by=house.frank, at=AT)
    house.project.roles.filter(person=house.grace.person).delete()
    assert send_due(at=SOON) == 1
    assert [one.to for one in mail.outbox] == [["heidi@example.org"]]
    reasons = dict(Message.objects.filter(state="dropped").values_list("person__name", "reason"))
    assert reasons == {
        "Alice": "The account is closed.",
        "Carol": "All was read, or may not be seen any more.",
        "Grace": "All was read, or may not be seen any more.",
    }
    withdraw_comment(comment=first, revision=1, by=house.mona, at=AT)
    assert send_due(at=NEXT) == 0  # ivan's


def test_mail_holds_no_money_and_no_colour_of_it(house: Cast) -> None:
    follow_subject(subject=subject_of(house.project), by=house.heidi, at=AT)
    data = b"Id,Task,Duration,Start,Cost,Actual cost\n1,Dig,10d,2024-04-01,7654321,9999999\n"
    import_plan(project=house.project, data=data, name="a.csv", by=house.alice, at=AT)
    follow_notices(at=AT)
    assert send_due(at=NEXT) == 3
    assert not [one for one in mail.outbox if "7654321" in one.body or "7,654,321" in one.body or "red" in one.body]


def test_a_mail_that_does_not_go_is_tried_again_and_given_up_in_words(house: Cast, monkeypatch: Any) -> None:
    faults: list[Exception] = [
        ConnectionRefusedError("no"),
        smtplib.SMTPAuthenticationError(535, b"secret words"),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPDataError(451, b"busy"),
        TimeoutError(),
        OSError("x"),
    ]

    def refuse(*_: Any, **__: Any) -> int:
        raise faults.pop(0)

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    say(house, "@Carol")
    told, at = [], SOON
    while Message.objects.filter(person=house.carol.person, state="waiting").exists():
        assert send_due(at=at) == 0
        row = Message.objects.get(person=house.carol.person)
        told.append((row.state, row.reason, row.due_at - at))
        at = max(row.due_at, at + timedelta(seconds=1))
        Message.objects.exclude(person=house.carol.person).delete()
    assert [state for state, _, _ in told] == ["waiting"] * 5 + ["failed"]
    assert [wait.total_seconds() / 60 for _, _, wait in told[:5]] == [1, 5, 30, 120, 480]
    assert told[0][1] == "The mail server cannot be reached."
    assert told[1][1] == "The mail server refused the user name or the password."
    assert told[3][1] == "The mail server answered with 451."
    faults.append(smtplib.SMTPRecipientsRefused({"carol@example.org": (550, b"who")}))
    with pytest.raises(NotAllowed):
        retry_message(message=row, by=house.mona, at=at)
    retry_message(message=row, by=house.frank, at=at)
    assert send_due(at=at) == 0
    row.refresh_from_db()
    assert (row.state, row.tries, row.reason) == ("failed", 1, "The mail server does not take mail for this address.")
    monkeypatch.undo()
    retry_message(message=row, by=house.frank, at=at)
    assert send_now(by=house.frank, at=at) == 1
    with pytest.raises(Conflict):
        retry_message(message=row, by=house.frank, at=at)
    with pytest.raises(NotAllowed):
        send_now(by=house.mona, at=at)


def test_an_address_no_header_may_hold_is_given_up(house: Cast) -> None:
    house.carol.email = "carol@example.org\nBcc: x@example.org"
    house.carol.save()
    say(house, "@Carol")
    assert (send_due(at=SOON), mail.outbox) == (0, [])
    assert Message.objects.get(person=house.carol.person).state == "failed"


def test_what_was_cut_off_while_it_was_sent_is_not_sent_twice_by_itself(house: Cast) -> None:
    say(house, "@Carol")
    assert claim_message(at=SOON) is not None
    assert claim_message(at=SOON) is None
    assert end_cut_off_mail(at=SOON + timedelta(minutes=5)) == 0
    assert send_due(at=SOON + timedelta(minutes=11)) == 0
    row = messages(house.frank).get(person=house.carol.person)
    assert (row.state, row.told) == ("failed", 1)
    assert "may have arrived" in row.reason
    assert mail_counts()["failed"] == 1
    with pytest.raises(NotAllowed):
        get_message(house.mona, row.pk)
    sweep_outbox(at=AT + timedelta(days=400))
    assert (Notice.objects.count(), Message.objects.filter(state="failed").count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_processes_take_a_mail_once(transactional_db: None, settings: Any) -> None:
    from tests import factories as make

    settings.MAIL_ON = True
    users = [make.user() for _ in range(12)]
    Message.objects.bulk_create(Message(person=user.person, cadence="now", queued_at=AT, due_at=AT) for user in users)
    taken: list[int] = []

    def take() -> None:
        while (row := claim_message(at=SOON)) is not None:
            taken.append(row.pk)
        connection.close()

    hands = [threading.Thread(target=take) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(taken) == sorted(Message.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("fault", "words", "for_good"),
    [
        (smtplib.SMTPSenderRefused(550, b"", "x"), "does not take mail from conspectus@localhost.", True),
        (smtplib.SMTPNotSupportedError(), "cannot encrypt or sign in as it is asked to.", False),
        (ssl.SSLError(), "certificate was not accepted, or it does not encrypt.", False),
        (smtplib.SMTPDataError(554, b"spam"), "answered with 554.", True),
    ],
)
def test_faults_are_told_in_words(fault: Exception, words: str, for_good: bool) -> None:
    told, last = post._why(fault)
    assert told.endswith(words)
    assert last is for_good
