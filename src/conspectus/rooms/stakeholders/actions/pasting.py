"""Rows pasted from a sheet, or of a small file, as stakeholders and lines of the communication plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.scope.bridge import day_typed, each_row, pasted, word_of
from conspectus.rooms.stakeholders.actions.communications import CommunicationParticulars, enter_communications
from conspectus.rooms.stakeholders.actions.stakeholders import Judged, StakeholderParticulars, enter_stakeholders
from conspectus.rooms.stakeholders.bridge import COMMUNICATIONS, STAKEHOLDERS
from conspectus.rooms.stakeholders.choices import Cadence, Channel, Stance
from conspectus.rooms.stakeholders.models import Communication, Stakeholder


def paste_stakeholders(*, project: Project, text: str, by: User, at: datetime) -> list[Stakeholder]:
    """Enter the stakeholders of a pasted table, all or none; they are confidential until somebody says otherwise."""
    return enter_stakeholders(project=project, new=each_row(pasted(text, STAKEHOLDERS), _stakeholder), by=by, at=at)


def paste_communications(*, project: Project, text: str, by: User, at: datetime) -> list[Communication]:
    """Enter the lines of a pasted communication plan, all or none."""
    new = each_row(pasted(text, COMMUNICATIONS), _communication)
    return enter_communications(project=project, new=new, by=by, at=at)


def _stakeholder(row: Mapping[str, str]) -> tuple[StakeholderParticulars, Judged]:
    texts: dict[str, Any] = {name: row.get(name, "") for name in ("name", "organisation", "role", "approach")}
    wanted = word_of(row.get("wanted", Stance.SUPPORTIVE), Stance, "wanted")
    judged = Judged(
        _step(row, "influence"),
        _step(row, "interest"),
        word_of(row.get("stance", Stance.NEUTRAL), Stance, "stance"),
    )
    return StakeholderParticulars(**texts, stance=wanted), judged


def _step(row: Mapping[str, str], name: str) -> int:
    text = row.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) == 1):
        raise Invalid(name, "“%(text)s” is no step from 1 to 5.", name, text=text[:40])
    return int(text)


def _communication(row: Mapping[str, str]) -> CommunicationParticulars:
    return CommunicationParticulars(
        audience=row.get("audience", ""),
        what=row.get("what", ""),
        channel=word_of(row.get("channel", Channel.MEETING), Channel, "channel"),
        cadence=word_of(row.get("cadence", Cadence.MONTHLY), Cadence, "cadence"),
        next_on=day_typed(row.get("next_on", ""), "next_on"),
    )
