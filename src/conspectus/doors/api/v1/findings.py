"""Findings of compliance: listed, given to somebody, answered, the answer agreed or returned."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Query, Router, Schema
from pydantic import Field

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.shapes import Page
from conspectus.rooms.accounts.models import User
from conspectus.rooms.standards import actions
from conspectus.rooms.standards.queries.findings import (
    FindingFilter,
    FindingRow,
    FindingStepRow,
    clause_of,
    find_findings,
    finding_row,
    finding_rows,
    get_finding,
    steps_of,
)

router = Router(tags=["compliance"])
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


class FindingOwnerIn(Body):
    """To whom a finding is given, null for the project's manager, and the day it is due."""

    owner: int | None
    due_on: Day | None


class FindingAnswerIn(Body):
    """An answer: ``kind`` is mend, with the day it will be put right by, or disagree."""

    kind: str
    words: str
    mend_by: Day | None = None


class FindingConfirmationIn(Body):
    """Whether the answer is agreed; returned with words."""

    agreed: bool
    words: str = ""


class ComplianceFindingOut(Schema):
    """A finding with what its clause asks and all that happened to it."""

    finding: FindingRow
    asks: str
    remedy: str
    steps: list[FindingStepRow]


class AskedFindings(Schema):
    """What a list of findings is narrowed to, and its order; unless told otherwise those that are open."""

    text: str = ""
    whose: str = ""
    state: str = ""
    severity: str = ""
    method: str = ""
    policy: str = ""
    days: int | None = None
    portfolio: Number | None = None
    programme: Number | None = None
    division: Number | None = None
    project: Number | None = None
    sort: str = ""
    cursor: str = ""
    limit: int = USUAL

    def wanted(self) -> FindingFilter:
        """Return it as the query takes it."""
        told = self.model_dump(exclude={"cursor", "limit", "days"})
        return FindingFilter(**told, least_days=self.days)


@router.get("/findings", response={200: Page[FindingRow]}, summary="Findings of compliance")
def list_findings(request: HttpRequest, asked: Query[AskedFindings]) -> Page[FindingRow]:
    """Return the findings of the projects one sees, what is due first before the rest; open ones unless ``state``.

    ``state`` is unanswered, answered, agreed, late, closed or all; ``whose`` mine or projects; ``days`` open for at
    least as many; ``sort`` due, opened, project or clause.
    """
    known_only(request, *AskedFindings.model_fields)
    on = now().date()
    rows, following = page(find_findings(asker(request), asked.wanted(), on), asked.cursor, asked.limit)
    return Page(items=finding_rows(rows, on), next=following)


@router.get("/findings/{finding_id}", response={200: ComplianceFindingOut}, summary="One finding")
def one_finding(request: HttpRequest, response: HttpResponse, finding_id: str) -> ComplianceFindingOut:
    """Return a finding with what its clause asks and all that happened to it."""
    return _told(asker(request), response, finding_id)


@router.put("/findings/{finding_id}/owner", response={200: ComplianceFindingOut}, summary="Give it to somebody")
def put_finding_owner(
    request: HttpRequest, response: HttpResponse, finding_id: str, body: FindingOwnerIn
) -> ComplianceFindingOut:
    """Give a finding to a person with the day it is due; takes If-Match."""
    by, at = asker(request), now()
    row = get_finding(by, finding_id, at.date())
    told = {"owner": referred(by, "owner", body.owner), "due_on": body.due_on}
    actions.assign_finding(finding=row, **told, revision=wanted_revision(request), by=by, at=at)
    return _told(by, response, row.pk)


@router.post("/findings/{finding_id}/answer", response={200: ComplianceFindingOut}, summary="Answer it")
def post_finding_answer(
    request: HttpRequest, response: HttpResponse, finding_id: str, body: FindingAnswerIn
) -> ComplianceFindingOut:
    """Say by when it will be put right, or why it is not agreed with; takes If-Match."""
    by, at = asker(request), now()
    row, new = get_finding(by, finding_id, at.date()), actions.Answered(**body.model_dump())
    actions.answer_finding(finding=row, new=new, revision=wanted_revision(request), by=by, at=at)
    return _told(by, response, row.pk)


@router.post(
    "/findings/{finding_id}/confirmation", response={200: ComplianceFindingOut}, summary="Decide on the answer"
)
def post_finding_confirmation(
    request: HttpRequest, response: HttpResponse, finding_id: str, body: FindingConfirmationIn
) -> ComplianceFindingOut:
    """Agree to the answer or return it; not by who answered; takes If-Match."""
    by, at = asker(request), now()
    row, told = get_finding(by, finding_id, at.date()), body.model_dump()
    actions.confirm_answer(finding=row, **told, revision=wanted_revision(request), by=by, at=at)
    return _told(by, response, row.pk)


def _told(by: User, response: HttpResponse, finding_id: object) -> ComplianceFindingOut:
    """Return a finding as it is now, with its revision."""
    on = now().date()
    row = get_finding(by, finding_id, on)
    tag(response, row.revision)
    policy, _language = clause_of(row)
    return ComplianceFindingOut(
        finding=finding_row(row, on), asks=policy.words, remedy=policy.remedy, steps=steps_of(row)
    )
