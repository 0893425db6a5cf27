"""`conspectus field`: fields of the organisation; listed, created, changed, retired, and what they hold."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_json, print_table

KINDS = ("text", "number", "money", "date", "choice", "tree", "person", "yes_no", "formula")
SUBJECTS = ("project", "programme", "portfolio", "division", "objective", "party", "contract")
TEXTS = ("unit", "formula", "required", "required_state", "sees", "help_words")


def register(subparsers: Any) -> None:
    """Add the commands of fields."""
    parser = subparsers.add_parser("field", help="fields of the organisation and what they hold")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="the fields you may see")
    create = commands.add_parser("create", help="create a field; it is asked for at once")
    create.add_argument("key", help="small letters, digits and _, such as cost_centre; stays")
    create.add_argument("label")
    create.add_argument("--kind", choices=KINDS, default="text", help="stays")
    create.add_argument("--of", dest="subject_kind", choices=SUBJECTS, default="project")
    create.add_argument("--currency", default="", help="of money; left out, an amount may be in any")
    change = commands.add_parser("change", help="change a field; what it held stays")
    change.add_argument("id", help="a field's number; 'field list' shows it")
    change.add_argument("--label")
    change.add_argument("--back", action="store_true", help="ask a retired field again")
    for command in (create, change):
        for name in TEXTS:
            command.add_argument(f"--{name.replace('_', '-')}", dest=name)
        command.add_argument("--position", type=int, metavar="NUMBER")
        command.add_argument(
            "--options", metavar="FILE", type=InFile, help="a text file: 'key: Label' a line, two spaces put one below"
        )
    retire = commands.add_parser("retire", help="ask a field no more from today on")
    retire.add_argument("id")
    show = commands.add_parser("show", help="what the fields of a thing hold")
    fill = commands.add_parser("set", help="fill in fields of a thing; an empty value empties one")
    for command in (show, fill):
        command.add_argument("subject", help="a project's code, or such as programme:ID, contract:ID")
    show.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as at this day")
    show.add_argument("--json", action="store_true", help="print JSON")
    fill.add_argument("values", nargs="+", metavar="KEY=VALUE")
    fill.add_argument("--from", dest="valid_from", type=date.fromisoformat, metavar="DATE", help="default: today")
    every = ((listing, _list), (create, _create), (change, _change), (retire, _retire), (show, _show), (fill, _set))
    for command, run in every:
        for_rows(command, run)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries.fields import definitions

    rows = [
        (row.key, str(row.pk), row.subject_kind, row.label, row.kind, row.required, row.sees, str(row.ends_on or ""))
        for row in definitions(acting_user(arguments), now().date())
    ]
    print_table(("Key", "Id", "Of", "Label", "Kind", "Required", "Sees", "Until before"), rows, figures=(1,))


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import NewField, create_field

    given = {name: getattr(arguments, name) for name in ("key", "label", "kind", "subject_kind", "currency")}
    row = create_field(new=NewField(**given, **_given(arguments)), by=acting_user(arguments), at=now())
    print(f"{row.pk} {row.key}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import change_field
    from conspectus.rooms.portfolio.queries.fields import get_field

    by = acting_user(arguments)
    row = get_field(by, arguments.id, now().date())
    changes = _given(arguments) | ({"label": arguments.label} if arguments.label is not None else {})
    changes |= {"ends_on": None} if arguments.back else {}
    row = change_field(field=row, changes=changes, revision=row.revision, by=by, at=now())
    print(f"{row.pk} {row.key}")


def _retire(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import retire_field
    from conspectus.rooms.portfolio.queries.fields import get_field

    by = acting_user(arguments)
    row = get_field(by, arguments.id, now().date())
    row = retire_field(field=row, revision=row.revision, by=by, at=now())
    print(f"{row.key} is asked no more; what it held stays.")


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.models import Project
    from conspectus.rooms.portfolio.queries.field_values import values_for
    from conspectus.rooms.portfolio.queries.fields import kind_of
    from conspectus.rooms.schedule.queries.fields import project_fields

    by, on = acting_user(arguments), arguments.on or now().date()
    subject = _subject(by, arguments.subject)
    held = (
        project_fields(by, [subject], on)
        if isinstance(subject, Project)
        else values_for(by, kind_of(subject), [subject], on)
    )
    rows = held[subject.pk]
    if arguments.json:
        names = ("key", "label", "kind", "value", "words", "reason")
        print_json({"on": on.isoformat(), "fields": [{name: getattr(row, name) for name in names} for row in rows]})
        return
    print_table(("Field", "Holds"), [(row.label, row.words or row.reason) for row in rows])


def _set(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.errors import Invalid
    from conspectus.rooms.portfolio.actions import set_field_values

    values = {}
    for text in arguments.values:
        key, sign, value = text.partition("=")
        if not sign or key in values:
            raise Invalid("values", f"Write each field once, as KEY=VALUE; '{text[:60]}' is not.", "values")
        values[key] = value
    by = acting_user(arguments)
    subject = _subject(by, arguments.subject)
    given = {"valid_from": arguments.valid_from, "revision": subject.revision}
    set_field_values(subject=subject, values=values, **given, by=by, at=now())
    print(f"{arguments.subject}: {', '.join(values)}")


def _subject(by: Any, text: str) -> Any:
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.portfolio.queries.fields import get_subject

    kind, colon, number = text.partition(":")
    if colon and kind in SUBJECTS:
        return get_subject(by, kind, number, now().date())
    return project_by_code(by, text)


def _given(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what was said of a field."""
    from conspectus.doors.cli import Refused
    from conspectus.rooms.portfolio.bridge.options import read_options

    given = {name: getattr(arguments, name) for name in (*TEXTS, "position")}
    given = {name: value for name, value in given.items() if value is not None}
    if arguments.options is not None:
        try:
            given["options"] = read_options(arguments.options.read().decode())
        except UnicodeDecodeError:
            raise Refused(f"{arguments.options} cannot be read as a text file in UTF-8.") from None
    return given
