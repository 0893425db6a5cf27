"""People told of what was done: the audit log is followed, and each deed becomes notices to those it concerns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from conspectus.journeys.notices.events import ACTION, ALONE, METHOD, PERIOD, PERSON, REMINDERS, TELLING, Event, events
from conspectus.journeys.notices.learning import ARTICLE
from conspectus.journeys.subjects import seen_subjects
from conspectus.kit.subjects import Reference
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.accounts.queries import newest_line, users_of
from conspectus.rooms.followup.queries import choices_about
from conspectus.rooms.links.actions import renew_standings
from conspectus.rooms.outbox.actions import tell_people
from conspectus.rooms.outbox.choices import Kind
from conspectus.rooms.outbox.models import Notice
from conspectus.rooms.outbox.queries import told_to
from conspectus.rooms.periods.queries import visible_periods
from conspectus.rooms.portfolio.queries.owned import owners_of

AT_ONCE = 500  # lines of the log
Wanted = tuple[int, int, Reference | None]  # person, line, and the thing where it is told by itself


def follow_notices(*, at: datetime) -> int:
    """Tell people of what was done since they were told last; return how many notices were written.

    A house that never told anybody begins with what is done from then on. What is told of are the deeds of others
    that one may see. It is asked again when the notice is read, and again when it is sent.
    """
    renew_standings(at=at)
    written = 0
    while (known := told_to()) != (newest := newest_line()):
        if known is None or known > newest:  # the first time, or the rows come from a backup
            tell_people(notices=[], known=known, newest=newest, at=at)
            return written
        until = min(newest, known + AT_ONCE)
        lines = AuditLine.objects.filter(number__gt=known, number__lte=until, deed__in=TELLING)
        notices = _notices(list(lines.order_by("number")), at)
        written += tell_people(notices=notices, known=known, newest=until, at=at)
    return written


def _notices(lines: Sequence[AuditLine], at: datetime) -> list[Notice]:
    """Return the notices of some deeds, to those who may see what they were done to."""
    told = events(lines)
    if not told:
        return []
    wanted = _wanted(told)
    users = users_of({person for person, *_ in wanted})
    found = []
    for person, user in users.items():
        mine = [(event, kind) for (one, *_), (event, kind) in wanted.items() if one == person]
        seen = _seen(user, {event.subject for event, _ in mine}, at)
        found += [
            Notice(
                person_id=person,
                line=event.line.number,
                kind=kind,
                subject_kind=event.subject[0],
                subject_id=event.subject[1],
                at=event.at,
            )
            for event, kind in mine
            if event.subject in seen and event.line.actor != f"user:{user.pk}"
        ]
    return found


def _wanted(told: Sequence[Event]) -> dict[Wanted, tuple[Event, Kind]]:
    """Return the kind of notice by person and line: meant for them first, else because they follow it.

    One deed makes one notice a person; reminders of a day one for each thing.
    """
    touched = {one for event in told for one in event.touched}
    owners, chosen = owners_of(touched), choices_about(touched)
    found: dict[Wanted, tuple[Event, Kind]] = {}
    for event in told:
        number, alone = event.line.number, event.subject if event.line.deed in REMINDERS else None
        for reference in event.touched:
            choice = chosen.get(reference, {})
            for person in owners.get(reference, set()) | set(choice):
                if choice.get(person, True):
                    found[person, number, alone] = (event, Kind.CHANGED)
        for person, kind in event.direct.items():
            found[person, number, alone] = (event, kind)
    return found


def _seen(user: User, references: Collection[Reference], at: datetime) -> set[Reference]:
    """Return what of some things a user may see; whom somebody handed over to, and who answers for it, knows of it."""
    on = at.date()
    found = set(seen_subjects(user, [one for one in references if one[0] not in ALONE], on))
    # whoever gave or owns an action sees it, and everybody reads methods and what is published
    found |= {one for one in references if one[0] in (PERSON, ACTION, METHOD, ARTICLE)}
    periods = [number for kind, number in references if kind == PERIOD]
    rows = visible_periods(user, on).filter(pk__in=periods).values_list("pk", flat=True) if periods else ()
    return found | {(PERIOD, str(pk)) for pk in rows}
