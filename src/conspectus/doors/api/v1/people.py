"""Who asks, their tokens, and whether the audit log is whole."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.strict import Body
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.shapes import AuditOut, Me, Page, Settings, TokenIn, TokenOut
from conspectus.journeys.leave import Belongings, belongings, hand_over
from conspectus.rooms.accounts.actions import change_user_settings, issue_token, revoke_token
from conspectus.rooms.accounts.models import ApiToken, User
from conspectus.rooms.accounts.queries import get_person, get_token, verify_audit, visible_tokens
from conspectus.rooms.accounts.rules import require_auditor, require_people_keeper

router = Router(tags=["people"])


@router.get("/me", response={200: Me}, summary="Who asks")
def me(request: HttpRequest) -> Me:
    """Return the account the request acts for."""
    user = asker(request)
    return Me(
        id=user.pk,
        name=user.name,
        email=user.email,
        organisation_role=user.organisation_role,
        reading_only=user.reading_only,
    )


@router.get("/me/settings", response={200: Settings}, summary="How your pages are written")
def get_settings(request: HttpRequest) -> Settings:
    """Return language, region and time zone of one's own pages; empty where the organisation's usual holds."""
    return _settings(asker(request))


@router.put("/me/settings", response={200: Settings}, summary="Choose how your pages are written")
def put_settings(request: HttpRequest, body: Settings) -> Settings:
    """Choose language, region and time zone of one's own pages; what is left out takes the organisation's usual."""
    by = asker(request)
    return _settings(change_user_settings(user=by, **body.dict(), by=by, at=now()))


def _settings(user: User) -> Settings:
    return Settings(language=user.language, region=user.region, time_zone=user.time_zone)


@router.get("/tokens", response={200: Page[TokenOut]}, summary="Tokens you may see")
def list_tokens(request: HttpRequest, cursor: str = "", limit: int = USUAL) -> Page[TokenOut]:
    """Return tokens, newest first; their texts are kept nowhere."""
    known_only(request, "cursor", "limit")
    rows, following = page(visible_tokens(asker(request)), cursor, limit)
    return Page(items=[_token(row) for row in rows], next=following)


@router.post("/tokens", response={201: TokenOut}, summary="Issue a token")
def post_token(request: HttpRequest, body: TokenIn) -> Status[TokenOut]:
    """Issue a token for oneself; its text is in this answer and never again."""
    user = asker(request)
    issued = issue_token(user=user, name=body.name, scope=body.scope, days=body.days, by=user, at=now())
    return Status(201, _token(issued.token, issued.text))


@router.delete("/tokens/{token_id}", response={204: None}, summary="Revoke a token")
def delete_token(request: HttpRequest, token_id: str) -> Status[None]:
    """End a token at once; ending it again changes nothing."""
    by = asker(request)
    revoke_token(token=get_token(by, token_id), by=by, at=now())
    return Status(204, None)


@router.get("/audit/verify", response={200: AuditOut}, summary="Verify the audit log")
def get_audit(request: HttpRequest) -> AuditOut:
    """Read the whole log and name the first line that is not as it was written; for auditors."""
    require_auditor(asker(request))
    verdict = verify_audit()
    return AuditOut(whole=verdict.whole, lines=verdict.lines, first_bad=verdict.first_bad, words=verdict.words)


def _token(row: ApiToken, text: str | None = None) -> TokenOut:
    return TokenOut(
        id=row.pk,
        name=row.name,
        prefix=row.prefix,
        scope=row.scope,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        text=text,
    )


class HandOverIn(Body):
    """Who takes over; ``shown`` is the digest of what was looked at, and nothing passes where that changed."""

    heir: int
    shown: str = ""


@router.get("/people/{person_id}/belongings", response={200: Belongings}, summary="What somebody has")
def get_belongings(request: HttpRequest, person_id: str) -> Belongings:
    """Return all a person answers for: what would pass to another when they leave."""
    known_only(request)
    require_people_keeper(asker(request))
    return belongings(get_person(person_id), now().date())


@router.post("/people/{person_id}/hand-over", response={200: Belongings}, summary="Hand it over")
def post_hand_over(request: HttpRequest, person_id: str, body: HandOverIn) -> Belongings:
    """Put another in every place of one who leaves, all at once; answers with what passed."""
    by = asker(request)
    require_people_keeper(by)
    heir = referred(by, "person", body.heir)
    return hand_over(person=get_person(person_id), heir=heir, shown=body.shown, by=by, at=now())
