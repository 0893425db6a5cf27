"""`conspectus comment`: what is said about things, and which of them one follows."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_json, print_table
from conspectus.formats.packs.words import visible

KINDS = (
    "project",
    "programme",
    "portfolio",
    "division",
    "milestone",
    "contract",
    "nonconformity",
    "stakeholder",
    "party",
    "objective",
    "report",
    "link",
    "exceptionreport",
    "assurancereview",
    "gatereview",
    "registerentry",
    "compliancefinding",
)


def register(subparsers: Any) -> None:
    """Add the commands of comments."""
    parser = subparsers.add_parser("comment", help="comments on things, and following them")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="what is said about a thing, oldest first")
    add = commands.add_parser("add", help="say something; @ and a name or an e-mail names somebody")
    follow = commands.add_parser("follow", help="follow a thing, or with --no no more")
    follow.add_argument("--no", action="store_true", help="follow it no more")
    for command in (listing, add, follow):
        command.add_argument("kind", choices=KINDS)
        command.add_argument("id", help="its number; of a milestone the project's number, a hyphen and the task's uid")
    add.add_argument("text")
    change = commands.add_parser("change", help="change what one said; the text before stays to be read")
    withdraw = commands.add_parser("withdraw", help="take back what one said")
    for command in (change, withdraw):
        command.add_argument("id", help="a comment's number; 'comment list' shows it")
    change.add_argument("text")
    following = commands.add_parser("following", help="what one follows")
    for command in (listing, following):
        command.add_argument("--json", action="store_true", help="print JSON")
    every = ((listing, _list), (add, _add), (follow, _follow), (change, _change), (withdraw, _withdraw))
    for command, run in (*every, (following, _following)):
        for_rows(command, run)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.following import owns
    from conspectus.journeys.subjects import find_subject
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.followup.queries import Thread, thread

    by = acting_user(arguments)
    subject = find_subject(by, arguments.kind, arguments.id, now().date())
    found = thread(by, subject, owned=owns(by, subject))
    if arguments.json:
        print_json(to_plain(Thread, found))
        return
    for one in found.comments:
        changed = f", changed {one.changed_at:%Y-%m-%d %H:%M}" if one.changed_at else ""
        print(f"{one.comment_id} {visible(one.author)}, {one.written_at:%Y-%m-%d %H:%M}{changed}")
        print(f"  {visible(one.text or 'withdrawn')}")


def _add(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.comment import write_comment
    from conspectus.journeys.subjects import find_subject

    by, at = acting_user(arguments), now()
    subject = find_subject(by, arguments.kind, arguments.id, at.date())
    said = write_comment(subject=subject, text=arguments.text, by=by, at=at)
    print(f"{said.comment.pk} on {subject.name}" + (f"\n{said.words}" if said.words else ""))


def _follow(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.subjects import find_subject
    from conspectus.rooms.followup.actions import follow_subject, unfollow_subject

    by, at = acting_user(arguments), now()
    subject = find_subject(by, arguments.kind, arguments.id, at.date())
    if arguments.no:
        unfollow_subject(subject=subject, by=by, at=at)
    else:
        follow_subject(subject=subject, by=by, at=at)
    print(f"{subject.name}: {'no longer followed' if arguments.no else 'followed'}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.comment import get_comment, rewrite_comment

    by, at = acting_user(arguments), now()
    row, subject = get_comment(by, arguments.id, at.date())
    said = rewrite_comment(comment=row, text=arguments.text, revision=row.revision, by=by, at=at)
    print(f"{row.pk} on {subject.name} is changed" + (f"\n{said.words}" if said.words else ""))


def _withdraw(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.comment import get_comment
    from conspectus.rooms.followup.actions import withdraw_comment

    by, at = acting_user(arguments), now()
    row, subject = get_comment(by, arguments.id, at.date())
    withdraw_comment(comment=row, revision=row.revision, by=by, at=at)
    print(f"{row.pk} on {subject.name} is withdrawn")


def _following(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.following import followed
    from conspectus.kit.frozen import to_plain
    from conspectus.kit.subjects import Subject

    found = followed(acting_user(arguments), now().date())
    if arguments.json:
        print_json([to_plain(Subject, one) for one in found])
    else:
        print_table(("Kind", "Id", "Name"), [(one.kind, one.id, one.name) for one in found])
