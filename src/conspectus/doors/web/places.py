"""Where the pages of things lie that are talked about."""

from __future__ import annotations

from django.urls import reverse

from conspectus.kit.subjects import Subject, SubjectKind

_PAGES = {
    SubjectKind.PROJECT: "project",
    SubjectKind.PROGRAMME: "programme",
    SubjectKind.DIVISION: "division",
    SubjectKind.CONTRACT: "contract",
    SubjectKind.PARTY: "party",
    SubjectKind.OBJECTIVE: "objective",
    SubjectKind.REGISTERENTRY: "register-entry",
    SubjectKind.REPORT: "report",
    SubjectKind.DELIVERABLE: "deliverable",
    SubjectKind.NONCONFORMITY: "nonconformity",
    SubjectKind.STAKEHOLDER: "stakeholder",
    SubjectKind.LINK: "link",
    SubjectKind.EXCEPTION: "exception",
    SubjectKind.ASSURANCE: "assurance-review",
    SubjectKind.GATE_REVIEW: "gate-review",
    SubjectKind.CHANGE_REQUEST: "change-request",
    SubjectKind.FINDING: "finding",
}


def page_of(kind: str, subject_id: str) -> str:
    """Return the address of a thing's own page."""
    if kind == SubjectKind.PORTFOLIO:
        return f"{reverse('portfolio')}?portfolio={subject_id}"
    if kind == SubjectKind.MILESTONE:
        return reverse("project", args=[subject_id.partition("-")[0]]) + "#milestones"
    return reverse(_PAGES[SubjectKind(kind)], args=[subject_id])


def place(subject: Subject) -> str:
    """Return the address of the page a subject has."""
    return page_of(subject.kind, subject.id)


def talk_address(kind: str, subject_id: object) -> str:
    """Return the address of the page on which a thing is talked about."""
    return reverse("comments", args=[kind, subject_id])
