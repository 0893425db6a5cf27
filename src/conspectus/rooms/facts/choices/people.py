"""What is measured of stakeholders and of what they are told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conspectus.rooms.facts.choices.kinds import Area, Fact, FactKind

STAKEHOLDERS = Area(
    "stakeholders",
    _("Stakeholders"),
    _("Stakeholders as counted at the end of the day, never by name, and the communication plan as it is."),
    (
        Fact("stakeholders", FactKind.NUMBER, _("Stakeholders"), _("How many have a stake."), "people"),
        Fact(
            "stakeholders_short",
            FactKind.NUMBER,
            _("Stakeholders short of the stance wanted"),
            _("How many were assessed last with a stance short of the one wanted."),
            "people",
        ),
        Fact(
            "stakeholders_assessed_on",
            FactKind.DATES,
            _("Stakeholders assessed on"),
            _("The day each one that has a stake was assessed last."),
        ),
        Fact(
            "communications",
            FactKind.NUMBER,
            _("Communications"),
            _("How many lines of the communication plan go on."),
        ),
        Fact(
            "communications_due",
            FactKind.DATES,
            _("Communications due"),
            _("The day each line that goes on is due next, past days too: those are not sent yet."),
        ),
    ),
)
