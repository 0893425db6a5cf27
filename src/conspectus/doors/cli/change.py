"""`conspectus change`: change requests; raised, revised, submitted, decided, implemented; who may decide them."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_table

REASONS = ("customer", "omission", "regulation", "technical", "supplier", "market", "estimate", "funding", "other")
STATES = ("open", "draft", "submitted", "approved", "rejected", "withdrawn", "implemented")
TEXTS = ("what", "why", "reason", "slip_days", "cost_kind", "nature", "fiscal_year", "benefit", "risk", "quality")


def register(subparsers: Any) -> None:
    """Add the commands of change requests."""
    parser = subparsers.add_parser("change", help="change requests, their decision, and what they became")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="draft a change request of a project")
    create.add_argument("code", metavar="PROJECT", help="the project's code")
    create.add_argument("title")
    revise = commands.add_parser("revise", help="change a draft; what is left out stays")
    revise.add_argument("id", help="a change request's number; 'change list' shows it")
    revise.add_argument("--title")
    for command, required in ((create, True), (revise, False)):
        _add_particulars(command, required)
    submit = commands.add_parser("submit", help="ask for the decision")
    withdraw = commands.add_parser("withdraw", help="take a change request back")
    decide = commands.add_parser("decide", help="approve or reject what somebody else submitted")
    implement = commands.add_parser("implement", help="carry an approved change into a new baseline and budget")
    show = commands.add_parser("show", help="one change request with its decision")
    for command in (submit, withdraw, decide, implement, show):
        command.add_argument("id", help="a change request's number")
    decide.add_argument("state", choices=("approved", "rejected"))
    for command in (withdraw, decide):
        command.add_argument("--reason", required=True)
    implement.add_argument("--plan", metavar="REVISION", help="the plan revision that becomes the baseline")
    implement.add_argument("--without-budget", action="store_true", help="do not add its cost to the budget")
    listing = commands.add_parser("list", help="the change requests of the projects you may see, the newest first")
    listing.add_argument("--project", metavar="CODE")
    listing.add_argument("--text", default="", help="part of a title")
    listing.add_argument("--state", choices=STATES, default="")
    listing.add_argument("--reason", choices=REASONS, default="")
    authority = commands.add_parser("authority", help="who decides changes, or set it anew")
    of = authority.add_mutually_exclusive_group(required=True)
    of.add_argument("--portfolio", metavar="ID")
    of.add_argument("--project", metavar="CODE")
    said = commands.add_parser("empower", help="set who decides changes up to which size")
    of = said.add_mutually_exclusive_group(required=True)
    of.add_argument("--portfolio", metavar="ID")
    of.add_argument("--project", metavar="CODE")
    said.add_argument(
        "--limit", action="append", required=True, metavar="ROLE=COST/DAYS", help="such as sponsor=50000/10"
    )
    said.add_argument("--reason", required=True)
    every = ((create, _create), (revise, _revise), (submit, _submit), (withdraw, _withdraw), (decide, _decide))
    more = ((implement, _implement), (show, _show), (listing, _list), (authority, _authority), (said, _set))
    for command, run in (*every, *more):
        for_rows(command, run)


def _add_particulars(command: argparse.ArgumentParser, required: bool) -> None:
    command.add_argument("--what", required=required, help="what is to change")
    command.add_argument("--why", required=required)
    command.add_argument("--reason", choices=REASONS, required=required)
    command.add_argument("--plan", metavar="REVISION", help="the plan revision that shows it")
    command.add_argument("--slip", dest="slip_days", type=float, metavar="DAYS", help="working days, later is positive")
    command.add_argument("--cost", help="such as 12000.00; -12000.00 for less")
    command.add_argument("--year", dest="fiscal_year", type=int, help="the fiscal year of the cost")
    command.add_argument("--kind", dest="cost_kind", choices=("base", "contingency", "reserve"))
    command.add_argument("--nature", choices=("capex", "opex"))
    for name in ("benefit", "risk", "quality"):
        command.add_argument(f"--{name}", help=f"what it does to {name}")


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.changes.actions import ChangeParticulars, raise_change_request
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    project = project_by_code(by, arguments.code)
    new = ChangeParticulars(title=arguments.title, **_given(arguments, project))
    row = raise_change_request(project=project, new=new, by=by, at=now())
    print(f"{row.pk} {row}")


def _revise(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.changes.actions import ChangeParticulars, revise_change_request

    row, given = _found(arguments)
    stored = {name: getattr(row, name) for name in (*TEXTS, "title", "plan", "cost_minor")}
    titled = {} if arguments.title is None else {"title": arguments.title}
    new = ChangeParticulars(**stored | titled | _given(arguments, row.project))
    row = revise_change_request(request=row, new=new, **given)
    print(f"{row.pk} {row}")


def _given(arguments: argparse.Namespace, project: Any) -> dict[str, Any]:
    """Return the particulars that were said."""
    from conspectus.kit.amounts import minor_units
    from conspectus.rooms.schedule.queries.revisions import get_revision

    given = {name: getattr(arguments, name) for name in TEXTS if getattr(arguments, name) is not None}
    if arguments.plan is not None:
        given["plan"] = get_revision(project, arguments.plan) if arguments.plan else None
    if arguments.cost is not None:
        given["cost_minor"] = minor_units(arguments.cost, project.currency, "cost") if arguments.cost else None
    return given


def _submit(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.changes.actions import submit_change_request

    row, given = _found(arguments)
    print(f"{row} is {submit_change_request(request=row, **given).state}.")


def _withdraw(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.changes.actions import withdraw_change_request

    row, given = _found(arguments)
    print(f"{row} is {withdraw_change_request(request=row, reason=arguments.reason, **given).state}.")


def _decide(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.changes.actions import decide_change_request

    row, given = _found(arguments)
    row = decide_change_request(request=row, state=arguments.state, reason=arguments.reason, **given)
    print(f"{row} is {row.state}.")


def _implement(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.changes.actions import implement_change_request
    from conspectus.rooms.schedule.queries.revisions import get_revision

    row, given = _found(arguments)
    plan = get_revision(row.project, arguments.plan) if arguments.plan else None
    row = implement_change_request(request=row, plan=plan, with_budget=not arguments.without_budget, **given)
    became = [f"{word} {one.number}" for word, one in (("baseline", row.baseline), ("budget", row.budget)) if one]
    print(f"{row} is implemented: {', '.join(became)}.")


def _found(arguments: argparse.Namespace) -> tuple[Any, dict[str, Any]]:
    from conspectus.rooms.changes.queries import get_change

    by, at = acting_user(arguments), now()
    row = get_change(by, arguments.id, at.date())
    return row, {"revision": row.revision, "by": by, "at": at}


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.changes.queries import change_view

    row, given = _found(arguments)
    view = change_view(given["by"], row, given["at"].date())
    print(f"{row} of {row.project.code}, {row.state}")
    print(f"{row.what}\n{row.why}")
    print(f"Slip {row.slip_days if row.slip_days is not None else '–'} working days, cost {_cost(view)}")
    if view.decision is not None:
        one = view.decision
        print(f"{one.state} by {one.decided_by.name} on {one.decided_at:%Y-%m-%d}: {one.reason} ({one.digest[:12]})")


def _cost(view: Any) -> str:
    from conspectus.formats.currencies import written

    currency = view.row.project.currency
    return str(view.cost.reason) if view.cost.value is None else f"{written(int(view.cost.value), currency)} {currency}"


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.changes.queries import ChangeFilter, change_views, find_changes
    from conspectus.rooms.portfolio.queries import project_by_code

    by, on = acting_user(arguments), now().date()
    project = project_by_code(by, arguments.project).pk if arguments.project else None
    wanted = ChangeFilter(arguments.text, project, state=arguments.state, reason=arguments.reason)
    cells = [
        (
            str(view.row),
            str(view.row.pk),
            view.row.project.code,
            view.row.reason,
            view.row.state,
            _cost(view),
            "–" if view.row.slip_days is None else f"{view.row.slip_days:g}",
        )
        for view in change_views(by, list(find_changes(by, wanted, on)), on)
    ]
    print_table(("Change request", "Id", "Project", "Reason", "State", "Cost", "Slip, d"), cells, figures=(5, 6))


def _authority(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    _print_authority(_subject(arguments))


def _print_authority(subject: Any) -> None:
    from conspectus.formats.currencies import written
    from conspectus.rooms.changes.rules import limits_for

    cells = [
        (
            one.label,
            "any" if one.most_cost_minor is None else written(one.most_cost_minor, subject.currency),
            "any" if one.most_slip_days is None else f"{one.most_slip_days:g}",
        )
        for one in limits_for(subject)
    ]
    print_table(("Role", f"Cost to, {subject.currency}", "Slip to, d"), cells, figures=(1, 2))


def _set(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.changes.actions import set_change_authority

    subject = _subject(arguments)
    limits = [_limit(text, subject.currency) for text in arguments.limit]
    by = acting_user(arguments)
    set_change_authority(subject=subject, limits=limits, reason=arguments.reason, by=by, at=now())
    _print_authority(subject)


def _limit(text: str, currency: str) -> Any:
    from conspectus.kit.amounts import minor_units
    from conspectus.rooms.changes.rules import Limit

    role, _, size = text.partition("=")
    cost, _, days = size.partition("/")
    try:
        return Limit(role.strip(), minor_units(cost, currency) if cost else None, float(days) if days else None)
    except ValueError:
        raise Refused(f"Write a limit as sponsor=50000/10, not '{text[:40]}'.") from None


def _subject(arguments: argparse.Namespace) -> Any:
    from conspectus.rooms.portfolio.queries import get_portfolio, project_by_code

    by = acting_user(arguments)
    if arguments.project is not None:
        return project_by_code(by, arguments.project)
    return get_portfolio(by, arguments.portfolio)
