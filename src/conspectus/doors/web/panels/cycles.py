"""Key figures of a reporting cycle: how far it is, how timely, how much work."""

from __future__ import annotations

from django.utils.translation import gettext

from conspectus.rooms.status.choices import RequestState
from conspectus.rooms.status.queries.cycles import CycleStand

from ..words import percent, plain
from .key_figures import KeyFigure


def cycle_figures(stand: CycleStand, as_of: str) -> tuple[KeyFigure, ...]:
    """Return how far a cycle is, each figure with what it is made of."""
    counts = dict(stand.counts)
    done = sum(counts.get(one, 0) for one in (RequestState.SUBMITTED, RequestState.ACCEPTED))
    inputs = tuple((str(one.label), plain(counts.get(one, 0))) for one in RequestState)
    inputs += (
        (gettext("Findings"), plain(stand.findings)),
        (gettext("Findings not answered"), plain(stand.unanswered)),
    )
    inputs += ((gettext("Late"), plain(stand.late)), (gettext("Delegated"), plain(stand.delegated)))
    source = gettext("requests and reports")
    return (
        KeyFigure(
            label=gettext("Submitted"),
            value=gettext("%(done)s of %(all)s") % {"done": plain(done), "all": plain(stand.requested)},
            unit="",
            reason="",
            definition=gettext("Reports that are submitted or accepted, of those asked for."),
            inputs=inputs,
            as_of=as_of,
            source=source,
            tone="",
        ),
        KeyFigure(
            label=gettext("In time"),
            value="" if stand.timeliness.value is None else percent(stand.timeliness.value),
            unit="",
            reason="",
            definition=gettext("First submissions by the last day in time, of the reports asked for."),
            inputs=((gettext("Asked for"), plain(stand.requested)), (gettext("Late and missing"), plain(stand.late))),
            as_of=as_of,
            source=source,
            tone="",
        ),
        KeyFigure(
            label=gettext("Minutes a report"),
            value="" if stand.minutes.value is None else plain(round(stand.minutes.value)),
            unit="",
            reason="" if stand.minutes_known else gettext("no report says what it took"),
            definition=gettext("The median of what writing a report took, as the form measured it or its author said."),
            inputs=(
                (gettext("Reports that say it"), plain(stand.minutes_known)),
                (gettext("Minutes in all"), plain(stand.minutes_total)),
            ),
            as_of=as_of,
            source=source,
            tone="",
        ),
    )
