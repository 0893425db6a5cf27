"""Earned value as tables: estimates at completion, forecast durations, and the work breakdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.engine.measure import Measure, Reason, missing
from conspectus.review.result import Work
from conspectus.rooms.schedule.queries import WorkView

from ..words import DASH, address, exact, money, ratio, tenths, why

ESTIMATES = (
    ("planned", _("The rest as planned"), "AC + (BAC − EV)"),
    ("cpi", _("The rest at the cost index so far"), "BAC / CPI"),
    ("composite", _("At cost and schedule index"), "AC + (BAC − EV) / (CPI × SPI)"),
    ("weighted", _("At 80 % cost, 20 % schedule index"), "AC + (BAC − EV) / (0.8 CPI + 0.2 SPI)"),
    ("spi", _("At the schedule index"), "AC + (BAC − EV) / SPI"),
    ("spi_t", _("At the schedule index in time"), "AC + (BAC − EV) / SPI(t)"),
    ("cpi_spi_t", _("At cost index and schedule index in time"), "AC + (BAC − EV) / (CPI × SPI(t))"),
    (
        "weighted_spi_t",
        _("At 80 % cost index, 20 % schedule index in time"),
        "AC + (BAC − EV) / (0.8 CPI + 0.2 SPI(t))",
    ),
    ("bottom_up", _("The plan’s own remaining cost"), _("AC + remaining cost")),
)
DURATIONS = (
    ("es", _("Earned schedule"), ("es_1", "es_spi_t", "es_sci_t")),
    ("ed", _("Earned duration"), ("ed_1", "ed_spi", "ed_sci")),
    ("pv", _("Planned value"), ("pv_1", "pv_spi", "pv_sci")),
)
WORK_HEADS = ("BAC", "PV", "EV", "AC", "CV", "SV", "CPI", "SPI", "EAC", "VAC", _("Complete"))
NO_DATA = missing(Reason.NO_DATA)


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as text, or a dash and why there is none."""

    text: str
    why: str = ""


def _told(measure: Measure, form: str, currency: str = "") -> Told:
    if measure.value is None:
        return Told(DASH, why(measure))
    words = {
        "money": lambda v: money(v, currency).removesuffix(currency).strip(),
        "ratio": ratio,
        "share": lambda v: f"{tenths(v * 100)} %",
        "tenths": tenths,
    }
    return Told(words[form](measure.value))


def estimates(measures: Mapping[str, Measure], currency: str) -> list[dict[str, Any]]:
    """Return each estimate at completion with what is still to come and the variance at completion."""
    bac, ac = measures.get("bac", NO_DATA), measures.get("ac", NO_DATA)
    rows = []
    for name, label, formula in ESTIMATES:
        eac = measures.get(f"eac_{name}", NO_DATA)
        rows.append({
            "label": label,
            "formula": formula,
            "cells": [_told(one, "money", currency) for one in (eac, _less(eac, ac), _less(bac, eac))],
        })  # fmt: skip
    return rows


def _less(first: Measure, second: Measure) -> Measure:
    if first.value is None or second.value is None:
        return first if first.value is None else second
    return Measure(value=first.value - second.value)


def durations(measures: Mapping[str, Measure]) -> list[dict[str, Any]]:
    """Return the forecast durations in months: three methods, each with the rest as planned and at two indices."""
    return [
        {"label": label, "cells": [_told(measures.get(f"duration_{name}", NO_DATA), "tenths") for name in names]}
        for _, label, names in DURATIONS
    ]


def work_rows(view: WorkView) -> list[dict[str, Any]]:
    """Return the rows of the work breakdown as the table shows them."""
    return [
        {
            "name": row.name or gettext("(no name)"),
            "depth": min(row.level - 1, 6),
            "kind": "summary" if row.summary else "task",
            "cells": _cells(row, view.currency),
        }
        for row in view.rows
    ]


def _cells(row: Work, currency: str) -> list[Told]:
    return [
        *(_told(one, "money", currency) for one in (row.bac, row.pv, row.ev, row.ac, row.cv, row.sv)),
        *(_told(one, "ratio") for one in (row.cpi, row.spi)),
        *(_told(one, "money", currency) for one in (row.eac, row.vac)),
        _told(row.percent_complete, "share"),
    ]


def levels_of(asked: Mapping[str, str]) -> int:
    """Return how many levels of the outline are asked for; 0 is all of them."""
    given = asked.get("levels", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 3 else 2


def level_links(view: WorkView, path: str, asked: dict[str, str]) -> list[tuple[str, str, bool]]:
    """Return a link for each depth of the outline, and one for all of it."""
    depths = [*range(1, min(view.depth, 6)), 0]
    return [
        (gettext("all") if not each else str(each), address(path, asked, levels=each) + "#work", each == view.levels)
        for each in depths
    ]


def work_panel(view: WorkView, path: str, asked: dict[str, str]) -> dict[str, Any]:
    """Return what the panel of the work breakdown is told."""
    links = level_links(view, path, asked)
    total = _cells(view.total, view.currency) if view.total else []
    return {
        "work": view,
        "work_heads": WORK_HEADS,
        "work_rows": work_rows(view),
        "work_total": total,
        "level_links": links,
    }


def cause_rows(work: WorkView) -> list[tuple[str, list[str]]]:
    """Return the work that made the cost variance with earned value, cost and variance, the rest, then the whole."""
    if not work.causes or work.total is None:
        return []
    code = work.currency

    def cells(one: Work) -> list[str]:
        return [exact(None if m.value is None else round(m.value), code) for m in (one.ev, one.ac, one.cv)]

    rows = [(one.name or one.wbs, cells(one)) for one in work.causes]
    if work.others_minor:
        rows.append((gettext("All other work"), ["", "", exact(work.others_minor, code)]))
    return [*rows, (gettext("The whole project"), cells(work.total))]
