"""When something of the communication plan is due next; the headings of tables that are pasted."""

from __future__ import annotations

from datetime import date, timedelta

from conspectus.rooms.scope.bridge import Headings
from conspectus.rooms.stakeholders.choices import DAYS, MONTHS, Cadence

STAKEHOLDERS: Headings = {
    "name": ("name", "stakeholder", "who", "wer"),
    "organisation": ("organisation", "organization", "company", "firma"),
    "role": ("role", "function", "rolle", "funktion"),
    "influence": ("influence", "power", "einfluss"),
    "interest": ("interest", "interesse"),
    "stance": ("stance", "attitude", "haltung"),
    "wanted": ("wanted", "stance wanted", "gewünscht", "gewünschte haltung"),
    "approach": ("approach", "vorgehen"),
}
COMMUNICATIONS: Headings = {
    "audience": ("audience", "to whom", "to", "zielgruppe", "an wen"),
    "what": ("what", "content", "was", "inhalt"),
    "channel": ("channel", "way", "kanal", "weg"),
    "cadence": ("how often", "cadence", "frequency", "häufigkeit", "wie oft"),
    "next_on": ("next", "next on", "date", "due", "nächstes", "nächster termin", "termin"),
}


def next_after(planned_on: date | None, sent_on: date, cadence: str) -> date | None:
    """Return the first day after a sending on which it is due again, counted from the day it was planned for.

    A day a month does not have is its last. None for what is sent once or when needed.
    """
    start, step = planned_on or sent_on, Cadence(cadence)
    if step in DAYS:
        days = DAYS[step]
        rounds = max((sent_on - start).days // days + 1, 1)
        return start + timedelta(days=days * rounds)
    if step not in MONTHS:
        return None
    rounds, found = 1, _later(start, MONTHS[step])
    while found <= sent_on:
        rounds += 1
        found = _later(start, MONTHS[step] * rounds)
    return found


def _later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
