"""`conspectus cycle`: how reports are gathered; asked for, handed on, chased, decided on by the hundred."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._files import OutFile
from conspectus.doors.cli._report_sheets import add_sheets
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_table

if TYPE_CHECKING:
    from conspectus.rooms.accounts.models import Person, User

RULE = ("opens_day", "due_day", "reminder_days", "escalate_day", "opens_itself", "answers_needed")


def register(subparsers: Any) -> None:
    """Add the commands of the reporting cycle."""
    parser = subparsers.add_parser("cycle", help="the reporting cycle: reports asked for, chased, decided on")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    rule = commands.add_parser("rule", help="say how a portfolio gathers reports")
    rule.add_argument("portfolio", metavar="PORTFOLIO")
    for name, words in (("opens", "asked"), ("due", "due")):
        rule.add_argument(f"--{name}-day", type=int, metavar="DAYS", help=f"days after a period's last day: {words}")
    rule.add_argument("--reminder-days", type=_numbers, metavar="DAYS", help="from the day they are due, such as -2,1")
    rule.add_argument("--escalate-day", type=int, metavar="DAYS", help="days after reports were due; 0: never")
    rule.add_argument("--escalate-to", metavar="PERSON", help="a person's number; 0: the manager of the programme")
    rule.add_argument("--opens-itself", type=_yes, metavar="yes|no", help="ask when the day has come")
    rule.add_argument("--answers-needed", type=_yes, metavar="yes|no", help="findings are answered before submission")
    listing = commands.add_parser("list", help="the next twelve cycles of a portfolio")
    listing.add_argument("portfolio", metavar="PORTFOLIO")
    timely = commands.add_parser("timeliness", help="how timely reports came, by cycle and division")
    timely.add_argument("portfolio", metavar="PORTFOLIO")
    timely.add_argument("--count", type=int, default=12, metavar="CYCLES", help="the newest; 12 unless said")
    for_rows(timely, _timeliness)
    for name, words in (("open", "ask for the reports of a period"), ("change", "change the days of a cycle")):
        command = commands.add_parser(name, help=words)
        command.add_argument("period", help="a period's number; 'period list' shows it")
        for_rows(command, {"open": _open, "change": _change}[name])
        if name == "change":
            command.add_argument("--due", type=date.fromisoformat, metavar="DATE")
            command.add_argument("--remind", type=_days, metavar="DATES", help="dates with commas between them")
            command.add_argument("--escalate", type=date.fromisoformat, metavar="DATE")
    show = commands.add_parser("show", help="who is asked for reports of a period, and what came")
    show.add_argument("period")
    show.add_argument("--state", default="", help="asked, begun, submitted, returned, accepted, late or delegated")
    show.add_argument("--out", type=OutFile, metavar="FILE", help="write it as .csv or .xlsx")
    chase = commands.add_parser("chase", help="remind who owes a report")
    chase.add_argument("period")
    chase.add_argument("requests", nargs="*", metavar="REQUEST", help="numbers 'cycle show' tells; all without one")
    delegate = commands.add_parser("delegate", help="let somebody else write a report")
    delegate.add_argument("request", metavar="REQUEST")
    delegate.add_argument("person", metavar="PERSON", help="a person's number; 0 for its manager again")
    delegate.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="the last day they may")
    decide = commands.add_parser("decide", help="accept reports of a period, or return them, all or none")
    decide.add_argument("period")
    decide.add_argument("reports", nargs="+", metavar="REPORT", help="numbers 'cycle show' tells")
    decide.add_argument("--return", dest="words", default="", metavar="WORDS", help="what is to be changed")
    every = ((rule, _rule), (listing, _list), (show, _show), (chase, _chase), (delegate, _delegate), (decide, _decide))
    for command, run in every:
        for_rows(command, run)
    add_sheets(commands)


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise argparse.ArgumentTypeError("say yes or no")
    return text == "yes"


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(one) for one in text.split(",") if one.strip())


def _days(text: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(one.strip()) for one in text.split(",") if one.strip())


def _person(number: str) -> Person | None:
    from conspectus.rooms.accounts.queries import get_person

    return None if number == "0" else get_person(number)


def _rule(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import get_portfolio
    from conspectus.rooms.status.actions import Gathering, set_reporting_rule
    from conspectus.rooms.status.queries.cycles import reporting_rule

    by = acting_user(arguments)
    place = get_portfolio(by, arguments.portfolio)
    row = reporting_rule(place)
    given = {name: getattr(arguments, name) for name in RULE}
    to = row.escalate_to if arguments.escalate_to is None else _person(arguments.escalate_to)
    if any(one is not None for one in (*given.values(), arguments.escalate_to)):
        values = {name: getattr(row, name) if value is None else value for name, value in given.items()}
        values["escalate_day"] = values["escalate_day"] or None
        new = Gathering(**values, escalate_to=to)
        row = set_reporting_rule(portfolio=place, new=new, revision=row.revision, by=by, at=now())
    reminders = ", ".join(f"{one:+d}" for one in row.reminder_days) or "none"
    late = "never" if row.escalate_day is None else f"{row.escalate_day:+d}"
    print(f"{place.name}: asked {row.opens_day:+d}, due {row.due_day:+d}, reminders {reminders}, others told {late}")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import get_portfolio
    from conspectus.rooms.status.queries.cycles import local_day, next_cycles

    place = get_portfolio(acting_user(arguments), arguments.portfolio)
    cells = [
        (one.name, str(one.period_id or ""), str(one.opens_on), str(one.due_on), one.state, str(one.requested))
        for one in next_cycles(place, local_day(place, now()))
    ]
    print_table(("Period", "Id", "Asked", "Due", "State", "Requests"), cells, figures=(5,))


def _timeliness(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import get_portfolio
    from conspectus.rooms.status.queries.timeliness import timeliness_trend

    by = acting_user(arguments)
    found = timeliness_trend(by, get_portfolio(by, arguments.portfolio), at=now(), count=arguments.count)
    lines = [*((f"{'  ' * one.level}{one.name or 'No division'}", one.cells) for one in found.divisions)]
    cells = [
        (name, *(f"{one.in_time} of {one.requested}" if one.requested else "" for one in row))
        for name, row in (*lines, ("All", found.total))
    ]
    heads = ("Division", *(one.name for one in found.cycles))
    print_table(heads, cells, figures=tuple(range(1, len(heads))))


def _open(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.reporting_cycle import begin_cycle
    from conspectus.rooms.periods.queries import get_period
    from conspectus.rooms.status.queries.cycles import collected, requests_of

    by = acting_user(arguments)
    row = get_period(by, arguments.period)
    cycle = begin_cycle(period=row, revision=row.revision, by=by, at=now())
    count = collected(requests_of(by, row, at=now())).requested
    print(f"{count} reports for {row.name} are asked for, due {cycle.due_on}.")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.queries import get_period
    from conspectus.rooms.status.actions import CycleDates, change_cycle
    from conspectus.rooms.status.queries.cycles import the_cycle

    by = acting_user(arguments)
    row = the_cycle(get_period(by, arguments.period))
    reminders = _days(",".join(row.reminders)) if arguments.remind is None else arguments.remind
    late = arguments.escalate or row.escalates_on
    new = CycleDates(arguments.due or row.due_on, reminders, late, row.escalate_to, row.answers_needed)
    row = change_cycle(cycle=row, new=new, revision=row.revision, by=by, at=now())
    print(f"Reports for {row.period.name} are due {row.due_on}; reminders {', '.join(row.reminders) or 'none'}.")


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.collection_file import collection_file
    from conspectus.rooms.periods.queries import get_period
    from conspectus.rooms.status.queries.cycles import collected, narrowed, requests_of

    by = acting_user(arguments)
    period = get_period(by, arguments.period)
    every = requests_of(by, period, at=now())
    rows = narrowed(every, arguments.state, "")
    if arguments.out is not None:
        kind = arguments.out.ending.removeprefix(".")
        arguments.out.write(collection_file(period, rows, kind=kind, at=now()))
        print(f"{arguments.out}: {len(rows)} requests")
        return
    cells = [
        (
            f"{one.code} {one.name}".strip(),
            str(one.request_id),
            str(one.report_id or ""),
            one.delegate or one.manager,
            one.state + (", late" if one.late else ""),
            f"{one.first_submitted_at:%Y-%m-%d}" if one.first_submitted_at else "",
        )
        for one in rows
    ]
    print_table(("Project or programme", "Request", "Report", "Written by", "State", "Submitted first"), cells)
    stand = collected(every)
    if stand.timeliness.value is not None:
        print(f"\n{stand.requested} asked for, {stand.late} late; in time {stand.timeliness.value:.0%}")


def _chase(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.queries import get_period
    from conspectus.rooms.status.actions import chase_reports
    from conspectus.rooms.status.queries.cycles import get_request, the_cycle

    by: User = acting_user(arguments)
    cycle = the_cycle(get_period(by, arguments.period))
    named = [get_request(by, one) for one in arguments.requests] or None
    found = chase_reports(cycle=cycle, requests=named, by=by, at=now())
    print(f"{len(found)} people are reminded." if len(found) != 1 else "1 person is reminded.")


def _delegate(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.status.actions import delegate_report
    from conspectus.rooms.status.queries.cycles import get_request

    by = acting_user(arguments)
    row = get_request(by, arguments.request)
    person, until = _person(arguments.person), arguments.until
    row = delegate_report(request=row, person=person, until=until, revision=row.revision, by=by, at=now())
    print(f"{row.subject}: written by {row.delegate.name if row.delegate else 'its manager'}.")


def _decide(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.reporting_cycle import decide_reports
    from conspectus.rooms.periods.queries import get_period
    from conspectus.rooms.status.queries import get_report

    by = acting_user(arguments)
    period = get_period(by, arguments.period)
    if len(set(arguments.reports)) < len(arguments.reports):
        raise Refused("A report is named twice.")
    chosen = [(row, row.revision) for row in (get_report(by, one) for one in arguments.reports)]
    words = arguments.words
    rows = decide_reports(period=period, chosen=chosen, accept=not words, words=words, by=by, at=now())
    print(f"{len(rows)} reports of {period.name} are {'returned' if words else 'accepted'}.")
