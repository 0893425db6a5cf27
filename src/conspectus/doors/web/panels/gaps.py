"""Key figures of the gap between declared and computed status."""

from __future__ import annotations

from conspectus.rooms.status.queries import GapView

from ..manners import number
from ..words import percent, plain
from .key_figures import KeyFigure

_PAIRS = "Of the projects whose overall status is both declared and computed"
_RANKS = "Declared rank minus computed rank, where green is 3, amber 2 and red 1"


def gap_figures(view: GapView, as_of: str) -> tuple[KeyFigure, ...]:
    """Return the optimism rate and the mean gap of all projects with what they are made of."""
    whole = view.whole
    inputs = (
        ("Declared and computed", plain(whole.pairs)),
        ("Declared better", plain(whole.better)),
        ("Declared worse", plain(whole.worse)),
        ("Nothing declared", plain(view.not_declared)),
        ("Declared, not assessed", plain(view.not_assessed)),
    )
    reason = "" if whole.pairs else "nothing is both declared and computed"
    rate = "" if whole.optimism.value is None else percent(whole.optimism.value)
    mean = "" if whole.mean.value is None else number(f"{whole.mean.value:+.2f}")
    shared = {"unit": "", "reason": reason, "inputs": inputs, "as_of": as_of, "source": "reports and plans", "tone": ""}
    return (
        KeyFigure(
            label="Optimism rate",
            value=rate,
            definition=f"{_PAIRS}, the share that declared better than the data say.",
            **shared,  # type: ignore[arg-type]  # the props that all share
        ),
        KeyFigure(
            label="Mean gap",
            value=mean,
            definition=f"{_RANKS}, on average. Above 0 the reports are better than the data.",
            **shared,  # type: ignore[arg-type]  # the props that all share
        ),
    )
