"""Files of ledger entries, and the money of many projects."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.uploads import contents
from conspectus.doors.api.v1.money import RecordedOut
from conspectus.doors.api.v1.shapes import Page, SaidIn
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.actions import import_entries, preview_entries
from conspectus.rooms.money.queries import MoneyGroup, MoneyRow, portfolio_money
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter, get_project

router = Router(tags=["money"])


class FileIn(SaidIn):
    """What goes with a file of entries: what it leaves open, and the digest of what was looked at."""

    digest: str = ""


class LedgerPartOut(Schema):
    """What a file holds for one project; ``sums`` are pairs of currency and minor units."""

    project_id: int
    code: str
    name: str
    entries: int
    sums: list[tuple[str, int]]
    already: bool


class LedgerPreviewOut(Schema):
    """What an import would record, project by project; ``ready`` where it can be."""

    digest: str
    entries: int
    ready: bool
    words: str
    projects: list[LedgerPartOut]
    findings: list[dict[str, Any]]


class MoneyPage(Page[MoneyRow]):
    """A page of projects with their money, and the sums of all of them by programme, division and currency."""

    groups: list[MoneyGroup]
    hidden: int


@router.post(
    "/projects/{project_id}/entries/import/preview",
    response={200: LedgerPreviewOut},
    summary="Look at a file",
)
def preview_file(
    request: HttpRequest, project_id: str, file: File[UploadedFile], given: Form[FileIn]
) -> LedgerPreviewOut:
    """Say what a file would add to the project's ledger; nothing is recorded."""
    by = asker(request)
    return looked_at(file, given, get_project(by, project_id), by)


@router.post(
    "/projects/{project_id}/entries/import",
    response={(200, 201): RecordedOut},
    summary="Record a file",
)
def import_file(
    request: HttpRequest, project_id: str, file: File[UploadedFile], given: Form[FileIn]
) -> Status[RecordedOut]:
    """Record the entries of a file, all or none; 200 where it had come in before."""
    by = asker(request)
    return taken(file, given, get_project(by, project_id), by)


@router.get("/money", response={200: MoneyPage}, summary="Money of the portfolio")
def all_money(
    request: HttpRequest,
    text: str = "",
    portfolio: int | None = None,
    programme: int | None = None,
    division: int | None = None,
    cursor: str = "",
    limit: int = USUAL,
) -> MoneyPage:
    """Return the money of every visible project, and sums by programme and division in the portfolio's currency."""
    known_only(request, "text", "portfolio", "programme", "division", "cursor", "limit")
    wanted = ProjectFilter(text=text, portfolio=portfolio, programme=programme, division=division)
    found = portfolio_money(asker(request), wanted, at=now())
    rows, following = page(found.rows, cursor, limit, key="project_id")
    return MoneyPage(items=rows, next=following, groups=list(found.groups), hidden=found.hidden)


@router.post("/money/import/preview", response={200: LedgerPreviewOut}, summary="Look at a file of many")
def preview_all(request: HttpRequest, file: File[UploadedFile], given: Form[FileIn]) -> LedgerPreviewOut:
    """Say what a file would add to the ledgers of the projects its rows name; nothing is recorded."""
    return looked_at(file, given, None, asker(request))


@router.post("/money/import", response={(200, 201): RecordedOut}, summary="Record a file of many")
def import_all(request: HttpRequest, file: File[UploadedFile], given: Form[FileIn]) -> Status[RecordedOut]:
    """Record the entries of a file for the projects its rows name, all or none."""
    return taken(file, given, None, asker(request))


def looked_at(file: UploadedFile, given: FileIn, project: Project | None, by: User) -> LedgerPreviewOut:
    """Return what a file would record."""
    from conspectus.review.show import finding_row

    shared: dict[str, Any] = {"project": project, "said": given.said, "by": by, "at": now()}
    found = preview_entries(data=contents(file), name=file.name or "", **shared)
    told = {name: getattr(found, name) for name in ("digest", "entries", "ready", "words")}
    parts = [LedgerPartOut(**asdict(part)) for part in found.projects]
    return LedgerPreviewOut(**told, projects=parts, findings=[finding_row(one) for one in found.findings])


def taken(file: UploadedFile, given: FileIn, project: Project | None, by: User) -> Status[RecordedOut]:
    """Record what a file holds."""
    shared: dict[str, Any] = {"project": project, "said": given.said, "by": by, "at": now()}
    done = import_entries(data=contents(file), name=file.name or "", expected_digest=given.digest, **shared)
    return Status(201 if done.entries else 200, RecordedOut(entries=done.entries, words=done.words))
