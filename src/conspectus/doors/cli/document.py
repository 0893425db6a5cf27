"""`conspectus document`: files and links that belong to things; kept, listed, taken along, changed, withdrawn."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import PurePath
from typing import Any

from conspectus.doors.cli._files import InFile, OutFolder
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_json, print_table
from conspectus.doors.cli.comment import KINDS


def register(subparsers: Any) -> None:
    """Add the commands of documents."""
    parser = subparsers.add_parser("document", help="documents and links of things")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="the documents of a thing")
    listing.add_argument("--json", action="store_true", help="print JSON")
    add = commands.add_parser("add", help="keep a file or a link of a thing")
    for command in (listing, add):
        command.add_argument("kind", choices=KINDS)
        command.add_argument("id", help="its number; of a milestone the project's number, a hyphen and the task's uid")
    version = commands.add_parser("version", help="keep another version; the ones before stay")
    change = commands.add_parser("change", help="change title, kind, owner or day of review")
    fetch = commands.add_parser("fetch", help="write a version's file into a folder")
    withdraw = commands.add_parser("withdraw", help="take a document off its thing")
    for command in (version, change, fetch, withdraw):
        command.add_argument("id", help="a document's number; 'document list' shows it")
    for command in (add, version):
        command.add_argument("content", type=InFile, metavar="FILE_OR_LINK")
        command.add_argument("--note", default="", help="what is new")
    for command in (add, change):
        command.add_argument("--title", help="its title")
        command.add_argument("--of", dest="sort", metavar="KIND", help="charter, business_case, minutes and so on")
        command.add_argument("--owner", metavar="EMAIL", help="who looks after it")
        command.add_argument("--review", type=date.fromisoformat, metavar="DATE", help="when to look at it again")
    fetch.add_argument("--version", default="", help="its number (default: the newest)")
    fetch.add_argument(
        "--out", type=OutFolder, default=OutFolder("."), metavar="DIR", help="the folder (default: this one)"
    )
    every = ((listing, _list), (add, _add), (version, _version), (change, _change), (fetch, _fetch))
    for command, run in (*every, (withdraw, _withdraw)):
        for_rows(command, run)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.subjects import find_subject
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.files.queries import DocumentView, documents_of

    by = acting_user(arguments)
    rows = documents_of(find_subject(by, arguments.kind, arguments.id, now().date()))
    if arguments.json:
        print_json([to_plain(DocumentView, row) for row in rows])
        return
    heads = ("Document", "Id", "Kind", "Owner", "Version", "Holds", "Look again")
    cells = [
        (
            row.title,
            str(row.document_id),
            row.kind,
            row.owner,
            str(row.newest.number),
            row.newest.link or row.newest.name,
            f"{row.review_on or ''}",
        )
        for row in rows
    ]
    print_table(heads, cells, figures=(4,))


def _add(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.documents import add_document
    from conspectus.journeys.subjects import find_subject
    from conspectus.rooms.files.actions import Particulars

    by, at = acting_user(arguments), now()
    subject = find_subject(by, arguments.kind, arguments.id, at.date())
    title = arguments.title or arguments.content.name
    owner = person_named(arguments.owner) if arguments.owner else by.person
    new = Particulars(title, arguments.sort or "other", owner, arguments.review)
    row = add_document(subject=subject, new=new, content=_content(arguments), by=by, at=at)
    print(f"{row.pk} {row.title}")


def _version(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.documents import add_document_version, get_document

    by, at = acting_user(arguments), now()
    row, _ = get_document(by, arguments.id, at.date())
    row = add_document_version(document=row, content=_content(arguments), by=by, at=at)
    print(f"{row.title}: {row.versions.count()} versions")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.documents import change_document, get_document
    from conspectus.rooms.files.actions import Particulars

    by, at = acting_user(arguments), now()
    row, _ = get_document(by, arguments.id, at.date())
    owner = person_named(arguments.owner) if arguments.owner else row.owner
    new = Particulars(
        arguments.title or row.title, arguments.sort or row.kind, owner, arguments.review or row.review_on
    )
    row = change_document(document=row, new=new, revision=row.revision, by=by, at=at)
    print(f"{row.pk} {row.title}")


def _fetch(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.documents import get_document
    from conspectus.rooms.files.queries import document_view, version_file

    row, _ = get_document(acting_user(arguments), arguments.id, now().date())
    name, data = version_file(row, arguments.version or document_view(row).newest.number)
    for path in arguments.out.write({PurePath(name).name: data}):
        print(path)


def _withdraw(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.documents import get_document, withdraw_document

    by, at = acting_user(arguments), now()
    row, _ = get_document(by, arguments.id, at.date())
    withdraw_document(document=row, revision=row.revision, by=by, at=at)
    print(f"{row.title} is withdrawn")


def _content(arguments: argparse.Namespace) -> Any:
    from conspectus.rooms.files.actions import Content

    given = arguments.content
    if given.is_link:
        return Content(link=given.text, note=arguments.note)
    return Content(name=given.name, data=given.read(), note=arguments.note)
