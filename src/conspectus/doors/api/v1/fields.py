"""Fields of the organisation and what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import Field as Value

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.shapes import Page
from conspectus.rooms.portfolio.actions import (
    NewField,
    change_field,
    create_field,
    retire_field,
    set_field_values,
)
from conspectus.rooms.portfolio.bridge.options import Offered
from conspectus.rooms.portfolio.choices import FieldKind
from conspectus.rooms.portfolio.models import Field, Project
from conspectus.rooms.portfolio.queries.field_values import FieldShown, values_for
from conspectus.rooms.portfolio.queries.fields import Subject, definitions, get_field, get_subject, kind_of
from conspectus.rooms.schedule.queries.fields import project_fields

router = Router(tags=["fields"])
ONE_THING = "/field-values/{subject_kind}/{subject_id}"


class OptionIn(Body):
    """An option of a choice, or a node of a tree below the node ``parent`` names by its key."""

    key: str
    label: str
    parent: str = ""
    starts_on: Day | None = None
    ends_on: Day | None = None


class FieldIn(Body):
    """A field to create; ``key``, ``kind``, ``subject_kind`` and ``currency`` stay for good."""

    subject_kind: str
    key: str
    label: str
    kind: str
    currency: str = ""
    unit: str = ""
    formula: str = ""
    required: str = "never"
    required_state: str = ""
    sees: str = "everybody"
    help_words: str = ""
    position: int = 0
    starts_on: Day | None = None
    ends_on: Day | None = None
    options: list[OptionIn] = Value(default_factory=list)


class FieldChanges(Body):
    """What to change of a field; ``options`` are all there shall be, and those left out are retired."""

    label: str | None = None
    unit: str | None = None
    formula: str | None = None
    required: str | None = None
    required_state: str | None = None
    sees: str | None = None
    help_words: str | None = None
    position: int | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    options: list[OptionIn] | None = None


class OptionOut(Schema):
    """An option; it is offered until before ``ends_on``."""

    key: str
    label: str
    parent: str
    starts_on: date | None
    ends_on: date | None


class FieldOut(Schema):
    """A field of the organisation; it is asked until before ``ends_on``."""

    id: int
    subject_kind: str
    key: str
    label: str
    kind: str
    currency: str
    unit: str
    formula: str
    required: str
    required_state: str
    sees: str
    help_words: str
    position: int
    starts_on: date | None
    ends_on: date | None
    options: list[OptionOut]
    revision: int


class HeldOut(Schema):
    """What one field holds: for programs, for people, or why a formula gives nothing."""

    key: str
    label: str
    kind: str
    value: Any
    words: str
    reason: str


class HeldAtOut(Schema):
    """What the fields of a thing hold on a day."""

    on: date
    fields: list[HeldOut]
    revision: int


class ValuesIn(Body):
    """What fields hold from a day on, by key; null empties one. Today unless ``valid_from`` is given."""

    values: dict[str, Any]
    valid_from: Day | None = None


@router.get("/fields", response={200: Page[FieldOut]}, summary="Fields of the organisation")
def list_fields(request: HttpRequest, cursor: str = "", limit: int = USUAL) -> Page[FieldOut]:
    """Return the fields whose values you may see of something, retired ones included."""
    known_only(request, "cursor", "limit")
    rows, following = page(definitions(asker(request), now().date()), cursor, limit)
    return Page(items=[_field(row) for row in rows], next=following)


@router.post("/fields", response={201: FieldOut}, summary="Create a field")
def post_field(request: HttpRequest, response: HttpResponse, body: FieldIn) -> Status[FieldOut]:
    """Create a field; takes steering the whole organisation. It is there at once."""
    by, given = asker(request), body.model_dump()
    row = create_field(new=NewField(**given | {"options": _offered(given["options"])}), by=by, at=now())
    tag(response, row.revision)
    return Status(201, _field(row))


@router.get("/fields/{field_id}", response={200: FieldOut}, summary="One field")
def one_field(request: HttpRequest, response: HttpResponse, field_id: str) -> FieldOut:
    """Return one field; its ETag is what a change sends as If-Match."""
    row = get_field(asker(request), field_id, now().date())
    tag(response, row.revision)
    return _field(row)


@router.patch("/fields/{field_id}", response={200: FieldOut}, summary="Change a field")
def patch_field(request: HttpRequest, response: HttpResponse, field_id: str, body: FieldChanges) -> FieldOut:
    """Change a field; takes If-Match. What it held stays, and so do frozen periods."""
    by, changes = asker(request), body.model_dump(exclude_unset=True)
    row = get_field(by, field_id, now().date())
    days = ("starts_on", "ends_on")
    changes = {name: value for name, value in changes.items() if value is not None or name in days}
    if "options" in changes:
        changes["options"] = _offered(changes["options"])
    row = change_field(field=row, changes=changes, revision=wanted_revision(request), by=by, at=now())
    tag(response, row.revision)
    return _field(row)


@router.post("/fields/{field_id}/retirement", response={200: FieldOut}, summary="Retire a field")
def post_retirement(request: HttpRequest, response: HttpResponse, field_id: str) -> FieldOut:
    """Ask a field no more from today on; takes If-Match. What it held stays readable as at then."""
    by = asker(request)
    row = get_field(by, field_id, now().date())
    row = retire_field(field=row, revision=wanted_revision(request), by=by, at=now())
    tag(response, row.revision)
    return _field(row)


@router.get(
    "/field-values/{subject_kind}/{subject_id}",
    response={200: HeldAtOut},
    summary="What fields hold",
)
def get_values(
    request: HttpRequest, response: HttpResponse, subject_kind: str, subject_id: str, on: Day | None = None
) -> HeldAtOut:
    """Return what the fields of a project, programme or portfolio hold, as at ``on``; its ETag goes into If-Match."""
    known_only(request, "on")
    subject = get_subject(asker(request), subject_kind, subject_id, now().date())
    return _held(request, response, subject, on or now().date())


@router.patch(ONE_THING, response={200: HeldAtOut}, summary="Fill in fields")
def patch_values(
    request: HttpRequest, response: HttpResponse, subject_kind: str, subject_id: str, body: ValuesIn
) -> HeldAtOut:
    """Write what fields hold from a day on; takes If-Match. What they held before that day stays."""
    by, at = asker(request), now()
    subject = get_subject(by, subject_kind, subject_id, at.date())
    row = set_field_values(subject=subject, **body.model_dump(), revision=wanted_revision(request), by=by, at=at)
    return _held(request, response, row, body.valid_from or at.date())


def plain_fields(shown: Iterable[FieldShown]) -> dict[str, Any]:
    """Return what fields hold by key, as JSON has it."""
    return {one.key: plain_value(one) for one in shown}


def plain_value(one: FieldShown) -> Any:
    """Return a value as it is sent back to be stored again: amounts in minor units, people by number; null if empty."""
    if not one.value:
        return None
    if one.kind == FieldKind.MONEY:
        units, _, currency = one.value.partition(" ")
        return {"minor": int(units.replace(".", "")), "currency": currency}
    if one.kind == FieldKind.PERSON:
        return int(one.value)
    return one.value == "yes" if one.kind == FieldKind.YES_NO else one.value


def _held(request: HttpRequest, response: HttpResponse, subject: Subject, on: date) -> HeldAtOut:
    by = asker(request)
    found: Mapping[int, tuple[FieldShown, ...]] = (
        project_fields(by, [subject], on)
        if isinstance(subject, Project)
        else values_for(by, kind_of(subject), [subject], on)
    )
    tag(response, subject.revision)
    rows = [
        HeldOut(key=one.key, label=one.label, kind=one.kind, value=plain_value(one), words=one.words, reason=one.reason)
        for one in found[subject.pk]
    ]
    return HeldAtOut(on=on, fields=rows, revision=subject.revision)


def _offered(options: Iterable[Mapping[str, Any]]) -> tuple[Offered, ...]:
    return tuple(Offered(**one) for one in options)


def _field(row: Field) -> FieldOut:
    options = list(row.options.all())
    keys = {one.pk: one.key for one in options}
    told = {name: getattr(row, name) for name in FieldOut.model_fields if name not in ("id", "options")}
    told["options"] = [
        {
            "key": one.key,
            "label": one.label,
            "parent": keys[one.parent_id] if one.parent_id else "",
            "starts_on": one.starts_on,
            "ends_on": one.ends_on,
        }
        for one in options
    ]
    return FieldOut.model_validate({"id": row.pk, **told})
