"""What is measured of the closures of projects."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conspectus.rooms.facts.choices.kinds import Area, Fact, FactKind

CLOSURE = Area(
    "closure",
    _("Closure"),
    _("The project's newest closure that was not given up."),
    (
        Fact("closure_begun_on", FactKind.DATE, _("Closure begun on"), _("The day the closure was begun.")),
        Fact(
            "closure_points_open",
            FactKind.NUMBER,
            _("Points of the closure open"),
            _("How many points are open and not left so by decision, while the closure is under way."),
            "points",
        ),
        Fact(
            "closure_points_left",
            FactKind.NUMBER,
            _("Points of the closure left open"),
            _("How many points were left open by decision."),
            "points",
        ),
        Fact("closure_confirmed_on", FactKind.DATE, _("Closure confirmed on"), _("The day the closure was confirmed.")),
        Fact(
            "completed_without_closure",
            FactKind.YES_NO,
            _("Completed without a closure"),
            _("Whether the project counts as completed though no closure was confirmed since it last was at work."),
        ),
        Fact(
            "closure_review_on",
            FactKind.DATE,
            _("Review after the end on"),
            _("The day the review after the project's end is due."),
        ),
    ),
)
