"""Native charts on slides: lines over time and stacked bars."""

from __future__ import annotations

import re
from calendar import month_abbr, monthrange
from datetime import date
from typing import Any

from conspectus.formats.packs.look import INK, RULE, SOFT, fill
from conspectus.formats.packs.page import Chart
from conspectus.formats.packs.slide_parts import EMU, Box
from conspectus.formats.packs.words import visible

_MONTH = re.compile(r"[A-Z][a-z]{2} \d{4}")


def place_chart(slide: Any, chart: Chart, box: Box) -> None:
    """Put a native, editable chart on a slide."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Pt

    data: Any = CategoryChartData(number_format="#,##0.0##")  # type: ignore[no-untyped-call] # untyped there
    months = chart.kind == "line" and all(_MONTH.fullmatch(label) for label in chart.categories)
    data.categories = [_month_end(label) if months else visible(label) for label in chart.categories]
    if months:
        data.categories.number_format = "mmm yyyy"
    for series in chart.series:
        data.add_series(visible(series.label), series.values)
    kind = XL_CHART_TYPE.LINE if chart.kind == "line" else XL_CHART_TYPE.BAR_STACKED
    place = (round(v * EMU) for v in (box.x, box.y, box.wide, box.high))
    frame = slide.shapes.add_chart(kind, *place, data)
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("name", visible(chart.caption))
    properties.set("descr", visible(chart.words))
    drawn = frame.chart
    drawn.has_title = False
    drawn.has_legend = len(chart.series) > 1
    drawn.font.size = Pt(9)
    drawn.font.color.rgb = _rgb(INK)
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
    _axes(drawn, chart)
    _series(drawn, chart)


def _axes(drawn: Any, chart: Chart) -> None:
    from pptx.enum.chart import XL_TICK_MARK
    from pptx.util import Pt

    values, names = drawn.value_axis, drawn.category_axis
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = _rgb(RULE)
    values.major_gridlines.format.line.width = Pt(0.5)
    values.format.line.fill.background()
    values.minimum_scale = 0 if _floor(chart) >= 0 else None
    values.tick_labels.font.color.rgb = _rgb(SOFT)
    values.tick_labels.number_format = "#,##0" if _ceiling(chart) >= 10 else "0.0"
    values.tick_labels.number_format_is_linked = False
    names.format.line.color.rgb = _rgb(SOFT)
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.has_major_gridlines = False
    if chart.kind == "line":
        _set_step(names, max(1, -(-len(chart.categories) // 8)))
    else:
        names.reverse_order = True
        values.has_major_gridlines = False
        values.visible = False
        _bars(drawn.plots[0])


def _bars(plot: Any) -> None:
    plot.gap_width = 60
    plot.overlap = 100
    plot.has_data_labels = True
    plot.data_labels.number_format = "#,##0;;"  # a zero needs no label
    plot.data_labels.number_format_is_linked = False
    plot.data_labels.show_value = True


def _set_step(axis: Any, step: int) -> None:
    """Label every ``step``-th period only, so that labels never collide."""
    from pptx.oxml import parse_xml

    space = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    element = axis._element
    if element.tag.endswith("}dateAx"):
        for name in ("baseTimeUnit", "majorUnit", "majorTimeUnit"):
            for old in element.findall(f"{{{space}}}{name}"):
                element.remove(old)
        parts = {"baseTimeUnit": "months", "majorUnit": step, "majorTimeUnit": "months"}
    else:
        parts = {"tickLblSkip": step, "tickMarkSkip": step}
    after = element.find(f"{{{space}}}noMultiLvlLbl")
    for name, amount in parts.items():
        item = parse_xml(f'<c:{name} xmlns:c="{space}" val="{amount}"/>')
        if after is not None:
            after.addprevious(item)
        else:
            element.append(item)


def _month_end(label: str) -> date:
    year, month = int(label[4:]), list(month_abbr).index(label[:3])
    return date(year, month, monthrange(year, month)[1])


def _series(drawn: Any, chart: Chart) -> None:
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    for position, (shown, series) in enumerate(zip(drawn.plots[0].series, chart.series, strict=True)):
        colour = _rgb(fill(series.tone, position))
        if chart.kind == "line":
            shown.smooth = False
            shown.format.line.color.rgb = colour
            shown.format.line.width = Pt(2)
            if series.dashed:
                shown.format.line.dash_style = MSO_LINE.DASH
            shown.marker.style = None
            _no_marker(shown)
        else:
            shown.format.fill.solid()
            shown.format.fill.fore_color.rgb = colour


def _no_marker(shown: Any) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE

    shown.marker.style = XL_MARKER_STYLE.NONE


def _ceiling(chart: Chart) -> float:
    return max((v for s in chart.series for v in s.values if v is not None), default=0.0)


def _floor(chart: Chart) -> float:
    return min((v for s in chart.series for v in s.values if v is not None), default=0.0)


def _rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor(*bytes.fromhex(colour))  # type: ignore[no-untyped-call] # untyped there
