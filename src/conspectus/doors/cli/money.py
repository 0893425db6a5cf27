"""`conspectus money`: budgets, the ledger and forecasts of projects."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._budgets import register_budget
from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._said import add_manner, said_of
from conspectus.doors.cli._terminal import print_findings, print_json, print_table
from conspectus.formats.currencies import written

if TYPE_CHECKING:
    from conspectus.engine.measure import Measure
    from conspectus.rooms.accounts.models import User
    from conspectus.rooms.money.actions import NewEntry
    from conspectus.rooms.portfolio.models import Project

TEXTS = ("nature", "category", "currency", "supplier", "reference", "note")
SHOWN = (
    ("budget", "Approved budget"),
    ("contingency", "of it contingency"),
    ("reserve", "Management reserve, apart"),
    ("spent", "Spent"),
    ("open_commitments", "Open commitments"),
    ("left", "Left of the budget"),
    ("own_at_completion", "Own forecast at completion"),
    ("own_variance", "Under (+) or over (-) budget"),
    ("revenue", "Revenue"),
    ("plan_spent", "Actual cost in the plan"),
    ("plan_variance", "Under or over, by the plan"),
    ("ledger_variance", "Under or over, by the ledger"),
    ("unreconciled", "Ledger less plan, at its status date"),
)


def register(subparsers: Any) -> None:
    """Add the commands of money."""
    parser = subparsers.add_parser("money", help="budgets, ledger and forecasts of projects")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    show = commands.add_parser("show", help="budget, spent, estimates and the manager's own forecast side by side")
    show.add_argument("code")
    ledger = commands.add_parser("ledger", help="the entries of a project, newest day first")
    ledger.add_argument("code")
    ledger.add_argument("--text", default="", help="what category, supplier, reference or note hold")
    ledger.add_argument("--kind", default="")
    record = commands.add_parser("record", help="record one ledger entry")
    correct = commands.add_parser("correct", help="reverse an entry, and record the right one where it is given")
    correct.add_argument("code")
    correct.add_argument("id", help="the number of the entry; 'money ledger' shows it")
    correct.add_argument("--reason", required=True)
    correct.add_argument("--amount", help="the right amount; left out, the entry is only reversed")
    record.add_argument("code")
    record.add_argument("amount", help="such as 1234.56")
    for command, needed in ((record, True), (correct, False)):
        command.add_argument("--kind", default="actual" if needed else None, metavar="KIND")
        command.add_argument("--on", type=date.fromisoformat, required=needed, metavar="DATE")
        for name in TEXTS:
            command.add_argument(f"--{name}", default="" if needed else None)
        command.add_argument("--contract", metavar="REFERENCE", help="reference, title or number of one that serves it")
    register_budget(commands, "project", "code", _project)
    forecast = commands.add_parser("forecast", help="say what is still to be spent, by month")
    forecast.add_argument("code")
    forecast.add_argument("months", nargs="*", metavar="MONTH=AMOUNT", help="such as 2026-07=12000; none: nothing")
    forecast.add_argument("--made-on", type=date.fromisoformat, metavar="DATE", help="left out, it is today")
    forecast.add_argument("--reason", required=True, help="why; it is kept")
    bring = commands.add_parser("import", help="record the entries of a workbook or CSV, all or none")
    bring.add_argument("file", type=InFile)
    bring.add_argument("--project", metavar="CODE", help="one project's; else each row names its own")
    bring.add_argument("--preview", action="store_true", help="say what would be recorded and record nothing")
    add_manner(bring)
    periods = commands.add_parser("periods", help="earned value of a project by frozen period")
    periods.add_argument("code")
    total = commands.add_parser("total", help="the money of all projects, with sums of programmes and divisions")
    for command, run in ((bring, _import), (total, _total)):
        for_rows(command, run)
    for command in (show, ledger):
        command.add_argument("--json", action="store_true", help="print JSON")
    for_rows(periods, _periods)
    growth = commands.add_parser("growth", help="how far whole-life costs grew, as master lists stated them")
    growth.add_argument("portfolio", metavar="PORTFOLIO")
    for_rows(growth, _growth)
    runs = ((show, _show), (ledger, _ledger), (record, _record), (correct, _correct))
    for command, run in (*runs, (forecast, _forecast)):
        for_rows(command, run)


def _open(arguments: argparse.Namespace) -> tuple[User, Project]:
    open_rows(arguments)
    by = acting_user(arguments)
    return by, _project(by, arguments.code)


def _project(by: User, code: str) -> Project:
    from conspectus.rooms.portfolio.queries import project_by_code

    return project_by_code(by, code)


def _show(arguments: argparse.Namespace) -> None:
    by, project = _open(arguments)
    from conspectus.rooms.money.queries import project_money

    found = project_money(by, project, at=now())
    if arguments.json:
        print_json(_plain(asdict(found)))
        return
    cells = [(label, *_told(found.figures[name], found.currency)) for name, label in SHOWN]
    print_table((f"{project.code} in {found.currency}", "Amount", "Why not"), cells, figures=(1,))
    rows = [
        (one.name, *_told(one.eac, found.currency), _told(one.above_own, found.currency)[0]) for one in found.estimates
    ]
    print_table(("Estimate at completion by", "Amount", "Why not", "Above the own"), rows, figures=(1, 3))
    for other in found.others:
        spent = written(other.spent_minor, other.currency)
        print(f"Not in these sums, for there is no rate: {spent} {other.currency} spent.")


def _plain(value: Any) -> Any:
    """Return a value as JSON takes it: days and times as text."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def _told(measure: Measure, currency: str) -> tuple[str, str]:
    from conspectus.engine.measure import REASON_WORDS

    if measure.value is None:
        return "–", REASON_WORDS[measure.reason] if measure.reason else ""
    return written(round(measure.value), currency), ""


def _ledger(arguments: argparse.Namespace) -> None:
    by, project = _open(arguments)
    from conspectus.rooms.money.queries import LedgerFilter, entries, entry_views

    rows = entry_views(entries(by, project, LedgerFilter(arguments.text, arguments.kind)))
    if arguments.json:
        print_json({"entries": _plain([asdict(row) for row in rows])})
        return
    cells = [
        (
            str(row.id),
            row.on.isoformat(),
            row.kind,
            written(row.amount_minor, row.currency),
            row.currency,
            row.category,
            row.contract or row.supplier,
            row.reference,
            "reversal" if row.is_reversal else "corrected" if row.corrected else "",
        )
        for row in rows
    ]
    heads = ("Entry", "On", "Kind", "Amount", "In", "Category", "Supplier or contract", "Reference", "State")
    print_table(heads, cells, figures=(3,))


def _record(arguments: argparse.Namespace) -> None:
    by, project = _open(arguments)
    from conspectus.rooms.money.actions import record_entries

    done = record_entries(entries=[_entry(arguments, by, project, {})], by=by, at=now())
    print(done.words)


def _correct(arguments: argparse.Namespace) -> None:
    by, project = _open(arguments)
    from conspectus.rooms.money.actions import correct_entry
    from conspectus.rooms.money.queries import get_entry

    row = get_entry(by, project, arguments.id)
    same = {name: getattr(row, name) for name in ("kind", "on", *TEXTS)}
    right = _entry(arguments, by, project, same | {"contract": row.contract}) if arguments.amount else None
    reversal, instead = correct_entry(entry=row, reason=arguments.reason, right=right, by=by, at=now())
    print(f"Entry {row.pk} is reversed by {reversal.pk}" + (f" and replaced by {instead.pk}." if instead else "."))


def _entry(arguments: argparse.Namespace, by: User, project: Project, same: dict[str, Any]) -> NewEntry:
    from conspectus.rooms.money.actions import NewEntry, minor_units
    from conspectus.rooms.money.queries import contract_called

    given = {name: getattr(arguments, name) for name in ("kind", "on", *TEXTS)}
    values = same | {name: value for name, value in given.items() if value is not None}
    if arguments.contract:
        values["contract"] = contract_called(by, project, arguments.contract)
    currency = (values["currency"] or project.currency).upper()
    return NewEntry(project=project, amount_minor=minor_units(arguments.amount, currency), **values)


def _forecast(arguments: argparse.Namespace) -> None:
    by, project = _open(arguments)
    from conspectus.rooms.money.actions import forecast_cost, minor_units

    at, months = now(), []
    for text in arguments.months:
        month, _, money = text.partition("=")
        try:
            day = date.fromisoformat(f"{month}-01")
        except ValueError:
            raise Refused("Give each month as MONTH=AMOUNT, such as 2026-07=12000.") from None
        months.append((day, minor_units(money, project.currency)))
    made_on = arguments.made_on or at.date()
    row = forecast_cost(project=project, made_on=made_on, reason=arguments.reason, months=months, by=by, at=at)
    total = written(sum(money for _, money in months), project.currency)
    print(f"Forecast {row.number} of {project.code}: {total} {project.currency} still to be spent.")


def _import(arguments: argparse.Namespace) -> None:
    data, name = arguments.file.read(), arguments.file.name
    open_rows(arguments)
    from conspectus.review.show import finding_row
    from conspectus.rooms.money.actions import EntriesRefused, import_entries, preview_entries
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    project = project_by_code(by, arguments.project) if arguments.project else None
    given: dict[str, Any] = {"data": data, "name": name, "project": project, "said": said_of(arguments)}
    try:
        if not arguments.preview:
            print(import_entries(**given, by=by, at=now()).words)
            return
        found = preview_entries(**given, by=by, at=now())
    except EntriesRefused as refusal:
        print_findings([finding_row(one, name) for one in refusal.findings])
        raise
    print_findings([finding_row(one, name) for one in found.findings])
    for part in found.projects:
        sums = "; ".join(f"{written(amount, code)} {code}" for code, amount in part.sums)
        print(f"{part.code}: {part.entries} entries, {sums}{', came in before' if part.already else ''}")
    print(found.words)


def _total(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.money.queries import portfolio_money

    found = portfolio_money(acting_user(arguments), at=now())
    names = ("budget", "spent", "open_commitments", "left", "own_at_completion", "own_variance")
    heads = ("In", "Budget", "Spent", "Open", "Left", "Own forecast", "Under or over")
    for title, rows in (("Projects of", found.groups), ("Project", found.rows)):
        cells = [
            (one.name, one.currency, *(_told(one.figures[name], one.currency)[0] for name in names)) for one in rows
        ]
        print_table((title, *heads), cells, figures=range(2, 8))
    for row in found.decisions:
        if row.verdict is not None:
            print(f"{row.verdict.call.capitalize()} {row.code} {row.name}? {row.verdict.words}")
    if found.hidden:
        print(f"The cost of {found.hidden} projects is not open to you and is in no sum.")


def _periods(arguments: argparse.Namespace) -> None:
    by, project = _open(arguments)
    from conspectus.rooms.status.queries import earned_by_period

    names = ("planned_value", "earned_value", "actual_cost", "bac", "forecast")
    cells = [
        (one.period, one.currency, *(_told(getattr(one, name), one.currency)[0] for name in names))
        for one in earned_by_period(by, project, at=now())
    ]
    print_table(("Period", "In", "PV", "EV", "AC", "BAC", "EAC"), cells, figures=range(2, 7))


def _growth(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import cost_growth, get_portfolio

    by, on = acting_user(arguments), now().date()
    found = cost_growth(by, get_portfolio(by, arguments.portfolio), on=on)
    cells = [
        (
            f"{one.code} {one.name}",
            one.currency,
            one.first_on.isoformat(),
            written(one.first_minor, one.currency),
            one.last_on.isoformat(),
            written(one.last_minor, one.currency),
            "–" if one.growth.value is None else f"{one.growth.value:+.1%}",
        )
        for one in found.rows
    ]
    print_table(("Project", "In", "First", "Stated", "Last", "Stated", "Growth"), cells, figures=(3, 5, 6))
    for step in found.steps:
        print(f"{step.stated_on} {step.projects} projects: index {step.index:.1f} {step.currency}")
    for one in found.sums:
        told = "–" if one.growth.value is None else f"{one.growth.value:+.1%}"
        print(f"{one.projects} projects together: {told} {one.currency}")
    if found.hidden:
        print(f"The cost of {found.hidden} projects is not open to you and is in no sum.")
