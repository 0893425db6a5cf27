"""Everything that can be done to stakeholders and the communication plan."""

from conspectus.rooms.stakeholders.actions.communications import (
    CommunicationParticulars,
    SendingGiven,
    change_communication,
    enter_communications,
    record_sending,
)
from conspectus.rooms.stakeholders.actions.pasting import paste_communications, paste_stakeholders
from conspectus.rooms.stakeholders.actions.stakeholders import (
    Judged,
    StakeholderParticulars,
    assess_stakeholder,
    change_stakeholder,
    enter_stakeholders,
)

__all__ = [
    "CommunicationParticulars",
    "Judged",
    "SendingGiven",
    "StakeholderParticulars",
    "assess_stakeholder",
    "change_communication",
    "change_stakeholder",
    "enter_communications",
    "enter_stakeholders",
    "paste_communications",
    "paste_stakeholders",
    "record_sending",
]
