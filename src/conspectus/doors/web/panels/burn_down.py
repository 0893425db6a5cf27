"""The curve of open entries of a register over time."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from conspectus.rooms.risks.queries.burn_down import RegisterBurnDown

from .curve import Curve, Series, draw_curve

_EPOCH = date(1970, 1, 1)


def burn_curve(found: RegisterBurnDown) -> Curve | None:
    """Return how many entries were open and how many had ended since the first point; None where none ever was."""
    if not any(one.open or one.ended for one in found.points):
        return None
    minutes = [((one.day - _EPOCH).days + 1) * 1440 for one in found.points]
    ended, total = [], 0
    for one in found.points[1:]:
        total += one.ended
        ended.append(float(total))
    return draw_curve(
        [
            Series("ac", _("Open"), tuple(zip(minutes, (float(one.open) for one in found.points), strict=True))),
            Series("ev", _("Ended"), tuple(zip(minutes, (0.0, *ended), strict=True))),
        ]
    )
