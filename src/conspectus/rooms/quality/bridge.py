"""The headings of tables that are pasted."""

from __future__ import annotations

from conspectus.rooms.scope.bridge import Headings

CHECKS: Headings = {
    "name": ("name", "what", "check", "prüfung", "was"),
    "deliverable": ("deliverable", "lieferobjekt", "code"),
    "criteria": ("criteria", "acceptance criteria", "kriterien", "abnahmekriterien"),
    "method": ("method", "how", "verfahren", "methode"),
    "planned_on": ("planned", "planned on", "on", "date", "geplant", "geplant am", "termin", "datum"),
}
CONFORMITIES: Headings = {
    "title": ("title", "non-conformity", "name", "titel", "abweichung", "qualitätsabweichung"),
    "words": ("words", "description", "beschreibung"),
    "severity": ("severity", "schwere", "schweregrad"),
    "found_on": ("found", "found on", "date", "gefunden", "gefunden am", "festgestellt", "datum"),
    "place": ("place", "where", "site", "location", "ort", "wo"),
    "deliverable": ("deliverable", "lieferobjekt"),
    "origin": ("origin", "kind of cause", "herkunft", "ursachenart"),
    "cause": ("cause", "ursache"),
    "treatment": ("treatment", "behandlung", "maßnahme"),
    "due_on": ("due", "due on", "due date", "fällig", "fällig am", "termin"),
}
