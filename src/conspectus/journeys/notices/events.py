"""What lines of the audit log tell people of: about which thing, to whose followers, and to whom by name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from conspectus.journeys.notices.closures import CLOSURES, told_by_name
from conspectus.journeys.notices.given import ACTIONS, told_of_actions
from conspectus.journeys.notices.learning import ARTICLE, ARTICLES, LESSONS, told_of_articles, told_of_lessons
from conspectus.kit.subjects import Reference, SubjectKind
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.changes.models import ChangeRequest
from conspectus.rooms.files.models import Document
from conspectus.rooms.followup.models import Comment
from conspectus.rooms.governance.models import ExceptionReport, GateCondition, GateReview
from conspectus.rooms.links.queries import alarms_of, links_of, open_links_of
from conspectus.rooms.links.rules import owners_of_sides
from conspectus.rooms.outbox.choices import Kind
from conspectus.rooms.outbox.queries import named_by, reminders_of
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.portfolio.queries.owned import above_programmes, above_projects, answering_in
from conspectus.rooms.risks.choices import Level
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.standards.models import ComplianceFinding
from conspectus.rooms.status.models import Report
from conspectus.rooms.status.queries.cycles import asked_at, reminded_at

PLANS = frozenset({"import_plan", "edit_plan", "set_baseline", "change_project_state", "reopen_project"})
PLANS |= {"import_backlog", "choose_delivery"}
REPORTS = frozenset({"submit_report", "repeat_report", "accept_report", "return_report"})
TALK = frozenset({"add_comment", "change_comment"})
DOCUMENTS = frozenset({"add_document", "add_document_version"})
CYCLES = frozenset({"open_cycle", "chase_reports", "delegate_report"})
PERIODS = frozenset({"open_period", "freeze_period", "reopen_period"})
EXCEPTIONS = frozenset({"ask_for_exception", "open_exception", "write_exception", "decide_exception"})
EXCEPTIONS |= {"close_exception", "end_exception"}
CONFORMITY = frozenset({"raise_nonconformities", "change_nonconformity", "correct_nonconformity"})
CONFORMITY |= {"verify_nonconformity", "drop_nonconformity", "escalate_nonconformity"}
LINKS = frozenset({"propose_link", "change_link", "agree_link", "decline_link", "withdraw_link"})
LINKS |= {"import_links", "move_link_end"}
CHANGES = frozenset({"submit_change_request", "decide_change_request", "withdraw_change_request"})
CHANGES |= {"implement_change_request"}
FINDINGS = frozenset({"keep_findings", "assign_finding", "answer_finding", "confirm_answer"})
GATES = frozenset({"plan_gate_review", "change_gate_review", "withdraw_gate_review", "hold_gate_review"})
GATES |= {"decide_gate", "meet_gate_condition", "judge_gate_condition"}
TELLING = PLANS | REPORTS | TALK | DOCUMENTS | PERIODS | ACTIONS | CYCLES | EXCEPTIONS | LINKS
TELLING |= FINDINGS
TELLING |= CONFORMITY
TELLING |= CHANGES
TELLING |= GATES
TELLING |= CLOSURES
ENTRIES = frozenset({"open_register_entry", "change_register_entry", "escalate_register_entry"})
TELLING |= ENTRIES
TELLING |= {"override_status", "hand_over", "name_deputy"}
REMINDERS = frozenset({"remind_people"})
TELLING |= REMINDERS
TELLING |= LESSONS | ARTICLES
PERIOD, PERSON, PACK, ACTION = "period", "person", "pack", "action"  # subjects nobody talks about
METHOD = "method"  # the same; by its key
ALONE = frozenset({PERIOD, PERSON, PACK, ACTION, METHOD, ARTICLE})


@dataclass(slots=True)
class Event:
    """One deed as people are told of it: followers of anything in ``touched``, and some by name."""

    line: AuditLine
    at: datetime  # when what is told of came to be
    subject: Reference
    touched: set[Reference] = field(default_factory=set)
    direct: dict[int, Kind] = field(default_factory=dict)  # by person


def events(lines: Sequence[AuditLine]) -> list[Event]:
    """Return what some lines tell people of; asks the database as often for one line as for many, but for periods."""
    found = [
        *_of_projects(lines),
        *_of_reports(lines),
        *_of_talk(lines),
        *_of_documents(lines),
        *_of_periods(lines),
        *_of_cycles(lines),
        *_of_leavers(lines),
        *_of_actions(lines),
        *_of_exceptions(lines),
        *_of_links(lines),
        *_of_findings(lines),
        *_of_nonconformities(lines),
        *_of_changes(lines),
        *_of_entries(lines),
        *_of_gates(lines),
        *_of_closures(lines),
        *_of_reminders(lines),
        *_of_knowledge(lines),
    ]
    above = above_projects({int(number) for one in found for kind, number in one.touched if kind == "project"})
    over = above_programmes({int(number) for one in found for kind, number in one.touched if kind == "programme"})
    for one in found:
        for kind, number in list(one.touched):
            higher = above if kind == SubjectKind.PROJECT else over if kind == SubjectKind.PROGRAMME else {}
            one.touched |= higher.get(int(number), set()) if higher else set()
    return found


def _chosen(lines: Iterable[AuditLine], deeds: Iterable[str]) -> list[tuple[AuditLine, Mapping[str, Any]]]:
    wanted = frozenset(deeds)
    return [(line, json.loads(line.body)) for line in lines if line.deed in wanted]


def _of_projects(lines: Sequence[AuditLine]) -> Iterator[Event]:
    for line, body in _chosen(lines, PLANS | {"override_status"}):
        subject = _reporting(body) if line.deed == "override_status" else (SubjectKind.PROJECT.value, line.subject_id)
        yield Event(line, line.at, subject, {subject})


def _of_reports(lines: Sequence[AuditLine]) -> Iterator[Event]:
    told = _chosen(lines, REPORTS)
    rows = Report.objects.select_related("project", "programme")
    reports = rows.in_bulk([int(line.subject_id) for line, _ in told]) if told else {}
    for line, body in told:
        subject = _reporting(body)
        event = Event(line, line.at, subject, {subject})
        report = reports.get(int(line.subject_id))
        if line.deed not in ("submit_report", "repeat_report") and report is not None:
            persons = (report.subject.manager_id, report.submitted_by_id)
            event.direct = {person: Kind.DECIDED for person in persons if person is not None}
        yield event


def _reporting(body: Mapping[str, Any]) -> Reference:
    kind = SubjectKind.PROJECT.value if "project" in body else SubjectKind.PROGRAMME.value
    return kind, str(body[kind])


def _of_talk(lines: Sequence[AuditLine]) -> Iterator[Event]:
    told = _chosen(lines, TALK)
    rows = Comment.objects.prefetch_related("named").in_bulk([int(line.subject_id) for line, _ in told]) if told else {}
    before = _named_before([line for line, _ in told if line.deed == "change_comment"])
    for line, _ in told:
        row = rows.get(int(line.subject_id))
        if row is None or row.withdrawn_at is not None:
            continue
        subject = (row.subject_kind, row.subject_id)
        known = before.setdefault(line.subject_id, set())
        fresh = {person.pk for person in row.named.all()} - known
        known |= fresh
        event = Event(line, row.written_at, subject, direct=dict.fromkeys(fresh, Kind.NAMED))
        if line.deed == "add_comment":
            event.touched = {subject} | ({("project", str(row.project_id))} if row.project_id else set())
        yield event


def _named_before(changes: Sequence[AuditLine]) -> dict[str, set[int]]:
    """Return who was told already that comments name them, by the comment."""
    if not changes:
        return {}
    earlier = AuditLine.objects.filter(subject_kind="comment", subject_id__in={line.subject_id for line in changes})
    comments = dict(earlier.values_list("number", "subject_id"))
    found: dict[str, set[int]] = {}
    for person, number in named_by(comments):
        found.setdefault(comments[number], set()).add(person)
    return found


def _of_documents(lines: Sequence[AuditLine]) -> Iterator[Event]:
    told = _chosen(lines, DOCUMENTS)
    rows = Document.objects.in_bulk([int(line.subject_id) for line, _ in told]) if told else {}
    for line, _ in told:
        row = rows.get(int(line.subject_id))
        if row is not None:
            subject = (row.subject_kind, row.subject_id)
            yield Event(line, line.at, subject, {subject})


def _of_periods(lines: Sequence[AuditLine]) -> Iterator[Event]:
    told = _chosen(lines, PERIODS)
    rows = Period.objects.in_bulk([int(line.subject_id) for line, _ in told]) if told else {}
    asked = {(line.subject_id, line.at) for line in lines if line.deed == "open_cycle"}
    for line, _ in told:
        if line.deed == "open_period" and (line.subject_id, line.at) in asked:
            continue  # who is asked for a report need not be told twice
        row = rows[int(line.subject_id)]
        persons = answering_in(row.portfolio_id, line.at.date())
        yield Event(line, line.at, (PERIOD, line.subject_id), direct=dict.fromkeys(persons, Kind.PERIOD))


def _of_cycles(lines: Sequence[AuditLine]) -> Iterator[Event]:
    for line, body in _chosen(lines, CYCLES):
        if line.deed == "delegate_report":
            persons, subject = ([body["delegate"]] if body["delegate"] else []), (PERIOD, str(body["period"]))
            yield Event(line, line.at, subject, direct=dict.fromkeys(persons, Kind.ASKED))
        elif line.deed == "open_cycle":
            yield Event(
                line,
                line.at,
                (PERIOD, line.subject_id),
                direct=dict.fromkeys(asked_at(int(line.subject_id), line.at), Kind.ASKED),
            )
        else:
            kind = Kind.LATE if body["why"] == "escalation" else Kind.ASKED
            yield Event(
                line,
                line.at,
                (PERIOD, line.subject_id),
                direct=dict.fromkeys(reminded_at(int(line.subject_id), body["why"], line.at), kind),
            )


def _of_leavers(lines: Sequence[AuditLine]) -> Iterator[Event]:
    for line, body in _chosen(lines, {"hand_over"}):
        yield Event(line, line.at, (PERSON, line.subject_id), direct={int(body["heir"]): Kind.HANDED})
    for line, body in _chosen(lines, {"name_deputy"}):
        yield Event(line, line.at, (PERSON, str(body["person"])), direct={int(body["deputy"]): Kind.HANDED})


def _of_actions(lines: Sequence[AuditLine]) -> Iterator[Event]:
    """Tell who is given an action, and who gave one when it is closed."""
    for line, action, person in told_of_actions(_chosen(lines, ACTIONS)):
        yield Event(line, line.at, (ACTION, str(action)), direct={person: Kind.ACTION})


def _of_exceptions(lines: Sequence[AuditLine]) -> Iterator[Event]:
    """Tell who manages what is red, who is to decide, and who wrote what was decided on."""
    told = _chosen(lines, EXCEPTIONS)
    rows = ExceptionReport.objects.select_related("project", "programme")
    found = rows.in_bulk([int(line.subject_id) for line, _ in told]) if told else {}
    for line, body in told:
        row = found[int(line.subject_id)]
        persons = {row.subject.manager_id, row.wanted_from_id if line.deed == "write_exception" else row.written_by_id}
        subject = (SubjectKind.EXCEPTION.value, line.subject_id)
        direct = {person: Kind.EXCEPTION for person in persons if person is not None}
        yield Event(line, line.at, subject, {_reporting(body)}, direct)


def _of_links(lines: Sequence[AuditLine]) -> Iterator[Event]:
    """Tell the owners of both sides what is said of their links, and what plans that came in make of them."""
    told = [(line, one) for line, body in _chosen(lines, LINKS) for one in _named_links(line, body)]
    rows = links_of([one for _, one in told]) if told else {}
    for line, one in told:
        row = rows[one]
        projects = {(SubjectKind.PROJECT.value, str(end.project_id)) for end in (row.giver, row.taker) if end}
        subject = (SubjectKind.LINK.value, str(one))
        touched = set() if line.deed == "import_links" else {subject} | projects  # a line tells a person once
        yield Event(line, line.at, subject, touched, dict.fromkeys(owners_of_sides(row), Kind.LINK))
    ends = {
        int(line.subject_id): line for line, body in _chosen(lines, {"change_project_state"}) if body["state"] in ENDED
    }
    for row in open_links_of(ends) if ends else ():
        for project in {end.project_id for end in (row.giver, row.taker) if end is not None} & set(ends):
            subject, direct = (SubjectKind.LINK.value, str(row.pk)), dict.fromkeys(owners_of_sides(row), Kind.LINK)
            yield Event(ends[project], ends[project].at, subject, direct=direct)
    plans = _chosen(lines, {"import_plan", "edit_plan"})
    alarms = alarms_of({(int(line.subject_id), int(body["revision"])) for line, body in plans}) if plans else {}
    for line, body in plans:
        for row in alarms.get((int(line.subject_id), int(body["revision"])), ()):
            subject = (SubjectKind.LINK.value, str(row.pk))
            yield Event(line, line.at, subject, direct=dict.fromkeys(owners_of_sides(row), Kind.LINK))


def _named_links(line: AuditLine, body: Mapping[str, Any]) -> list[int]:
    """Return the links a deed tells of: those a list brought, or its own."""
    return [*body["opened"], *body["changed"]] if line.deed == "import_links" else [int(line.subject_id)]


def _of_findings(lines: Sequence[AuditLine]) -> Iterator[Event]:
    """Tell who manages a project what was found in it, who owes what is overdue, is given or is decided on."""
    told = _chosen(lines, FINDINGS)
    ids = {pk for line, body in told for pk in _named_findings(line, body)}
    rows = ComplianceFinding.objects.select_related("project").in_bulk(ids) if ids else {}
    for line, body in told:
        found = [rows[pk] for pk in _named_findings(line, body) if pk in rows]
        if line.deed == "assign_finding":
            persons = {body["owner"]} if body["owner"] != body["owner_before"] else set()
        elif line.deed == "confirm_answer":
            persons = {row.answered_by_id for row in found}
        elif line.deed == "answer_finding":
            persons = {row.project.manager_id for row in found}
        else:
            new = set(body.get("opened", ()))  # given to nobody yet
            persons = {None if row.pk in new else row.owner_id or row.project.manager_id for row in found}
            persons |= {row.project.manager_id for row in found if row.pk in new}
        direct = {person: Kind.FINDING for person in persons if person is not None}
        if direct:
            yield Event(line, line.at, (SubjectKind.PROJECT.value, str(body["project"])), direct=direct)


def _named_findings(line: AuditLine, body: Mapping[str, Any]) -> list[int]:
    """Return the findings a deed tells of; what closed by itself is told to nobody."""
    if line.deed != "keep_findings":
        return [int(line.subject_id)]
    return [pk for kind in ("opened", "reopened", "overdue") for pk in body.get(kind, ())]


def _of_nonconformities(lines: Sequence[AuditLine]) -> Iterator[Event]:
    """Tell who owns a non-conformity what becomes of it, and who follows the project of grave ones."""
    for line, body in _chosen(lines, CONFORMITY):
        kind = SubjectKind.NONCONFORMITY.value
        if line.deed == "raise_nonconformities":
            for number, owner in body["owners"].items():
                direct = {} if owner is None else {int(owner): Kind.NONCONFORMITY}
                yield Event(line, line.at, (kind, number), direct=direct)
            continue
        owner = body.get("owner")
        subject = (kind, line.subject_id)
        touched = {subject} | ({_reporting(body)} if line.deed == "escalate_nonconformity" else set())
        direct = {} if owner in (None, body.get("owner_before")) else {int(str(owner)): Kind.NONCONFORMITY}
        yield Event(line, line.at, subject, touched, direct)


def _of_gates(lines: Sequence[AuditLine]) -> Iterator[Event]:
    """Tell who is asked to review, who decides, who asked and manages, and who owns or confirms a condition."""
    told = _chosen(lines, GATES)
    rows = GateReview.objects.select_related("project").prefetch_related("reviewers")
    found = rows.in_bulk([int(line.subject_id) for line, _ in told]) if told else {}
    ids = [body["condition"] for _, body in told if "condition" in body]
    owners = dict(GateCondition.objects.filter(pk__in=ids).values_list("pk", "owner")) if ids else {}
    for line, body in told:
        row = found[int(line.subject_id)]
        persons: set[int | None] = {row.project.manager_id, row.asked_by_id}
        if line.deed in ("plan_gate_review", "change_gate_review"):
            persons = set(body.get("fresh", body["reviewers"]))
        elif line.deed == "withdraw_gate_review":
            persons = {one.person_id for one in row.reviewers.all()}
        elif line.deed == "hold_gate_review":
            persons.add(row.project.sponsor_id)
        elif line.deed == "decide_gate":
            persons |= set(body["owners"])
        elif line.deed == "meet_gate_condition":
            persons = {row.decided_by_id}
        else:
            persons = {owners.get(body["condition"])}
        subject = (SubjectKind.GATE_REVIEW.value, line.subject_id)
        touched = {subject, (SubjectKind.PROJECT.value, str(row.project_id))}
        yield Event(line, line.at, subject, touched, {one: Kind.GATE for one in persons if one is not None})


def _of_entries(lines: Sequence[AuditLine]) -> Iterator[Event]:
    """Tell who now owns an entry of a register; of one that is escalated whose programme it is given to."""
    told = _chosen(lines, ENTRIES)
    ids = [int(line.subject_id) for line, body in told if body["escalated_to"] == Level.PROGRAMME]
    rows = RegisterEntry.objects.select_related("project__programme", "programme").in_bulk(ids) if ids else {}
    for line, body in told:
        subject = (SubjectKind.REGISTERENTRY.value, line.subject_id)
        if line.deed == "escalate_register_entry":
            row = rows.get(int(line.subject_id))
            within = None if row is None else row.project.programme if row.project else row.programme
            person = None if within is None else within.manager_id
        else:
            person = body["owner"] if body["owner"] != body.get("owner_before") else None
        yield Event(line, line.at, subject, {subject}, {} if person is None else {person: Kind.RISK})


def _of_changes(lines: Sequence[AuditLine]) -> Iterator[Event]:
    """Tell the sponsor of a change that is asked for, and who raised and submitted it what became of it."""
    told = _chosen(lines, CHANGES)
    rows = ChangeRequest.objects.select_related("project").in_bulk([int(line.subject_id) for line, _ in told])
    for line, body in told:
        row = rows[int(line.subject_id)]
        asked = line.deed in ("submit_change_request", "withdraw_change_request")
        persons = {row.project.sponsor_id} if asked else {row.raised_by_id, row.submitted_by_id}
        subject = (SubjectKind.CHANGE_REQUEST.value, line.subject_id)
        direct = {person: Kind.CHANGE_REQUEST for person in persons if person is not None}
        yield Event(line, line.at, subject, {subject, _reporting(body)}, direct)


def _of_closures(lines: Sequence[AuditLine]) -> Iterator[Event]:
    """Tell who gets something, who is to accept or decide, and who submitted what was decided on."""
    for line, body in _chosen(lines, CLOSURES):
        subject = (SubjectKind.PROJECT.value, str(body["project"]))
        direct = dict.fromkeys(told_by_name(line.deed, body), Kind.CLOSURE)
        yield Event(line, line.at, subject, {subject}, direct)


def _of_reminders(lines: Sequence[AuditLine]) -> Iterator[Event]:
    """Tell whom something waits on that falls due or has; several things about one subject are told together."""
    told = {date.fromisoformat(line.subject_id): line for line, _ in _chosen(lines, REMINDERS)}
    found: dict[tuple[int, Reference], Event] = {}
    for one in reminders_of(told) if told else ():
        line, subject = told[one.told_on], (one.subject_kind, one.subject_id)
        event = found.setdefault((line.number, subject), Event(line, line.at, subject))
        event.direct |= dict.fromkeys(one.persons, Kind.DUE)
    yield from found.values()


def _of_knowledge(lines: Sequence[AuditLine]) -> Iterator[Event]:
    """Tell who wrote a lesson what became of it, whom some are offered to, and whose step an article is about."""
    for line, project, persons in told_of_lessons(_chosen(lines, LESSONS)):
        subject = (SubjectKind.PROJECT.value, str(project))
        yield Event(line, line.at, subject, direct=dict.fromkeys(persons, Kind.LESSON))
    for line, key, persons in told_of_articles(_chosen(lines, ARTICLES)):
        yield Event(line, line.at, (ARTICLE, key), direct=dict.fromkeys(persons, Kind.ARTICLE))
