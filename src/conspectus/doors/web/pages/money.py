"""The money of one project: where it stands, its ledger, its budgets and its forecasts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.formats.currencies import written
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.queries import divisions
from conspectus.rooms.changes.queries import growth_of
from conspectus.rooms.money import actions, queries
from conspectus.rooms.money.choices import Kind, LineKind, Nature
from conspectus.rooms.money.models import Entry
from conspectus.rooms.money.queries import BudgetView, ForecastView
from conspectus.rooms.portfolio.models import Contract, Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries import (
    ProjectFilter,
    get_programme,
    stated_costs,
    states_costs,
    visible_portfolios,
    visible_programmes,
)
from conspectus.rooms.portfolio.rules import may, may_somewhere, require, sees_cost
from conspectus.rooms.schedule.queries import current_number, revision_detail
from conspectus.rooms.status.queries import earned_by_period

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms.changing import saved
from ..forms.money import BudgetForm, CorrectionForm, EntryForm, ForecastForm, LineForm
from ..panels.money import category_rows, estimate_rows, line_rows, line_totals, money_curve, money_figures, month_rows
from ..panels.periods import period_panel
from ..tables.money import GROUP_HEADS, group_cells, row_cells
from ..tables.portfolio import read_filter, window
from ..words import address, exact, several
from .frame import frame, programme_frame
from .narrowing import narrowing_choices

NATURES = dict(Nature.choices)
ROWS = 100  # of the ledger at once
MONTHS = 12  # offered by a forecast
SAME = ("kind", "on", "currency", "nature", "category", "supplier", "reference", "note")


@require_safe
@page
def money(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show budget, ledger, the plan's estimates and the manager's own forecast side by side."""
    project, told = _frame(request, project_id, "")
    by, on = asker(request), at(request)
    found = queries.project_money(by, project, at=on)
    plan = revision_detail(project, by=by, on=on.date()).curve if current_number(project) is not None else None
    told |= {
        "money": found,
        "growth": growth_of(by, project, on.date()),
        "key_figures": money_figures(found, on.date()),
        "curve": money_curve(found, plan, on.date()),
        "month_rows": month_rows(found),
        "line_rows": line_rows(found, NATURES),
        "line_totals": line_totals(found),
        "category_rows": category_rows(found),
        "estimate_rows": estimate_rows(found),
        **period_panel(earned_by_period(by, project, at=on)),
        "stated": stated_costs(project),
        "others": "; ".join(
            _("%(amount)s %(currency)s spent")
            % {"amount": exact(one.spent_minor, one.currency), "currency": one.currency}
            for one in found.others
        ),
    }
    return show(request, "money/money.html", told)


@require_safe
@page
def all_money(request: HttpRequest) -> HttpResponse:
    """Show the money of every visible project, with sums of programmes and divisions."""
    by, on, asked = asker(request), at(request), query(request)
    wanted = read_filter(asked)
    found = queries.portfolio_money(by, wanted, at=on)
    told = window(found.rows, request.path, asked) | {
        "groups": [group_cells(one) for one in found.groups],
        "heads": GROUP_HEADS,
        "hidden": found.hidden,
        "decisions": found.decisions,
        "recording": may_somewhere(by, "record_entries", on.date()),
    }
    told["rows"] = [(row, row_cells(row)) for row in told["rows"]]
    told |= narrowing_choices(request, ("text", "programme", "division", "portfolio"))
    places = visible_portfolios(by, on.date())
    told["growing"] = places.filter(pk__in=states_costs(places.order_by().values_list("pk", flat=True)))
    subject = _whole(by, wanted, on.date())
    if subject is not None:
        told |= period_panel(earned_by_period(by, subject, at=on))
        told["period_title"] = _("Earned value by period: %(name)s") % {"name": subject.name}
    return show(request, "money/all.html", told)


def _whole(by: User, wanted: ProjectFilter, on: date) -> Programme | Portfolio | None:
    """Return the programme asked for, else the portfolio, where the reader may see the cost of all of it."""
    if wanted.text or wanted.division:
        return None
    subject: Programme | Portfolio | None
    if wanted.programme:
        subject = visible_programmes(by, on).filter(pk=wanted.programme).first()
    else:
        places = visible_portfolios(by, on)
        found = list(places.filter(pk=wanted.portfolio) if wanted.portfolio else places[:2])
        subject = found[0] if len(found) == 1 else None
    return subject if subject is not None and sees_cost(by, subject, on) else None


@require_http_methods(["GET", "HEAD", "POST"])
@page
def ledger(request: HttpRequest, project_id: str) -> HttpResponse:
    """List the entries of a project, narrowed and a page at a time, and record another."""
    project, told = _frame(request, project_id, _("Ledger"))
    by, on, asked = asker(request), at(request), query(request)
    recording = may(by, "record_entries", project, on.date())
    form = EntryForm(
        posted(request), contracts=_contracts(request, project), initial={"on": on.date(), "currency": project.currency}
    )
    if request.method == "POST":
        require(by, "record_entries", project, on.date())
        if saved(form, lambda _: actions.record_entries(entries=[form.entry(project)], by=by, at=on)):
            done(request, _("The entry is recorded."))
            return redirect("ledger", project.pk)
    rows = queries.entries(by, project, _wanted(asked), on=on.date())
    told |= _window(rows, request.path, asked)
    told |= {"form": form if recording else None, "asked": asked, "kinds": Kind.choices}
    told |= {"narrowed": any(asked.get(name) for name in ("text", "kind", "since", "through"))}
    return show(request, "money/ledger.html", told, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def correct(request: HttpRequest, project_id: str, entry_id: str) -> HttpResponse:
    """Reverse an entry, and record the right one."""
    project, told = _frame(request, project_id, _("Ledger"))
    by, on = asker(request), at(request)
    row = queries.get_entry(by, project, entry_id, on.date())
    require(by, "correct_entry", project, on.date())
    form = CorrectionForm(posted(request), contracts=_contracts(request, project), initial=_typed(row))
    if request.method == "POST" and saved(form, lambda given: _correct(request, project, row, form)):
        done(request, _("The entry is corrected; what was recorded first stays readable beside it."))
        return redirect("ledger", project.pk)
    told |= {"form": form, "entry": queries.entry_views([row])[0]}
    return show(request, "money/correct.html", told, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def budgets(request: HttpRequest, project_id: str) -> HttpResponse:
    """List the approved budgets of a project and approve another."""
    project, told = _frame(request, project_id, _("Budgets"))
    return _budgets(request, project, project.currency, told | {"frame": "money/frame.html"})


@require_http_methods(["GET", "HEAD", "POST"])
@page
def programme_budgets(request: HttpRequest, programme_id: str) -> HttpResponse:
    """List the approved budgets of a programme itself and approve another."""
    programme = get_programme(asker(request), programme_id, at(request).date())
    told = {"programme": programme, "frame": "programmes/money_frame.html"}
    told |= programme_frame(asker(request), programme, "Budget")
    return _budgets(request, programme, programme.portfolio.currency, told)


def _budgets(request: HttpRequest, subject: Project | Programme, currency: str, told: dict[str, Any]) -> HttpResponse:
    by, on = asker(request), at(request)
    approving = may(by, "approve_budget", subject, on.date())
    rows = queries.budgets(by, subject, on.date())
    form = BudgetForm(posted(request), initial={"expected": len(rows)})
    lines = _lines(request, currency, rows[-1] if rows else None)
    if request.method == "POST":
        require(by, "approve_budget", subject, on.date())
        if lines.is_valid() and saved(form, lambda given: _approve(request, subject, lines, given)):
            done(request, _("The budget is approved; what is spent and forecast is held to it from now on."))
            return redirect(request.path)
    told |= {"budgets": rows[::-1], "form": form if approving else None, "lines": lines, "natures": NATURES}
    told |= {"kinds": dict(LineKind.choices), "currency": currency}
    return show(request, "money/budgets.html", told, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def forecasts(request: HttpRequest, project_id: str) -> HttpResponse:
    """List the manager's forecasts and make another."""
    project, told = _frame(request, project_id, _("Forecasts"))
    by, on = asker(request), at(request)
    rows = queries.forecasts(by, project, on.date())
    form = _forecast(request, project, rows[0] if rows else None, on.date())
    if request.method == "POST":
        require(by, "forecast_cost", project, on.date())
        if saved(form, lambda given: _keep(request, project, form)):
            done(request, _("The forecast is kept; it counts from now on."))
            return redirect("forecasts", project.pk)
    forecasting = may(by, "forecast_cost", project, on.date())
    told |= {"forecasts": rows, "form": form if forecasting else None}
    return show(request, "money/forecasts.html", told, status=form.status)


def _frame(request: HttpRequest, project_id: str, here: str) -> tuple[Project, dict[str, Any]]:
    """Return the project and what its money pages share; a page below the first leads back to it."""
    project, told = frame(request, project_id, "Money")
    views = (
        (_("Money"), "money"),
        (_("Ledger"), "ledger"),
        (_("Budgets"), "budgets"),
        (_("Forecasts"), "forecasts"),
    )
    told["ways"] = [(name, reverse(view, args=[project.pk])) for name, view in views]
    return project, told | {"here": here or _("Money")}


def _contracts(request: HttpRequest, project: Project) -> list[Contract]:
    """Return the contracts that serve a project."""
    return list(queries.contracts_for(asker(request), project, at(request).date()).values())


def _wanted(asked: dict[str, str]) -> queries.LedgerFilter:
    since, through = (_day(asked.get(name, ""), name) for name in ("since", "through"))
    return queries.LedgerFilter(asked.get("text", ""), asked.get("kind", ""), since, through)


def _day(text: str, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("date", _("Enter a date such as 2027-03-31."), field) from None


def _window(rows: Any, path: str, asked: dict[str, str]) -> dict[str, Any]:
    """Return one page of the ledger with the ways to those before and after."""
    given, total = asked.get("from", ""), rows.count()
    first = int(given) - 1 if given.isascii() and given.isdecimal() and len(given) < 9 else 0
    first = min(max(first, 0), max(total - 1, 0)) // ROWS * ROWS
    last = min(first + ROWS, total)
    return {
        "rows": queries.entry_views(rows[first:last]),
        "first": first + 1,
        "last": last,
        "total": total,
        "note": several(total, "entry"),
        "before": address(path, asked, **{"from": first - ROWS + 1}) if first else "",
        "after": address(path, asked, **{"from": last + 1}) if last < total else "",
    }


def _typed(row: Entry) -> dict[str, Any]:
    amount = written(row.amount_minor, row.currency)
    kept = {"amount": amount, "what": "replace", "contract": str(row.contract_id or "")}
    return {name: getattr(row, name) for name in SAME} | kept


def _correct(request: HttpRequest, project: Project, row: Entry, form: CorrectionForm) -> object:
    given = form.cleaned_data
    right = form.entry(project) if given["what"] == "replace" else None
    return actions.correct_entry(entry=row, reason=given["reason"], right=right, by=asker(request), at=at(request))


def _lines(request: HttpRequest, currency: str, budget: BudgetView | None) -> Any:
    """Return the lines of the form, beginning from the newest budget."""
    kept = [
        {
            "fiscal_year": line.fiscal_year,
            "kind": line.kind,
            "nature": line.nature,
            "category": line.category,
            "division": str(line.division_id or ""),
            "amount": written(line.amount_minor, currency),
        }
        for line in (budget.lines if budget else ())
    ]
    made = formset_factory(LineForm, extra=6 if kept else 8, max_num=2000)
    shared = {"divisions": [(str(one.pk), one.name) for one in divisions()], "currency": currency}
    return made(posted(request), initial=kept, form_kwargs=shared, prefix="line")


def _approve(request: HttpRequest, subject: Project | Programme, lines: Any, given: dict[str, Any]) -> object:
    found = [form.line() for form in lines if form.cleaned_data.get("amount")]
    return actions.approve_budget(subject=subject, lines=found, **given, by=asker(request), at=at(request))


def _forecast(request: HttpRequest, project: Project, newest: ForecastView | None, today: date) -> ForecastForm:
    """Return the form of a forecast: the months to come, with what the newest says of them."""
    kept = {one.month: one.amount_minor for one in newest.months} if newest else {}
    number = today.year * 12 + today.month - 1
    coming = {date(n // 12, n % 12 + 1, 1) for n in range(number, number + MONTHS)}
    months = sorted(coming | {month for month in kept if month >= today.replace(day=1)})
    initial = {f"{month:%Y-%m}": written(kept[month], project.currency) for month in months if month in kept}
    return ForecastForm(posted(request), months=months, initial=initial | {"made_on": today})


def _keep(request: HttpRequest, project: Project, form: ForecastForm) -> object:
    given, months = form.cleaned_data, form.lines(project.currency)
    said = {"made_on": given["made_on"], "reason": given["reason"]}
    return actions.forecast_cost(project=project, months=months, **said, by=asker(request), at=at(request))
