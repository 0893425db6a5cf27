"""The organisation's own fields: defined by those who steer it, filled in where the thing they describe is changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.queries import people
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.bridge.options import options_text
from conspectus.rooms.portfolio.choices import FieldKind, FieldSubject
from conspectus.rooms.portfolio.models import Field, Project
from conspectus.rooms.portfolio.queries.field_values import FieldShown, field_history, values_for
from conspectus.rooms.portfolio.queries.fields import (
    Subject,
    changed_by,
    definitions,
    get_field,
    get_subject,
    kind_of,
    options_offered,
    readable_fields,
    ruled_by,
)
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.schedule.queries.fields import project_fields

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms import own_fields as own_forms
from ..forms.changing import saved
from ..places import page_of
from ..words import several
from .organisation import change_page, tabs, trail_to


@dataclass(frozen=True, slots=True)
class Own:
    """The organisation's fields of one thing: to fill in, as they stand, and all in words."""

    fields: dict[str, forms.Field]
    stored: dict[str, str]
    rows: list[tuple[str, str]]


def own_fields(by: User, kind: str, on: date, subject: Subject | None = None) -> Own:
    """Return the fields of a thing, or of one about to be opened, as far as they may be seen."""
    shown = {one.key: one for one in held_by(by, subject, on)} if subject is not None else {}
    rows = [row for row in readable_fields(by, kind, on) if subject is None or row.key in shown]
    everybody = [(str(one.pk), one.name) for one in people()] if any(r.kind == FieldKind.PERSON for r in rows) else []
    made, stored = {}, {}
    for row in rows:
        if row.kind != FieldKind.FORMULA:
            name, held = own_forms.PREFIX + row.key, shown.get(row.key)
            made[name] = _value_field(row, everybody, held, on)
            stored[name] = held.value if held else ""
    return Own(made, stored, _told(shown.values()))


def own_rows(by: User, subject: Subject, on: date) -> list[tuple[str, str]]:
    """Return the fields of a visible thing in words, each with its label."""
    return _told(held_by(by, subject, on))


def own_panel(by: User, subject: Subject, on: date) -> dict[str, Any]:
    """Return what the panel of the fields of a visible thing shows, beside its particulars."""
    address = reverse("field-values", args=[kind_of(subject), subject.pk])
    changing = may(by, changed_by(subject), ruled_by(subject), on)
    return {"own": own_rows(by, subject, on), "own_address": address, "may_fill": changing}


def held_by(by: User, subject: Subject, on: date) -> tuple[FieldShown, ...]:
    """Return what the fields of a visible thing hold on a day, as far as ``by`` may see."""
    if isinstance(subject, Project):
        return project_fields(by, [subject], on)[subject.pk]
    return values_for(by, kind_of(subject), [subject], on)[subject.pk]


@require_http_methods(["GET", "HEAD", "POST"])
@page
def fields(request: HttpRequest) -> HttpResponse:
    """List the fields of the organisation, and create another."""
    by, on = asker(request), at(request)
    require(by, "create_field", None, on.date())
    form = own_forms.NewFieldForm(posted(request))
    if request.method == "POST" and saved(
        form, lambda given: actions.create_field(new=actions.NewField(**given), by=by, at=on)
    ):
        done(request, _("The field “%(label)s” is asked from now on.") % {"label": form.cleaned_data["label"]})
        return redirect("fields")
    told = {"tabs": tabs(by), "tab": _("Fields"), "form": form}
    rows = [(one, own_forms.last_asked(one.ends_on, on.date())) for one in definitions(by, on.date())]
    told |= {"rows": rows, "note": several(len(rows), "field")}
    return show(request, "organisation/own_fields.html", told, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_field(request: HttpRequest, field_id: str) -> HttpResponse:
    """Change a field of the organisation."""
    by, on = asker(request), at(request)
    require(by, "change_field", None, on.date())

    def stored() -> dict[str, Any]:
        row = get_field(by, field_id, on.date())
        return {name: getattr(row, name) for name in own_forms.FieldForm.base_fields if name != "options"} | {
            "options": options_text(row)
        }

    row = get_field(by, field_id, on.date())
    form = own_forms.FieldForm(posted(request), initial=stored())

    def save(given: dict[str, Any]) -> None:
        revision = given.pop("revision")
        if row.kind not in (FieldKind.CHOICE, FieldKind.TREE) and not given["options"]:
            del given["options"]
        actions.change_field(field=row, changes=given, revision=revision, by=by, at=on)

    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The field “%(label)s” is changed.") % {"label": form.cleaned_data["label"]})
        return redirect("fields")
    here = f"{row.label} ({row.get_kind_display().lower()}, {row.key})"
    return change_page(request, form, title=here, here=row.label, trail=trail_to("Fields"))


@require_POST
@page
def retire_field(request: HttpRequest, field_id: str) -> HttpResponse:
    """Ask a field no more."""
    by, on = asker(request), at(request)
    require(by, "retire_field", None, on.date())
    row = get_field(by, field_id, on.date())
    sent = request.POST.get("revision", "")
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 9):
        raise Invalid("revision", _("Say which revision you are changing."), "revision")
    row = actions.retire_field(field=row, revision=int(sent), by=by, at=on)
    done(request, _("“%(label)s” is asked no more; what it held stays readable.") % {"label": row.label})
    return redirect("fields")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def field_values(request: HttpRequest, subject_kind: str, subject_id: str) -> HttpResponse:
    """Show what the fields of a thing hold on a day and what they held before; fill them in from a day on."""
    by, on = asker(request), at(request)
    subject = get_subject(by, subject_kind, subject_id, on.date())
    day = _day(query(request).get("on", ""), on.date())
    own = own_fields(by, subject_kind, day, subject)

    def stored() -> dict[str, Any]:
        now = get_subject(by, subject_kind, subject_id, on.date())
        return own_fields(by, subject_kind, day, now).stored | {"revision": now.revision, "valid_from": day}

    changing = may(by, changed_by(subject), ruled_by(subject), on.date())
    form = own_forms.ValuesForm(posted(request), initial=stored(), own=own.fields)

    def save(given: dict[str, Any]) -> None:
        split = own_forms.own_values(given)
        actions.set_field_values(subject=subject, values=split.pop("fields", {}), **split, by=by, at=on)

    if request.method == "POST":
        require(by, changed_by(subject), ruled_by(subject), on.date())
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The fields are filled in."))
        return redirect("field-values", subject_kind, subject.pk)
    told = _told_of(by, subject, day, on.date()) | {"form": form if changing and own.fields else None}
    return show(request, "organisation/field_values.html", told | {"rows": own.rows}, status=form.status)


def _told_of(by: User, subject: Subject, day: date, today: date) -> dict[str, Any]:
    kind = kind_of(subject)
    told = {"subject_name": _name(subject), "day": day, "trail": _trail(subject, kind)}
    return told | {"history": _history(by, subject, kind, today)}


def _history(by: User, subject: Subject, kind: str, on: date) -> list[Any]:
    seen = {one.key for one in held_by(by, subject, on)}
    rows = [row for row in readable_fields(by, kind, on) if row.key in seen and row.kind != FieldKind.FORMULA]
    return [change for row in rows for change in field_history(row, subject.pk)]


def _name(subject: Subject) -> str:
    return str(getattr(subject, "name", subject))


def _trail(subject: Subject, kind: str) -> list[tuple[str, str]]:
    if kind == FieldSubject.PORTFOLIO:
        return [(_("Organisation"), reverse("portfolios")), (_name(subject), reverse("portfolios"))]
    own = reverse("particulars", args=[subject.pk]) if kind == FieldSubject.PROJECT else page_of(kind, str(subject.pk))
    return [(_("Portfolio"), reverse("portfolio")), (_name(subject), own)]


def _day(text: str, today: date) -> date:
    if not text:
        return today
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if not 1900 <= found.year <= 2200:
        raise Invalid("on", _("Enter a day such as 2027-03-31."), "on")
    return found


def _value_field(row: Field, everybody: Sequence[tuple[str, str]], held: FieldShown | None, on: date) -> forms.Field:
    words = [row.help_words, own_forms.when_required(row.required, row.required_state)]
    label = f"{row.label}, {row.unit or row.currency}" if row.unit or row.currency else row.label
    choices: list[tuple[str, str]] = []
    if row.kind == FieldKind.PERSON:
        choices = list(everybody)
    elif row.kind == FieldKind.YES_NO:
        choices = [("yes", _("Yes")), ("no", _("No"))]
    elif row.kind in (FieldKind.CHOICE, FieldKind.TREE):
        choices = [(key, "\u2003" * depth + name) for depth, key, name in options_offered(row, on)]
    if choices and held and held.value and held.value not in dict(choices):
        choices.append((held.value, _("%(words)s (no longer offered)") % {"words": held.words}))
    return own_forms.value_field(row.kind, label, " ".join(filter(None, words)), choices)


def _told(shown: Iterable[FieldShown]) -> list[tuple[str, str]]:
    return [(one.label, one.words or _without(one)) for one in shown]


def _without(one: FieldShown) -> str:
    return f"– ({one.reason})" if one.reason else "–"
