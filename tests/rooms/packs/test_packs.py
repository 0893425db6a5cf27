"""A pack of a frozen period: what it says, that it repeats, who may see it, and that nothing changes it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pptx import Presentation
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house
from tests.packed import png

from conspectus.formats.packs import write
from conspectus.formats.packs.page import Beside, Chart, Grid, Medium, Pack
from conspectus.journeys.freeze_period import freeze_period, snapshots
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from conspectus.kit.manner import Manner, written_for
from conspectus.kit.reading import only_reading
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.packs.actions import Template, make_pack, set_pack_template
from conspectus.rooms.packs.bridge.pages import compose
from conspectus.rooms.packs.choices import PackPage
from conspectus.rooms.packs.models import PackFile, PackRun
from conspectus.rooms.packs.queries import get_pack, pack_data, pack_template, packs_of, read_book, told_pages
from conspectus.rooms.periods.actions import lay_periods, open_period, reopen_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import change_project, set_field_values
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.status.models import Snapshot

PLAIN = Template("Aldermere", "1F4E79", "5A2A82", list(PackPage.values), "one")


def told(by: Any, period: Period) -> Pack:
    """Return the pack somebody would make."""
    return compose(read_book(by, period, period.version, pack_template(period.portfolio), at=AT), b"")


def table(pack: Pack, key: str, medium: Medium = Medium.SHEETS, place: int = 0) -> list[list[str]]:
    """Return the texts of a page's first table, or of the one at a place."""
    page = next(page for page in pack.pages if page.key == key)
    grid = [block for block in page.on(medium) if isinstance(block, Grid)][place]
    return [[cell.text for cell in row] for row in grid.rows]


def curves(pack: Pack, key: str) -> list[Chart]:
    """Return the charts of a page, those beside others as well."""
    page = next((page for page in pack.pages if page.key == key), None)
    blocks = (
        [
            part
            for block in page.blocks
            for part in ((*block.left, *block.right) if isinstance(block, Beside) else (block,))
        ]
        if page
        else []
    )
    return [block for block in blocks if isinstance(block, Chart)]


def test_every_page_tells_what_the_frozen_period_holds(cast: Cast, may: Period) -> None:
    pack = told(cast.mona, may)
    assert pack.cover is not None
    assert pack.cover.notices == ()
    keys = [page.key for page in pack.pages]
    assert keys == ["Portfolio", "Changes", "Decisions", "Gaps", "Programmes", "Status", "Money", "Milestones",
                    "Risks", "Issues", "Actions", "Gates", "Compliance", "Links", "Recovery",
                    "WN-1", "WS-2", "Projects", "Earned value by period",
                    "Reports", "Definitions", "Sources"]  # fmt: skip
    assert table(pack, "Decisions") == [
        ["Warehouses", "◆ red", "Agree a new date.", "Ivan"],
        ["Warehouse north", "◆ red", "Approve a second crane.", "Alice"],
    ]
    (whole,) = table(pack, "Programmes")
    assert (whole[0], whole[1], whole[2], whole[3], whole[6]) == ("Warehouses", "● green", "◆ red", "+2", "◆1")
    assert table(pack, "Programmes", place=1)[0][2:5] == ["–", "–", "–"]  # no register says anything
    gap = table(pack, "Gaps")[0]
    assert (gap[0], gap[2], gap[3], gap[-1]) == ("Warehouse north", "● green", "◆ red", "+2")
    changed = table(pack, "Changes")[0]
    assert changed[0] == "Warehouse north"
    assert changed[2] == "nothing → ● green"
    assert changed[4].startswith("+")
    total = table(pack, "Money")[-1]
    assert total[0] == "Total from sums"
    assert total[1] == "8,000"
    (drawn,) = curves(pack, "WN-1")
    assert (drawn.categories, drawn.unit) == (("Apr 2024", "May 2024"), "EUR")
    rows = [row for row in table(pack, "Earned value by period") if row[1] == "WN-1"]
    assert [row[2] for row in rows] == ["Apr 2024", "May 2024"]
    planned = next(one for one in drawn.series if one.label == "Planned")
    assert [f"{one:,.0f}" for one in planned.values if one is not None] == [row[7] for row in rows]
    assert [one.categories for one in curves(pack, "Money")] == [("Apr 2024", "May 2024")]
    closed = told(cast.heidi, may)  # who may not see the cost of it
    assert curves(closed, "WN-1") == []
    assert table(closed, "Earned value by period") == []
    status = table(pack, "Status")
    assert [row[0] for row in status] == ["Warehouse north", "Warehouse south"]
    assert status[0][3] == "◆◆"
    digests = table(pack, "Sources")
    assert [row[0] for row in digests] == ["May 2024", "Apr 2024"]
    assert all(len(row[-1]) == 64 for row in digests)


def test_the_same_inputs_give_the_pack_that_is_there_and_later_rows_change_nothing(cast: Cast, may: Period) -> None:
    first = make_pack(period=may, kinds=("pptx",), by=cast.mona, at=AT)
    later = AT + timedelta(days=3)
    change_project(project=cast.project, changes={"name": "Renamed"}, revision=1, by=cast.alice, at=later)
    again = make_pack(period=may, kinds=("pptx", "xlsx"), by=cast.bob, at=later)
    assert again[0] == first[0]
    assert [row.kind for row in PackRun.objects.order_by("pk")] == ["pptx", "xlsx"]
    assert AuditLine.objects.filter(deed="make_pack").count() == 2
    slides = Presentation(io.BytesIO(pack_data(again[0]))).slides
    texts = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    assert "Warehouse north" in texts
    assert "Renamed" not in texts


def test_who_reads_german_freezes_and_makes_the_same(cast: Cast, may: Period) -> None:
    pack, kept = told(cast.mona, may), [one.digest for one in snapshots(may, at=AT)]
    with written_for(Manner("de", "de-DE", "Europe/Berlin")):
        assert told(cast.mona, may) == pack
        assert [one.digest for one in snapshots(may, at=AT)] == kept


def test_the_same_book_gives_the_same_bytes_in_a_fresh_process(cast: Cast, may: Period, tmp_path: Any) -> None:
    from conspectus.kit.frozen import to_json
    from conspectus.rooms.packs.bridge.book import Book
    from conspectus.rooms.packs.bridge.parts import part_text

    set_pack_template(portfolio=cast.portfolio, template=PLAIN, revision=0, by=cast.mona, at=AT)
    book = read_book(cast.mona, may, 1, pack_template(may.portfolio), at=AT)
    (tmp_path / "book.json").write_bytes(to_json(Book, book))
    for name, rows in book.parts.items():
        (tmp_path / f"{name}.part").write_text(part_text(name, rows))
    (tmp_path / "logo.png").write_bytes(png())
    code = (
        "import dataclasses, django, pathlib, sys; django.setup()\n"
        "from conspectus.formats.packs import write\n"
        "from conspectus.kit.frozen import from_json\n"
        "from conspectus.rooms.packs.bridge.book import Book\n"
        "from conspectus.rooms.packs.bridge.pages import compose\n"
        "from conspectus.rooms.packs.bridge.parts import part_rows\n"
        "place = pathlib.Path(sys.argv[1])\n"
        "book = from_json(Book, (place / 'book.json').read_bytes())\n"
        "parts = {name: part_rows(name, (place / f'{name}.part').read_text()) for name in book.parts}\n"
        "book = dataclasses.replace(book, parts=parts)\n"
        "for kind, data in write(compose(book, (place / 'logo.png').read_bytes())).items():\n"
        "    (place / kind).write_bytes(data)\n"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "conspectus.config.settings", "CONSPECTUS_DATA": str(tmp_path / "data")}
    environment = {**os.environ, **settings, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], env=environment, check=True)
    for kind, data in write(compose(book, png())).items():
        assert (tmp_path / kind).read_bytes() == data


def test_who_may_not_see_cost_gets_a_pack_that_says_so(cast: Cast, may: Period) -> None:
    pack = told(cast.grace, may)
    assert pack.cover is not None
    assert "1 of the 2 projects" in pack.cover.notices[0]
    assert "cost of all projects" in pack.cover.notices[1]
    assert "Money" not in [page.key for page in pack.pages]
    (row,) = make_pack(period=may, kinds=("xlsx",), by=cast.grace, at=AT)
    book = openpyxl.load_workbook(io.BytesIO(pack_data(row)))
    cells = {str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line}
    said = {cell for cell in cells if len(cell) != 64}  # digests hold any figure
    shown = {cell for cell in said if any(sign in cell for sign in ("4,000", "4000", "Warehouse south"))}
    assert shown == set()


def test_a_kept_pack_opens_to_nobody_who_may_see_less_than_it_shows(cast: Cast, may: Period) -> None:
    (whole,) = make_pack(period=may, kinds=("xlsx",), by=cast.mona, at=AT)
    (part,) = make_pack(period=may, kinds=("xlsx",), by=cast.grace, at=AT)
    assert packs_of(cast.mona, may, at=AT) == [part, whole]
    assert packs_of(cast.grace, may, at=AT) == [part]
    assert packs_of(cast.alice, may, at=AT) == [part]
    assert get_pack(cast.bob, whole.pk, at=AT) == whole
    for who in (cast.grace, cast.alice, cast.dave):
        with pytest.raises(NotFound):
            get_pack(who, whole.pk, at=AT)


def test_the_sums_of_a_group_show_only_where_all_of_it_does(cast: Cast, may: Period) -> None:
    assert Snapshot.objects.filter(period=may, subject_kind="portfolio").exists()
    assert "By its own sums" in told(cast.mona, may).pages[0].lead
    assert "By its own sums" not in told(cast.alice, may).pages[0].lead


def test_a_new_version_makes_another_pack_and_the_old_one_can_still_be_made(cast: Cast, may: Period) -> None:
    from conspectus.journeys.freeze_period import freeze_period

    (old,) = make_pack(period=may, kinds=("xlsx",), by=cast.mona, at=AT)
    again = reopen_period(period=may, reason="Costs came late", revision=may.revision, by=cast.mona, at=AT)
    second = freeze_period(period=again, revision=again.revision, by=cast.mona, at=AT + timedelta(hours=1))
    (new,) = make_pack(period=second, kinds=("xlsx",), by=cast.mona, at=AT)
    assert (old.version, new.version, new.file_id != old.file_id) == (1, 2, True)
    assert make_pack(period=second, version=1, kinds=("xlsx",), by=cast.mona, at=AT) == (old,)
    with pytest.raises(Invalid, match="versions 1 to 2"):
        make_pack(period=second, version=3, by=cast.mona, at=AT)


def test_only_frozen_periods_and_known_kinds_make_packs(cast: Cast, may: Period) -> None:
    with pytest.raises(Invalid):
        make_pack(period=may, kinds=("doc",), by=cast.mona, at=AT)
    with pytest.raises(NotFound):
        make_pack(period=may, by=cast.dave, at=AT)
    planned = Period.objects.create(
        portfolio=cast.portfolio, name="x", fiscal_year=2024, number=9, starts_on="2024-06-01", ends_on="2024-07-01"
    )
    with pytest.raises(Conflict, match="never frozen"):
        make_pack(period=planned, by=cast.mona, at=AT)


def test_the_database_keeps_packs_as_they_are(cast: Cast, may: Period) -> None:
    (row,) = make_pack(period=may, kinds=("xlsx",), by=cast.mona, at=AT)
    spoiled = (lambda: PackRun.objects.update(size=1), row.delete, lambda: PackFile.objects.update(data=b""))
    for spoil in (*spoiled, PackFile.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()


def test_a_template_chooses_pages_and_their_order(cast: Cast, may: Period) -> None:
    wanted = Template("Aldermere", "#1f4e79", "5A2A82", ["status", "portfolio"], "million", png())
    row = set_pack_template(portfolio=cast.portfolio, template=wanted, revision=0, by=cast.mona, at=AT)
    assert (row.revision, row.accent, bytes(row.logo)) == (1, "1F4E79", png())
    pack = told(cast.mona, may)
    assert [page.key for page in pack.pages] == ["Status", "Portfolio"]
    assert (pack.brand.organisation, pack.brand.second) == ("Aldermere", "5A2A82")
    kept = set_pack_template(portfolio=cast.portfolio, template=PLAIN, revision=1, by=cast.mona, at=AT)
    assert bytes(kept.logo) == png()
    for pages in ([], ["status", "status"], ["none"]):
        bad = Template("", "1F4E79", "1F4E79", pages, "one")
        with pytest.raises(Invalid):
            set_pack_template(portfolio=cast.portfolio, template=bad, revision=2, by=cast.mona, at=AT)
    with pytest.raises(NotAllowed):
        set_pack_template(portfolio=cast.portfolio, template=PLAIN, revision=2, by=cast.alice, at=AT)


def test_fields_of_the_organisation_are_told_as_far_as_whoever_opens_the_pack_may_see(cast: Cast, may: Period) -> None:
    make.field("region")
    make.field("grade", sees="people")
    row = Project.objects.get(pk=cast.project.pk)
    values = {"region": "North", "grade": "Ninth"}
    day = may.starts_on
    set_field_values(subject=row, values=values, valid_from=day, revision=row.revision, by=cast.frank, at=AT)
    again = reopen_period(period=may, revision=may.revision, reason="Fields", by=cast.mona, at=AT)
    again = freeze_period(period=again, revision=again.revision, by=cast.mona, at=AT)
    pack = told(cast.bob, again)
    (sheet,) = next(page for page in pack.pages if page.key == "Projects").on(Medium.SHEETS)
    assert isinstance(sheet, Grid)
    assert sheet.columns[-1].label == "Region"
    assert [row[-1].text for row in sheet.rows] == ["North", "–"]
    assert "Ninth" not in str(pack)


def test_a_draft_asks_as_often_for_few_projects_as_for_more(cast: Cast, may: Period) -> None:
    (june,) = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 6, 1), through=date(2024, 6, 1), by=cast.mona, at=AT
    )
    june = open_period(period=june, revision=1, by=cast.mona, at=AT)

    def asked() -> int:
        with only_reading(), CaptureQueriesContext(connection) as found:
            told_pages(cast.mona, june, list(PackPage), at=AT)
        return len(found)

    asked()  # what a process learns once
    few = asked()
    for number in range(3):
        more = make.project(f"More {number}", code=f"M-{number}", portfolio=cast.portfolio)
        import_plan(project=more, data=file_of(house(uid=f"M-{number}")), name="more.xml", by=cast.bob, at=AT)
    assert asked() == few
