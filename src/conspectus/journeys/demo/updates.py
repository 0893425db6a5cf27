"""A project as its manager reports it at a month's end: the truth so far, and what is said of the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from conspectus.engine.network import schedule
from conspectus.engine.plan import DAY, NONE, Flags, Floats, Ints, Plan
from conspectus.journeys.demo.calendars import EPOCH
from conspectus.journeys.demo.drafts import Draft, between, draft, leaves, rolled_up, stream, with_baseline, with_dates
from conspectus.journeys.demo.enterprise import SEEDS, Seed
from conspectus.journeys.demo.months import month_ends
from conspectus.journeys.demo.stories import STORIES, Story
from conspectus.journeys.demo.truth import GRACE, Truth, live, seen_pace

EVENING = 18 * 60  # status dates are the evening of a month's last day
MONTHS = 12  # the last of them are told of
QUARTERS = (0, 3, 6)  # places of the months whose plans were handed in, before the three newest
_LEAST = 60  # minutes that unfinished work has left at least
_TIME_COSTS = 0.35  # share of longer work that turns into labour cost


@dataclass(frozen=True, eq=False, slots=True)
class Revision:
    """One plan as handed in on a day; ``approves`` is the reason a new baseline is approved with it, if one is."""

    handed_in_on: date
    plan: Plan
    approves: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class _Progress:
    done: Flags
    begun: Flags
    actual: Ints  # working minutes done
    duration: Ints  # at completion, as reported
    fraction: Floats  # share truly done


def revisions(number: int, *, root: int, today: date, seeds: tuple[Seed, ...] = SEEDS) -> tuple[Revision, ...]:
    """Return every revision of one demo project, oldest first: the approved plan, then monthly updates."""
    seed = seeds[number]
    story = STORIES[seed.story]
    newest = month_ends(today, 1)[0]
    first = draft(seed, number, root=root, month_end=newest)
    began = date.fromordinal(first.plan.start // DAY + EPOCH)
    approved = replace(first.plan, status_date=(first.plan.start // DAY) * DAY)
    handed = [Revision(began, approved, "Approved at the start.")]
    truth = live(first, stream(root, number, 1))
    reported = [day for day in told_months(today, story) if day > began]
    baselines = first.plan.baselines
    for place, day in enumerate(reported):
        plan = replace(report(first, truth, _instant(day)), baselines=baselines)
        reason = ""
        if story.rebaselined and place == len(reported) - 2:
            plan = with_baseline(replace(plan, baselines={1: baselines[0]}), 0)
            baselines, reason = plan.baselines, "Scope enlarged by the board; dates and cost agreed again."
        elif story.moves_baseline and place == len(reported) - 1:
            plan = with_baseline(plan, 0)
        handed.append(Revision(day, plan, reason))
    return tuple(handed)


def told_months(today: date, story: Story) -> list[date]:
    """Return the ends of the months a project hands in a plan for: each quarter, then the newest three it tells of."""
    ends = month_ends(today, MONTHS)
    spoken = ends[: MONTHS - story.months_silent]
    return sorted({*(ends[place] for place in QUARTERS), *spoken[-3:]})


def report(first: Draft, truth: Truth, at: int) -> Plan:
    """Return the plan as reported at an instant."""
    story = STORIES[first.seed.story]
    progress = _progress(first, truth, at)
    tasks = first.plan.tasks
    percent = np.where(progress.duration > 0, progress.actual / np.maximum(progress.duration, 1), 0.0)
    percent = np.where(progress.done, 1.0, np.where(progress.begun, np.clip(np.round(percent, 2), 0.01, 0.99), 0.0))
    touched = progress.done | progress.begun
    updated = tasks.with_(
        duration=progress.duration,
        actual_duration=progress.actual,
        remaining_duration=progress.duration - progress.actual,
        percent_complete=percent,
        actual_start=np.where(touched, truth.start, NONE),
        actual_finish=np.where(progress.done, truth.finish, NONE),
    )
    plan = replace(first.plan, tasks=updated, status_date=at, baselines={})
    if story.squeezes:
        plan = _squeezed(plan, first, touched)
    plan = _with_money(plan, first, truth, progress)
    return _summed(with_dates(plan, schedule(plan)))


def _progress(first: Draft, truth: Truth, at: int) -> _Progress:
    plan, story = first.plan, STORIES[first.seed.story]
    leaf = leaves(plan)
    done = leaf & (truth.finish <= at)
    begun = leaf & ~done & (truth.start < at) & (truth.duration > 0)
    until = np.where(done, truth.finish, np.where(begun, at, plan.start))
    since = np.where(done | begun, truth.start, plan.start)
    actual = np.where(done, truth.duration, np.minimum(between(plan, since, until), truth.duration - 30))
    actual = np.where(done | begun, np.maximum(actual, 0), 0)
    begun = begun & (actual > 0)
    fraction = np.where(done, 1.0, actual / np.maximum(truth.duration, 1))
    honest = story.candour * (truth.duration - actual) + (1 - story.candour) * (plan.tasks.duration - actual)
    left = np.maximum(np.round(honest / 30) * 30, _LEAST)
    if story.almost_done:
        left = np.where(fraction > 0.1, np.maximum(actual // 9, 30), left)
    expected = np.round(plan.tasks.duration * seen_pace(story, truth) / 30) * 30
    expected = np.where(plan.tasks.duration > 0, np.maximum(expected, _LEAST), 0)
    duration = np.where(done, truth.duration, np.where(begun, actual + left, expected))
    return _Progress(done, begun, actual.astype(np.int64), duration.astype(np.int64), fraction)


def _squeezed(plan: Plan, first: Draft, touched: Flags) -> Plan:
    """Shorten work not begun until the finish first approved holds again, or nothing more can go."""
    limit = first.plan.tasks.stored_finish.max() + GRACE
    squeezed = plan
    for share in np.arange(1.0, 0.29, -0.05):
        shorter = np.maximum(np.round(plan.tasks.duration * share / 30) * 30, _LEAST)
        duration = np.where(touched | (plan.tasks.duration == 0), plan.tasks.duration, shorter).astype(np.int64)
        left = duration - plan.tasks.actual_duration
        squeezed = replace(plan, tasks=plan.tasks.with_(duration=duration, remaining_duration=left))
        if schedule(squeezed).project_finish <= limit:
            break
    return squeezed


def _with_money(plan: Plan, first: Draft, truth: Truth, progress: _Progress) -> Plan:
    """Fill in what was spent and what is said to be still needed, on tasks and on assignments."""
    story = STORIES[first.seed.story]
    if not story.costed:
        return plan
    planned = np.maximum(first.plan.tasks.duration, 1)
    slower = 1.0 + _TIME_COSTS * (truth.duration / planned - 1.0)
    spent = np.round(first.labour * progress.fraction * truth.spend * slower)
    by_end = (plan.tasks.calendar < 0) & ~progress.done
    paid = np.round(first.bought * truth.spend * np.where(by_end, 0.0, progress.fraction))
    dearer = _admitted(story, truth, progress)
    to_spend = np.round(first.labour * (1.0 - progress.fraction) * dearer)
    to_pay = np.where(progress.done, 0.0, np.round(first.bought * dearer) - np.round(paid / truth.spend * dearer))
    tasks = plan.tasks.with_(
        actual_cost=rolled_up(plan, spent + paid),
        remaining_cost=rolled_up(plan, to_spend + to_pay),
        cost=rolled_up(plan, spent + paid + to_spend + to_pay),
        fixed_cost=paid + to_pay,
    )
    rows = plan.assignments.task
    rate = plan.resources.rate[plan.assignments.resource] / 60
    did, left = spent[rows] / rate, to_spend[rows] / rate
    started = progress.done | progress.begun
    assignments = plan.assignments.with_(
        work=did + left,
        actual_work=did,
        remaining_work=left,
        cost=spent[rows] + to_spend[rows],
        actual_cost=spent[rows],
        remaining_cost=to_spend[rows],
        actual_start=np.where(started, truth.start, NONE)[rows],
        actual_finish=np.where(progress.done, truth.finish, NONE)[rows],
    )
    effort, worked = np.zeros(len(tasks)), np.zeros(len(tasks))
    effort[rows], worked[rows] = did + left, did
    tasks = tasks.with_(work=rolled_up(plan, effort), actual_work=rolled_up(plan, worked))
    return replace(plan, tasks=tasks, assignments=assignments)


def _admitted(story: Story, truth: Truth, progress: _Progress) -> Floats:
    """Return by how much the manager admits that what is left costs more than planned."""
    seen = progress.done | progress.begun
    lately = float(np.median(truth.spend[seen])) if seen.any() else 1.0
    return np.where(seen, 1.0 + story.thrift * (truth.spend - 1.0), 1.0 + story.thrift * (lately - 1.0))


def _summed(plan: Plan) -> Plan:
    """Fill in progress of the summaries from the tasks below them."""
    tasks = plan.tasks
    leaf = leaves(plan)
    whole = rolled_up(plan, np.where(leaf, tasks.duration, 0).astype(np.float64))
    ready = rolled_up(plan, np.where(leaf, tasks.actual_duration, 0).astype(np.float64))
    percent = np.where(leaf, tasks.percent_complete, np.round(ready / np.maximum(whole, 1), 2))
    start, finish = np.array(tasks.actual_start), np.array(tasks.actual_finish)
    for row in np.flatnonzero(~leaf)[::-1]:
        inside = np.flatnonzero(tasks.parent == row)
        begun = start[inside][start[inside] != NONE]
        start[row] = begun.min() if len(begun) else NONE
        finish[row] = NONE if (finish[inside] == NONE).any() else finish[inside].max()
    closed = ~leaf & (finish != NONE)
    percent = np.where(closed, 1.0, np.where(leaf, percent, np.minimum(percent, 0.99)))
    actual = np.where(leaf, tasks.actual_duration, np.round(tasks.duration * percent)).astype(np.int64)
    return replace(
        plan,
        tasks=tasks.with_(
            percent_complete=percent,
            actual_start=start,
            actual_finish=finish,
            actual_duration=actual,
            remaining_duration=tasks.duration - actual,
        ),
    )


def _instant(day: date) -> int:
    return (day.toordinal() - EPOCH) * DAY + EVENING
