"""What projects keep in registers as entries of the index, from risks to assurance reviews."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.changes.models import ChangeRequest
from conspectus.rooms.closure.choices import ClosureState
from conspectus.rooms.closure.models import Closure
from conspectus.rooms.followup.models import Action
from conspectus.rooms.governance.choices import GateState
from conspectus.rooms.governance.models import AssuranceReview, ExceptionReport, GateReview
from conspectus.rooms.links.models import Link
from conspectus.rooms.quality.models import NonConformity, QualityCheck, QualityReview
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.scope.models import Deliverable, Requirement
from conspectus.rooms.search.bridge.entries import Scope, entry_of
from conspectus.rooms.search.choices import Kind
from conspectus.rooms.search.models import Entry
from conspectus.rooms.stakeholders.models import Communication, Stakeholder
from conspectus.rooms.standards.choices import FindingState
from conspectus.rooms.standards.models import ComplianceFinding


def registered(scope: Scope) -> Iterator[Entry]:
    """Yield everything in scope that is kept in a register."""
    yield from _risks(scope)
    yield from _actions(scope)
    yield from _of_scope(scope)
    yield from _changes(scope)
    yield from _nonconformities(scope)
    yield from _quality(scope)
    yield from _stakeholders(scope)
    yield from _closures(scope)
    yield from _links(scope)
    yield from _governed(scope)
    yield from _gates(scope)
    yield from _findings(scope)


def _those(table: Any, kind: Kind, scope: Scope, *paths: str) -> Any:
    """Return the rows of a table that are meant by themselves or by the project, or portfolio, at the end of a path."""
    meant = scope.of_things(kind)
    if not scope.everything:
        for path in paths:
            place = scope.of_portfolios(path) if path.endswith("portfolio") else scope.of_projects(path)
            meant |= place if path.endswith("project") else Q(project=None) & place
    return table.objects.filter(meant).order_by("pk")


def _named(what: str, person: object) -> str:
    return f"{what}: {person}" if person else ""


def _risks(scope: Scope) -> Iterator[Entry]:
    rows = _those(RegisterEntry, Kind.REGISTER, scope, "project", "portfolio").select_related("owner")
    for row in rows:
        lines = (*row.cause.split("\n"), *row.effect.split("\n"), *row.response_words.split("\n"), row.outcome)
        where: dict[str, Any] = {"project_id": row.project_id}
        if row.project_id is None:
            where = {"programme_id": row.programme_id, "portfolio_id": row.portfolio_id}
        yield entry_of(Kind.REGISTER, row, row.title, *lines, _named("Owner", row.owner), **where)


def _actions(scope: Scope) -> Iterator[Entry]:
    """Yield actions; those about a programme or a portfolio lie there, others without a project are their people's."""
    for row in _those(Action, Kind.ACTION, scope, "project").select_related("owner"):
        where: dict[str, Any] = {"project_id": row.project_id}
        if row.project_id is None and row.subject_kind in (SubjectKind.PROGRAMME, SubjectKind.PORTFOLIO):
            where = {f"{row.subject_kind}_id": int(row.subject_id)}
        lines = (*row.answer.split("\n"), _named("Owner", row.owner))
        yield entry_of(Kind.ACTION, row, row.words, *lines, **where)


def _of_scope(scope: Scope) -> Iterator[Entry]:
    for row in _those(Requirement, Kind.REQUIREMENT, scope, "project").select_related("owner"):
        lines = (*row.words.split("\n"), row.source, _named("Owner", row.owner))
        codes = [row.code] if row.code else ()
        yield entry_of(Kind.REQUIREMENT, row, row.title, *lines, codes=codes, project_id=row.project_id)
    for row in _those(Deliverable, Kind.DELIVERABLE, scope, "project").select_related("owner"):
        lines = (*row.criteria.split("\n"), _named("Owner", row.owner))
        codes = [row.code] if row.code else ()
        yield entry_of(Kind.DELIVERABLE, row, row.name, *lines, codes=codes, project_id=row.project_id)


def _changes(scope: Scope) -> Iterator[Entry]:
    for row in _those(ChangeRequest, Kind.CHANGE, scope, "project"):
        texts = (row.what, row.why, row.benefit, row.risk, row.quality)
        lines = (line for text in texts for line in text.split("\n"))
        code = f"CR-{row.number}"
        yield entry_of(Kind.CHANGE, row, row.title, *lines, codes=(code,), project_id=row.project_id)


def _nonconformities(scope: Scope) -> Iterator[Entry]:
    for row in _those(NonConformity, Kind.NONCONFORMITY, scope, "project").select_related("owner", "party"):
        lines = (*row.words.split("\n"), *row.cause.split("\n"), row.place)
        named = (_named("Supplier", row.party), _named("Owner", row.owner))
        code = f"NC-{row.number}"
        yield entry_of(Kind.NONCONFORMITY, row, row.title, *lines, *named, codes=(code,), project_id=row.project_id)


def _quality(scope: Scope) -> Iterator[Entry]:
    for row in _those(QualityCheck, Kind.QUALITY_CHECK, scope, "project").select_related("checker", "deliverable"):
        named = (_named("Deliverable", row.deliverable), _named("Checker", row.checker))
        lines = (*row.criteria.split("\n"), *named)
        yield entry_of(Kind.QUALITY_CHECK, row, row.name, *lines, project_id=row.project_id)
    for row in _those(QualityReview, Kind.QUALITY_REVIEW, scope, "project").select_related("reviewer", "deliverable"):
        named = (_named("Deliverable", row.deliverable), _named("Reviewer", row.reviewer))
        lines = (f"On {row.held_on.isoformat()}", *row.words.split("\n"), *named)
        yield entry_of(Kind.QUALITY_REVIEW, row, row.name, *lines, project_id=row.project_id)


def _stakeholders(scope: Scope) -> Iterator[Entry]:
    """Yield stakeholders, never how they were judged; confidential ones are found by who sees them."""
    for row in _those(Stakeholder, Kind.STAKEHOLDER, scope, "project").select_related("owner"):
        lines = (row.role, row.organisation, *row.approach.split("\n"), _named("Owner", row.owner))
        yield entry_of(Kind.STAKEHOLDER, row, row.name, *lines, project_id=row.project_id)
    for row in _those(Communication, Kind.COMMUNICATION, scope, "project").select_related("owner"):
        lines = (f"For {row.audience}", _named("Owner", row.owner))
        yield entry_of(Kind.COMMUNICATION, row, row.what, *lines, project_id=row.project_id)


def _closures(scope: Scope) -> Iterator[Entry]:
    """Yield closures that were not given up, with what was said and decided."""
    rows = _those(Closure, Kind.CLOSURE, scope, "project").exclude(state=ClosureState.WITHDRAWN)
    for row in rows.select_related("project", "decision").prefetch_related("left", "benefits"):
        decided = [row.decision.words] if hasattr(row, "decision") else []
        texts = [row.words, row.answer, *decided, *(one.reason for one in row.left.all())]
        texts += [one.words for one in row.benefits.all()]
        lines = (line for text in texts for line in text.split("\n"))
        title = f"Closure {row.number} of {row.project}"
        yield entry_of(Kind.CLOSURE, row, title, *lines, project_id=row.project_id)


def _links(scope: Scope) -> Iterator[Entry]:
    """Yield what projects hand over; a link lies in the project that gives, seen by who sees either."""
    rows = _those(Link, Kind.LINK, scope, "giver__project", "taker__project")
    for row in rows.select_related("giver", "taker", "event_party"):
        ends = (one.name for one in (row.giver, row.taker) if one)
        project = (row.giver or row.taker).project_id
        lines = (*row.words.split("\n")[1:], *ends, row.event_name, _named("Party", row.event_party))
        yield entry_of(Kind.LINK, row, str(row), *lines, project_id=project)


def _governed(scope: Scope) -> Iterator[Entry]:
    rows = _those(ExceptionReport, Kind.EXCEPTION, scope, "project", "programme__portfolio")
    for row in rows.select_related("project", "programme").prefetch_related("causes", "options", "promises"):
        texts = [row.cause, row.effect, row.wanted, row.decision, row.closed_reason]
        texts += [one.words for many in (row.causes, row.options, row.promises) for one in many.all()]
        lines = (line for text in texts for line in text.split("\n"))
        where: dict[str, Any] = {"project_id": row.project_id}
        if row.programme is not None:
            where = {"programme_id": row.programme_id, "portfolio_id": row.programme.portfolio_id}
        yield entry_of(Kind.EXCEPTION, row, f"Exception of {row.subject}", *lines, **where)
    reviews = _those(AssuranceReview, Kind.ASSURANCE, scope, "project").filter(superseded_by=None)
    for row in reviews.select_related("project", "reviewer").prefetch_related("ratings"):
        texts = [row.words, row.findings, *(one.words for one in row.ratings.all())]
        lines = (line for text in texts for line in text.split("\n"))
        title = f"Assurance review of {row.project}, {row.reviewed_on.isoformat()}"
        yield entry_of(Kind.ASSURANCE, row, title, *lines, _named("Reviewer", row.reviewer), project_id=row.project_id)


def _gates(scope: Scope) -> Iterator[Entry]:
    """Yield reviews of gates with what was found, decided and asked for; those withdrawn are not looked for."""
    rows = _those(GateReview, Kind.GATE, scope, "project").exclude(state=GateState.WITHDRAWN)
    rows = rows.select_related("project", "held_by", "decided_by").defer("readiness").prefetch_related("conditions")
    for row in rows:
        texts = [row.words, row.findings, row.reason, row.despite, *(one.words for one in row.conditions.all())]
        lines = (line for text in texts for line in text.split("\n"))
        named = (_named("Reviewer", row.held_by), _named("Decided by", row.decided_by))
        yield entry_of(Kind.GATE, row, str(row), *lines, *named, project_id=row.project_id)


def _findings(scope: Scope) -> Iterator[Entry]:
    """Yield findings that are open, with what was answered to them."""
    rows = _those(ComplianceFinding, Kind.FINDING, scope, "project").exclude(state=FindingState.CLOSED)
    for row in rows.select_related("owner"):
        lines = (*row.words.split("\n"), _named("Owner", row.owner))
        yield entry_of(Kind.FINDING, row, str(row), *lines, project_id=row.project_id)
