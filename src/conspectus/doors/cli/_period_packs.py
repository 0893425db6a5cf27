"""`conspectus period compare`, `pack`, `packs`, `pack-template`: what is told of periods."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._files import InFile, OutFolder
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import Progress, print_json, print_table
from conspectus.formats.packs import KINDS

if TYPE_CHECKING:
    from conspectus.rooms.status.queries import ColourMove, DateMove, ProjectCompared


def register_packs(commands: Any) -> None:
    """Add what is told of frozen periods."""
    compare = commands.add_parser("compare", help="what changed since another period")
    compare.add_argument("id", help="a period's number; 'period list' shows it")
    compare.add_argument("--with", dest="before", metavar="ID", help="default: the newest frozen before it")
    compare.add_argument("--json", action="store_true", help="print the whole as JSON")
    pack = commands.add_parser("pack", help="make the board pack of a frozen period, and write it into a folder")
    pack.add_argument("id", help="a period's number; 'period list' shows it")
    pack.add_argument("--out", required=True, type=OutFolder, metavar="DIR", help="the folder to write into")
    pack.add_argument("--version", type=int, default=0, metavar="N", help="the freeze to tell of (default: the newest)")
    pack.add_argument("--kind", choices=KINDS, action="append", help="only this kind of file (default: all)")
    kept = commands.add_parser("packs", help="the packs kept of a period, with their digests")
    kept.add_argument("id", help="a period's number; 'period list' shows it")
    template = commands.add_parser("pack-template", help="how a portfolio's board packs look; without options, say so")
    template.add_argument("portfolio", metavar="PORTFOLIO")
    template.add_argument("--organisation", help="the name on the title page")
    template.add_argument("--logo", type=InFile, metavar="FILE", help="a PNG file; '' for none")
    template.add_argument("--accent", metavar="RRGGBB", help="the colour of headings")
    template.add_argument("--second", metavar="RRGGBB", help="the colour of the title page's band")
    template.add_argument("--pages", metavar="PAGE,PAGE", help="the pages, in order")
    template.add_argument("--unit", choices=("one", "thousand", "million"), help="what money is told in")
    schedule = commands.add_parser("pack-schedule", help="when packs are made by themselves; without options, say so")
    schedule.add_argument("portfolio", metavar="PORTFOLIO")
    schedule.add_argument("--on", action=argparse.BooleanOptionalAction, help="make them, in the name of --as")
    schedule.add_argument("--kind", choices=KINDS, action="append", help="only this kind of file")
    schedule.add_argument("--days", type=int, metavar="N", help="working days to wait after a period's last day")
    schedule.add_argument("--reader", action="append", metavar="PERSON", help="tell these people, and no others")
    for_rows(schedule, _schedule)
    for command, run in ((compare, _compare), (pack, _pack), (kept, _packs), (template, _template)):
        for_rows(command, run)


def _pack(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.packs.actions import make_pack
    from conspectus.rooms.packs.queries import pack_data
    from conspectus.rooms.periods.queries import get_period

    by = acting_user(arguments)
    tell = Progress()
    rows = make_pack(
        period=get_period(by, arguments.id),
        version=arguments.version,
        kinds=arguments.kind or KINDS,
        tell=lambda done, total, words: tell(f"{done + 1} of {total}: {words}"),
        by=by,
        at=now(),
    )
    tell.end()
    files = {f"board-pack.{row.kind}": pack_data(row) for row in rows}
    for path, row in zip(arguments.out.write(files), rows, strict=True):
        print(f"{path} {row.size} bytes, digest {row.file_id}")


def _packs(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.packs.queries import packs_of
    from conspectus.rooms.periods.queries import get_period

    by = acting_user(arguments)
    cells = [
        (f"{row.kind}", f"{row.version}", f"{row.template_revision}", f"{row.size}", row.made_by.name, row.file_id)
        for row in packs_of(by, get_period(by, arguments.id), at=now())
    ]
    print_table(("Kind", "Version", "Template", "Bytes", "Made by", "Digest"), cells, figures=(1, 2, 3), cut=64)


def _template(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.packs.actions import Template, set_pack_template
    from conspectus.rooms.packs.queries import pack_template
    from conspectus.rooms.portfolio.queries import get_portfolio

    by = acting_user(arguments)
    place = get_portfolio(by, arguments.portfolio)
    row = pack_template(place)
    names = ("organisation", "accent", "second", "unit")
    given = {name: getattr(arguments, name) for name in names}
    if arguments.pages or arguments.logo is not None or any(value is not None for value in given.values()):
        wanted = Template(
            **{name: getattr(row, name) if value is None else value for name, value in given.items()},
            pages=arguments.pages.split(",") if arguments.pages else row.pages,
            logo=None if arguments.logo is None else arguments.logo.read() if arguments.logo.text else b"",
        )
        row = set_pack_template(portfolio=place, template=wanted, revision=row.revision, by=by, at=now())
    print(f"{place.name}: {row.organisation or 'no organisation'}, {'a logo' if row.logo else 'no logo'}")
    print(f"Colours {row.accent} and {row.second}, money in {row.get_unit_display().lower()}")
    print(f"Pages {','.join(row.pages)}")


def _schedule(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.packs.actions import Scheduled, schedule_packs
    from conspectus.rooms.packs.queries import pack_schedule
    from conspectus.rooms.portfolio.queries import get_portfolio
    from conspectus.rooms.portfolio.rules import require

    by = acting_user(arguments)
    place = get_portfolio(by, arguments.portfolio)
    require(by, "schedule_packs", place)
    row = pack_schedule(place)
    readers = list(row.readers.all()) if row.pk else []
    if any(one is not None for one in (arguments.on, arguments.kind, arguments.days, arguments.reader)):
        wanted = Scheduled(
            is_on=row.is_on if arguments.on is None else arguments.on,
            kinds=arguments.kind or row.kinds,
            working_days=row.working_days if arguments.days is None else arguments.days,
            readers=readers if arguments.reader is None else [person_named(one) for one in arguments.reader],
        )
        row = schedule_packs(portfolio=place, schedule=wanted, revision=row.revision, by=by, at=now())
        readers = list(wanted.readers)
    told = ", ".join(one.name for one in readers) or "nobody"
    print(
        f"{place.name}: {'on' if row.is_on else 'off'}; {', '.join(row.kinds)}; {row.working_days} working days; {told}"
    )


def _compare(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.periods.queries import frozen_before, get_period
    from conspectus.rooms.status.queries import PeriodChanges, period_changes

    by = acting_user(arguments)
    period = get_period(by, arguments.id)
    before = get_period(by, arguments.before) if arguments.before else frozen_before(period)
    if before is None:
        raise Refused("No earlier period is frozen. Name the period to compare with: --with ID.")
    found = period_changes(by, period, before, at=now())
    if arguments.json:
        print_json(to_plain(PeriodChanges, found))
        return
    count = len(found.of("changed"))
    print(f"{found.new} since {found.old}: {count} changed, {found.unchanged} as before.")
    print_table(
        ("Project", "What", "Computed", "Declared", "Finish", "Days"),
        [_row(one) for one in found.projects],
        figures=(5,),
    )


def _row(one: ProjectCompared) -> tuple[str, ...]:
    what = f"renamed from {one.name_before}" if one.name_before else one.what
    days = f"{one.finish.days:+d}" if one.finish and one.finish.days else ""
    return f"{one.code} {one.name}", what, _colours(one.computed), _colours(one.declared), _dates(one.finish), days


def _colours(move: ColourMove | None) -> str:
    return f"{move.before or 'nothing'} → {move.after or 'nothing'}" if move else ""


def _dates(move: DateMove | None) -> str:
    return f"{move.before or 'none'} → {move.after or 'none'}" if move else ""
