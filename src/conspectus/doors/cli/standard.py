"""`conspectus standard`: methods checked, compared, published and tried; adopted, tailored, waived; compliance."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import REFUSED, Refused
from conspectus.doors.cli._files import InFile, OutFile
from conspectus.doors.cli._method_rules import add_rule_commands
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_findings, print_table

if TYPE_CHECKING:
    from conspectus.rooms.standards.queries import Counts

HEADS = ("Compliance", "Satisfied", "Not satisfied", "Waived", "Not assessable", "Applicable")


def register(subparsers: Any) -> None:
    """Add the commands of standards."""
    parser = subparsers.add_parser("standard", help="methods, their policies, and how projects keep to them")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_packs(commands)
    _add_drafts(commands)
    _add_projects(commands)
    add_rule_commands(commands)


def _add_packs(commands: Any) -> None:
    check = commands.add_parser("check", help="read a pack, check its expressions and run its cases; nothing is kept")
    check.add_argument("file", type=InFile, metavar="FILE", help="a method pack (YAML)")
    diff = commands.add_parser("diff", help="what one pack says otherwise than another, or than the published version")
    diff.add_argument("old", type=InFile, metavar="FILE", help="the earlier pack; alone, the later one")
    diff.add_argument("new", type=InFile, nargs="?", metavar="FILE", help="the later pack")
    listing = commands.add_parser("list", help="the methods and their newest versions")
    take = commands.add_parser("import", help="keep a pack as the draft of its method")
    take.add_argument("file", type=InFile, metavar="FILE", help="a method pack (YAML)")
    export = commands.add_parser("export", help="write a published version as a pack")
    export.add_argument("method", help="its key; 'standard list' shows it")
    export.add_argument("out", type=OutFile, metavar="OUT", help="the file to write, such as method.yaml")
    export.add_argument("--number", default="", help="the version; the newest where left out")
    pairs = ((check, _check), (diff, _diff), (listing, _list), (take, _import), (export, _export))
    for command, run in pairs:
        for_rows(command, run)


def _add_drafts(commands: Any) -> None:
    draft = commands.add_parser("draft", help="begin the next version of a method with the text of the last")
    write = commands.add_parser("write", help="put the text of a file into the draft of a method; it may be wrong yet")
    drop = commands.add_parser("drop", help="throw the draft of a method away")
    publish = commands.add_parser("publish", help="make the draft of a method its next version, which never changes")
    trial = commands.add_parser("try", help="try a policy of a draft on the projects you see")
    for command in (draft, write, drop, publish, trial):
        command.add_argument("method", help="its key; 'standard list' shows it")
    write.add_argument("file", type=InFile, metavar="FILE", help="a method pack (YAML)")
    publish.add_argument("--words", required=True, help="what is new; whoever moves to it reads this")
    trial.add_argument("policy", help="the key of the policy")
    pairs = ((draft, _draft), (write, _write), (drop, _drop), (publish, _publish), (trial, _try))
    for command, run in pairs:
        for_rows(command, run)


def _add_projects(commands: Any) -> None:
    adopt = commands.add_parser("adopt", help="let projects follow the newest version of a method, all or none")
    adopt.add_argument("method")
    adopt.add_argument("projects", nargs="+", metavar="CODE")
    adopt.add_argument("--number", default="", help="the version; the newest where left out")
    adopt.add_argument("--from", dest="starts_on", type=date.fromisoformat, metavar="DATE", help="today where left out")
    adopt.add_argument("--reason", default="")
    adopt.add_argument("--preview", action="store_true", help="only show what it would come to")
    tailor = commands.add_parser("tailor", help="let a clause not apply to a project, or apply with other limits")
    tailor.add_argument("--kind", choices=("off", "limits", "as_written"), default="off")
    tailor.add_argument("--limit", action="append", default=[], metavar="NAME=NUMBER")
    waive = commands.add_parser("waive", help="ask that a project is not held to a clause for a while")
    waive.add_argument("--until", type=date.fromisoformat, metavar="DATE", required=True, help="the last day")
    for command in (tailor, waive):
        command.add_argument("project", metavar="CODE")
        command.add_argument("policy", help="the key of the policy")
        command.add_argument("--reason", required=True)
        command.add_argument(
            "--from", dest="starts_on", type=date.fromisoformat, metavar="DATE", help="today if left out"
        )
    decide = commands.add_parser("decide", help="grant or refuse a waiver")

    end = commands.add_parser("end", help="end a waiver before its day")
    for command in (decide, end):
        command.add_argument("waiver", help="its number; 'standard waivers' shows it")
        command.add_argument("--words", default="")
    decide.add_argument("decision", choices=("grant", "refuse"))
    waivers = commands.add_parser("waivers", help="the waivers of the projects you see")
    compliance = commands.add_parser("compliance", help="how a project, or all you see, keep to their methods")
    compliance.add_argument("project", metavar="CODE", nargs="?")
    compliance.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as at a day; today where left out")
    compliance.add_argument("--out", type=OutFile, metavar="FILE", help="write all of it as .xlsx or .csv instead")
    compliance.add_argument("--known-today", action="store_true", help="by what is known today, not on that day")
    pairs = ((adopt, _adopt), (tailor, _tailor), (waive, _waive), (decide, _decide), (end, _end), (waivers, _waivers))
    for command, run in (*pairs, (compliance, _compliance)):
        for_rows(command, run)


def _check(arguments: argparse.Namespace) -> int:
    open_rows(arguments)
    from conspectus.review.show import finding_row
    from conspectus.rooms.standards.bridge.packs import read_pack, sorted_findings

    acting_user(arguments)
    found = read_pack(arguments.file.read())
    print_findings([finding_row(one, arguments.file.name) for one in sorted_findings(found.findings)])
    if not found.sound or found.method is None:
        return REFUSED
    method = found.method
    cases = sum(len(one.cases) for one in method.policies)
    counts = f"{len(method.policies)} policies with {cases} cases, {len(method.deliverables)} deliverables"
    print(f"{method.name} {method.version} is sound: {counts}, {len(method.gates)} gates, {len(method.roles)} roles.")
    return 0


def _diff(arguments: argparse.Namespace) -> int:
    open_rows(arguments)
    from conspectus.rooms.standards.bridge.differences import compare_methods
    from conspectus.rooms.standards.bridge.packs import method_of, read_pack
    from conspectus.rooms.standards.queries import newest_versions

    acting_user(arguments)
    methods = []
    for file in filter(None, (arguments.old, arguments.new)):
        reading = read_pack(file.read())
        if reading.method is None:
            raise Refused(f"{file.name}: {reading.findings[0].place}: {reading.findings[0].words}")
        methods.append(reading.method)
    if arguments.new is None:
        published = next((one for one in newest_versions() if one.method.key == methods[0].key), None)
        if published is None:
            raise Refused(f"No version of the method {methods[0].key} is published. Name two packs to compare.")
        methods.insert(0, method_of(published))
        print(f"Against {published.name} {published.number}, as published.")
    found = compare_methods(*methods)
    print(f"Clauses: {found.added} added, {found.removed} removed, {found.changed} changed.")
    cells = [
        (one.part, one.key, one.change, field.name, field.before, field.after)
        for one in found.parts
        for field in one.fields
    ]
    cells += [(one.part, one.key, one.change, "", "", one.name) for one in found.parts if not one.fields]
    print_table(("Part", "Key", "Change", "Field", "Before", "After"), cells)
    return 0


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.standards.queries import methods_for

    rows = methods_for(acting_user(arguments))
    cells = [(row.key, row.name, row.number or "", str(row.version_id or ""), str(row.versions)) for row in rows]
    print_table(("Key", "Method", "Newest", "Id", "Versions"), cells, figures=(4,))


def _import(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.standards.actions import import_method

    row = import_method(data=arguments.file.read(), by=acting_user(arguments), at=now())
    print(f"{row.method.key}: draft, revision {row.revision}.")


def _export(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    row = _version(arguments)
    arguments.out.write(row.text.encode())
    print(f"{row.name} {row.number} is written to {arguments.out}.")


def _version(arguments: argparse.Namespace) -> Any:
    """Return the version of a method that is named, the newest where none is."""
    from conspectus.kit.errors import NotFound
    from conspectus.rooms.standards.queries import get_method, get_version, versions_of

    method = get_method(acting_user(arguments), arguments.method)
    for row in versions_of(method):
        if arguments.number in ("", row.number):
            return get_version(row.pk)
    raise NotFound


def _draft(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.standards.actions import start_method_draft
    from conspectus.rooms.standards.queries import get_method

    by = acting_user(arguments)
    row = start_method_draft(method=get_method(by, arguments.method), by=by, at=now())
    print(f"{row.method.key}: draft, revision {row.revision}.")


def _write(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.standards.actions import change_method_draft
    from conspectus.rooms.standards.queries import get_draft

    by = acting_user(arguments)
    row = get_draft(by, arguments.method)
    text = arguments.file.read().decode("utf-8", "replace")
    row = change_method_draft(draft=row, text=text, revision=row.revision, by=by, at=now())
    print(f"{row.method.key}: draft, revision {row.revision}.")


def _drop(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.standards.actions import drop_method_draft
    from conspectus.rooms.standards.queries import get_draft

    by = acting_user(arguments)
    row = get_draft(by, arguments.method)
    drop_method_draft(draft=row, revision=row.revision, by=by, at=now())
    print(f"The draft of {arguments.method} is thrown away.")


def _publish(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.standards.actions import publish_method
    from conspectus.rooms.standards.queries import get_draft

    by = acting_user(arguments)
    row = get_draft(by, arguments.method)
    made = publish_method(draft=row, words=arguments.words, revision=row.revision, by=by, at=now())
    print(f"{made.pk} {made.name} {made.number} is published.")


def _try(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.standards.queries import get_draft, try_policy, view_draft

    by, at = acting_user(arguments), now()
    reading = view_draft(get_draft(by, arguments.method)).reading
    if reading.method is None:
        raise Refused("The draft cannot be read yet. Mend it first: conspectus standard check FILE")
    found = try_policy(by, reading.method, arguments.policy, at.date())
    print(found.words)
    cells = [(one.project.code, one.project.name, one.standing, ", ".join(one.missing)) for one in found.rows]
    print_table(("Code", "Project", "Standing", "Missing facts"), cells)
    print(", ".join(f"{count} {name.replace('_', ' ')}" for name, count in found.counts.items()))


def _adopt(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.standards.actions import adopt_version
    from conspectus.rooms.standards.queries.adopting import adoption_preview, news_for

    by, at = acting_user(arguments), now()
    if arguments.preview:
        projects = [project_by_code(by, code) for code in arguments.projects]
        version, starts_on = _version(arguments), arguments.starts_on or at.date()
        lines = adoption_preview(by, projects, version, starts_on, at.date())
        cells = [
            (one.code, one.before or "-", f"{one.counts.failed} -> {one.after.failed}", one.refusal) for one in lines
        ]
        print_table(("Code", "Follows now", "Not satisfied", "Refused"), cells)
        for one in news_for([project.pk for project in projects], version, at.date()):
            print(f"{one.number}: {one.words or 'nobody said what is new'}")
        return
    rows = adopt_version(
        projects=[project_by_code(by, code) for code in arguments.projects],
        version=_version(arguments),
        starts_on=arguments.starts_on or at.date(),
        reason=arguments.reason,
        by=by,
        at=at,
    )
    print(f"{len(rows)} follow {rows[0].version.name} {rows[0].version.number} from {rows[0].starts_on}.")


def _tailor(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.standards.actions import tailor_clause

    by, at = acting_user(arguments), now()
    row = tailor_clause(
        project=project_by_code(by, arguments.project),
        policy=arguments.policy,
        kind=arguments.kind,
        reason=arguments.reason,
        starts_on=arguments.starts_on or at.date(),
        limits=dict(one.split("=", 1) for one in arguments.limit if "=" in one),
        by=by,
        at=at,
    )
    print(f"{row.pk} holds from {row.starts_on}.")


def _waive(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.standards.actions import request_waiver

    by, at = acting_user(arguments), now()
    row = request_waiver(
        project=project_by_code(by, arguments.project),
        policy=arguments.policy,
        reason=arguments.reason,
        starts_on=arguments.starts_on or at.date(),
        ends_on=arguments.until,
        by=by,
        at=at,
    )
    print(f"{row.pk} is asked for, until {row.ends_on}.")


def _decide(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.standards.actions import decide_waiver
    from conspectus.rooms.standards.queries import get_waiver

    by, at = acting_user(arguments), now()
    row = get_waiver(by, arguments.waiver, at.date())
    step = decide_waiver(waiver=row, granted=arguments.decision == "grant", words=arguments.words, by=by, at=at)
    print(f"{row.pk} is {step.kind}.")


def _end(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.standards.actions import end_waiver
    from conspectus.rooms.standards.queries import get_waiver

    by, at = acting_user(arguments), now()
    row = get_waiver(by, arguments.waiver, at.date())
    end_waiver(waiver=row, words=arguments.words, by=by, at=at)
    print(f"{row.pk} has ended.")


def _waivers(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.standards.queries import visible_waivers, waiver_views

    on = now().date()
    cells = [
        (str(row.pk), row.project.code, row.policy, str(one.state), str(row.starts_on), str(row.ends_on), row.reason)
        for one in waiver_views(visible_waivers(acting_user(arguments), on), on, None)
        for row in (one.waiver,)
    ]
    print_table(("Id", "Project", "Policy", "State", "From", "Until", "Reason"), cells)


def _compliance(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.compliance_files import compliance_file
    from conspectus.rooms.portfolio.queries import ProjectFilter, project_by_code
    from conspectus.rooms.standards.queries import ComplianceFilter, asked_day, compliance_overview, project_view

    by, today = acting_user(arguments), now().date()
    on = asked_day(arguments.on, today)
    if arguments.project:
        known_by = None if arguments.known_today else on
        view = project_view(project_by_code(by, arguments.project), on, known_by=known_by)
        if view.stood is None:
            raise Refused("This project followed no method on that day.")
        clauses = [
            (one.policy.clause, one.policy.title, one.policy.severity, str(one.standing), ", ".join(one.missing))
            for one in view.stood.clauses
        ]
        print_table(("Clause", "Policy", "Binds", "Standing", "Missing facts"), clauses)
        print_table(("Method", *HEADS), [(str(view.stood.version), *_figures(view.stood.counts))], figures=range(1, 7))
        return
    wanted = ComplianceFilter(ProjectFilter(), on, arguments.known_today)
    if arguments.out:
        out = arguments.out
        out.write(compliance_file(by=by, at=now(), kind=out.ending, wanted=wanted))
        print(f"Written: {out}")
        return
    found = compliance_overview(by, wanted)
    rows = [(row.code, row.name, f"{row.method} {row.number}", *_figures(row.counts)) for row in found.projects]
    print_table(
        ("Code", "Project", "Method", *HEADS), [*rows, ("", "All", "", *_figures(found.counts))], figures=range(3, 9)
    )


def _figures(counts: Counts) -> tuple[str, ...]:
    """Return counts as cells."""
    ratio = counts.ratio
    told = f"{ratio.value:.1%}" if ratio.value is not None else str(ratio.reason)
    figures = (counts.satisfied, counts.failed, counts.waived, counts.not_assessable, counts.applicable)
    return (told, *map(str, figures))
