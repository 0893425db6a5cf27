"""Budgets, ledger entries and forecasts as they were approved, recorded and made."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.choices import Kind, LineKind
from conspectus.rooms.money.models import Budget, Entry, Forecast
from conspectus.rooms.money.queries.views import BudgetLineView, BudgetView, EntryView, ForecastMonth, ForecastView
from conspectus.rooms.money.rules import require_cost
from conspectus.rooms.portfolio.models import Programme, Project


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What the entries of a project are narrowed to."""

    text: str = ""
    kind: str = ""
    since: date | None = None
    through: date | None = None


def entries(
    by: User, project: Project, wanted: LedgerFilter = LedgerFilter(), *, on: date | None = None
) -> QuerySet[Entry]:
    """Return the entries of a project, newest day first; refuses who may not see its cost."""
    require_cost(by, project, on)
    if wanted.kind and wanted.kind not in Kind.values:
        raise Invalid("kind", "The kind is one of: %(values)s.", "kind", values=", ".join(Kind.values))
    rows = (
        Entry.objects.filter(project=project).select_related("recorded_by", "contract__supplier").order_by("-on", "-pk")
    )
    rows = rows.annotate(corrected=Exists(Entry.objects.filter(corrects=OuterRef("pk"), is_reversal=True)))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.since is not None:
        rows = rows.filter(on__gte=wanted.since)
    if wanted.through is not None:
        rows = rows.filter(on__lte=wanted.through)
    if text := wanted.text.replace("\0", "").strip():
        fields = ("category", "supplier", "contract__title", "reference", "note")
        said = Q()
        for name in fields:
            said |= Q(**{f"{name}__icontains": text})
        rows = rows.filter(said)
    return rows


def get_entry(by: User, project: Project, entry_id: object, on: date | None = None) -> Entry:
    """Return one entry of a project."""
    row = entries(by, project, on=on).select_related("project").filter(pk=row_id(entry_id)).first()
    if row is None:
        raise NotFound
    return row


def entry_views(rows: Iterable[Entry]) -> tuple[EntryView, ...]:
    """Return entries, as ``entries`` gave them, to be shown."""
    return tuple(
        EntryView(
            id=row.pk,
            kind=row.kind,
            nature=row.nature,
            category=row.category,
            on=row.on,
            amount_minor=row.amount_minor,
            currency=row.currency,
            supplier=row.supplier,
            contract_id=row.contract_id,
            contract=row.contract.title if row.contract else "",
            reference=row.reference,
            note=row.note,
            recorded_by=row.recorded_by.name,
            recorded_at=row.recorded_at,
            corrects=row.corrects_id,
            is_reversal=row.is_reversal,
            corrected=bool(getattr(row, "corrected", False)),
            source_digest=row.source_digest,
            source_row=row.source_row,
        )
        for row in rows
    )


def budgets(by: User, subject: Project | Programme, on: date | None = None) -> tuple[BudgetView, ...]:
    """Return the approved budgets of a project or programme, the original first; refuses who may not see its cost."""
    require_cost(by, subject, on)
    rows = list(
        Budget.objects.filter(**{type(subject).__name__.lower(): subject})
        .select_related("approved_by")
        .prefetch_related("lines__division")
        .order_by("number")
    )
    return tuple(_budget(row, len(rows)) for row in rows)


def programme_budgets(programmes: Collection[int], through: date) -> dict[int, BudgetView]:
    """Return the own budget of each of some programmes as approved by the end of a day, whoever may see it."""
    rows = Budget.objects.filter(programme__in=programmes, approved_at__date__lte=through).order_by("number")
    newest = {row.programme_id: row for row in rows.select_related("approved_by").prefetch_related("lines__division")}
    return {pk: _budget(row, row.number) for pk, row in newest.items() if pk is not None}


def forecasts(by: User, project: Project, on: date | None = None) -> tuple[ForecastView, ...]:
    """Return the manager's forecasts, newest first; refuses who may not see the project's cost."""
    require_cost(by, project, on)
    rows = Forecast.objects.filter(project=project).select_related("made_by").prefetch_related("lines")
    return tuple(_forecast(row) for row in rows.order_by("-number"))


def _budget(row: Budget, newest: int) -> BudgetView:
    lines = tuple(
        BudgetLineView(
            line.fiscal_year,
            line.kind,
            line.nature,
            line.category,
            line.division.name if line.division else "",
            line.division_id,
            line.amount_minor,
        )
        for line in row.lines.all()
    )
    base, contingency, reserve = (
        sum(line.amount_minor for line in lines if line.kind == kind)
        for kind in (LineKind.BASE, LineKind.CONTINGENCY, LineKind.RESERVE)
    )
    return BudgetView(
        number=row.number,
        reason=row.reason,
        approved_by=row.approved_by.name,
        approved_at=row.approved_at,
        digest=row.digest,
        base_minor=base,
        contingency_minor=contingency,
        reserve_minor=reserve,
        lines=lines,
        is_original=row.number == 1,
        is_current=row.number == newest,
    )


def _forecast(row: Forecast) -> ForecastView:
    months = tuple(ForecastMonth(line.month, line.amount_minor) for line in row.lines.all())
    return ForecastView(
        row.number,
        row.made_on,
        row.reason,
        row.made_by.name,
        row.made_at,
        months,
        sum(one.amount_minor for one in months),
    )
