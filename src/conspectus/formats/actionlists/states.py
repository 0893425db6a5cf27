"""Where an action stands, as people write it: words of several languages, ticks, percent."""

from __future__ import annotations

import re

from conspectus.formats.registers.values import word

_STATES = {
    "open": "open|offen|new|neu|active|aktiv|in progress|in arbeit|in bearbeitung|ongoing|laufend|started|begonnen"
    "|not started|nicht begonnen|pending|ausstehend|planned|geplant|overdue|late|ueberfaellig|verspaetet|delayed"
    "|on hold|blocked|to do|todo|no|nein|n|non|wip|a faire|en cours|ouvert|ouverte|abierto|abierta|en curso|aperto"
    "|aperta|in corso|lopend|green|amber|red|gruen|gelb|rot|on track|at risk|assigned|zugewiesen",
    "done": "done|closed|complete|completed|finished|resolved|implemented|erledigt|geschlossen|abgeschlossen|fertig"
    "|umgesetzt|beendet|yes|ja|j|y|x|✓|✔|☑|oui|fait|termine|terminee|ferme|clos|close|cerrado|cerrada|hecho|completado|si"
    "|chiuso|chiusa|fatto|completato|gereed|afgerond|gesloten",
    "dropped": "dropped|cancelled|canceled|withdrawn|rejected|obsolete|superseded|not done|not needed|no longer needed"
    "|void|entfallen|entfaellt|verworfen|abgebrochen|storniert|gestrichen|abgelehnt|nicht erforderlich|hinfaellig"
    "|annule|annulee|abandonne|abandonnee|anulado|cancelado|annullato|annullata|vervallen",
}
STATE = {known: state for state, words in _STATES.items() for known in words.split("|")}
_SHARE = re.compile(r"^(\d{1,3})(?:[.,]0+)?\s*(?:%|percent|prozent)$")
_FIRST = re.compile(r"\s*[-–:,;(/]\s*")


def state_of(text: str) -> str:
    """Return the state a text names, empty where it names none; a share of work is open until it is whole."""
    bare = word(text)
    if match := _SHARE.match(bare):
        share = int(match[1])
        return "" if share > 100 else "done" if share == 100 else "open"
    return STATE.get(bare) or STATE.get(_FIRST.split(bare)[0] if bare else "", "")
