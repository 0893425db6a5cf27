"""Gantt charts, time scales and curves are laid out where they belong."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from conspectus.doors.web.panels.curve import Series, draw_curve
from conspectus.doors.web.panels.drawing import BAND, ROW, draw
from conspectus.doors.web.panels.gantt import GanttLink, GanttRow, GanttView
from conspectus.doors.web.panels.stances import LEFT, RIGHT, STEP, TOP, WIDTH, draw_stances
from conspectus.doors.web.panels.timescale import Scale, fit, lower, rest_days, upper
from conspectus.engine.plan import DAY, NONE
from conspectus.rooms.stakeholders.models import Assessment

MONDAY = (dt.date(2026, 9, 7) - dt.date(1970, 1, 1)).days * DAY


def row(name: str, first: int, last: int, **more: object) -> GanttRow:
    shape = "milestone" if first == last else "task"
    given = {"depth": 0, "shape": shape, "share": 0.0} | more
    return GanttRow(uid=name, name=name, start=MONDAY + first * DAY, finish=MONDAY + last * DAY, **given)  # type: ignore[arg-type]  # built by name


def view(*rows: GanttRow, links: tuple[GanttLink, ...] = (), zoom: str = "day") -> GanttView:
    return GanttView(rows, links, MONDAY + 2 * DAY, NONE, zoom)


def test_a_bar_is_as_long_as_its_task() -> None:
    chart = draw(view(row("A", 0, 5), row("B", 5, 7)))
    assert [bar.width for bar in chart.bars] == [5 * 24, 2 * 24]
    assert chart.bars[1].x == chart.bars[0].end
    assert [bar.y for bar in chart.bars] == [0, ROW]


def test_the_done_part_lies_inside_its_bar() -> None:
    chart = draw(view(row("A", 0, 10, share=0.3), row("B", 0, 10, share=7.0)))
    assert chart.bars[0].done == 0.3 * chart.bars[0].width
    assert chart.bars[1].done == chart.bars[1].width


def test_the_baseline_lies_under_the_bar() -> None:
    chart = draw(view(row("A", 3, 8, base_start=MONDAY, base_finish=MONDAY + 5 * DAY)))
    bar = chart.bars[0]
    assert bar.base_x is not None
    assert bar.x is not None
    assert bar.x - bar.base_x == 3 * 24
    assert bar.task_bar == "M96 5h120v10h-120Z".replace("96", f"{bar.x:g}")
    assert bar.base_bar == "M24 17h120v3h-120Z".replace("24", f"{bar.base_x:g}")


def test_an_undated_task_keeps_its_row_and_has_no_bar() -> None:
    chart = draw(view(row("A", 0, 2), GanttRow("B", "B", 0, "task", NONE, NONE, 0.0)))
    assert chart.bars[1].x is None
    assert chart.height == 2 * ROW


@pytest.mark.parametrize("kind", [0, 1, 2, 3])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_every_kind_of_link_ends_in_an_arrow(kind: int, order: tuple[int, int]) -> None:
    chart = draw(view(row("A", 0, 4), row("B", 2, 8), links=(GanttLink(*order, kind, False),)))
    (band,) = chart.bands
    assert band.links.startswith("M")
    assert band.arrows.endswith("Z")
    assert band.hot_links == ""


def test_critical_links_are_drawn_apart() -> None:
    chart = draw(view(row("A", 0, 4), row("B", 4, 8), links=(GanttLink(0, 1, 0, True),)))
    (band,) = chart.bands
    assert band.links == ""
    assert band.hot_links


def test_a_long_chart_is_drawn_in_bands_and_a_link_in_each_it_passes() -> None:
    rows = tuple(row(str(n), n, n + 1) for n in range(2 * BAND + 1))
    chart = draw(view(*rows, links=(GanttLink(0, 2 * BAND, 0, False), GanttLink(0, 1, 0, True))))
    assert [len(band.bars) for band in chart.bands] == [BAND, BAND, 1]
    assert [band.y for band in chart.bands] == [0, chart.bands[0].end, chart.bands[1].end]
    assert chart.height == chart.bands[-1].end
    assert [bool(band.links) for band in chart.bands] == [True, True, True]
    assert [bool(band.arrows) for band in chart.bands] == [False, False, True]
    assert [bool(band.hot_links) for band in chart.bands] == [True, False, False]
    assert chart.bands[1].bars[0].place == BAND


def test_a_deadline_that_is_missed_says_so() -> None:
    chart = draw(view(row("A", 0, 9, deadline=MONDAY + 5 * DAY), row("B", 0, 3, deadline=MONDAY + 5 * DAY)))
    assert [bar.missed for bar in chart.bars] == [True, False]


def test_an_empty_plan_is_drawn_empty() -> None:
    chart = draw(GanttView((), (), NONE, NONE, "fit"))
    assert chart.bars == ()
    assert chart.status_x is None


def test_the_widest_chart_has_a_limit() -> None:
    century = draw(view(row("A", 0, 36_500)))
    assert century.width <= 24_001


@pytest.mark.parametrize("zoom", ["day", "week", "month", "quarter", "fit"])
@pytest.mark.parametrize("days", [1, 30, 400, 9000])
def test_scales_label_without_overlap(zoom: str, days: int) -> None:
    scale = fit(MONDAY, MONDAY + days * DAY, zoom)
    for ticks in (upper(scale), lower(scale)):
        places = [tick.x for tick in ticks]
        assert places == sorted(places)
        assert all(tick.width > 8 for tick in ticks if tick.label)
    assert scale.x(MONDAY) > 0
    assert scale.x(MONDAY + days * DAY) <= scale.width


def test_weeks_begin_on_monday_and_weekends_are_shaded() -> None:
    scale = Scale(MONDAY // DAY, MONDAY // DAY + 14, 8.0)
    assert [tick.label for tick in lower(scale)] == ["7", "14"]
    monday = dt.date(1970, 1, 1) + dt.timedelta(MONDAY // DAY)
    rest = [
        (monday + dt.timedelta(a), monday + dt.timedelta(b)) for a, b in ((-9, -8), (-1, 0), (5, 6), (9, 9), (12, 20))
    ]
    assert [(band.x, band.width) for band in rest_days(scale, rest)] == [(0, 8), (40, 16), (72, 8), (96, 16)]


def test_a_curve_ends_at_its_values() -> None:
    points = tuple((MONDAY + n * DAY, float(n * n)) for n in range(11))
    curve = draw_curve([Series("pv", "Planned", points)], status_date=MONDAY + 5 * DAY, unit="EUR")
    assert curve is not None
    assert curve.words == "Planned reaches 100 EUR"
    assert curve.across[0].at == curve.foot
    assert curve.left < (curve.now_x or 0) < curve.right


def test_a_curve_of_one_point_is_none() -> None:
    assert draw_curve([Series("pv", "Planned", ((MONDAY, 5.0),))]) is None
    assert draw_curve([]) is None


def test_names_at_the_end_of_lines_do_not_cover_each_other() -> None:
    series = [Series(k, k, ((MONDAY, 0.0), (MONDAY + DAY, 100.0 - n))) for n, k in enumerate(("pv", "ev", "ac"))]
    curve = draw_curve(series)
    assert curve is not None
    heights = sorted(line.name_y for line in curve.lines)
    assert all(after - before >= 26 for before, after in pairwise(heights))


def test_names_of_lines_near_the_axis_stand_apart_and_above_it() -> None:
    day_ = 1440
    flat = [Series(kind, kind, ((0, 0.0), (day_, 1.0))) for kind in ("ev", "ac")]
    drawn = draw_curve([Series("pv", "pv", ((0, 0.0), (9 * day_, 1000.0))), *flat])
    assert drawn is not None
    low = sorted(line.name_y for line in drawn.lines if line.series.kind != "pv")
    assert low[1] - low[0] >= 26
    assert low[1] + 14 < drawn.foot


def test_a_plan_without_dates_is_drawn_around_today() -> None:
    chart = draw(GanttView((), (), NONE, MONDAY, "fit"))
    assert "1970" not in {tick.label[-4:] for tick in chart.upper}


def stood(pk: int, day: int, stance: str) -> Assessment:
    return Assessment(pk=pk, on=dt.date(2026, 1, day), influence=3, interest=3, stance=stance)


def test_stances_go_in_steps_from_assessment_to_assessment() -> None:
    rows = [stood(3, 21, "leading"), stood(1, 1, "resistant"), stood(2, 11, "neutral"), stood(4, 31, "unaware")]
    drawn = draw_stances(rows, "supportive", dt.date(2026, 1, 21))
    assert drawn is not None
    end, low = WIDTH - RIGHT, TOP + 4 * STEP
    middle = (LEFT + end) / 2
    assert drawn.path == f"M{LEFT} {low}H{middle:g}V{TOP + 2 * STEP}H{end}V{TOP}H{end}"  # the last is yet to come
    assert [dot.label for dot in drawn.dots] == ["1 Jan 2026", "11 Jan 2026", "21 Jan 2026"]
    assert drawn.wanted_y == TOP + STEP
    assert drawn.words == "Resistant on 1 Jan 2026, Leading on 21 Jan 2026; wanted: Supportive"
    assert draw_stances(rows[1:2], "neutral", dt.date(2026, 1, 21)) is None
    close = [stood(1, 1, "neutral"), stood(2, 2, "leading"), stood(3, 31, "leading")]
    told = draw_stances(close, "neutral", dt.date(2026, 1, 31))
    assert told is not None
    assert [dot.label for dot in told.dots] == ["1 Jan 2026", "", "31 Jan 2026"]
