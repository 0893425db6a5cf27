"""Knowledge: guides, templates, checklists, examples and terms, with their versions and drafts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.archives import handed_over
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.shapes import Page
from conspectus.formats.articles import ArticleDifference
from conspectus.journeys.knowledge_files import glossary_file
from conspectus.rooms.accounts.models import User
from conspectus.rooms.knowledge import actions, queries
from conspectus.rooms.knowledge.bridge.papers import article_paper
from conspectus.rooms.knowledge.models import Article
from conspectus.rooms.knowledge.queries import ArticleFilter, ArticleRow, ArticleVersionView, ArticleView
from conspectus.rooms.knowledge.queries.articles import article_row
from conspectus.rooms.knowledge.rules import keeps_knowledge

router = Router(tags=["knowledge"])


class ParticularsIn(Body):
    """What is kept of an article beside its text; ``audience`` names roles, none of them everybody."""

    owner: int | None = None
    audience: list[str] = Field(default_factory=list)
    stages: list[str] = Field(default_factory=list)
    methods: list[str] = Field(default_factory=list)
    review_on: Day | None = None


class TextIn(Body):
    """What an article is to say, in Markdown."""

    title: str
    body: str
    summary: str = ""


class NewArticleIn(ParticularsIn):
    """An article to begin: guide, template, checklist, example or term."""

    kind: str
    key: str
    title: str
    body: str
    summary: str = ""


class NoteIn(Body):
    """What is new in a version."""

    note: str = ""


class ArticleAnswerIn(Body):
    """Whether the newer version that ships is taken."""

    take: bool


class ChangesOut(Schema):
    """What differs between two versions, line by line."""

    before: int
    after: int
    lines: list[ArticleDifference]


@router.get("/articles", response={200: Page[ArticleRow]}, summary="Articles")
def list_articles(
    request: HttpRequest,
    kind: str = "",
    audience: str = "",
    stage: str = "",
    text: str = "",
    standing: str = "",
    cursor: str = "",
    limit: int = USUAL,
) -> Page[ArticleRow]:
    """Return articles by title; ``standing`` is due, or for who keeps articles draft or offered."""
    known_only(request, "kind", "audience", "stage", "text", "standing", "cursor", "limit")
    by, on = asker(request), now().date()
    found = queries.find_articles(by, ArticleFilter(kind, audience, stage, text, standing), on)
    rows, following = page(found, cursor, limit)
    return Page(items=[article_row(row, keeper=keeps_knowledge(by), on=on) for row in rows], next=following)


@router.post("/articles", response={201: ArticleView}, summary="Begin an article")
def post_article(request: HttpRequest, response: HttpResponse, body: NewArticleIn) -> Status[ArticleView]:
    """Begin an article with a draft; nobody else reads it before it is published."""
    by, at = asker(request), now()
    text, new = actions.Text(body.title, body.body, body.summary), _particulars(by, body)
    row = actions.create_article(kind=body.kind, key=body.key, text=text, new=new, by=by, at=at)
    return Status(201, _told(by, row, response))


@router.get("/articles/{article_id}", response={200: ArticleView}, summary="One article")
def one_article(request: HttpRequest, response: HttpResponse, article_id: str) -> ArticleView:
    """Return an article by its key or number, with all its versions."""
    by = asker(request)
    return _told(by, queries.get_article(by, article_id), response)


@router.put("/articles/{article_id}", response={200: ArticleView}, summary="Change its particulars")
def put_article(request: HttpRequest, response: HttpResponse, article_id: str, body: ParticularsIn) -> ArticleView:
    """Change owner, audience, stages, methods and day of review, all at once; takes If-Match."""
    by, at = asker(request), now()
    row, new = queries.get_article(by, article_id), _particulars(by, body)
    row = actions.change_article(article=row, new=new, revision=wanted_revision(request), by=by, at=at)
    return _told(by, row, response)


@router.put("/articles/{article_id}/draft", response={200: ArticleView}, summary="Write a draft")
def put_draft(request: HttpRequest, response: HttpResponse, article_id: str, body: TextIn) -> ArticleView:
    """Keep what an article is to say next; takes If-Match."""
    by, at = asker(request), now()
    row, text = queries.get_article(by, article_id), actions.Text(body.title, body.body, body.summary)
    row = actions.draft_article(article=row, text=text, revision=wanted_revision(request), by=by, at=at)
    return _told(by, row, response)


@router.delete("/articles/{article_id}/draft", response={200: ArticleView}, summary="Drop the draft")
def delete_draft(request: HttpRequest, response: HttpResponse, article_id: str) -> ArticleView:
    """Throw the draft away; takes If-Match."""
    by, at = asker(request), now()
    row = queries.get_article(by, article_id)
    row = actions.drop_draft(article=row, revision=wanted_revision(request), by=by, at=at)
    return _told(by, row, response)


@router.post("/articles/{article_id}/publication", response={200: ArticleView}, summary="Publish the draft")
def post_publication(request: HttpRequest, response: HttpResponse, article_id: str, body: NoteIn) -> ArticleView:
    """Make the draft the version everybody reads; takes If-Match."""
    by, at = asker(request), now()
    row = queries.get_article(by, article_id)
    row = actions.publish_article(article=row, note=body.note, revision=wanted_revision(request), by=by, at=at)
    return _told(by, row, response)


@router.post("/articles/{article_id}/retirement", response={200: ArticleView}, summary="Retire it")
def post_article_retirement(request: HttpRequest, response: HttpResponse, article_id: str) -> ArticleView:
    """Take an article off the lists; takes If-Match."""
    by, at = asker(request), now()
    row = queries.get_article(by, article_id)
    row = actions.retire_article(article=row, revision=wanted_revision(request), by=by, at=at)
    return _told(by, row, response)


@router.post("/articles/{article_id}/offer", response={200: ArticleView}, summary="Answer a newer version")
def post_offer(request: HttpRequest, response: HttpResponse, article_id: str, body: ArticleAnswerIn) -> ArticleView:
    """Take the newer version that ships, or stay with one's own; takes If-Match."""
    by, at = asker(request), now()
    row, revision = queries.get_article(by, article_id), wanted_revision(request)
    row = actions.answer_shipped_version(article=row, take=body.take, revision=revision, by=by, at=at)
    return _told(by, row, response)


@router.get("/articles/{article_id}/versions/{number}", response={200: ArticleVersionView}, summary="One version")
def one_article_version(request: HttpRequest, article_id: str, number: str) -> ArticleVersionView:
    """Return one version of an article with its text."""
    by = asker(request)
    return queries.version_of(queries.article_view(by, queries.get_article(by, article_id), now().date()), number)


@router.get("/articles/{article_id}/changes", response={200: ChangesOut}, summary="What differs")
def article_changes(request: HttpRequest, article_id: str, before: int, after: int) -> ChangesOut:
    """Return what differs between two versions of an article, line by line."""
    known_only(request, "before", "after")
    by = asker(request)
    view = queries.article_view(by, queries.get_article(by, article_id), now().date())
    return ChangesOut(before=before, after=after, lines=list(queries.compared(view, before, after)))


@router.get("/articles/{article_id}/files/{paper}", response={200: bytes}, summary="To fill in")
def article_file(request: HttpRequest, article_id: str, paper: str) -> HttpResponse:
    """Return an article as md or docx, or its tables as xlsx."""
    by = asker(request)
    view = queries.article_view(by, queries.get_article(by, article_id), now().date())
    data = article_paper(queries.version_of(view), paper)
    return handed_over(data, f"{view.key}.{paper}", "application/octet-stream")


@router.get("/glossary/files/{kind}", response={200: bytes}, summary="The glossary to take along")
def glossary_table(request: HttpRequest, kind: str) -> HttpResponse:
    """Return all terms as xlsx or csv."""
    data = glossary_file(by=asker(request), at=now(), kind=kind)
    return handed_over(data, f"glossary.{kind}", "application/octet-stream")


def _particulars(by: User, body: ParticularsIn) -> actions.Particulars:
    return actions.Particulars(
        owner=referred(by, "owner", body.owner),
        audience=body.audience,
        stages=body.stages,
        methods=body.methods,
        review_on=body.review_on,
    )


def _told(by: User, row: Article, response: HttpResponse) -> ArticleView:
    tag(response, row.revision)
    return queries.article_view(by, row, now().date())
