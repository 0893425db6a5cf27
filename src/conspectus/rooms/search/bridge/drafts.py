"""Rows of the rooms below as entries of the index: what of each thing is found, and by whom it may be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery

from conspectus.engine.plan import Kind as TaskKind
from conspectus.formats.articles import plain_words
from conspectus.rooms.accounts.models import Division, Person
from conspectus.rooms.agile.bridge import load_backlog
from conspectus.rooms.agile.models import BacklogRevision
from conspectus.rooms.files.models import Document
from conspectus.rooms.followup.models import Comment
from conspectus.rooms.knowledge.choices import LessonState
from conspectus.rooms.knowledge.models import Article, Lesson, Version
from conspectus.rooms.portfolio.choices import FieldKind, FieldSubject
from conspectus.rooms.portfolio.models import (
    Alias,
    Contract,
    Field,
    Objective,
    Party,
    Portfolio,
    Programme,
    Project,
    WorkStream,
)
from conspectus.rooms.portfolio.queries.field_values import held_values
from conspectus.rooms.schedule.bridge.documents import load_plan
from conspectus.rooms.schedule.models import Milestone, PlanSummary
from conspectus.rooms.search.bridge.entries import MOST_BODY, Scope, entry_of
from conspectus.rooms.search.bridge.places import Place, places_of
from conspectus.rooms.search.bridge.registered import registered
from conspectus.rooms.search.bridge.words import found_by
from conspectus.rooms.search.choices import ARTICLES, Kind
from conspectus.rooms.search.models import Entry
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.queries import newest_versions
from conspectus.rooms.status.models import Report

_MILESTONES = (TaskKind.START_MILESTONE, TaskKind.FINISH_MILESTONE)  # found by themselves
_SPOKEN = (FieldKind.TEXT, FieldKind.CHOICE, FieldKind.TREE, FieldKind.PERSON)


def drafts(scope: Scope, on: date, stamps: dict[tuple[str, int], str]) -> Iterator[Entry]:
    """Yield the entries of everything in scope; tasks whose stamp is known come without their texts."""
    yield from _projects(scope, on)
    yield from _milestones(scope)
    yield from _tasks(scope, stamps)
    yield from _backlogs(scope, stamps)
    yield from _reports(scope)
    yield from _streams(scope)
    yield from _attached(scope)
    yield from registered(scope)
    yield from _standards(scope, stamps)
    yield from _of_portfolios(scope, on)
    yield from _articles(scope)
    yield from _lessons(scope)
    if scope.organisation or scope.everything:
        yield from _organisation()


def _projects(scope: Scope, on: date) -> Iterator[Entry]:
    rows = Project.objects.filter(scope.of_projects()).select_related(
        "programme", "division", "manager", "sponsor", "portfolio"
    )
    found = list(rows.order_by("pk"))
    ids = [row.pk for row in found]
    fields = _field_words(FieldSubject.PROJECT, ids, on)
    names: dict[int, list[str]] = {}
    for project, name in Alias.objects.filter(project__in=rows.values("pk")).values_list("project", "name"):
        names.setdefault(project, []).append(name)
    for row in found:
        known = names.get(row.pk, [])
        people = (("Manager", row.manager), ("Sponsor", row.sponsor), ("Programme", row.programme))
        lines = [row.summary, *(f"{what}: {one}" for what, one in (*people, ("Division", row.division)) if one)]
        lines += [f"Also called {name}" for name in known] + fields.get(row.pk, [])
        yield entry_of(Kind.PROJECT, row, row.name, *lines, codes=(row.code, *known), project_id=row.pk)


def _field_words(kind: FieldSubject, ids: list[int], on: date) -> dict[int, list[str]]:
    """Return what fields that everybody sees say of things, in words."""
    return {
        number: [f"{one.label}: {one.words}" for one in shown if one.words and not one.needs and one.kind in _SPOKEN]
        for number, shown in held_values(kind, ids, on, figures={}).items()
    }


def _milestones(scope: Scope) -> Iterator[Entry]:
    rows = Milestone.objects.filter(scope.of_projects("revision__project"), revision__summary__is_current=True)
    for row in rows.select_related("revision").order_by("pk"):
        day = f"On {row.on.isoformat()}" if row.on else ""
        yield entry_of(Kind.MILESTONE, row, row.name, day, project_id=row.revision.project_id)


def _tasks(scope: Scope, stamps: dict[tuple[str, int], str]) -> Iterator[Entry]:
    """Yield one entry a project with the names of all tasks of its newest plan."""
    rows = PlanSummary.objects.filter(scope.of_projects("project"), is_current=True).order_by("pk")
    for project, digest in rows.values_list("project", "revision__document"):
        known = {"kind": Kind.TASK, "subject_id": project, "project_id": project, "stamp": digest}
        if stamps.get((Kind.TASK, project)) == digest:
            yield Entry(**known)
            continue
        tasks = load_plan(digest).tasks
        named = zip(tasks.name, tasks.kind.tolist(), strict=True)
        names = list(dict.fromkeys(name for name, kind in named if name and kind not in _MILESTONES))
        yield Entry(**known, body="\n".join(names)[:MOST_BODY], words=found_by(names))


def _backlogs(scope: Scope, stamps: dict[tuple[str, int], str]) -> Iterator[Entry]:
    """Yield one entry a project with the epics and items of its newest backlog."""
    last = BacklogRevision.objects.filter(project=OuterRef("project")).order_by("-as_of", "-number").values("pk")[:1]
    rows = BacklogRevision.objects.filter(scope.of_projects("project"), pk=Subquery(last)).order_by("project")
    for row in rows.only("project", "document"):
        known = {"kind": Kind.BACKLOG, "subject_id": row.project_id, "project_id": row.project_id}
        known["stamp"] = row.document_id
        if stamps.get((Kind.BACKLOG, row.project_id)) == row.document_id:
            yield Entry(**known)
            continue
        held = load_backlog(row)
        named = [*held.epics, *((item.key, item.title) for item in held.scope)]
        names = list(dict.fromkeys(title if "://" in key else f"{key} {title}" for key, title in named))
        yield Entry(**known, body="\n".join(names)[:MOST_BODY], words=found_by(names))


def _reports(scope: Scope) -> Iterator[Entry]:
    of_projects = Q(programme=None) & scope.of_projects("project")
    of_programmes = Q(project=None) & scope.of_portfolios("programme__portfolio")
    rows = Report.objects.filter(of_projects | of_programmes).select_related("period", "programme").order_by("pk")
    for row in rows.prefetch_related("declarations"):
        words = (one.words for one in row.declarations.all())
        lines = (line for text in (row.summary, row.achieved, row.planned, row.decisions, *words)
                 for line in text.split("\n"))  # fmt: skip
        title = f"Report for {row.period.name}"
        of: dict[str, Any] = {"project_id": row.project_id}
        if row.programme is not None:
            of = {"programme_id": row.programme_id, "portfolio_id": row.programme.portfolio_id}
        yield entry_of(Kind.REPORT, row, title, *lines, **of)


def _streams(scope: Scope) -> Iterator[Entry]:
    rows = WorkStream.objects.filter(scope.of_projects("project")).select_related("lead").order_by("pk")
    for row in rows:
        lines = (f"Lead: {row.lead}" if row.lead else "", f"WBS {row.codes}")
        yield entry_of(Kind.STREAM, row, row.name, *lines, project_id=row.project_id)


def _attached(scope: Scope) -> Iterator[Entry]:
    """Yield comments and documents that stand, each beside what it belongs to."""
    comments = Comment.objects.filter(scope.of_things(Kind.COMMENT), withdrawn_at=None).select_related("author")
    documents = Document.objects.filter(scope.of_things(Kind.DOCUMENT), withdrawn_at=None).select_related("owner")
    said = list(comments.order_by("pk"))
    kept = list(documents.order_by("pk").prefetch_related("versions"))
    attached: list[Comment | Document] = [*said, *kept]
    places = places_of({(row.subject_kind, row.subject_id) for row in attached})
    for one in said:
        if (place := places.get((one.subject_kind, one.subject_id))) is not None:
            yield entry_of(Kind.COMMENT, one, str(one.author), *one.text.split("\n"), **_about(one, place))
    for two in kept:
        if (place := places.get((two.subject_kind, two.subject_id))) is not None:
            newest, owner = two.versions.all()[0], f"Owner: {two.owner}" if two.owner else ""
            lines = (newest.name or newest.link, *newest.note.split("\n"), owner)
            yield entry_of(Kind.DOCUMENT, two, two.title, *lines, **_about(two, place))


def _about(row: Comment | Document, place: Place) -> dict[str, Any]:
    return {"about": f"{row.subject_kind}/{row.subject_id}", **place}


def _articles(scope: Scope) -> Iterator[Entry]:
    """Yield what everybody reads of articles; examples and checklists are found as guides."""
    rows = Version.objects.filter(article__current=F("number"), article__retired_at=None).select_related("article")
    rows = rows.filter(article__in=Article.objects.filter(scope.of_things(Kind.GUIDE)).values("pk"))
    for row in rows.order_by("article"):
        kind = Kind(row.article.kind) if row.article.kind in ARTICLES else Kind.GUIDE
        yield entry_of(kind, row.article, row.title, row.summary, *plain_words(row.body), codes=(row.article.key,))


def _lessons(scope: Scope) -> Iterator[Entry]:
    """Yield published lessons, without the project they come from: everybody reads them."""
    rows = Lesson.objects.filter(scope.of_things(Kind.LESSON), state=LessonState.PUBLISHED)
    for row in rows.order_by("pk"):
        yield entry_of(Kind.LESSON, row, row.title, *row.advice.split("\n"), *row.happened.split("\n"), row.cause)


def _standards(scope: Scope, stamps: dict[tuple[str, int], str]) -> Iterator[Entry]:
    """Yield the newest version of each method with its clauses, which everybody reads."""
    for row in newest_versions() if scope.standards or scope.everything else ():
        if stamps.get((Kind.STANDARD, row.pk)) == row.digest:
            yield Entry(kind=Kind.STANDARD, subject_id=row.pk, stamp=row.digest)
            continue
        method = method_of(row)
        clauses = (f"{one.clause} {one.title}: {one.words} {one.remedy}" for one in method.policies)
        gates = (f"{one.name}: {one.question}" for one in method.gates)
        made = entry_of(Kind.STANDARD, row, str(row), method.words, *gates, *clauses, codes=(row.method.key,))
        made.stamp = row.digest
        yield made


def _of_portfolios(scope: Scope, on: date) -> Iterator[Entry]:
    portfolios = list(Portfolio.objects.filter(scope.of_portfolios("pk")))
    fields = _field_words(FieldSubject.PORTFOLIO, [row.pk for row in portfolios], on)
    for one in portfolios:
        yield entry_of(Kind.PORTFOLIO, one, one.name, one.purpose, *fields.get(one.pk, []), portfolio_id=one.pk)
    programmes = list(Programme.objects.filter(scope.of_portfolios()).select_related("manager"))
    fields = _field_words(FieldSubject.PROGRAMME, [row.pk for row in programmes], on)
    for two in programmes:
        lead = f"Manager: {two.manager}" if two.manager else ""
        lines = (two.purpose, lead, *fields.get(two.pk, []))
        yield entry_of(Kind.PROGRAMME, two, two.name, *lines, portfolio_id=two.portfolio_id)
    yield from _registers(scope, on)


def _registers(scope: Scope, on: date) -> Iterator[Entry]:
    objectives = list(_those(Objective.objects.filter(retired_on=None).select_related("owner"), scope))
    fields = _field_words(FieldSubject.OBJECTIVE, [row.pk for row in objectives], on)
    for row in objectives:
        told = (f"Measure: {row.measure}" if row.measure else "", f"Owner: {row.owner}" if row.owner else "")
        lines = (*told, *fields.get(row.pk, []))
        yield entry_of(Kind.OBJECTIVE, row, row.name, *lines, portfolio_id=row.portfolio_id)
    parties = list(_those(Party.objects.all(), scope))
    fields = _field_words(FieldSubject.PARTY, [row.pk for row in parties], on)
    for row in parties:
        codes = [row.code] if row.code else ()
        yield entry_of(Kind.PARTY, row, row.name, *fields.get(row.pk, []), codes=codes, portfolio_id=row.portfolio_id)
    contracts = list(_those(Contract.objects.select_related("supplier"), scope))
    fields = _field_words(FieldSubject.CONTRACT, [row.pk for row in contracts], on)
    for row in contracts:
        codes = [row.reference] if row.reference else ()
        words = (f"Supplier: {row.supplier}", *fields.get(row.pk, []))
        yield entry_of(Kind.CONTRACT, row, row.title, *words, codes=codes, portfolio_id=row.portfolio_id)


def _those(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    return rows.filter(scope.of_portfolios()).order_by("pk")


def _organisation() -> Iterator[Entry]:
    for division in Division.objects.order_by("pk"):
        yield entry_of(Kind.DIVISION, division, division.name)
    people = (
        Person.objects.exclude(user__is_system=True).select_related("division").annotate(address=Max("user__email"))
    )
    for person in people.order_by("pk"):
        addresses = (str(one) for one in (person.email or person.address, person.division) if one)
        yield entry_of(Kind.PERSON, person, person.name, *addresses)
    for row in Field.objects.order_by("pk"):
        yield entry_of(Kind.FIELD, row, row.label, row.help_words, codes=(row.key,))
