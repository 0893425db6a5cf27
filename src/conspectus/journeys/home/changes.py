"""What changed about what one follows since an instant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conspectus.journeys.home.backlogs import backlog_changes
from conspectus.journeys.home.views import Change
from conspectus.journeys.subjects import seen_subjects
from conspectus.kit.manner import inside, written_day
from conspectus.kit.subjects import Subject, SubjectKind
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.queries import deeds_since, divisions
from conspectus.rooms.files.queries import versions_since
from conspectus.rooms.followup.models import Comment
from conspectus.rooms.followup.queries import comments_since, named_since
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.queries import programmes_within, visible_programmes, visible_projects
from conspectus.rooms.portfolio.rules import projects_with_cost, sees_cost
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.schedule.queries.todo import PlanMove, baselines_since, plan_moves
from conspectus.rooms.status.bridge import of_subject
from conspectus.rooms.status.choices import Dimension
from conspectus.rooms.status.models import Override, Report
from conspectus.rooms.status.queries.since import overrides_since, reports_since

LONGEST_WORDS = 160
MOVES = ("change_project_state", "reopen_project")


def changes_since(by: User, followed: Sequence[Subject], since: datetime, on: date) -> list[Change]:
    """Return what others changed since an instant about what ``by`` follows, and where they name them, newest first.

    Who follows a programme, a portfolio or a division follows the projects in it. Asks a constant number of times.
    """
    codes = _projects(by, followed, on)
    with_cost = projects_with_cost(by, on)
    found = [_plan(one) for one in plan_moves(codes, since, with_cost)]
    programmes = _programmes(by, followed, on)
    found += _reported(codes, programmes, since)
    for row in baselines_since(codes, since):
        words = _("Baseline %(number)s was approved, from revision %(revision)s")
        words %= {"number": row.number, "revision": row.revision.number}
        found.append(_of(row.project_id, codes, row.approved_at, "baseline", words, row.approved_by))
    for one in overrides_since(codes, programmes, since):
        if not _may_tell(by, one, with_cost, on):
            continue
        words = _("%(dimension)s counts as %(colour)s in place of %(computed)s") % {
            "dimension": Dimension(one.dimension).label,
            "colour": inside(Colour(one.colour).label),
            "computed": inside(Colour(one.computed).label),
        }
        named = (of_subject(one.subject)[0], str(one.subject.pk), str(one.subject))
        who = (one.made_by_id, one.made_by.name)
        found.append(Change(one.made_at, "override", words, *who, *named, one.project_id))
    found += _moved(by, codes, since)
    found += backlog_changes(codes, since, on)
    found += _said(by, followed, codes, since, on)
    found += _kept(by, followed, codes, since, on)
    return sorted((one for one in found if one.person_id != by.person_id), key=lambda one: one.at, reverse=True)


def _may_tell(by: User, one: Override, with_cost: frozenset[int] | None, on: date) -> bool:
    """Return whether a colour set aside tells nothing of money the reader may not see; sums of a programme do."""
    if one.programme is not None:
        return with_cost is None or sees_cost(by, one.programme, on)
    by_cost = one.dimension in (Dimension.COST, Dimension.OVERALL)
    return not by_cost or with_cost is None or one.project_id in with_cost


def _ids(followed: Sequence[Subject]) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = {}
    for one in followed:
        ids.setdefault(one.kind, []).append(one.id)
    return ids


def _programmes(by: User, followed: Sequence[Subject], on: date) -> dict[int, str]:
    """Return the programmes that are followed, by themselves or by what they lie in, with their names."""
    ids = _ids(followed)
    wanted = Q(portfolio__in=ids.get(SubjectKind.PORTFOLIO, ()))
    wanted |= Q(pk__in=programmes_within(ids.get(SubjectKind.PROGRAMME, ())))
    return dict(visible_programmes(by, on).filter(wanted).order_by().values_list("pk", "name"))


def _projects(by: User, followed: Sequence[Subject], on: date) -> dict[int, str]:
    """Return the projects that are followed, by themselves or by what they are in, with their names."""
    ids = _ids(followed)
    wanted = Q(pk__in=ids.get(SubjectKind.PROJECT, ())) | Q(portfolio__in=ids.get(SubjectKind.PORTFOLIO, ()))
    wanted |= Q(programme__in=programmes_within(ids.get(SubjectKind.PROGRAMME, ())))
    headed = divisions().filter(pk__in=ids.get(SubjectKind.DIVISION, ()))
    for path in headed.values_list("path", flat=True):
        wanted |= Q(division__path__startswith=path)
    rows = visible_projects(by, on).filter(wanted).order_by().values_list("pk", "code", "name")
    return {pk: f"{code} {name}" for pk, code, name in rows}


def _plan(one: PlanMove) -> Change:
    words = _("Revision %(number)s of the plan came in")
    if one.plans > 1:
        words = _("%(plans)s plans came in, the newest is revision %(number)s")
    words %= {"number": one.number, "plans": one.plans}
    if one.finish_before and one.finish and one.finish != one.finish_before:
        days = (one.finish - one.finish_before).days
        told = {"day": written_day(one.finish), "days": abs(days)}
        words += "; " + (_later if days > 0 else _earlier)(abs(days)) % told
    colours = (one.colour_before, one.colour) if one.colour_before != one.colour else ("", "")
    named = {one.project_id: f"{one.code} {one.name}"}
    return _of(one.project_id, named, one.imported_at, "plan", words, (one.imported_by_id, one.imported_by), *colours)


def _later(days: int) -> str:
    return ngettext("it finishes %(day)s, %(days)s day later", "it finishes %(day)s, %(days)s days later", days)


def _earlier(days: int) -> str:
    return ngettext("it finishes %(day)s, %(days)s day earlier", "it finishes %(day)s, %(days)s days earlier", days)


def _reported(codes: dict[int, str], programmes: dict[int, str], since: datetime) -> Iterator[Change]:
    for row in reports_since(codes, programmes, since):
        kind, name = SubjectKind.PROJECT, codes.get(row.project_id or 0, "")
        if row.programme_id is not None:
            kind, name = SubjectKind.PROGRAMME, programmes[row.programme_id]
        for instant, person, words in _moves(row):
            if instant is not None and instant > since and person is not None:
                words %= {"period": row.period.name, "answer": row.answer}
                named = (kind.value, str(row.subject.pk), name)
                yield Change(instant, "report", words, person.pk, person.name, *named, row.project_id)


def _moves(row: Report) -> Iterable[tuple[datetime | None, Person | None, str]]:
    submitted = _("The report for %(period)s was submitted")
    return (row.submitted_at, row.submitted_by, submitted), (row.decided_at, row.decided_by, _decided(row))


def _decided(row: Report) -> str:
    if row.answer:
        return _("The report for %(period)s was returned: %(answer)s")
    return _("The report for %(period)s was accepted")


def _moved(by: User, codes: dict[int, str], since: datetime) -> Iterator[Change]:
    """Yield projects moved to another state in their life."""
    moved = (deeds_since(deed, SubjectKind.PROJECT, [str(pk) for pk in codes], since) for deed in MOVES)
    for line in chain.from_iterable(moved):
        pk, body = int(line.subject_id), json.loads(line.body)
        if pk in codes:
            who = (by.person_id if line.actor == f"user:{by.pk}" else None, line.actor_name)
            states = {name: inside(State(body[name]).label) for name in ("before", "state")}
            yield _of(pk, codes, line.at, "state", _("Moved from %(before)s to %(state)s") % states, who)


def _said(by: User, followed: Sequence[Subject], codes: dict[int, str], since: datetime, on: date) -> Iterator[Change]:
    """Yield what was said, and where ``by`` was named, as far as its subject may be seen."""
    references = [one.reference for one in followed]
    named = list(named_since([by.person_id], since))
    told = {row.pk for row in named}
    rows: list[Comment] = [*named, *comments_since(references, codes, since, but=by.person_id)]
    seen = seen_subjects(by, {(row.subject_kind, row.subject_id) for row in rows}, on)
    done: set[int] = set()
    for row in rows:
        subject = seen.get((row.subject_kind, row.subject_id))
        if subject is None or row.pk in done:
            continue
        done.add(row.pk)
        what = "named" if row.pk in told else "comment"
        words = row.text if len(row.text) <= LONGEST_WORDS else row.text[: LONGEST_WORDS - 1].rstrip() + "…"
        yield Change(
            row.written_at,
            what,
            words,
            row.author_id,
            row.author.name,
            *subject.reference,
            subject.name,
            subject.project_id,
            comment_id=row.pk,
        )


def _kept(by: User, followed: Sequence[Subject], codes: dict[int, str], since: datetime, on: date) -> Iterator[Change]:
    """Yield documents that were added and new versions of them, of what is followed and of projects in it."""
    wanted = {one.reference for one in followed} | {(SubjectKind.PROJECT.value, str(pk)) for pk in codes}
    rows = list(versions_since(wanted, since))
    seen = seen_subjects(by, {(row.document.subject_kind, row.document.subject_id) for row in rows}, on)
    for row in rows:
        subject = seen.get((row.document.subject_kind, row.document.subject_id))
        if subject is not None:
            words = _("The document %(title)s was added")
            if row.number > 1:
                words = _("The document %(title)s has version %(number)s")
            words %= {"title": row.document.title, "number": row.number}
            who, named = (row.added_by_id, row.added_by.name), (*subject.reference, subject.name)
            yield Change(row.added_at, "document", words, *who, *named, subject.project_id, row.document_id)


def _of(
    project: int,
    codes: dict[int, str],
    at: datetime,
    what: str,
    words: str,
    person: Person | tuple[int | None, str],
    colour_before: str = "",
    colour: str = "",
) -> Change:
    named = (SubjectKind.PROJECT.value, str(project), codes[project])
    who = person if isinstance(person, tuple) else (person.pk, person.name)
    return Change(at, what, words, *who, *named, project, colour_before=colour_before, colour=colour)
