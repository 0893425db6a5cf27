"""Links between projects and to outside events."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.uploads import contents
from conspectus.doors.api.v1.portfolio import BYTES, FILES, Number
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.shapes import Page, SaidIn
from conspectus.journeys.links import link_now, links_csv, links_now, matrix_now, plan_slip
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.links import actions
from conspectus.rooms.links.actions import LinkEnd, OutsideEvent, Terms
from conspectus.rooms.links.models import Link
from conspectus.rooms.links.queries import (
    LinkFilter,
    Matrix,
    ProjectLinkView,
    SlipView,
    StepView,
    link_view,
    link_views,
    slip_preview,
    steps_of,
)
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import require

router = Router(tags=["links"])


class AskedLinks(Schema):
    """What a list of links is narrowed to; without ``state`` those proposed or agreed."""

    text: str = ""
    portfolio: Number | None = None
    programme: Number | None = None
    division: Number | None = None
    project: Number | None = None
    giver: Number | None = None
    taker: Number | None = None
    standing: str = ""
    state: str = ""
    mine: bool = False
    sort: str = ""

    def wanted(self) -> LinkFilter:
        """Return the one filter object of the list."""
        return LinkFilter(**{name: getattr(self, name) for name in AskedLinks.model_fields})


class LinkPage(AskedLinks):
    """The same, a page at a time."""

    cursor: str = ""
    limit: int = USUAL


class TermsIn(Body):
    """What both sides agree on: ``kind`` is fs, ss, ff or sf, ``lag_days`` working days of the taker's calendar."""

    words: str
    by_on: Day
    kind: str = "fs"
    lag_days: int = 0


class ChangedTermsIn(TermsIn):
    """Other terms of a link; ``event_on`` is when an outside event comes."""

    event_on: Day | None = None


class LinkIn(TermsIn):
    """A link to propose: what a task of the project ``gives`` to, or ``takes`` from, another project or an event.

    Tasks are named by their ids or exact names; ``party`` is whose the event is.
    """

    direction: str
    task: str
    owner: int | None = None
    other: int | None = None
    other_task: str = ""
    other_owner: int | None = None
    event: str = ""
    event_on: Day | None = None
    party: int | None = None


class SideIn(Body):
    """For which side one speaks: giver or taker."""

    side: str


class PlanAskedIn(SaidIn):
    """What goes with a plan: which of the file's projects it is, and what the file leaves open."""

    project: str = ""


class RefusalIn(SideIn):
    """Which side declines, and why."""

    reason: str


class ReasonIn(Body):
    """Why."""

    reason: str


class OwnerIn(SideIn):
    """Who answers for a side; null leaves it to who manages the project."""

    owner: int | None


class LinkEndIn(SideIn):
    """The task a side hangs on; ``project`` where its own was merged or split into another."""

    task: str
    project: int | None = None


class ProjectLinkOut(Schema):
    """A link with what happened to it."""

    link: ProjectLinkView
    steps: list[StepView]


@router.get("/links", response={200: Page[ProjectLinkView]}, summary="Links between projects")
def list_links(request: HttpRequest, asked: Query[LinkPage]) -> Page[ProjectLinkView]:
    """Return the links you may see, the worst first; of a side you may not see only its dates."""
    known_only(request, *LinkPage.model_fields)
    by, at = asker(request), now()
    found, following = page(links_now(by, asked.wanted(), at=at), asked.cursor, asked.limit)
    return Page(items=link_views(by, found, at.date()), next=following)


@router.get(
    "/links/file",
    response={200: bytes},
    summary="The same as CSV",
    openapi_extra={"responses": {200: {"content": {FILES["csv"]: {"schema": BYTES}}}}},
)
def get_link_file(request: HttpRequest, asked: Query[AskedLinks]) -> HttpResponse:
    """Return every link the same filters leave as CSV."""
    known_only(request, *AskedLinks.model_fields)
    answer = HttpResponse(links_csv(by=asker(request), wanted=asked.wanted(), at=now()), content_type=FILES["csv"])
    answer.headers["Content-Disposition"] = 'attachment; filename="links.csv"'
    return answer


@router.get("/links/matrix", response={200: Matrix}, summary="Who gives to whom")
def get_matrix(request: HttpRequest, asked: Query[AskedLinks], by: str = "project") -> Matrix:
    """Return givers and takers (``by`` project, programme or division) with the worst standing of each pair."""
    known_only(request, *AskedLinks.model_fields, "by")
    return matrix_now(asker(request), asked.wanted(), grouped=by, at=now())


@router.get("/links/{link_id}", response={200: ProjectLinkOut}, summary="One link")
def get_link(request: HttpRequest, response: HttpResponse, link_id: str) -> ProjectLinkOut:
    """Return one link with what happened to it; its revision is the ETag."""
    by = asker(request)
    return _out(by, response, link_now(by, link_id, at=now()))


@router.put("/links/{link_id}", response={200: ProjectLinkOut}, summary="Ask for other terms")
def put_link(request: HttpRequest, response: HttpResponse, link_id: str, body: ChangedTermsIn) -> ProjectLinkOut:
    """Ask for other terms; what was agreed stays in force until both sides agree. Takes If-Match."""
    by, at = asker(request), now()
    row = link_now(by, link_id, at=at)
    revision, on = wanted_revision(request), body.event_on
    row = actions.change_link(link=row, terms=_terms(body), event_on=on, revision=revision, by=by, at=at)
    return _out(by, response, row)


@router.post("/links/{link_id}/agreement", response={200: ProjectLinkOut}, summary="Agree for a side")
def post_agreement(request: HttpRequest, response: HttpResponse, link_id: str, body: SideIn) -> ProjectLinkOut:
    """Say yes for a side to what is asked. Takes If-Match."""
    by, at = asker(request), now()
    row, revision = link_now(by, link_id, at=at), wanted_revision(request)
    return _out(by, response, actions.agree_link(link=row, side=body.side, revision=revision, by=by, at=at))


@router.post("/links/{link_id}/refusal", response={200: ProjectLinkOut}, summary="Decline for a side")
def post_refusal(request: HttpRequest, response: HttpResponse, link_id: str, body: RefusalIn) -> ProjectLinkOut:
    """Say no for a side, for a reason; what was agreed before stays. Takes If-Match."""
    by, at = asker(request), now()
    row, given = link_now(by, link_id, at=at), {"side": body.side, "reason": body.reason}
    row = actions.decline_link(link=row, **given, revision=wanted_revision(request), by=by, at=at)
    return _out(by, response, row)


@router.post("/links/{link_id}/withdrawal", response={200: ProjectLinkOut}, summary="Withdraw a link")
def post_withdrawal(request: HttpRequest, response: HttpResponse, link_id: str, body: ReasonIn) -> ProjectLinkOut:
    """End a link for a reason; its row stays. Takes If-Match."""
    by, at = asker(request), now()
    row, revision = link_now(by, link_id, at=at), wanted_revision(request)
    return _out(by, response, actions.withdraw_link(link=row, reason=body.reason, revision=revision, by=by, at=at))


@router.put("/links/{link_id}/owner", response={200: ProjectLinkOut}, summary="Name a side's owner")
def put_owner(request: HttpRequest, response: HttpResponse, link_id: str, body: OwnerIn) -> ProjectLinkOut:
    """Name who answers for a side. Takes If-Match."""
    by, at = asker(request), now()
    row, owner = link_now(by, link_id, at=at), referred(by, "owner", body.owner)
    revision = wanted_revision(request)
    row = actions.set_link_owner(link=row, side=body.side, owner=owner, revision=revision, by=by, at=at)
    return _out(by, response, row)


@router.put("/links/{link_id}/end", response={200: ProjectLinkOut}, summary="Hang a side on another task")
def put_end(request: HttpRequest, response: HttpResponse, link_id: str, body: LinkEndIn) -> ProjectLinkOut:
    """Hang a side on another task of its project, or of one that project goes on in. Takes If-Match."""
    by, at = asker(request), now()
    row, revision = link_now(by, link_id, at=at), wanted_revision(request)
    project = referred(by, "project", body.project)
    told = {"side": body.side, "task": body.task, "project": project}
    return _out(by, response, actions.move_link_end(link=row, **told, revision=revision, by=by, at=at))


@router.get("/projects/{project_id}/links", response={200: Page[ProjectLinkView]}, summary="Links of a project")
def list_project_links(
    request: HttpRequest, project_id: str, cursor: str = "", limit: int = USUAL
) -> Page[ProjectLinkView]:
    """Return what a project gives and takes, as proposed or agreed."""
    known_only(request, "cursor", "limit")
    by, at = asker(request), now()
    project = get_project(by, project_id, at.date())
    found, following = page(links_now(by, LinkFilter(project=project.pk), at=at), cursor, limit)
    return Page(items=link_views(by, found, at.date()), next=following)


@router.post("/projects/{project_id}/links", response={201: ProjectLinkOut}, summary="Propose a link")
def post_link(request: HttpRequest, response: HttpResponse, project_id: str, body: LinkIn) -> Status[ProjectLinkOut]:
    """Propose what a project hands over to another, or to or from outside; both owners then agree."""
    by, at = asker(request), now()
    project = get_project(by, project_id, at.date())
    giver, taker = _ends(by, project, body)
    row = actions.propose_link(giver=giver, taker=taker, terms=_terms(body), by=by, at=at)
    return Status(201, _out(by, response, row))


@router.get("/projects/{project_id}/slip", response={200: SlipView}, summary="What a slip would move")
def get_slip(request: HttpRequest, project_id: str, task: str = "", days: int = 5) -> SlipView:
    """Return which projects, milestones and links would move if a task came so many working days later."""
    known_only(request, "task", "days")
    by, at = asker(request), now()
    project = get_project(by, project_id, at.date())
    return slip_preview(by, project, task=task, days=days, on=at.date())


@router.post("/projects/{project_id}/slip/plan", response={200: SlipView}, summary="What a plan would move")
def post_plan_slip(
    request: HttpRequest, project_id: str, handed: Form[PlanAskedIn], file: File[UploadedFile]
) -> SlipView:
    """Return which projects, milestones and links would move if this plan became the newest; nothing is stored."""
    by, at = asker(request), now()
    project = get_project(by, project_id, at.date())
    require(by, "import_plan", project, at.date())
    name, data = file.name or "plan", contents(file)
    return plan_slip(project=project, data=data, name=name, plan_choice=handed.project, said=handed.said, by=by, at=at)


def _out(by: User, response: HttpResponse, row: Link) -> ProjectLinkOut:
    tag(response, row.revision)
    return ProjectLinkOut(link=link_view(by, row), steps=steps_of(row))


def _terms(body: TermsIn) -> Terms:
    return Terms(body.words, body.by_on, body.kind, body.lag_days)


def _ends(by: User, project: Project, body: LinkIn) -> tuple[LinkEnd | OutsideEvent, LinkEnd | OutsideEvent]:
    """Return giver and taker of what a body proposes."""
    if body.direction not in ("gives", "takes"):
        raise Invalid("direction", "A project gives or takes.", "direction")
    if (body.other is None) == (not body.event):
        raise Invalid("ends", "Name another project with its task, or an event outside.", "other")
    own = LinkEnd(project, body.task, referred(by, "owner", body.owner))
    other: LinkEnd | OutsideEvent
    if body.event:
        other = OutsideEvent(body.event, body.event_on, referred(by, "supplier", body.party))
    else:
        owner = referred(by, "owner", body.other_owner)
        other = LinkEnd(referred(by, "project", body.other), body.other_task, owner)
    return (own, other) if body.direction == "gives" else (other, own)
