"""What really happens in a demo project, and what its manager says about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """The hidden truth of a project and the habit of reporting it.

    ``pace`` multiplies planned durations before and after ``turn`` (a share of the
    time run so far), ``spend`` multiplies planned cost from the first to the latest
    work. ``candour`` is how much of the truth an unfinished task's remaining time
    admits (1: all), ``foresight`` how far the pace seen so far is carried to work
    not begun, ``thrift`` how far the overspend is carried to cost still to come.
    """

    name: str
    words: str
    looks_green: bool = False  # nothing in the headline dates and percentages warns the reader
    pace: tuple[float, float] = (1.0, 1.0)
    turn: float = 0.5
    spread: float = 0.10
    spend: tuple[float, float] = (1.0, 1.0)
    candour: float = 0.8
    foresight: float = 0.5
    thrift: float = 0.5
    eats_float: bool = False  # work off the critical path takes its float
    squeezes: bool = False  # work not begun is shortened until the finish holds
    almost_done: bool = False  # whatever has begun is reported nine tenths done
    front_loaded: bool = False  # the value sits in early deliveries
    moves_baseline: bool = False  # the newest file's baseline was set again, unapproved
    rebaselined: bool = False  # a second baseline is approved on the way
    months_silent: int = 0  # months without an update
    says_green: bool = False  # reports green whatever the data say
    costed: bool = True
    loose: bool = False  # open ends, leads and fixed dates in the logic


STORIES = {
    story.name: story
    for story in (
        Story("steady", "Runs as planned, within the usual noise.", pace=(0.97, 0.97), spread=0.05),
        Story("ahead", "Quicker and a little cheaper than planned.", pace=(0.92, 0.94), spend=(0.97, 0.95)),
        Story("late", "Slow from the start, and says so.", pace=(1.25, 1.2), candour=1.0, foresight=0.6),
        Story(
            "recovering",
            "Lost weeks early and wins them back; reports as if they were won already.",
            pace=(1.3, 0.82),
            turn=0.55,
            candour=1.0,
            says_green=True,
        ),
        Story("costly", "Spends more than it earns, and says so.", spend=(1.22, 1.3), candour=1.0, thrift=1.0),
        Story(
            "value_gone",
            "Slow and dear from the start, and says so: the rest alone costs more than was approved for all.",
            pace=(1.35, 1.4),
            spend=(2.3, 2.4),
            candour=1.0,
            foresight=0.8,
            thrift=1.0,
        ),
        Story(
            "cost_creep",
            "Dates hold while each month buys less: the index falls, the forecast stays at the budget.",
            looks_green=True,
            says_green=True,
            spend=(0.9, 1.27),
            thrift=0.0,
            spread=0.05,
        ),
        Story(
            "float_eaten",
            "The finish has not moved; the float that protected it is gone.",
            looks_green=True,
            eats_float=True,
            spread=0.04,
            candour=1.0,
        ),
        Story(
            "squeezed",
            "Late work is made good on paper: what is left gets shorter every month.",
            looks_green=True,
            says_green=True,
            pace=(1.15, 1.2),
            squeezes=True,
            foresight=0.0,
        ),
        Story(
            "almost_done",
            "Nine tenths done, for months: earned value looks right, finished tasks are missing.",
            looks_green=True,
            says_green=True,
            pace=(1.12, 1.22),
            almost_done=True,
            squeezes=True,
            foresight=0.0,
        ),
        Story(
            "front_loaded",
            "Most value came with early deliveries, so the cost-weighted index hides a late job.",
            looks_green=True,
            says_green=True,
            pace=(1.0, 1.3),
            front_loaded=True,
            candour=0.9,
            foresight=0.0,
        ),
        Story(
            "moved_baseline",
            "Compared with its own file all is well: the baseline in it was set again last month.",
            looks_green=True,
            says_green=True,
            pace=(1.2, 1.2),
            moves_baseline=True,
            candour=1.0,
        ),
        Story(
            "rebaselined", "Approved again after a change of scope.", pace=(1.25, 1.0), rebaselined=True, candour=1.0
        ),
        Story("stale", "Was fine when last heard of.", months_silent=3, pace=(0.97, 0.97), spread=0.05),
        Story("uncosted", "A plan of dates only.", costed=False, pace=(1.04, 1.04)),
        Story("loose_logic", "Dates typed in, ends left open: the plan cannot tell the finish.", loose=True),
    )
}
