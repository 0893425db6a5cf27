"""What really happens to a draft: durations and spending drawn once, dates by the same scheduling everyone uses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from conspectus.engine.network import schedule
from conspectus.engine.plan import DAY, Floats, Ints
from conspectus.journeys.demo.drafts import Draft
from conspectus.journeys.demo.stories import STORIES, Story

EATEN_FROM_DAYS = 2.0
GRACE = 3 * DAY  # how late a finish may be and still count as held


@dataclass(frozen=True, eq=False, slots=True)
class Truth:
    """Real durations, dates and spending of a draft's tasks; only the simulation knows them."""

    duration: Ints
    start: Ints
    finish: Ints
    spend: Floats  # real over planned cost
    pace: Floats  # real over planned duration, without the noise


def live(draft: Draft, rng: np.random.Generator) -> Truth:
    """Return what really happens to a draft."""
    story = STORIES[draft.seed.story]
    run = np.clip(draft.share / max(draft.seed.elapsed, 0.05), 0.0, None)  # 1: at the newest month's end
    pace = np.where(run < story.turn, story.pace[0], story.pace[1])
    noise = rng.lognormal(0.0, story.spread, len(pace))
    spend = story.spend[0] + (story.spend[1] - story.spend[0]) * np.clip(run, 0.0, 1.0)
    spend = spend * rng.lognormal(0.0, 0.03, len(pace))
    if story.eats_float:
        return _eating(draft, noise, spend)
    return _run(draft, pace, noise, spend)


def _run(draft: Draft, pace: Floats, noise: Floats, spend: Floats) -> Truth:
    """Schedule the draft with its real durations."""
    tasks = draft.plan.tasks
    duration = np.where(tasks.duration > 0, np.maximum(np.round(tasks.duration * pace * noise / 30) * 30, 60), 0)
    found = schedule(replace(draft.plan, tasks=tasks.with_(duration=duration)))
    return Truth(duration.astype(np.int64), found.start, found.finish, spend, pace)


def _eating(draft: Draft, noise: Floats, spend: Floats) -> Truth:
    """Stretch the work that has float as far as the finish allows."""
    loose = draft.float_days >= EATEN_FROM_DAYS
    quiet = np.where(loose, noise, np.minimum(noise, 1.0))
    limit = draft.plan.tasks.stored_finish.max() + GRACE
    best = _run(draft, np.ones(len(noise)), quiet, spend)
    for stretch in np.arange(1.1, 3.6, 0.1):
        tried = _run(draft, np.where(loose, stretch, 1.0), quiet, spend)
        if tried.finish.max() > limit:
            break
        best = tried
    return best


def seen_pace(story: Story, truth: Truth) -> Floats:
    """Return the pace that its manager expects of work not yet begun."""
    return 1.0 + story.foresight * (truth.pace - 1.0)
