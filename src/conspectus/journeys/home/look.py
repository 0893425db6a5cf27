"""One home page, put together with a constant number of questions to the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.engine.measure import Measure
from conspectus.formats.currencies import decimals
from conspectus.journeys.following import followed
from conspectus.journeys.home.changes import changes_since
from conspectus.journeys.home.part import Part, part_of
from conspectus.journeys.home.todo import Duties, late_first
from conspectus.journeys.home.views import SECTIONS, Decision, Home, StandingIn, Step, Task, Unstaffed, Wanted
from conspectus.kit.manner import inside
from conspectus.kit.reading import only_reading
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.queries import users_number
from conspectus.rooms.followup.queries import looked_before
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.queries import visible_periods
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.queries import visible_portfolios, visible_programmes, visible_projects
from conspectus.rooms.portfolio.rules import Standing, alone, may_somewhere, projects_with, standings
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.schedule.queries import GridFilter, for_rows, portfolio_projects
from conspectus.rooms.status.queries import grid_rows
from conspectus.rooms.status.queries.deciding import Overrun, deciding
from conspectus.rooms.status.queries.grid import GridRow
from conspectus.rooms.status.queries.todo import newest_words_wanted

FIRST_LOOK = timedelta(days=7)  # who was never here sees the changes of a week
MOST = 12  # of each list; the rest is counted

GAP = _("Declared rank minus computed rank of the overall status, green 3, amber 2, red 1, in the newest period.")
COLOUR = _("The worst of the dimensions assessed in the newest plan; of several such projects the one with most slip.")
OVERRUN = _("Estimate at completion minus budget at completion of the newest plan.")


def home(by: User, *, since: datetime | None = None, at: datetime) -> Home:
    """Return the home page of ``by``; ``since`` is when they looked before, read from their visits unless given."""
    with only_reading():
        return _home(by, since, at)


def _home(by: User, since: datetime | None, at: datetime) -> Home:
    on = at.date()
    part, steps = part_of(by, on), _steps(by, at)
    since = since or looked_before(by, at) or at - FIRST_LOOK
    sections = SECTIONS[part.name]
    others = standings(by, on)
    duties = Duties(alone(by) if others else by, [by.person_id], on)
    mine = duties.mine()
    late, todo = late_first(mine)
    follows = followed(by, on)
    changes = changes_since(by, follows, since, on)
    found = Home(
        part=part.name,
        sections=sections,
        since=since,
        late=late,
        todo=todo,
        waiting=tuple(duties.others()),
        changes=tuple(changes[: MOST * 2]),
        more_changes=max(0, len(changes) - MOST * 2),
        followed=len(follows),
        periods=duties.periods() if "periods" in sections else (),
        steps=steps,
        standing=tuple(_standing_in(by, one, mine, on) for one in others),
    )
    return _with_projects(by, part, found, at)


def _standing_in(by: User, one: Standing, mine: Sequence[Task], on: date) -> StandingIn:
    """Return what waits on somebody the reader stands in for, but what waits on the reader anyway."""
    tasks = tuple(task for task in Duties(by, [one.person], on).mine() if task not in mine)
    return StandingIn(one.person, one.name, one.ends_on - timedelta(days=1), tasks)


def _with_projects(by: User, part: Part, found: Home, at: datetime) -> Home:
    """Return the page with what its part shows of projects."""
    on, sections = at.date(), found.sections
    if "deciding" in sections:
        found = replace(found, deciding=_decisions(by, at))
    if "wanted" in sections:
        found = replace(found, wanted=_wanted(by, at))
    if "unstaffed" in sections:
        able = projects_with(by, Ability.STAFF, on)
        rows = visible_projects(by, on).filter(manager=None, state__in=(State.APPROVED, State.ACTIVE))
        rows = rows if able is None else rows.filter(able)
        told = tuple(Unstaffed(row.pk, row.code, row.name, row.state) for row in rows[:MOST])
        found = replace(found, unstaffed=told)
    if "projects" in sections:
        wide = part.name in ("executive", "director")
        own = portfolio_projects(by, GridFilter(sort="status", state=State.ACTIVE), at=at)
        own = own if wide else own.filter(part.projects)
        first = grid_rows(for_rows(own)[:MOST], at=at)
        found = replace(found, projects=first, more_projects=own.count() - len(first))
    return found


def _decisions(by: User, at: datetime) -> tuple[Decision, ...]:
    found = deciding(by, at=at)
    gap, colour = found.gap, found.colour
    widest = Decision("gap", gettext("Widest gap"), "", str(GAP), gettext("No report says more than the data do."))
    if gap is not None:
        computed = gap.figures.overall.colour if gap.figures else "not_assessed"
        told = {"declared": inside(gettext(gap.declared_label)), "computed": inside(Colour(computed).label)}
        words = gettext("Reported %(declared)s, computed %(computed)s for %(period)s") % (told | {"period": gap.period})
        widest = _decided(widest, gap, words, gap.declared_colour, found.gap_period)
    worst = Decision("colour", gettext("Worst status"), "", str(COLOUR), gettext("No project is red or amber."))
    if colour is not None and colour.figures is not None:
        worst = _decided(worst, colour, colour.figures.overall.words, colour.figures.overall.colour)
    return widest, worst, _over(found.overrun)


def _over(found: Overrun | None) -> Decision:
    nothing = gettext("No forecast you may see exceeds its budget.")
    none = Decision("overrun", gettext("Largest overrun"), "", str(OVERRUN), nothing)
    if found is None or found.row.figures is None:
        return none
    unit = 10 ** decimals(found.currency)
    budget: Measure = found.row.figures.money.bac
    share = f", {found.over_minor / budget.value:.0%} of it" if budget.value else ""
    words = f"Forecast {found.over_minor / unit:,.0f} {found.currency} above the budget{share}"  # the door says it anew
    if found.left_out:
        words += f". {found.left_out} in currencies without a rate to {found.compared} are not compared"
    return _decided(none, found.row, words, found.row.figures.overall.colour)


def _decided(none: Decision, row: GridRow, words: str, colour: str, period: int | None = None) -> Decision:
    none = replace(none, project_id=row.project_id, project=row.name, code=row.code)
    return replace(none, words=words, reason="", colour=colour, period_id=period)


def _wanted(by: User, at: datetime) -> tuple[Wanted, ...]:
    seen = visible_projects(by, at.date()).filter(state=State.ACTIVE).order_by().values_list("pk", flat=True)
    programmes = visible_programmes(by, at.date()).order_by().values_list("pk", flat=True)
    return tuple(
        Wanted(
            report_id=row.pk,
            project_id=row.project_id,
            project=row.subject.name,
            code=row.project.code if row.project else "",
            period=row.period.name,
            words=row.decisions,
        )
        for row in newest_words_wanted(list(seen), list(programmes))[:MOST]
    )


def _steps(by: User, at: datetime) -> tuple[Step, ...]:
    """Return the first steps of a house that is not set up yet, to who may take them; none once all are taken."""
    on = at.date()
    if by.reading_only or not may_somewhere(by, "create_portfolio", on):
        return ()
    steps = (
        Step("portfolio", visible_portfolios(by, on).exists()),
        Step("projects", visible_projects(by, on).exists()),
        Step("people", users_number() > 1),
        Step("period", visible_periods(by, on).exclude(state=PeriodState.PLANNED).exists()),
    )
    return () if all(step.done for step in steps) else steps
