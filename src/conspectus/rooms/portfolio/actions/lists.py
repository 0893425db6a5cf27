"""What makes a master list repeatable: other names of a project, a saved mapping, and what a list stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError
from django.db.models import Q

from conspectus.formats.actionlists import ACTION_FIELDS
from conspectus.formats.collection import FIELDS as REPORT_FIELDS
from conspectus.formats.linklists import LINK_FIELDS
from conspectus.formats.masterlist import FIELDS, Field
from conspectus.formats.registers import REGISTER_FIELDS
from conspectus.kit.currencies import currency_code
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_line, clean_name, fold
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import FieldKind, FieldSubject, SheetKind
from conspectus.rooms.portfolio.models import Alias, ListMapping, Portfolio, Project, Stated
from conspectus.rooms.portfolio.queries.field_values import BY_FIELD
from conspectus.rooms.portfolio.queries.fields import known_fields
from conspectus.rooms.portfolio.rules import require

MOST_COLUMNS = 256
SHEETS: dict[str, Mapping[str, Field]] = {  # of several tables, by what their columns may hold
    SheetKind.REGISTER: REGISTER_FIELDS,
    SheetKind.REPORTS: REPORT_FIELDS,
    SheetKind.LINKS: LINK_FIELDS,
    SheetKind.ACTIONS: ACTION_FIELDS,
}
KINDS = ", ".join(SheetKind.values)
MANNER = ("date_order", "amounts", "encoding", "currency")


@dataclass(frozen=True, slots=True)
class Figures:
    """The dates and the money a list states of a project; what it does not say is None."""

    starts_on: date | None = None
    finishes_on: date | None = None
    budget_minor: int | None = None
    cost_minor: int | None = None
    currency: str = ""


@deed("add_alias", "gave a project another name", needs=Ability.PLAN)
def add_alias(*, project: Project, name: str, by: User, at: datetime) -> Alias:
    """Let a project be found by another name or code; refuses one by which a project is found already."""
    require(by, "add_alias", project, at.date())
    name = clean_name(name, "name")
    key = fold(name)
    others = Project.objects.filter(Q(code_key=key) | Q(name_key=key))
    taken = Invalid("name_taken", "A project is found by this name already.", "name")
    if others.exists() or Alias.objects.filter(name_key=key).exists():
        raise taken
    try:
        with audited("add_alias", by=by, at=at) as line:
            row = Alias.objects.create(project=project, name=name, name_key=key)
            line.about("project", project.pk, alias=name)
    except IntegrityError:
        raise taken from None
    return row


@deed("remove_alias", "took another name of a project away", needs=Ability.PLAN)
def remove_alias(*, alias: Alias, by: User, at: datetime) -> None:
    """Let a project be found by this name no more."""
    require(by, "remove_alias", alias.project, at.date())
    with audited("remove_alias", by=by, at=at) as line:
        Alias.objects.filter(pk=alias.pk).delete()
        line.about("project", alias.project_id, alias=alias.name)


@deed("save_mapping", "saved how a list is read", needs=Ability.STEER)
def save_mapping(
    *,
    portfolio: Portfolio,
    name: str,
    columns: Mapping[str, str],
    manner: Mapping[str, str] | None = None,
    kind: str = SheetKind.PROJECTS,
    by: User,
    at: datetime,
) -> ListMapping:
    """Keep how the columns of a list are read; one of the same name and kind in this portfolio gives way.

    Refuses unknown fields, an empty mapping, and a field given twice where a sheet holds one table only.
    """
    require(by, "save_mapping", portfolio, at.date())
    if kind not in SheetKind.values:
        raise Invalid("kind", "There is no such kind of list. There are: %(known)s.", "kind", known=KINDS)
    tables = SHEETS.get(kind)
    labels = {one.code: one.label for one in tables.values()} if tables else _known(by, at)
    name, columns = clean_name(name, "name"), _checked(columns, labels, once=tables is None)
    said = {key: clean_line(value, key, most=40) for key, value in (manner or {}).items() if value}
    if unknown := sorted(set(said) - set(MANNER)):
        raise Invalid(
            "manner", "'%(unknown)s' is nothing that can be said of a list.", "manner", unknown=unknown[0][:40]
        )
    with audited("save_mapping", by=by, at=at) as line:
        Portfolio.objects.select_for_update().get(pk=portfolio.pk)
        there = ListMapping.objects.filter(portfolio=portfolio, kind=kind, name_key=fold(name)).first()
        row = there or ListMapping(portfolio=portfolio, kind=kind, revision=0)
        row.name, row.name_key, row.owner = name, fold(name), by.person
        row.columns, row.manner, row.revision = columns, said, row.revision + 1
        row.save()
        line.about("portfolio", portfolio.pk, mapping=name, columns=columns)
    return row


@deed("remove_mapping", "removed how a list is read", needs=Ability.STEER)
def remove_mapping(*, mapping: ListMapping, by: User, at: datetime) -> None:
    """Forget a saved mapping."""
    require(by, "remove_mapping", mapping.portfolio, at.date())
    with audited("remove_mapping", by=by, at=at) as line:
        ListMapping.objects.filter(pk=mapping.pk).delete()
        line.about("portfolio", mapping.portfolio_id, mapping=mapping.name)


@deed("state_figures", "kept what a list stated of a project", needs=Ability.STEER)
def state_figures(
    *, project: Project, stated_on: date, figures: Figures, source: str, by: User, at: datetime
) -> Stated:
    """Keep the dates and the money a list states of a project on a day; said again for that day, it gives way."""
    require(by, "state_figures", project, at.date())
    source = clean_line(source, "source", required=False)
    currency = currency_code(figures.currency or project.currency)
    with audited("state_figures", by=by, at=at) as line:
        Project.objects.select_for_update().get(pk=project.pk)
        row = Stated.objects.filter(project=project, stated_on=stated_on).first()
        row = row or Stated(project=project, stated_on=stated_on)
        told = {name: getattr(figures, name) for name in ("starts_on", "finishes_on", "budget_minor", "cost_minor")}
        for name, value in told.items():
            setattr(row, name, value)
        row.currency, row.source = currency, source
        row.save()
        line.about("project", project.pk, stated_on=stated_on, currency=currency, source=source, **told)
    return row


def _known(by: User, at: datetime) -> dict[str, str]:
    """Return the labels of all fields a column may hold, those of the organisation by their keys."""
    own = known_fields(by, FieldSubject.PROJECT, at.date())[0]
    listed = {code: str(one.label) for code, one in FIELDS.items()}
    return listed | {BY_FIELD + row.key: row.label for row in own if row.kind != FieldKind.FORMULA}


def _checked(columns: object, known: Mapping[str, str], *, once: bool) -> dict[str, str]:
    if not isinstance(columns, Mapping) or not columns or len(columns) > MOST_COLUMNS:
        raise Invalid(
            "columns", "Give 1 to %(most)s columns, each with the field it holds.", "columns", most=MOST_COLUMNS
        )
    found: dict[str, str] = {}
    for heading, field in columns.items():
        if field and field not in known:
            raise Invalid("columns", "'%(asked)s' is no field of such a list.", "columns", asked=str(field)[:40])
        if once and field and field in found.values():
            raise Invalid("columns", "%(label)s is given to two columns. Choose one.", "columns", label=known[field])
        found[clean_line(heading, "columns", most=400)] = field
    return found
