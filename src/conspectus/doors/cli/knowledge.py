"""`conspectus knowledge`: guides, templates, checklists, examples and terms."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._files import InFile, OutFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_json, print_table

KINDS = ("guide", "template", "checklist", "example", "term")


def register(subparsers: Any) -> None:
    """Add the commands of articles."""
    parser = subparsers.add_parser("knowledge", help="guides, templates, checklists, examples and terms")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="articles by title")
    listing.add_argument("--kind", choices=KINDS, default="")
    listing.add_argument("--text", default="", help="in title, summary or key")
    listing.add_argument("--standing", choices=("due", "draft", "offered"), default="")
    listing.add_argument("--json", action="store_true", help="print JSON")
    show = commands.add_parser("show", help="print an article as Markdown")
    show.add_argument("--version", default="", help="its number (default: the one people read)")
    compare = commands.add_parser("compare", help="what differs between two versions")
    fetch = commands.add_parser("fetch", help="write an article as .md, .docx or, its tables, .xlsx")
    create = commands.add_parser("create", help="begin an article with a draft")
    create.add_argument("kind", choices=KINDS)
    draft = commands.add_parser("draft", help="write what an article is to say next")
    change = commands.add_parser("change", help="change owner, audience, stages, methods or day of review")
    publish = commands.add_parser("publish", help="make the draft the version everybody reads")
    publish.add_argument("--note", default="", help="what is new")
    drop = commands.add_parser("drop", help="throw the draft away")
    retire = commands.add_parser("retire", help="take an article off the lists")
    answer = commands.add_parser("answer", help="take the newer version that ships, or stay with your own")
    for command in (show, compare, fetch, create, draft, change, publish, drop, retire, answer):
        command.add_argument("key", help="the article's key, such as guide-risks")
    answer.add_argument("answer", choices=("take", "stay"))
    compare.add_argument("before", type=int, help="a version's number")
    compare.add_argument("after", type=int, help="another's")
    fetch.add_argument("out", type=OutFile, metavar="FILE")
    for command in (create, draft):
        command.add_argument("text", type=InFile, metavar="FILE.md")
        command.add_argument("--title", required=command is create)
        command.add_argument("--summary")
    for command in (create, change):
        command.add_argument("--owner", metavar="EMAIL", help="who looks after it")
        command.add_argument("--audience", help="roles, parted by commas; '' for everybody")
        command.add_argument("--stages", help="keys of stages, parted by commas")
        command.add_argument("--methods", help="keys of methods, parted by commas")
        command.add_argument("--review", type=date.fromisoformat, metavar="DATE", help="when to look at it again")
    terms = commands.add_parser("glossary", help="write the glossary as a workbook or CSV")
    terms.add_argument("out", type=OutFile, metavar="FILE")
    papers = commands.add_parser("templates", help="write the templates of a method into an archive, to fill in")
    papers.add_argument("method", help="the method's key, such as investment; its newest version")
    papers.add_argument("out", type=OutFile, metavar="FILE.zip")
    load = commands.add_parser("load", help="bring newer articles that ship into the house")
    reading = (
        (listing, _list),
        (show, _show),
        (compare, _compare),
        (fetch, _fetch),
        (terms, _glossary),
        (papers, _templates),
    )
    writing = ((create, _create), (draft, _draft), (change, _change), (publish, _publish), (drop, _drop))
    for command, run in (*reading, *writing, (retire, _retire), (answer, _answer), (load, _load)):
        for_rows(command, run)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.knowledge.queries import ArticleFilter, ArticleRow, find_articles
    from conspectus.rooms.knowledge.queries.articles import article_row
    from conspectus.rooms.knowledge.rules import keeps_knowledge

    by, on = acting_user(arguments), now().date()
    wanted = ArticleFilter(kind=arguments.kind, text=arguments.text, standing=arguments.standing)
    rows = [article_row(row, keeper=keeps_knowledge(by), on=on) for row in find_articles(by, wanted, on)]
    if arguments.json:
        print_json([to_plain(ArticleRow, row) for row in rows])
        return
    heads = ("Article", "Key", "Kind", "Owner", "Version", "Look again")
    cells = [
        (row.title, row.key, row.kind, row.owner, str(row.version or "draft"), f"{row.review_on or ''}") for row in rows
    ]
    print_table(heads, cells, figures=(4,))


def _view(arguments: argparse.Namespace) -> Any:
    """Return the row of the article that was named and its view."""
    from conspectus.rooms.knowledge.queries import article_view, get_article

    by = acting_user(arguments)
    row = get_article(by, arguments.key)
    return row, article_view(by, row, now().date())


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.queries import version_of

    version = version_of(_view(arguments)[1], arguments.version)
    print(f"# {version.title}\n\n{version.body}", end="")


def _compare(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.queries import compared

    signs = {"same": " ", "gone": "-", "new": "+"}
    for one in compared(_view(arguments)[1], arguments.before, arguments.after):
        print(f"{signs[one.kind]} {one.line}")


def _fetch(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.bridge.papers import article_paper
    from conspectus.rooms.knowledge.queries import version_of

    arguments.out.write(article_paper(version_of(_view(arguments)[1]), arguments.out.ending))
    print(arguments.out)


def _glossary(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.knowledge_files import glossary_file

    arguments.out.write(glossary_file(by=acting_user(arguments), at=now(), kind=arguments.out.ending))
    print(arguments.out)


def _templates(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.knowledge_files import templates_archive
    from conspectus.rooms.standards.queries import get_method, newest_version

    by = acting_user(arguments)
    version = newest_version(get_method(by, arguments.method))
    if version is None:
        raise Refused("This method has no version yet.")
    arguments.out.write(templates_archive(version=version, by=by))
    print(arguments.out)


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import Particulars, create_article

    by, text, new = acting_user(arguments), _text(arguments, None), _particulars(arguments, Particulars())
    row = create_article(kind=arguments.kind, key=arguments.key, text=text, new=new, by=by, at=now())
    print(f"{row.key} begun; publish it with: conspectus knowledge publish {row.key}")


def _draft(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import draft_article

    row, view = _view(arguments)
    text = _text(arguments, view)
    row = draft_article(article=row, text=text, revision=row.revision, by=acting_user(arguments), at=now())
    print(f"{row.key}: the draft is kept")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import Particulars, change_article

    row, _ = _view(arguments)
    there = Particulars(row.owner, row.audience, row.stages, row.methods, row.review_on)
    new = _particulars(arguments, there)
    row = change_article(article=row, new=new, revision=row.revision, by=acting_user(arguments), at=now())
    print(f"{row.key} is changed")


def _publish(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import publish_article

    row, _ = _view(arguments)
    by, note = acting_user(arguments), arguments.note
    row = publish_article(article=row, note=note, revision=row.revision, by=by, at=now())
    print(f"{row.key}: version {row.current} is published")


def _drop(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import drop_draft

    row, _ = _view(arguments)
    drop_draft(article=row, revision=row.revision, by=acting_user(arguments), at=now())
    print(f"{row.key}: the draft is dropped")


def _retire(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import retire_article

    row, _ = _view(arguments)
    retire_article(article=row, revision=row.revision, by=acting_user(arguments), at=now())
    print(f"{row.key} is retired")


def _answer(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import answer_shipped_version

    row, _ = _view(arguments)
    by, take = acting_user(arguments), arguments.answer == "take"
    row = answer_shipped_version(article=row, take=take, revision=row.revision, by=by, at=now())
    print(f"{row.key}: version {row.current} is read")


def _load(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import load_shipped_articles

    print(f"{load_shipped_articles(by=acting_user(arguments), at=now())} articles are new or newer")


def _text(arguments: argparse.Namespace, view: Any) -> Any:
    """Return what a file says; title and summary stay where they are not named."""
    from conspectus.rooms.knowledge.actions import Text

    try:
        body = arguments.text.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{arguments.text}: this is no UTF-8 text. Save it as UTF-8 and try again.") from None
    read = view.read if view else None
    title = arguments.title if arguments.title is not None else view.draft_title or view.title
    summary = arguments.summary
    if summary is None:
        summary = "" if view is None else view.draft_summary or (read.summary if read else "")
    return Text(title, body, summary)


def _particulars(arguments: argparse.Namespace, there: Any) -> Any:
    """Return particulars with what the options name put over those there are."""
    from dataclasses import replace

    given: dict[str, Any] = {}
    for name in ("audience", "stages", "methods"):
        if (text := getattr(arguments, name)) is not None:
            given[name] = [one.strip() for one in text.split(",") if one.strip()]
    if arguments.owner is not None:
        given["owner"] = person_named(arguments.owner) if arguments.owner else None
    if arguments.review is not None:
        given["review_on"] = arguments.review
    return replace(there, **given)
