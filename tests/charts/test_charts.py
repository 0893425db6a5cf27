"""Charts are plain dictionaries that draw."""

from __future__ import annotations

import json

import pytest
import vl_convert

from conspectus.charts import Bar, gantt, s_curve, status_bars

DAYS = ["2026-01-31", "2026-02-28", "2026-03-31"]
SERIES = {"Planned": [1.0, 5.0, 9.0], "Earned": [1.0, 4.0, None]}
BARS = [
    Bar("Dig", "2026-01-05T08:00", "2026-02-01T17:00", "critical", False, "2026-01-05T08:00", "2026-01-20T17:00"),
    Bar("Gate", "2026-02-01T17:00", "2026-02-01T17:00", "done", True),
]


def specs() -> dict[str, dict]:
    return {
        "curve": s_curve(DAYS, SERIES, unit="EUR", words="Planned ends at 9.", status_date="2026-02-28"),
        "status": status_bars({"Schedule": {"green": 3, "red": 2}, "Cost": {"not_assessed": 5}}),
        "gantt": gantt(BARS, status_date="2026-02-01"),
    }


@pytest.mark.parametrize("name", ["curve", "status", "gantt"])
def test_a_chart_is_plain_and_draws(name):
    spec = specs()[name]
    assert json.loads(json.dumps(spec)) == spec
    svg = vl_convert.vegalite_to_svg({**spec, "width": 400})
    assert svg.startswith("<svg")
    assert "NaN" not in svg


def test_words_say_what_the_picture_shows():
    described = {name: spec["description"] for name, spec in specs().items()}
    assert described["curve"] == "Planned ends at 9."
    assert "Schedule: 3 green, 0 amber, 2 red, 0 not assessed" in described["status"]
    assert described["gantt"] == "Gantt of 2 tasks, 1 of them critical."


def test_open_lines_stop_where_they_have_no_value():
    rows = specs()["curve"]["layer"][0]["data"]["values"]
    assert [row["day"] for row in rows if row["series"] == "Earned"] == DAYS[:2]


def test_status_is_never_colour_alone():
    names = specs()["status"]["encoding"]["color"]["scale"]["domain"]
    assert names == ["● green", "▲ amber", "◆ red", "○ not assessed"]


def test_the_dark_page_has_its_own_inks():
    light, dark = (status_bars({"Cost": {"red": 1}}, dark=dark) for dark in (False, True))
    assert light["config"]["axis"]["labelColor"] != dark["config"]["axis"]["labelColor"]
