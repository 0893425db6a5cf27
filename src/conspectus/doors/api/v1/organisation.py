"""The organisation: divisions, people, accounts."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from ninja import Router, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.v1.references import merged, referred
from conspectus.doors.api.v1.shapes import (
    DivisionChanges,
    DivisionIn,
    DivisionOut,
    LinkOut,
    OrganisationRoleIn,
    Page,
    PersonChanges,
    PersonIn,
    PersonOut,
    UserIn,
    UserOut,
    named,
)
from conspectus.rooms.accounts import actions
from conspectus.rooms.accounts.models import Division, Person, User
from conspectus.rooms.accounts.queries import (
    all_people,
    divisions,
    divisions_on,
    get_division,
    get_person,
    get_user,
    visible_users,
)
from conspectus.rooms.accounts.rules import require_people_keeper

router = Router(tags=["organisation"])


@router.get("/divisions", response={200: Page[DivisionOut]}, summary="The tree of divisions")
def list_divisions(
    request: HttpRequest, on: date | None = None, cursor: str = "", limit: int = USUAL
) -> Page[DivisionOut]:
    """Return divisions, parents before children; with ``on``, as the tree was on that day."""
    known_only(request, "on", "cursor", "limit")
    rows, following = page(divisions_on(on) if on else divisions(), cursor, limit)
    return Page(items=[_division(row) for row in rows], next=following)


@router.post("/divisions", response={201: DivisionOut}, summary="Create a division")
def post_division(request: HttpRequest, body: DivisionIn) -> Status[DivisionOut]:
    """Create a division below another or at the top."""
    by = asker(request)
    row = actions.create_division(name=body.name, parent=referred(by, "parent", body.parent), by=by, at=now())
    return Status(201, _division(row))


@router.patch("/divisions/{division_id}", response={200: DivisionOut}, summary="Change a division")
def patch_division(
    request: HttpRequest, response: HttpResponse, division_id: str, body: DivisionChanges
) -> DivisionOut:
    """Rename a division or move it, with all below it; takes If-Match."""
    by = asker(request)
    row = get_division(division_id)
    given = merged(body, name=row.name, parent=row.parent_id, empty=("parent",))
    given["parent"] = referred(by, "parent", given["parent"])
    row = actions.change_division(division=row, **given, revision=wanted_revision(request), by=by, at=now())
    tag(response, row.revision)
    return _division(row)


@router.get("/people", response={200: Page[PersonOut]}, summary="Everybody on record")
def list_people(request: HttpRequest, cursor: str = "", limit: int = USUAL) -> Page[PersonOut]:
    """Return people by name; for the PMO, auditors and administrators."""
    known_only(request, "cursor", "limit")
    rows, following = page(all_people(asker(request)), cursor, limit)
    return Page(items=[_person(row) for row in rows], next=following)


@router.post("/people", response={201: PersonOut}, summary="Enter a person")
def post_person(request: HttpRequest, response: HttpResponse, body: PersonIn) -> Status[PersonOut]:
    """Enter a person who need not sign in."""
    by = asker(request)
    division = referred(by, "division", body.division)
    row = actions.create_person(name=body.name, email=body.email, division=division, by=by, at=now())
    tag(response, row.revision)
    return Status(201, _person(row))


@router.patch("/people/{person_id}", response={200: PersonOut}, summary="Change a person")
def patch_person(request: HttpRequest, response: HttpResponse, person_id: str, body: PersonChanges) -> PersonOut:
    """Change somebody's particulars; takes If-Match."""
    by = asker(request)
    require_people_keeper(by)
    row = get_person(person_id)
    present = {"name": row.name, "email": row.email, "division": row.division_id, "is_active": row.is_active}
    given = merged(body, **present, empty=("division",))
    division = referred(by, "division", given.pop("division"))
    row = actions.change_person(
        person=row, **given, division=division, revision=wanted_revision(request), by=by, at=now()
    )
    tag(response, row.revision)
    return _person(row)


@router.get("/users", response={200: Page[UserOut]}, summary="Accounts you may see")
def list_users(request: HttpRequest, cursor: str = "", limit: int = USUAL) -> Page[UserOut]:
    """Return accounts by name: all for administrators and auditors, else one's own."""
    known_only(request, "cursor", "limit")
    rows, following = page(visible_users(asker(request)), cursor, limit)
    return Page(items=[_user(row) for row in rows], next=following)


@router.post("/users", response={201: UserOut}, summary="Open an account")
def post_user(request: HttpRequest, body: UserIn) -> Status[UserOut]:
    """Open an account; it is entered by a link until a password is set."""
    by = asker(request)
    division = referred(by, "division", body.division)
    row = actions.create_user(email=body.email, name=body.name, role=body.role, division=division, by=by, at=now())
    return Status(201, _user(row))


@router.post("/users/{user_id}/role", response={200: UserOut}, summary="Change its role")
def post_role(request: HttpRequest, user_id: str, body: OrganisationRoleIn) -> UserOut:
    """Change the role an account holds over the whole organisation."""
    by = asker(request)
    return _user(actions.change_organisation_role(user=get_user(by, user_id), role=body.role, by=by, at=now()))


@router.post("/users/{user_id}/link", response={201: LinkOut}, summary="Issue a sign-in link")
def post_link(request: HttpRequest, user_id: str) -> Status[LinkOut]:
    """Issue a link that signs an account's owner in once, within an hour; it is in this answer only."""
    by = asker(request)
    secret = actions.issue_sign_in_link(user=get_user(by, user_id), by=by, at=now())
    return Status(201, LinkOut(link=request.build_absolute_uri(reverse("sign-in-link", args=[secret]))))


@router.post("/users/{user_id}/close", response={200: UserOut}, summary="Close an account")
def post_close(request: HttpRequest, user_id: str) -> UserOut:
    """Close an account; its sessions, tokens and links end at once."""
    by = asker(request)
    return _user(actions.deactivate_user(user=get_user(by, user_id), by=by, at=now()))


@router.post("/users/{user_id}/reopen", response={200: UserOut}, summary="Open it again")
def post_reopen(request: HttpRequest, user_id: str) -> UserOut:
    """Open a closed account again; its tokens stay revoked."""
    by = asker(request)
    return _user(actions.reactivate_user(user=get_user(by, user_id), by=by, at=now()))


def _division(row: Division) -> DivisionOut:
    return DivisionOut(id=row.pk, name=row.name, parent=row.parent_id, revision=row.revision)


def _person(row: Person) -> PersonOut:
    told = {name: getattr(row, name) for name in ("name", "email", "is_active", "revision")}
    return PersonOut.model_validate({"id": row.pk, "division": named(row.division), **told})


def _user(row: User) -> UserOut:
    told = {name: getattr(row, name) for name in ("email", "name", "organisation_role", "is_active", "last_login")}
    return UserOut.model_validate({"id": row.pk, "person": row.person_id, **told})
