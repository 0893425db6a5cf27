"""Files of contracts with suppliers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from conspectus.doors.api.access import asker
from conspectus.doors.api.uploads import contents
from conspectus.doors.api.v1.ledgers import FileIn
from conspectus.rooms.money.actions import ContractLine, import_contracts, preview_contracts
from conspectus.rooms.portfolio.queries import get_portfolio

router = Router(tags=["parties"])


class ContractsPreviewOut(Schema):
    """What an import would open and change, row by row; ``ready`` where it can be."""

    digest: str
    ready: bool
    words: str
    lines: list[ContractLine]
    findings: list[dict[str, Any]]


class KeptOut(Schema):
    """What was kept, in words."""

    words: str


@router.post(
    "/portfolios/{portfolio_id}/contracts/import/preview",
    response={200: ContractsPreviewOut},
    summary="Look at a file of contracts",
)
def preview_file(
    request: HttpRequest, portfolio_id: str, file: File[UploadedFile], given: Form[FileIn]
) -> ContractsPreviewOut:
    """Say which contracts a file would open and change, and what is wrong with its rows; nothing is kept."""
    from conspectus.review.show import finding_row

    by = asker(request)
    shared: dict[str, Any] = {"portfolio": get_portfolio(by, portfolio_id), "said": given.said, "by": by, "at": now()}
    found = preview_contracts(data=contents(file), name=file.name or "", **shared)
    told = {name: getattr(found, name) for name in ("digest", "ready", "words")}
    findings = [finding_row(one) for one in found.findings]
    return ContractsPreviewOut(**told, lines=list(found.lines), findings=findings)


@router.post("/portfolios/{portfolio_id}/contracts/import", response={200: KeptOut}, summary="Keep a file of contracts")
def import_file(request: HttpRequest, portfolio_id: str, file: File[UploadedFile], given: Form[FileIn]) -> KeptOut:
    """Open and change the contracts of a file, all or none; the same file twice changes nothing."""
    by = asker(request)
    shared: dict[str, Any] = {"portfolio": get_portfolio(by, portfolio_id), "said": given.said, "by": by, "at": now()}
    words = import_contracts(data=contents(file), name=file.name or "", expected_digest=given.digest, **shared)
    return KeptOut(words=words)
