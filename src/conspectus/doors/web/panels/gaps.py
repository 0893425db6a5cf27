"""Key figures of the gap between declared and computed status."""

from __future__ import annotations

from django.utils.translation import gettext

from conspectus.rooms.status.queries import GapView

from ..manners import number
from ..words import percent, plain
from .key_figures import KeyFigure


def gap_figures(view: GapView, as_of: str) -> tuple[KeyFigure, ...]:
    """Return the optimism rate and the mean gap of all projects with what they are made of."""
    whole = view.whole
    inputs = (
        (gettext("Declared and computed"), plain(whole.pairs)),
        (gettext("Declared better"), plain(whole.better)),
        (gettext("Declared worse"), plain(whole.worse)),
        (gettext("Nothing declared"), plain(view.not_declared)),
        (gettext("Declared, not assessed"), plain(view.not_assessed)),
    )
    reason = "" if whole.pairs else gettext("nothing is both declared and computed")
    rate = "" if whole.optimism.value is None else percent(whole.optimism.value)
    mean = "" if whole.mean.value is None else number(f"{whole.mean.value:+.2f}")
    source = gettext("reports and plans")
    shared = {"unit": "", "reason": reason, "inputs": inputs, "as_of": as_of, "source": source, "tone": ""}
    return (
        KeyFigure(
            label=gettext("Optimism rate"),
            value=rate,
            definition=gettext(
                "Of the projects whose overall status is both declared and computed, the share that declared better "
                "than the data say."
            ),
            **shared,  # type: ignore[arg-type]  # the props that all share
        ),
        KeyFigure(
            label=gettext("Mean gap"),
            value=mean,
            definition=gettext(
                "Declared rank minus computed rank, where green is 3, amber 2 and red 1, on average. Above 0 the "
                "reports are better than the data."
            ),
            **shared,  # type: ignore[arg-type]  # the props that all share
        ),
    )
