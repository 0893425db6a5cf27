"""`conspectus lesson`: lessons learned, and what like projects make of them."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._files import InFile, OutFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_json, print_table


def register(subparsers: Any) -> None:
    """Add the commands of lessons."""
    parser = subparsers.add_parser("lesson", help="lessons learned, and what like projects make of them")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="lessons, the newest first")
    listing.add_argument("--json", action="store_true", help="print JSON")
    export = commands.add_parser("export", help="write the lessons as a workbook or CSV, with what came of them")
    export.add_argument("out", type=OutFile, metavar="FILE")
    for command in (listing, export):
        command.add_argument("--text", default="", help="words in them")
        command.add_argument("--category", default="")
        command.add_argument("--state", default="")
    record = commands.add_parser("record", help="write down a lesson of a project")
    paste = commands.add_parser("paste", help="write down the lessons of a table, all or none")
    offer = commands.add_parser("offer", help="look for lessons of projects like this one")
    offers = commands.add_parser("offers", help="the lessons a project was offered")
    for command in (record, paste, offer, offers):
        command.add_argument("code", help="the project's code")
    paste.add_argument("file", type=InFile, metavar="FILE", help="headings first: title, happened, advice and so on")
    change = commands.add_parser("change", help="change what a lesson says")
    review = commands.add_parser("review", help="publish a lesson, or return it with words")
    withdraw = commands.add_parser("withdraw", help="take a lesson back")
    standard = commands.add_parser("standard", help="say which standard changed because of it")
    opened = commands.add_parser("open", help="note that an offered lesson was read")
    answer = commands.add_parser("answer", help="apply an offered lesson or put it aside")
    for command in (change, review, withdraw, standard, opened, answer):
        command.add_argument("id", help="its number")
    for command in (record, change):
        for name in ("title", "happened", "advice"):
            command.add_argument(f"--{name}", required=command is record)
        command.add_argument("--cause")
        command.add_argument("--category")
        command.add_argument("--stage")
        command.add_argument("--went-well", action="store_true", default=None)
    review.add_argument("verdict", choices=("publish", "return"))
    standard.add_argument("standard", help="its key and version, such as light/1.2")
    answer.add_argument("answer", choices=("applied", "dismissed"))
    for command in (review, standard, answer):
        command.add_argument("--words", default="", help="in words")
    reading = ((listing, _list), (offers, _offers), (export, _export))
    writing = ((record, _record), (paste, _paste), (change, _change), (review, _review), (withdraw, _withdraw))
    for command, run in (
        *reading,
        *writing,
        (standard, _standard),
        (offer, _offer),
        (opened, _open),
        (answer, _answer),
    ):
        for_rows(command, run)


def _export(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.knowledge_files import lessons_file
    from conspectus.rooms.knowledge.queries import LessonFilter

    wanted = LessonFilter(arguments.category, arguments.state, arguments.text)
    arguments.out.write(lessons_file(by=acting_user(arguments), at=now(), kind=arguments.out.ending, wanted=wanted))
    print(arguments.out)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.knowledge.queries import LessonFilter, LessonView, find_lessons, lesson_views

    by, on = acting_user(arguments), now().date()
    wanted = LessonFilter(arguments.category, arguments.state, arguments.text)
    rows = lesson_views(by, find_lessons(by, wanted, on), on)
    if arguments.json:
        print_json([to_plain(LessonView, row) for row in rows])
        return
    cells = [
        (
            row.title,
            str(row.lesson_id),
            row.category,
            row.state,
            row.project,
            str(row.offered),
            str(row.opened),
            str(row.applied),
            row.standard,
        )
        for row in rows
    ]
    heads = ("Lesson", "Id", "Category", "State", "Project", "Offered", "Opened", "Applied", "Changed")
    print_table(heads, cells, figures=(5, 6, 7))


def _offers(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.queries import offers_of
    from conspectus.rooms.portfolio.queries import project_by_code

    rows = offers_of(project_by_code(acting_user(arguments), arguments.code))
    cells = [(row.title, str(row.offer_id), str(row.points), "; ".join(row.reasons), row.answer or "-") for row in rows]
    print_table(("Lesson", "Offer", "Points", "Why", "Answer"), cells, figures=(2,))


def _record(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import LessonText, record_lesson
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    text = LessonText(**_given(arguments))
    row = record_lesson(project=project_by_code(by, arguments.code), text=text, by=by, at=now())
    print(f"{row.pk} {row.title}")


def _paste(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import paste_lessons
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    try:
        text = arguments.file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{arguments.file}: this is no UTF-8 text. Save it as UTF-8 and try again.") from None
    rows = paste_lessons(project=project_by_code(by, arguments.code), text=text, by=by, at=now())
    print(f"{len(rows)} lessons are written down")


def _lesson(arguments: argparse.Namespace) -> Any:
    from conspectus.rooms.knowledge.queries import get_lesson

    return get_lesson(acting_user(arguments), arguments.id, now().date())


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import LessonText, change_lesson

    row = _lesson(arguments)
    names = ("title", "happened", "advice", "cause", "category", "went_well", "stage")
    text = LessonText(**({name: getattr(row, name) for name in names} | _given(arguments)))
    row = change_lesson(lesson=row, text=text, revision=row.revision, by=acting_user(arguments), at=now())
    print(f"{row.pk} {row.title}")


def _review(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import review_lesson

    row, publish = _lesson(arguments), arguments.verdict == "publish"
    by = acting_user(arguments)
    row = review_lesson(lesson=row, publish=publish, words=arguments.words, revision=row.revision, by=by, at=now())
    print(f"{row.title} is {row.state}")


def _withdraw(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import withdraw_lesson

    row = _lesson(arguments)
    withdraw_lesson(lesson=row, revision=row.revision, by=acting_user(arguments), at=now())
    print(f"{row.title} is withdrawn")


def _standard(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import say_what_changed

    row, by, words = _lesson(arguments), acting_user(arguments), arguments.words
    say_what_changed(lesson=row, standard=arguments.standard, words=words, revision=row.revision, by=by, at=now())
    print(f"{arguments.standard} changed because of {row.title}")


def _offer(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import offer_lessons
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    print(f"{len(offer_lessons(project=project_by_code(by, arguments.code), by=by, at=now()))} lessons are offered")


def _open(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import open_offer
    from conspectus.rooms.knowledge.queries import get_offer

    by = acting_user(arguments)
    row = open_offer(offer=get_offer(by, arguments.id, now().date()), by=by, at=now())
    print(f"{row.lesson.title}\n\n{row.lesson.happened}\n\n{row.lesson.advice}")


def _answer(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.knowledge.actions import answer_offer
    from conspectus.rooms.knowledge.queries import get_offer

    by, at = acting_user(arguments), now()
    row, words = get_offer(by, arguments.id, at.date()), arguments.words
    answer_offer(offer=row, answer=arguments.answer, words=words, revision=row.revision, by=by, at=at)
    print(f"{row.lesson.title}: {arguments.answer}")


def _given(arguments: argparse.Namespace) -> dict[str, Any]:
    names = ("title", "happened", "advice", "cause", "category", "went_well", "stage")
    return {name: getattr(arguments, name) for name in names if getattr(arguments, name) is not None}
