"""Talk about things of any room: who is named is found among those who may see the thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.journeys.subjects import find_subject, seen_subjects
from conspectus.kit.subjects import Subject
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.queries import users_called
from conspectus.rooms.followup.actions import add_comment, change_comment
from conspectus.rooms.followup.bridge import called, meant
from conspectus.rooms.followup.models import Comment
from conspectus.rooms.followup.queries import stored_comment
from conspectus.rooms.followup.rules import require_may_comment


@dataclass(frozen=True, slots=True)
class Said:
    """A comment that was kept, and the names after an @ that meant nobody who may see its subject."""

    comment: Comment
    unknown: tuple[str, ...]

    @property
    def words(self) -> str:
        """What its author is told."""
        if not self.unknown:
            return ""
        names = ", ".join(f"@{one}" for one in self.unknown)
        return f"{names}: this is nobody who may see this, or more than one. Write the whole name or the e-mail."


def write_comment(*, subject: Subject, text: str, by: User, at: datetime) -> Said:
    """Say something about a subject ``by`` may see; refuses one that is not there for them."""
    subject = find_subject(by, subject.kind, subject.id, at.date())
    require_may_comment(by)
    named, unknown = _named(text, subject, at.date())
    return Said(add_comment(subject=subject, text=text, named=named, by=by, at=at), unknown)


def rewrite_comment(*, comment: Comment, text: str, revision: int, by: User, at: datetime) -> Said:
    """Change what one said about a subject that may still be seen."""
    subject = find_subject(by, comment.subject_kind, comment.subject_id, at.date())
    require_may_comment(by)
    named, unknown = _named(text, subject, at.date())
    return Said(change_comment(comment=comment, text=text, named=named, revision=revision, by=by, at=at), unknown)


def get_comment(by: User, comment_id: object, on: date) -> tuple[Comment, Subject]:
    """Return one comment on something ``by`` may see, with its subject."""
    row = stored_comment(comment_id)
    return row, find_subject(by, row.subject_kind, row.subject_id, on)


def _named(text: object, subject: Subject, on: date) -> tuple[list[Person], tuple[str, ...]]:
    """Return who is named, and the words after an @ that mean nobody or several."""
    found: dict[int, Person] = {}
    unknown: list[str] = []
    asked: dict[str, Sequence[User]] = {}
    for word, rest in called(text) if isinstance(text, str) else ():
        key = word.casefold()
        if key not in asked:
            asked[key] = [one for one in users_called(word) if seen_subjects(one, [subject.reference], on)]
        user = meant(word, rest, asked[key])
        if user is not None:
            found[user.person_id] = user.person
        elif word not in unknown:
            unknown.append(word)
    return list(found.values()), tuple(unknown)
