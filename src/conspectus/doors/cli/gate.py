"""`conspectus gate`: readiness, reviews of gates, decisions and their conditions."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_table


def register(subparsers: Any) -> None:
    """Add the commands of gates."""
    parser = subparsers.add_parser("gate", help="gates: readiness, reviews, decisions, conditions")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="gates ahead with how ready their projects are")
    listing.add_argument("--ahead", choices=("overdue", "soon", "decision"), default="", help="only these")
    conditions = commands.add_parser("conditions", help="conditions that are not settled")
    conditions.add_argument("--overdue", action="store_true", help="only what is overdue")
    rates = commands.add_parser("rates", help="how often gates were passed, and at once")
    for name in ("since", "until"):
        rates.add_argument(
            f"--{name}", type=date.fromisoformat, metavar="DATE", help="the last twelve months if left out"
        )
    ready = commands.add_parser("ready", help="what a project is ready with for its next gate")
    ready.add_argument("--gate", default="", help="another gate, by its key in the method")
    ready.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day; today where left out")
    evidence = commands.add_parser("evidence", help="what a gate asks for, what was chosen and what could be")
    evidence.add_argument("--gate", default="", help="another gate than the next, by its key in the method")
    choose = commands.add_parser("choose", help="choose what is evidence for gates")
    choose.add_argument("code", help="a project's code")
    choose.add_argument("evidence", metavar="EVIDENCE", help="by its key in the method; 'gate evidence' shows it")
    chosen = choose.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--document", metavar="ID")
    chosen.add_argument("--deliverable", metavar="ID")
    chosen.add_argument("--nothing", action="store_true", help="take the choice back")
    plan = commands.add_parser("plan", help="ask for the review of a gate")
    plan.add_argument("--gate", required=True, help="by its key in the method; 'gate ready' names the next")
    for command in (ready, plan, evidence):
        command.add_argument("code", help="a project's code")
    more = [(evidence, _evidence), (choose, _choose)]
    every = [(listing, _list), (conditions, _conditions), (rates, _rates), (ready, _ready), (plan, _plan)]
    for command, run in [*every, *more, *_steps(commands, plan)]:
        for_rows(command, run)


def _steps(commands: Any, plan: argparse.ArgumentParser) -> list[tuple[argparse.ArgumentParser, Any]]:
    """Add the commands over one review or one condition; return them with what they do."""
    show = commands.add_parser("show", help="one review with its readiness and conditions")
    change = commands.add_parser("change", help="move a planned review, or ask others")
    withdraw = commands.add_parser("withdraw", help="take back a review that was not decided on")
    hold = commands.add_parser("hold", help="record what a review found")
    decide = commands.add_parser("decide", help="decide at a gate by what it is ready with; not one's own")
    for command in (show, change, withdraw, hold, decide):
        command.add_argument("id", help="a review's number; 'gate list' shows it")
    for command in (plan, change):
        command.add_argument("--on", required=True, type=date.fromisoformat, metavar="DATE", help="the day planned")
        words = "a person's number or e-mail, with a role of the method as PERSON=ROLE; once for each"
        command.add_argument("--reviewer", action="append", default=[], metavar="PERSON", help=words)
        command.add_argument("--words", default="", help="what to look at above all")
    hold.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day; today where left out")
    hold.add_argument("--rating", default="", help="by its key on the gate's scale")
    hold.add_argument("--findings", required=True)
    decide.add_argument("--decision", required=True, help="pass, pass_with_conditions, repeat or stop")
    decide.add_argument("--despite", default="", help="why it passes although something blocks")
    decide.add_argument("--shown", default="", help="the digest 'gate show' names; else what is ready with now")
    words = "as 'WORDS;owner=PERSON;due=2026-12-31'; once for each"
    decide.add_argument("--condition", action="append", default=[], metavar="CONDITION", help=words)
    for command in (withdraw, decide):
        command.add_argument("--reason", required=True)
    met = commands.add_parser("met", help="say by what a condition is met")
    judge = commands.add_parser("judge", help="confirm a condition, send it back, or lift it; not one's own")
    for command in (met, judge):
        command.add_argument("condition", metavar="CONDITION", help="a condition's number; 'gate conditions' shows it")
        command.add_argument("--words", required=True, help="what shows it")
    judge.add_argument("--state", required=True, choices=("confirmed", "open", "lifted"))
    pairs = ((show, _show), (change, _change), (withdraw, _withdraw), (hold, _hold), (decide, _decide))
    return [*pairs, (met, _met), (judge, _judge)]


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.queries import GateFilter, find_gates, gate_rows

    by, on = acting_user(arguments), now().date()
    cells = [
        (
            f"{one.code} {one.project}",
            str(one.gate_review_id),
            one.name,
            str(one.planned_on),
            one.state.value,
            f"{one.present} of {one.asked}",
            "yes" if one.ready else f"no, {one.blocking} block",
            str(one.conditions_open),
        )
        for one in gate_rows(find_gates(by, GateFilter(ahead=arguments.ahead), on), on)
    ]
    print_table(("Project", "Id", "Gate", "Planned", "State", "Evidence", "Ready", "Conditions"), cells, figures=(7,))


def _conditions(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.queries import GateFilter, condition_rows, find_conditions

    by, on = acting_user(arguments), now().date()
    wanted = GateFilter(ahead="overdue" if arguments.overdue else "")
    cells = [
        (one.words, str(one.condition_id), one.code, one.name, one.owner, str(one.due_on), one.state.value)
        for one in condition_rows(find_conditions(by, wanted, on), on)
    ]
    print_table(("Condition", "Id", "Project", "Gate", "Owner", "Due", "State"), cells)


def _rates(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.queries import GateFilter, pass_rates

    wanted = GateFilter(since=arguments.since, until=arguments.until)
    found = pass_rates(acting_user(arguments), wanted, now().date())
    rows = [("all gates", found.total)]
    rows += [(one.name or "no division", one) for one in (*found.methods, *found.divisions, *found.gates)]
    cells = [
        (
            name,
            str(one.decided),
            "–" if one.rate is None else f"{one.rate:.0%}",
            str(one.first),
            "–" if one.first_rate is None else f"{one.first_rate:.0%}",
        )
        for name, one in rows
    ]
    print(f"{found.since} to {found.until}")
    print_table(("Of", "Decisions", "Passed", "First reviews", "Passed at once"), cells, figures=(1, 2, 3, 4))


def _ready(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.queries import project_readiness
    from conspectus.rooms.portfolio.queries import project_by_code

    project = project_by_code(acting_user(arguments), arguments.code)
    _print_readiness(project_readiness(project, arguments.gate, arguments.on or now().date()))


def _evidence(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.queries import evidence_options
    from conspectus.rooms.portfolio.queries import project_by_code

    project = project_by_code(acting_user(arguments), arguments.code)
    _print_evidence(evidence_options(project, arguments.gate, now().date()))


def _choose(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.ids import row_id
    from conspectus.rooms.governance.actions import ChosenEvidence, choose_evidence
    from conspectus.rooms.governance.queries import evidence_options
    from conspectus.rooms.governance.queries.chosen import evidence_revision
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    project = project_by_code(by, arguments.code)
    things = (None if one is None else row_id(one) for one in (arguments.document, arguments.deliverable))
    new = ChosenEvidence(arguments.evidence, *things)
    choose_evidence(project=project, chosen=[new], revision=evidence_revision(project), by=by, at=now())
    _print_evidence(evidence_options(project, "", now().date()))


def _print_evidence(found: Any) -> None:
    cells = []
    for item in found.items:
        cells.append((item.name, item.evidence, f"{item.chosen.kind} {item.chosen.number}" if item.chosen else "–", ""))
        cells += [("", "", f"{one.kind} {one.number}", one.name) for one in item.options if one.proposed]
    print(found.name)
    print_table(("Evidence", "Key", "Chosen, or called so", "Name"), cells)


def _plan(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import plan_gate_review
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    project = project_by_code(by, arguments.code)
    _print(plan_gate_review(project=project, gate=arguments.gate, new=_planned(arguments), by=by, at=now()))


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.queries import get_gate_review

    _print(get_gate_review(acting_user(arguments), arguments.id))


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import change_gate_review
    from conspectus.rooms.governance.queries import get_gate_review

    by = acting_user(arguments)
    row = get_gate_review(by, arguments.id)
    _print(change_gate_review(review=row, new=_planned(arguments), revision=row.revision, by=by, at=now()))


def _withdraw(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import withdraw_gate_review
    from conspectus.rooms.governance.queries import get_gate_review

    by = acting_user(arguments)
    row = get_gate_review(by, arguments.id)
    _print(withdraw_gate_review(review=row, reason=arguments.reason, revision=row.revision, by=by, at=now()))


def _hold(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import HeldGate, hold_gate_review
    from conspectus.rooms.governance.queries import get_gate_review

    by = acting_user(arguments)
    row = get_gate_review(by, arguments.id)
    new = HeldGate(arguments.on or now().date(), arguments.rating, arguments.findings)
    _print(hold_gate_review(review=row, new=new, revision=row.revision, by=by, at=now()))


def _decide(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import DecidedGate, decide_gate
    from conspectus.rooms.governance.queries import get_gate_review, readiness_view_of

    by = acting_user(arguments)
    row = get_gate_review(by, arguments.id)
    shown = arguments.shown or readiness_view_of(row, now().date()).digest
    conditions = [_condition(text) for text in arguments.condition]
    new = DecidedGate(arguments.decision, arguments.reason, shown, arguments.despite, conditions)
    _print(decide_gate(review=row, new=new, revision=row.revision, by=by, at=now()))


def _met(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import meet_gate_condition
    from conspectus.rooms.governance.queries import get_gate_condition

    by = acting_user(arguments)
    row = get_gate_condition(by, arguments.condition)
    meet_gate_condition(condition=row, words=arguments.words, revision=row.revision, by=by, at=now())
    _print(row.review)


def _judge(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import judge_gate_condition
    from conspectus.rooms.governance.queries import get_gate_condition

    by = acting_user(arguments)
    row, state, words = get_gate_condition(by, arguments.condition), arguments.state, arguments.words
    judge_gate_condition(condition=row, state=state, words=words, revision=row.revision, by=by, at=now())
    _print(row.review)


def _planned(arguments: argparse.Namespace) -> Any:
    from conspectus.rooms.governance.actions import PlannedGate, Reviewing

    reviewers = []
    for text in arguments.reviewer:
        person, _, role = text.partition("=")
        reviewers.append(Reviewing(person_named(person.strip()), role.strip()))
    return PlannedGate(arguments.on, reviewers, arguments.words)


def _condition(text: str) -> Any:
    from conspectus.rooms.governance.actions import NewCondition

    words, *more = text.split(";")
    given = {key.strip(): value.strip() for key, _, value in (part.partition("=") for part in more)}
    try:
        return NewCondition(words.strip(), person_named(given["owner"]), date.fromisoformat(given["due"]))
    except (KeyError, ValueError):
        raise Refused(f"Write a condition as 'Sign it;owner=PERSON;due=2026-12-31', not '{text[:60]}'.") from None


def _print(row: Any) -> None:
    """Print a review as it is now."""
    from conspectus.rooms.governance.models import GateReview
    from conspectus.rooms.governance.queries import gate_view

    view = gate_view(GateReview.objects.select_related("project", "version").get(pk=row.pk), now().date())
    stands = view.decision or view.state.value
    print(f"{view.gate_review_id} {view.code} {view.project}, {view.name}: {stands}, planned for {view.planned_on}")
    for name in ("rating_name", "findings", "reason", "despite", "closed_reason"):
        if said := getattr(view, name):
            print(f"{name.removesuffix('_name').replace('_', ' ').capitalize()}: {said}")
    print_table(("Reviewer", "Role"), [(one.name, one.role or "–") for one in view.reviewers])
    if view.conditions:
        cells = [
            (one.words, str(one.condition_id), one.owner, str(one.due_on), one.state.value) for one in view.conditions
        ]
        print_table(("Condition", "Id", "Owner", "Due", "State"), cells)
    if view.readiness:
        _print_readiness(view.readiness)


def _print_readiness(found: Any) -> None:
    declared = f", {found.declared} of them declared only" if found.declared else ""
    print(f"{found.name} on {found.on}: {found.present} of {found.asked} are there{declared}; shown {found.digest}")
    evidence = [(one.name, one.shows.value, one.source or "–", one.owner or "–") for one in found.evidence]
    if evidence:
        print_table(("Evidence", "Counts by", "Which", "Owner"), evidence)
    points = [("blocks" if one.blocks else "warns", one.hurdle.value, one.name or one.key) for one in found.points]
    if points:
        print_table(("", "What", "Which"), points)
