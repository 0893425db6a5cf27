"""`conspectus closure`: a project closed point by point, and decided on by two pairs of eyes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_table


def register(subparsers: Any) -> None:
    """Add the commands of closures."""
    parser = subparsers.add_parser("closure", help="close a project point by point")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="the closures under way")
    listing.add_argument("--state", default="", help="begun, submitted, confirmed or withdrawn")
    listing.add_argument("--sort", choices=("age", "-age", "points", "project", "manager"), default="age")
    for_rows(listing, _list)
    missing = commands.add_parser("missing", help="projects completed without a closure, the newest first")
    for_rows(missing, _missing)
    answer = commands.add_parser("accept", help="accept to bring a benefit about, or decline; in person")
    answer.add_argument("id", help="a benefit's number; 'closure show' shows it")
    answer.add_argument("--decline", action="store_true")
    answer.add_argument("--words", required=True)
    for_rows(answer, _answer)
    named = {name: commands.add_parser(name, help=words) for name, (words, _) in _DEEDS.items()}
    for name, command in named.items():
        command.add_argument("code", help="a project's code")
        if name in ("handover", "cost", "benefit", "review", "submit", "decide"):
            command.add_argument("--words", required=True)
        if name in ("leave", "withdraw"):
            command.add_argument("--reason", required=True)
        for_rows(command, _DEEDS[name][1])
    named["leave"].add_argument("point", help="such as lessons; 'closure show' lists them")
    named["release"].add_argument("--words", default="")
    _handover(named["handover"])
    for name in ("benefit", "review"):
        named[name].add_argument("--owner", required=True, metavar="PERSON", help="an e-mail or a number")
    named["benefit"].add_argument("--by", type=date.fromisoformat, metavar="DATE", help="when it is expected")
    named["benefit"].add_argument("--need", metavar="ID", help="the need it comes from")
    named["review"].add_argument("--on", type=date.fromisoformat, metavar="DATE", required=True)
    decide = named["decide"]
    decide.add_argument("--return", dest="returned", action="store_true", help="return it instead of confirming it")
    decide.add_argument("--authority", default="", help="whose decision: the board or the person, and the day")
    decide.add_argument(
        "--from", dest="effective_on", type=date.fromisoformat, metavar="DATE", help="today if left out"
    )


def _handover(command: argparse.ArgumentParser) -> None:
    command.add_argument("items", nargs="+", metavar="KIND/ID", help="such as action/12, registerentry/7, contract/3")
    command.add_argument("--to", metavar="PERSON", help="who has it from now on")
    command.add_argument("--project", metavar="CODE", help="the project it goes to")
    command.add_argument("--division", metavar="NUMBER", help="the division it goes to")
    command.add_argument("--close", action="store_true", help="close it instead, with the words as its end")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.closure.queries import closure_rows

    cells = [
        (f"{one.code} {one.name}", one.manager, one.state, str(one.begun_on), str(one.waiting), str(one.left))
        for one in closure_rows(acting_user(arguments), now().date(), arguments.state, arguments.sort)
    ]
    print_table(("Project", "Manager", "State", "Begun", "Open", "Left"), cells, figures=(4, 5))


def _missing(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.closure.queries import unclosed

    found = unclosed(acting_user(arguments), now().date())
    cells = [(f"{one.code} {one.name}", one.manager, str(one.completed_on or "–"), one.reason) for one in found]
    print_table(("Project", "Manager", "Completed", "Reason"), cells)
    print(f"{len(found)} completed without a closure")


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    _print(*_closure(arguments))


def _begin(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.closure.actions import begin_closure
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    begin_closure(project=project_by_code(by, arguments.code), by=by, at=now())
    _print(*_closure(arguments))


def _leave(arguments: argparse.Namespace) -> None:
    _do(
        arguments,
        lambda actions, **given: actions.leave_point_open(**given),
        point=arguments.point,
        reason=arguments.reason,
    )


def _hand(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.queries import get_division
    from conspectus.rooms.closure.actions import Handover
    from conspectus.rooms.portfolio.queries import project_by_code

    items = [one.partition("/") for one in arguments.items]
    if any(not number for _, _, number in items):
        raise Refused("Write what is handed over as KIND/ID, such as action/12.")
    person = person_named(arguments.to) if arguments.to else None
    project = project_by_code(acting_user(arguments), arguments.project) if arguments.project else None
    division = get_division(arguments.division) if arguments.division else None
    to = Handover(arguments.words, "closed" if arguments.close else "handed_over", person, project, division)
    picked = [(kind, number) for kind, _, number in items]
    _do(arguments, lambda actions, **given: actions.hand_over_open_items(**given), picked=picked, handover=to)


def _cost(arguments: argparse.Namespace) -> None:
    _do(arguments, lambda actions, **given: actions.reconcile_final_cost(**given), words=arguments.words)


def _benefit(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.closure.actions import NewBenefit
    from conspectus.rooms.scope.queries import get_requirement

    need = get_requirement(acting_user(arguments), arguments.need, now().date()) if arguments.need else None
    new = NewBenefit(arguments.words, person_named(arguments.owner), arguments.by, need)
    _do(arguments, lambda actions, **given: actions.name_benefit_owner(**given), new=new)


def _answer(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.closure.actions import answer_benefit
    from conspectus.rooms.closure.queries import get_benefit

    by = acting_user(arguments)
    row = get_benefit(by, arguments.id)
    answer_benefit(benefit=row, accepted=not arguments.decline, words=arguments.words, by=by, at=now())
    print(f"{row.words}: {'declined' if arguments.decline else 'accepted'}")


def _review(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    owner = person_named(arguments.owner)
    _do(
        arguments,
        lambda actions, **given: actions.plan_closing_review(**given),
        words=arguments.words,
        owner=owner,
        due_on=arguments.on,
    )


def _release(arguments: argparse.Namespace) -> None:
    _do(arguments, lambda actions, **given: actions.release_people(**given), words=arguments.words)


def _submit(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    _do(
        arguments,
        lambda actions, **given: actions.submit_closure(**given),
        words=arguments.words,
        revision=_closure(arguments)[1].revision,
    )


def _decide(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.closure.actions import Verdict

    verdict = Verdict(not arguments.returned, arguments.words, arguments.authority, arguments.effective_on)
    _do(
        arguments,
        lambda actions, **given: actions.decide_closure(**given),
        verdict=verdict,
        revision=_closure(arguments)[1].revision,
    )


def _withdraw(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    _do(
        arguments,
        lambda actions, **given: actions.withdraw_closure(**given),
        reason=arguments.reason,
        revision=_closure(arguments)[1].revision,
    )


def _do(arguments: argparse.Namespace, do: Callable[..., object], **given: Any) -> None:
    """Do a deed under the closure of a project, then print how it stands."""
    open_rows(arguments)
    from conspectus.rooms.closure import actions

    by, row = _closure(arguments)
    do(actions, closure=row, **given, by=by, at=now())
    _print(*_closure(arguments))


def _closure(arguments: argparse.Namespace) -> tuple[Any, Any]:
    from conspectus.rooms.closure.queries import the_closure
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    return by, the_closure(project_by_code(by, arguments.code))


def _print(by: Any, row: Any) -> None:
    from conspectus.rooms.closure.queries import closure_view

    view = closure_view(by, row, now().date())
    print(f"{view.code} {view.name}: closure {view.number}, {view.state_words}, {view.waiting} points open")
    print_table(
        ("Point", "State", "Open", "Settled", "What is open"),
        [
            (
                one.point,
                one.state,
                str(len(one.open) + one.unseen),
                str(one.settled),
                "; ".join(f"{item.kind}/{item.id} {item.name}" for item in one.open[:5]),
            )
            for one in view.points
        ],
        figures=(2, 3),
    )
    if view.benefits:
        answers = {None: "asked", True: "accepted", False: "declined"}
        cells = [(str(one.benefit_id), one.words, one.owner, answers[one.accepted]) for one in view.benefits]
        print_table(("Benefit", "What", "Owner", "Answer"), cells)
    if view.decision is not None:
        print(f"Confirmed by {view.decision.by}, completed from {view.decision.effective_on}: {view.decision.words}")


_DEEDS = {
    "show": ("the newest closure of a project with its points", _show),
    "begin": ("begin to close a project that may be completed next", _begin),
    "leave": ("leave a point open by decision", _leave),
    "handover": ("hand over, or close, what is still open", _hand),
    "cost": ("reconcile the final cost in words", _cost),
    "benefit": ("name a benefit and who answers for it", _benefit),
    "review": ("plan the review after the project's end", _review),
    "release": ("end every role in the project", _release),
    "submit": ("put the closure before who decides", _submit),
    "decide": ("confirm a closure, which completes the project, or return it", _decide),
    "withdraw": ("give a closure up", _withdraw),
}
