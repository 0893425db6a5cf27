"""The audit log: it only grows, and every tampering is found and placed."""

from __future__ import annotations

import importlib
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from tests import factories as make
from tests.cast import Cast
from tests.trust.counts import cases

from conspectus.kit.errors import NotAllowed
from conspectus.rooms.accounts.actions import audited, create_division, local_operator
from conspectus.rooms.accounts.actions.audit import keep_head
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.accounts.queries import audit_lines, line_hash, read_head, verify_audit

triggers = importlib.import_module("conspectus.rooms.accounts.migrations.0002_audit_is_append_only")
LINES = 12


@contextmanager
def unguarded() -> Iterator[Any]:
    """Take the triggers off, as somebody with the database's own rights could."""
    with connection.cursor() as cursor:
        for statement in triggers.take_off(connection.vendor):
            cursor.execute(statement)
        yield cursor
        for statement in triggers.put_on(connection.vendor):
            cursor.execute(statement)


@pytest.fixture
def log(db: None) -> int:
    """Return the number of lines of a log with a head kept beside it."""
    for number in range(LINES):
        make.division(f"Division {number:02}")
    last = AuditLine.objects.latest("number")
    keep_head(settings.AUDIT_HEAD_FILE, last.number, last.line_hash)
    return last.number


@pytest.fixture(autouse=True)
def no_head() -> Iterator[None]:
    """Leave no head file to other tests, whose rows are rolled back."""
    yield
    settings.AUDIT_HEAD_FILE.unlink(missing_ok=True)


def test_a_whole_log_is_whole(log: int) -> None:
    verdict = verify_audit()
    assert (verdict.whole, verdict.lines) == (True, log)
    assert verdict.words == f"The audit log is whole: {log} lines."


def test_a_deed_writes_one_line_with_who_what_and_when(log: int) -> None:
    division = make.division("Accounts payable")
    line = AuditLine.objects.latest("number")
    assert (line.number, line.deed, line.subject_kind, line.subject_id) == (
        log + 1,
        "create_division",
        "division",
        str(division.pk),
    )
    assert (line.at, line.actor_name, json.loads(line.body)["name"]) == (make.AT, "Command line", "Accounts payable")


STATEMENTS = [
    "UPDATE accounts_auditline SET actor_name = 'Mallory' WHERE number = 3",
    "DELETE FROM accounts_auditline WHERE number = 3",
    "DELETE FROM accounts_auditline",
]
REPLACE = """INSERT OR REPLACE INTO accounts_auditline SELECT number, at, 'Mallory', actor_name, deed, subject_kind,
subject_id, body, previous_hash, line_hash FROM accounts_auditline WHERE number = 3"""


def test_the_database_refuses_changes(log: int) -> None:
    statements = [*STATEMENTS, REPLACE if connection.vendor == "sqlite" else "TRUNCATE accounts_auditline"]
    for statement in statements:
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        AuditLine.objects.filter(number=2).update(deed="nothing")
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        AuditLine.objects.filter(number=2).delete()
    assert verify_audit().whole


def _seal(line: AuditLine, previous: str) -> None:
    """Seal a line as the product does, as a tamperer who knows how would."""
    texts = (line.actor, line.actor_name, line.deed, line.subject_kind, line.subject_id, line.body)
    line.previous_hash, line.line_hash = previous, line_hash(line.number, line.at, texts, previous)


def _edit(dice: random.Random, last: int) -> int:
    place = dice.randint(1, last)
    field = dice.choice(["actor", "actor_name", "deed", "subject_kind", "subject_id", "body", "line_hash"])
    AuditLine.objects.filter(number=place).update(**{field: "tampered"})
    return place


def _delete(dice: random.Random, last: int) -> int:
    place = dice.randint(1, last)
    AuditLine.objects.filter(number=place).delete()
    return place


def _insert(dice: random.Random, last: int) -> int:
    place = dice.randint(1, last)
    for line in AuditLine.objects.filter(number__gte=place).order_by("-number"):
        AuditLine.objects.filter(number=line.number).update(number=line.number + 1)
    forged = AuditLine(number=place, at=make.AT, actor="user:1", actor_name="X", deed="d", subject_kind="k", body="{}")
    _seal(forged, AuditLine.objects.filter(number=place - 1).values_list("line_hash", flat=True).first() or "0" * 64)
    forged.save(force_insert=True)
    # The forged line itself fits where the head does not say otherwise; the next one betrays it.
    return place if place == last else place + 1


def _swap(dice: random.Random, last: int) -> int:
    one, other = sorted(dice.sample(range(1, last + 1), 2))
    AuditLine.objects.filter(number=one).update(number=0)
    AuditLine.objects.filter(number=other).update(number=one)
    AuditLine.objects.filter(number=0).update(number=other)
    return one


def _cut(dice: random.Random, last: int) -> int:
    place = dice.randint(1, last)
    AuditLine.objects.filter(number__gte=place).delete()
    return place


def _rewrite(dice: random.Random, last: int) -> int:
    """Change one line and seal all after it anew: only the head kept outside can tell."""
    previous, changed = "0" * 64, dice.randint(1, last)
    for line in AuditLine.objects.order_by("number"):
        if line.number == changed:
            line.body = '{"name":"another"}'
        _seal(line, previous)
        line.save()
        previous = line.line_hash
    return last


TAMPERINGS = [_edit, _delete, _insert, _swap, _cut, _rewrite]


@pytest.mark.parametrize("seed", range(cases(100, 1000)))
def test_every_tampering_is_found_at_its_first_line(seed: int, log: int) -> None:
    dice = random.Random(seed)
    tamper = TAMPERINGS[seed % len(TAMPERINGS)]
    with unguarded():
        expected = tamper(dice, log)
    assert verify_audit().first_bad == expected, tamper.__name__


def test_a_damaged_head_file_is_told(log: int) -> None:
    settings.AUDIT_HEAD_FILE.write_text("{]")
    assert not verify_audit().whole


def test_an_older_head_never_replaces_a_newer(log: int) -> None:
    keep_head(settings.AUDIT_HEAD_FILE, 2, "0" * 64)
    assert read_head(settings.AUDIT_HEAD_FILE)[0] == log


@pytest.mark.django_db(transaction=True)
def test_the_head_is_kept_once_committed_and_a_failed_deed_leaves_no_line() -> None:
    make.division("One")
    number, seal = read_head(settings.AUDIT_HEAD_FILE)
    assert (number, seal) == AuditLine.objects.values_list("number", "line_hash").latest("number")

    def fail() -> None:
        with audited("create_division", by=local_operator(), at=make.AT) as line:
            line.about("division", 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert AuditLine.objects.count() == number


def test_a_deed_must_say_what_it_was_done_to(db: None) -> None:
    with pytest.raises(RuntimeError, match="without saying"), audited("create_user", by=local_operator(), at=make.AT):
        pass
    with audited("create_user", by=local_operator(), at=make.AT) as line:
        line.nothing_changed()
    assert not AuditLine.objects.exists()


def test_only_auditors_and_administrators_read_the_log(cast: Cast) -> None:
    readers = set()
    for name, user in cast.users().items():
        try:
            audit_lines(user)
        except NotAllowed:
            continue
        readers.add(name)
    assert readers == {"erin", "frank"}


def test_secrets_never_enter_the_log(db: None) -> None:
    by = local_operator()
    make.user("Zoe", password=make.PASSWORD)
    create_division(name="Vault", by=by, at=make.AT)
    told = " ".join(AuditLine.objects.values_list("body", flat=True))
    assert make.PASSWORD not in told
    assert "argon2" not in told
