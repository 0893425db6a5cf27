"""Lessons learned: written down, reviewed, offered to like projects and answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.archives import handed_over
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body
from conspectus.doors.api.v1.shapes import Page
from conspectus.journeys.knowledge_files import lessons_file
from conspectus.rooms.accounts.models import User
from conspectus.rooms.knowledge import actions, queries
from conspectus.rooms.knowledge.models import Lesson
from conspectus.rooms.knowledge.queries import LessonFilter, LessonView, OfferView
from conspectus.rooms.knowledge.queries.lessons import offer_view
from conspectus.rooms.portfolio.queries import get_project

router = Router(tags=["lessons"])


class LessonIn(Body):
    """A lesson: what happened, why, and what the next project should do."""

    title: str
    happened: str
    advice: str
    cause: str = ""
    category: str = "governance"
    went_well: bool = False
    stage: str = ""

    def text(self) -> actions.LessonText:
        """Return it as the action takes it."""
        return actions.LessonText(**self.model_dump())


class TableIn(Body):
    """A table with a line of headings: title, happened, cause, advice, category, stage, went_well."""

    text: str


class LessonReviewIn(Body):
    """Whether a lesson is published, else it is returned with words."""

    publish: bool
    words: str = ""


class StandardIn(Body):
    """Which standard changed because of a lesson, such as light/1.2, and how."""

    standard: str
    words: str


class OfferAnswerIn(Body):
    """applied or dismissed, and what is done or why not."""

    answer: str
    words: str


@router.get("/lessons", response={200: Page[LessonView]}, summary="Lessons")
def list_lessons(
    request: HttpRequest, category: str = "", state: str = "", text: str = "", cursor: str = "", limit: int = USUAL
) -> Page[LessonView]:
    """Return published lessons, and those of projects you see, the newest first, with what came of their offers."""
    known_only(request, "category", "state", "text", "cursor", "limit")
    by, on = asker(request), now().date()
    rows, following = page(queries.find_lessons(by, LessonFilter(category, state, text), on), cursor, limit)
    return Page(items=list(queries.lesson_views(by, rows, on)), next=following)


@router.get("/lessons/files/{kind}", response={200: bytes}, summary="Lessons to take along")
def lessons_table(request: HttpRequest, kind: str, category: str = "", state: str = "", text: str = "") -> HttpResponse:
    """Return lessons as xlsx or csv, with what came of them."""
    known_only(request, "category", "state", "text")
    data = lessons_file(by=asker(request), at=now(), kind=kind, wanted=LessonFilter(category, state, text))
    return handed_over(data, f"lessons.{kind}", "application/octet-stream")


@router.get("/lessons/{lesson_id}", response={200: LessonView}, summary="One lesson")
def one_lesson(request: HttpRequest, response: HttpResponse, lesson_id: str) -> LessonView:
    """Return one lesson."""
    by = asker(request)
    return _told(by, queries.get_lesson(by, lesson_id), response)


@router.put("/lessons/{lesson_id}", response={200: LessonView}, summary="Change it")
def put_lesson(request: HttpRequest, response: HttpResponse, lesson_id: str, body: LessonIn) -> LessonView:
    """Change what a lesson says; takes If-Match."""
    by, at = asker(request), now()
    row = queries.get_lesson(by, lesson_id)
    row = actions.change_lesson(lesson=row, text=body.text(), revision=wanted_revision(request), by=by, at=at)
    return _told(by, row, response)


@router.delete("/lessons/{lesson_id}", response={204: None}, summary="Withdraw it")
def delete_lesson(request: HttpRequest, lesson_id: str) -> Status[None]:
    """Take a lesson back; takes If-Match."""
    by, row = asker(request), queries.get_lesson(asker(request), lesson_id)
    actions.withdraw_lesson(lesson=row, revision=wanted_revision(request), by=by, at=now())
    return Status(204, None)


@router.post("/lessons/{lesson_id}/review", response={200: LessonView}, summary="Review it")
def post_lesson_review(
    request: HttpRequest, response: HttpResponse, lesson_id: str, body: LessonReviewIn
) -> LessonView:
    """Publish a lesson for everybody, or return it with words; takes If-Match."""
    by, at = asker(request), now()
    row, revision = queries.get_lesson(by, lesson_id), wanted_revision(request)
    row = actions.review_lesson(lesson=row, publish=body.publish, words=body.words, revision=revision, by=by, at=at)
    return _told(by, row, response)


@router.put("/lessons/{lesson_id}/standard", response={200: LessonView}, summary="What changed because of it")
def put_lesson_standard(request: HttpRequest, response: HttpResponse, lesson_id: str, body: StandardIn) -> LessonView:
    """Say which standard changed because of a published lesson; takes If-Match."""
    by, at = asker(request), now()
    row, revision = queries.get_lesson(by, lesson_id), wanted_revision(request)
    row = actions.say_what_changed(
        lesson=row, standard=body.standard, words=body.words, revision=revision, by=by, at=at
    )
    return _told(by, row, response)


@router.get("/projects/{project_id}/lessons", response={200: Page[LessonView]}, summary="Lessons of a project")
def list_project_lessons(
    request: HttpRequest, project_id: str, cursor: str = "", limit: int = USUAL
) -> Page[LessonView]:
    """Return the lessons of a project, the newest first."""
    known_only(request, "cursor", "limit")
    by, on = asker(request), now().date()
    wanted = LessonFilter(project=get_project(by, project_id, on).pk)
    rows, following = page(queries.find_lessons(by, wanted, on), cursor, limit)
    return Page(items=list(queries.lesson_views(by, rows, on)), next=following)


@router.post("/projects/{project_id}/lessons", response={201: LessonView}, summary="Write down a lesson")
def post_lesson(request: HttpRequest, response: HttpResponse, project_id: str, body: LessonIn) -> Status[LessonView]:
    """Write down a lesson of a project; the PMO reviews it."""
    by, at = asker(request), now()
    project = get_project(by, project_id, at.date())
    return Status(201, _told(by, actions.record_lesson(project=project, text=body.text(), by=by, at=at), response))


@router.post("/projects/{project_id}/lessons/many", response={201: list[LessonView]}, summary="Paste lessons")
def post_lessons(request: HttpRequest, project_id: str, body: TableIn) -> Status[list[LessonView]]:
    """Write down the lessons of a table, all or none."""
    by, at = asker(request), now()
    project = get_project(by, project_id, at.date())
    rows = actions.paste_lessons(project=project, text=body.text, by=by, at=at)
    return Status(201, list(queries.lesson_views(by, rows, at.date())))


@router.get("/projects/{project_id}/lesson-offers", response={200: Page[OfferView]}, summary="Lessons offered")
def list_offers(request: HttpRequest, project_id: str, cursor: str = "", limit: int = USUAL) -> Page[OfferView]:
    """Return the lessons offered to a project with the reasons, the likest first."""
    known_only(request, "cursor", "limit")
    found = queries.offers_of(get_project(asker(request), project_id))
    rows, following = page(found, cursor, limit, "offer_id")
    return Page(items=rows, next=following)


@router.post("/projects/{project_id}/lesson-offers", response={200: Page[OfferView]}, summary="Look for lessons")
def post_offers(request: HttpRequest, project_id: str) -> Page[OfferView]:
    """Offer a project the lessons of projects like it; return all it was offered."""
    by, at = asker(request), now()
    project = get_project(by, project_id, at.date())
    actions.offer_lessons(project=project, by=by, at=at)
    return Page(items=list(queries.offers_of(project)), next=None)


@router.post("/lesson-offers/{offer_id}/opening", response={200: OfferView}, summary="Note that it was read")
def post_opening(request: HttpRequest, response: HttpResponse, offer_id: str) -> OfferView:
    """Note that somebody of the project read an offered lesson."""
    by, at = asker(request), now()
    row = actions.open_offer(offer=queries.get_offer(by, offer_id, at.date()), by=by, at=at)
    tag(response, row.revision)
    return offer_view(row)


@router.put("/lesson-offers/{offer_id}", response={200: OfferView}, summary="Answer it")
def put_offer(request: HttpRequest, response: HttpResponse, offer_id: str, body: OfferAnswerIn) -> OfferView:
    """Apply an offered lesson or put it aside; takes If-Match."""
    by, at = asker(request), now()
    row, revision = queries.get_offer(by, offer_id, at.date()), wanted_revision(request)
    row = actions.answer_offer(offer=row, answer=body.answer, words=body.words, revision=revision, by=by, at=at)
    tag(response, row.revision)
    return offer_view(row)


def _told(by: User, row: Lesson, response: HttpResponse) -> LessonView:
    tag(response, row.revision)
    return queries.lesson_views(by, [row], now().date())[0]
