"""What is asked of accounts: users, divisions, tokens, and whether the audit log is whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from conspectus.kit.errors import NotAllowed, NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import ApiToken, AuditLine, Division, DivisionPlace, Person, User
from conspectus.rooms.accounts.rules import keeps_people, may_administer, may_audit, require_auditor

FIRST_HASH = "0" * 64
LINE_FIELDS = (
    "number",
    "at",
    "actor",
    "actor_name",
    "deed",
    "subject_kind",
    "subject_id",
    "body",
    "previous_hash",
    "line_hash",
)


class SessionBackend:
    """Turns a session back into its user; signing in itself is an action, with limits."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Refuse: nobody signs in past the limits."""
        return

    def get_user(self, user_id: int) -> User | None:
        """Return the user while the account is open."""
        return User.objects.select_related("person").filter(pk=user_id, is_active=True, is_system=False).first()


def has_users() -> bool:
    """Return whether anybody can sign in yet."""
    return User.objects.filter(is_system=False).exists()


def users_number() -> int:
    """Return how many accounts are open."""
    return User.objects.filter(is_system=False, is_active=True).count()


def only_user_never_entered() -> User | None:
    """Return the one account there is, while it has neither a password nor ever been entered."""
    users = list(User.objects.select_related("person").filter(is_system=False)[:2])
    if len(users) == 1 and users[0].last_login is None and not users[0].has_usable_password():
        return users[0]
    return None


def user_by_email(email: str) -> User:
    """Return the user who signs in with this e-mail."""
    user = User.objects.select_related("person").filter(email_key=email.strip().casefold(), is_system=False).first()
    if user is None:
        raise NotFound
    return user


def users_called(word: str) -> list[User]:
    """Return a few open accounts whose person's name begins with a word, or whose e-mail it is; nobody is shown."""
    users = User.objects.select_related("person").filter(is_active=True, is_system=False)
    return list(users.filter(Q(person__name__istartswith=word) | Q(email_key=word.casefold())).order_by("pk")[:20])


def names_of(persons: Collection[int]) -> dict[int, str]:
    """Return the names of some people the caller has shown to be known to whom they are told."""
    return dict(Person.objects.filter(pk__in=list(persons)).values_list("pk", "name"))


def users_of(persons: Collection[int]) -> dict[int, User]:
    """Return the open accounts of some people, by person; nobody is shown."""
    rows = User.objects.select_related("person").filter(person__in=list(persons), is_active=True, is_system=False)
    return {user.person_id: user for user in rows}


def visible_users(by: User) -> QuerySet[User]:
    """Return the accounts ``by`` may see: all for administrators, else the own one."""
    users = (
        User.objects.select_related("person", "person__division").filter(is_system=False).order_by("person__name", "pk")
    )
    return users if may_administer(by) or may_audit(by) else users.filter(pk=by.pk, is_active=True)


def get_user(by: User, user_id: object) -> User:
    """Return one account ``by`` may see."""
    user = visible_users(by).filter(pk=row_id(user_id)).first()
    if user is None:
        raise NotFound
    return user


def visible_tokens(by: User) -> QuerySet[ApiToken]:
    """Return the tokens ``by`` may see and revoke."""
    tokens = ApiToken.objects.select_related("user", "user__person")
    return tokens if may_administer(by) else tokens.filter(user=by)


def get_token(by: User, token_id: object) -> ApiToken:
    """Return one token ``by`` may see."""
    token = visible_tokens(by).filter(pk=row_id(token_id)).first()
    if token is None:
        raise NotFound
    return token


def is_token_valid(token_id: int, at: datetime) -> bool:
    """Return whether a token is neither revoked nor over."""
    return ApiToken.objects.filter(pk=token_id, revoked_at=None, expires_at__gt=at).exists()


def divisions() -> QuerySet[Division]:
    """Return the tree of divisions, parents before children; its names are no secret within the house."""
    return Division.objects.order_by("path")


def get_division(division_id: object) -> Division:
    """Return one division."""
    division = Division.objects.filter(pk=row_id(division_id)).first()
    if division is None:
        raise NotFound
    return division


class DivisionTree:
    """The tree of divisions through time, read once."""

    def __init__(self) -> None:
        self._parents: dict[int, int | None] = dict(Division.objects.values_list("pk", "parent"))
        self._places: dict[int, list[tuple[date, datetime, int | None]]] = {}
        rows = DivisionPlace.objects.order_by("recorded_at", "pk")
        for division, parent, from_on, recorded_at in rows.values_list("division", "parent", "from_on", "recorded_at"):
            self._places.setdefault(division, []).append((from_on, recorded_at, parent))

    def parents(self, on: date, known_at: datetime | None = None) -> dict[int, int | None]:
        """Return the parent of each division on a day, as known at an instant (today unless given)."""
        return {
            division: held_on(self._places.get(division, ()), on, known_at, now)
            for division, now in self._parents.items()
        }

    def paths(self, on: date, known_at: datetime | None = None) -> dict[int, str]:
        """Return the path of each division on a day; moves that were dated back into a circle end at its first."""
        parents = self.parents(on, known_at)
        found = {}
        for division in parents:
            line: list[int] = []
            above: int | None = division
            while above is not None and above not in line:
                line.append(above)
                above = parents.get(above)
            found[division] = "/" + "".join(f"{one}/" for one in reversed(line))
        return found


def divisions_on(on: date) -> list[Division]:
    """Return the tree as it was on a day, parents before children, to read and never to save."""
    tree, rows = DivisionTree(), list(divisions())
    parents, paths = tree.parents(on), tree.paths(on)
    for row in rows:
        row.parent_id, row.path = parents[row.pk], paths[row.pk]
    return sorted(rows, key=lambda row: row.path)


def held_on(
    recorded: Sequence[tuple[date, datetime, int | None]], on: date, known_at: datetime | None, now: int | None
) -> int | None:
    """Return what held on a day, of day it holds from, instant it was recorded and value, in the order of recording.

    Of those that reach the day and were known, the one recorded last counts;
    before the first, the first; without any, what holds now.
    """
    for from_on, recorded_at, value in reversed(recorded):
        if from_on <= on and (known_at is None or recorded_at <= known_at):
            return value
    return recorded[0][2] if recorded else now


def people() -> QuerySet[Person]:
    """Return the people who can be given a part, by name."""
    return Person.objects.filter(is_active=True).select_related("division").order_by("name", "pk")


def all_people(by: User) -> QuerySet[Person]:
    """Return everybody on record with their particulars; people who left are among them."""
    if not keeps_people(by) and not may_audit(by):
        raise NotAllowed("Only the PMO, an auditor or an administrator may see everybody's particulars.")
    everybody = Person.objects.select_related("division", "user").order_by("name", "pk")
    return everybody.exclude(user__is_system=True)


def get_person(person_id: object) -> Person:
    """Return one person."""
    person = Person.objects.select_related("division").filter(pk=row_id(person_id)).first()
    if person is None:
        raise NotFound
    return person


def audit_lines(by: User) -> QuerySet[AuditLine]:
    """Return the whole log, newest first, to those who may read it."""
    require_auditor(by)
    return AuditLine.objects.order_by("-number")


def lines_about(kind: str, subject_id: object) -> QuerySet[AuditLine]:
    """Return what was done to one thing, newest first; the caller has checked that it may be seen."""
    return AuditLine.objects.filter(subject_kind=kind, subject_id=str(subject_id)).order_by("-number")


def newest_line() -> int:
    """Return the number of the newest line of the audit log; 0 before the first."""
    return AuditLine.objects.order_by("-number").values_list("number", flat=True).first() or 0


def deeds_since(deed: str, kind: str, ids: Collection[str], since: datetime) -> QuerySet[AuditLine]:
    """Return when a deed was done to things since an instant, newest first; the caller has checked that they show."""
    rows = AuditLine.objects.filter(deed=deed, subject_kind=kind, at__gt=since)
    return of_these(rows, ids, "subject_id").order_by("-number")


# The audit log, verified


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """Whether the log is whole: how many lines were read, and the first that is not as it was written."""

    lines: int
    first_bad: int | None
    words: str

    @property
    def whole(self) -> bool:
        """True when every line is as it was written and none is missing."""
        return self.first_bad is None


def line_hash(number: int, at: datetime, texts: tuple[str, ...], previous: str) -> str:
    """Return the seal of one line over all it says and the seal before it."""
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(json.dumps([number, instant, *texts, previous]).encode()).hexdigest()


def verify_audit(head_file: Path | None = None) -> AuditVerdict:
    """Read the whole log and name the first line that was changed, removed or put in."""
    return judge_lines(_stored_lines(), read_head(settings.AUDIT_HEAD_FILE if head_file is None else head_file))


def judge_lines(lines: Iterable[tuple[Any, ...]], head: tuple[int, str]) -> AuditVerdict:
    """Judge stored lines (number, instant, six texts, seal before, seal) against each other and the head kept apart."""
    head_number, head_hash = head
    expected, previous = 1, FIRST_HASH
    for number, at, *texts, said_previous, said_hash in lines:
        if number != expected:
            return AuditVerdict(expected - 1, expected, f"Line {expected} of the audit log is missing.")
        if said_previous != previous or said_hash != line_hash(number, at, tuple(texts), previous):
            return AuditVerdict(number, number, f"Line {number} of the audit log is not as it was written.")
        if number == head_number and said_hash != head_hash:
            words = f"The audit log was rewritten: line {number} differs from the seal kept beside the database."
            return AuditVerdict(number, number, words)
        expected, previous = number + 1, said_hash
    if head_number >= expected:
        words = f"The audit log was cut: lines {expected} to {head_number} are missing."
        return AuditVerdict(expected - 1, expected, words)
    return AuditVerdict(expected - 1, None, f"The audit log is whole: {expected - 1} lines.")


def read_head(path: Path) -> tuple[int, str]:
    """Return number and seal of the newest line as kept in a file; (0, "") where there is none."""
    try:
        said = json.loads(path.read_text(encoding="ascii"))
        return int(said["number"]), str(said["hash"])
    except FileNotFoundError:
        return 0, ""
    except (ValueError, KeyError, TypeError):
        return 1, "damaged"  # no line has this seal, so verification names the file's fault


def _stored_lines() -> Iterator[tuple[Any, ...]]:
    """Yield the log in order, without building objects: a million lines must pass in a minute."""
    rows = AuditLine.objects.order_by("number").values_list(*LINE_FIELDS)
    yield from rows.iterator(chunk_size=5000)
