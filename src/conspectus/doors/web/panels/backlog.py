"""What the page of a backlog shows: key figures, the burn-up as a curve, weeks, sprints, epics."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conspectus.engine.agile import Forecast, Pace, Unit
from conspectus.engine.measure import Measure
from conspectus.engine.plan import NONE
from conspectus.engine.status.throughput import UNKNOWN
from conspectus.kit.manner import inside
from conspectus.rooms.agile.actions import BacklogPreview
from conspectus.rooms.agile.bridge import day_kept
from conspectus.rooms.agile.choices import CountedIn, Tool
from conspectus.rooms.agile.queries import BacklogDetail, BacklogView

from ..words import day, money, plain, ratio, several, tenths, why
from .curve import Curve, Series, draw_curve
from .key_figures import KeyFigure

EPOCH = date(1970, 1, 1)


def unit_word(unit: Unit) -> str:
    """Return what a backlog is counted in."""
    return str(CountedIn(unit.value).label)


def forecast_words(found: Forecast) -> str:
    """Return in a sentence when the rest will be accepted, or why nobody can say."""
    if found.finished:
        return _("Everything is accepted since %(day)s.") % {"day": day(found.by(50))}
    if found.why:
        return _("The finish is not assessable, because %(why)s.") % {"why": why_words(found.why)}
    told = {"half": day(found.by(50)), "sure": day(found.by(80)), "weeks": several(found.weeks, "week")}
    return _("Accepted by %(half)s with 50 %% and by %(sure)s with 80 %%, drawn from %(weeks)s of throughput.") % told


def backlog_line(view: BacklogView) -> str:
    """Return in a sentence or two where a backlog stands."""
    counts = _("Backlog %(number)s of %(day)s: %(accepted)s of %(scope)s %(unit)s accepted.") % {
        "number": view.number,
        "day": day(view.as_of),
        "accepted": plain(view.accepted),
        "scope": plain(view.scope),
        "unit": inside(unit_word(Unit(view.unit))),
    }
    days = ((10, view.p10_on), (50, view.p50_on), (80, view.p80_on), (90, view.p90_on))
    found = Forecast(Unit(view.unit), view.remaining, view.weeks, 0.0, days, view.why, view.finished)
    return f"{counts} {forecast_words(found)}"


def why_words(code: str) -> str:
    """Return why there is no range."""
    return _(UNKNOWN[code])


def backlog_figures(detail: BacklogDetail) -> list[KeyFigure]:
    """Return the key figures of a backlog with their definitions."""
    pace, unit = detail.pace, unit_word(detail.pace.unit)
    source = _("backlog %(number)s") % {"number": detail.view.number}
    usual = KeyFigure("", "", "", "", "", (), day(detail.view.as_of), source, "")
    found = pace.forecast
    reason = why_words(found.why) if found.why else ""
    rest = (
        (_("Remaining"), plain(found.remaining)),
        (_("Weeks of history"), plain(found.weeks)),
        (_("Accepted a week"), tenths(found.mean)),
    )
    growth = pace.growth.growth_percent if pace.growth else None
    return [
        *_earned(detail, usual),
        replace(
            usual,
            label=pgettext("backlog", "Scope"), value=plain(pace.scope), unit=unit,
            definition=_("All that was not removed. Items without an estimate count the mean of the others."),
            inputs=((_("Not estimated"), plain(pace.unestimated)),),
        ),
        replace(
            usual,
            label=pgettext("backlog", "Accepted"), value=plain(pace.accepted), unit=unit,
            definition=_("What the customer, or whoever decides, has accepted."),
            inputs=((_("Done, not accepted yet"), plain(pace.done)),),
        ),
        replace(
            usual,
            label=_("Scope growth"), value="" if growth is None else _percent(growth), unit="%",
            reason=_("there is only one backlog") if growth is None else _reason(growth),
            definition=_("Scope now less the scope of the backlog it is measured from, in percent of that."),
            inputs=((_("Measured from backlog"), str(detail.since or "–")),),
        ),
        replace(
            usual,
            label=_("Finish, P50"), value=_day(found.by(50)), reason=reason, inputs=rest,
            definition=_("The day by which half of the draws from past weeks have worked off what is left."),
        ),
        replace(
            usual,
            label=_("Finish, P80"), value=_day(found.by(80)), reason=reason, inputs=rest,
            definition=_("The day by which 80 % of the draws from past weeks have worked off what is left."),
        ),
        *_flow(pace, usual),
    ]  # fmt: skip


def _flow(pace: Pace, usual: KeyFigure) -> list[KeyFigure]:
    """Return what is in progress, and how long work takes."""
    ages = (
        (_("Age, median"), _days(pace.underway.age_median)),
        (_("Age, 85 %"), _days(pace.underway.age_sure)),
        (pgettext("backlog", "Blocked"), plain(pace.underway.blocked)),
    )
    return [
        replace(
            usual,
            label=_("In progress"), value=plain(pace.underway.items), unit=_("items"),
            definition=_("Begun and not done. Age: calendar days since it was begun; 85 % are no older."),
            inputs=ages,
        ),
        replace(
            usual,
            label=_("Cycle time, 85 %"), value=_number(pace.cycle.sure), unit=_("days"),
            reason=_reason(pace.cycle.sure),
            definition=_("Calendar days from begun to done, both counted; 85 % took no longer."),
            inputs=((_("Items"), plain(pace.cycle.items)), (_("Median"), _days(pace.cycle.median))),
        ),
    ]  # fmt: skip


def _earned(detail: BacklogDetail, usual: KeyFigure) -> list[KeyFigure]:
    """Return earned value by accepted points, where that was chosen and may be seen."""
    found = detail.earned
    if found is None:
        return []
    inputs = (
        (_("Approved budget"), _money(found.budget, found.currency)),
        (_("Actual cost"), _money(found.actual_cost, found.currency)),
    )
    words = _("By accepted points, as chosen: approved budget times the share of points accepted. Growth lowers it.")
    earned = replace(
        usual, label=_("Earned value by points"), value=_money(found.earned_value, found.currency, none=""),
        reason=_reason(found.earned_value), definition=words, inputs=inputs,
    )  # fmt: skip
    index = "" if found.cpi.value is None else ratio(found.cpi.value)
    words = _("Earned value by accepted points divided by the actual cost of the ledger. Above 1 is good.")
    cpi = replace(
        usual, label=_("CPI by points"), value=index, reason=_reason(found.cpi), definition=words, inputs=inputs
    )
    return [earned, cpi]


def _money(measure: Measure, currency: str, none: str | None = None) -> str:
    if measure.value is None:
        return _reason(measure) if none is None else none
    return money(measure.value, currency)


def burn_up_curve(pace: Pace) -> Curve | None:
    """Return scope, done and accepted over time, and how the rest may be accepted by P50 and P80."""

    def line(kind: str, name: str, field: str) -> Series:
        return Series(kind, name, tuple((_minute(one.on), getattr(one, field)) for one in pace.burn_up))

    lines = [
        line("pv", pgettext("backlog", "Scope"), "scope"),
        line("ev", pgettext("backlog", "Accepted"), "accepted"),
    ]
    if pace.done:
        lines.append(line("ac", pgettext("backlog", "Done"), "done"))
    ahead = _ahead(pace)
    status = _minute(pace.burn_up[-1].on) if ahead else NONE
    return draw_curve([*lines, *ahead], status_date=status, unit=unit_word(pace.unit))


def _ahead(pace: Pace) -> list[Series]:
    """Return a line to the day of P50 and of P80; none where they lie so far ahead that nothing else could be read."""
    found, points = pace.forecast, pace.burn_up
    last, half = found.by(80), found.by(50)
    if not points or found.finished or last is None or half is None:
        return []
    if last - points[-1].on > 3 * max(points[-1].on - points[0].on, timedelta(days=90)):
        return []
    begin = (_minute(points[-1].on), pace.accepted)
    ends = (("P80", last),) if half == last else (("P50", half), ("P80", last))
    return [Series("fan", f"{name} {day(on)}", (begin, (_minute(on), pace.scope))) for name, on in ends]


def _minute(on: date) -> int:
    return (on - EPOCH + timedelta(days=1)).days * 1440


def _day(on: date | None) -> str:
    return day(on) if on else ""


def _percent(measure: Measure) -> str:
    return "" if measure.value is None else tenths(measure.value)


def _number(measure: Measure) -> str:
    return "" if measure.value is None else plain(measure.value)


def _days(measure: Measure) -> str:
    return _reason(measure) or several(int(measure.value or 0), "day")


def _reason(measure: Measure) -> str:
    return why(measure.reason) if measure.reason else ""


def preview_rows(found: BacklogPreview) -> list[tuple[str, str]]:
    """Return what an export says, in short."""
    figures, reading = found.figures[found.figures["usual"]], found.reading
    unit = CountedIn(found.figures["usual"]).label
    half, sure = day_kept(figures, 50), day_kept(figures, 80)
    rows = [
        (_("Read as an export of"), str(Tool(reading.tool).label)),
        (_("As of"), day(reading.backlog.as_of)),
        (pgettext("backlog", "Scope"), f"{plain(figures['scope'])} {unit}"),
        (pgettext("backlog", "Accepted"), f"{plain(figures['accepted'])} {unit}"),
        (_("Sprints"), plain(len(reading.backlog.sprints))),
        (_("Epics"), plain(len(reading.backlog.epics))),
    ]
    if reading.parts:
        rows.append((_("Left out as parts of others"), several(reading.parts, "row")))
    finish = why_words(figures["why"]) if figures["why"] else f"{day(half)} (50 %), {day(sure)} (80 %)"
    return [*rows, (_("Finish from throughput"), finish)]
