"""Facts about gates: what was decided, what is ahead, which conditions stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conspectus.rooms.facts.choices.kinds import Area, Fact, FactKind

GATES = Area(
    "gates",
    _("Gates"),
    _("Reviews of the gates of its method, as decided by the end of the day."),
    (
        Fact("stage", FactKind.TEXT, _("Stage"), _("The stage a gate opened last, by its key in the method.")),
        Fact("gates_decided", FactKind.NUMBER, _("Gates decided"), _("How often was decided at a gate.")),
        Fact("gates_passed", FactKind.NUMBER, _("Gates passed"), _("How many of those decisions were passes.")),
        Fact("gate_last_on", FactKind.DATE, _("Last gate"), _("The day of the last decision at a gate.")),
        Fact(
            "gate_last_decision",
            FactKind.TEXT,
            _("Last decision at a gate"),
            _("pass, pass_with_conditions, repeat or stop."),
        ),
        Fact("gate_next_on", FactKind.DATE, _("Next gate"), _("The day the next review of a gate is planned for.")),
        Fact(
            "gate_conditions_due",
            FactKind.DATES,
            _("Conditions of gates due"),
            _("The due day of each condition of a gate that nobody has confirmed or lifted."),
        ),
    ),
)
