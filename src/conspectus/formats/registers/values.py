"""Values as people type them into registers: probability as a word, a step or percent; steps; kinds; states."""

from __future__ import annotations

import re

from conspectus.formats.workbooks.cells import BadCell, Cell
from conspectus.formats.workbooks.words import EMPTY, UNDECIDED, fold

_STEPS = (
    "very low|rare|remote|negligible|insignificant|minimal|vl"
    "|sehr gering|sehr niedrig|sehr selten|sehr klein|unwesentlich"
    "|tres faible|muy bajo|molto basso|zeer laag",
    "low|unlikely|minor|l|gering|niedrig|selten|klein|unwahrscheinlich|faible|bajo|baja|basso|bassa|laag",
    "medium|moderate|possible|mid|med|m|mittel|maessig|mittelgross|moeglich|moyen|moyenne|modere|medio|media|gemiddeld"
    "|middel",
    "high|likely|major|h|hoch|gross|wahrscheinlich|schwer|eleve|elevee|fort|forte|alto|alta|hoog",
    "very high|almost certain|severe|critical|catastrophic|extreme|vh|sehr hoch|sehr gross|fast sicher|kritisch"
    "|existenzbedrohend|tres eleve|tres elevee|muy alto|molto alto|zeer hoog",
)
STEP = {word: number for number, words in enumerate(_STEPS, 1) for word in words.split("|")}
_KINDS = {
    "threat": "risk|threat|risiko|bedrohung|gefahr|risque|riesgo|rischio|risico|r",
    "opportunity": "opportunity|chance|opportunite|oportunidad|opportunita|kans|o",
    "issue": "issue|problem|probleme|problema|probleem|issues|i",
    "assumption": "assumption|annahme|hypothese|supuesto|assunzione|a",
    "decision": "decision|entscheidung|beschluss|decisione|besluit|d",
}
KIND = {word: kind for kind, words in _KINDS.items() for word in words.split("|")}
_STATES = {
    "open": "open|offen|new|neu|active|aktiv|in progress|in arbeit|ongoing|laufend|monitoring|ouvert|abierto|aperto",
    "closed": "closed|geschlossen|abgeschlossen|done|erledigt|resolved|geloest|mitigated|retired|expired|entfallen"
    "|ferme|clos|cerrado|chiuso",
    "occurred": "occurred|eingetreten|materialised|materialized|happened|issue",
    "confirmed": "confirmed|bestaetigt|valid|true|zutreffend",
    "refuted": "refuted|widerlegt|invalid|false|unzutreffend",
    "decided": "decided|entschieden|approved|beschlossen",
}
STATE = {word: state for state, words in _STATES.items() for word in words.split("|")}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
# "3 - medium" is step 3 and so is "3/5"; "3.5", "2-3" and "1:100" are no step.
_NUMBERED = re.compile(r"^([1-5])(?:[.,]0+)?(?:\s*/\s*5|\s*[.)]?|\s*[-–:.)/(=]\s*[^\d\s].*)$")
_FRACTION = re.compile(r"^0?[.,]\d{1,4}$")
_SHARE = re.compile(r"^[~<>≤≥]?\s*(\d{1,3}(?:[.,]\d+)?)\s*(?:%|percent|prozent|pct)$")
_BANDS = (10, 30, 50, 70)  # percent up to which a probability is of step 1, 2, 3, 4


def word(text: str) -> str:
    """Return a word as it is looked up: small plain letters, umlauts written out."""
    return fold(text.translate(_UMLAUTS)).strip(" .*")


def nothing(cell: Cell) -> bool:
    """Return whether a cell says nothing."""
    said = fold(cell.text)
    return not said or said in EMPTY or said in UNDECIDED


def step(cell: Cell) -> int | None:
    """Return the step of a scale from 1 to 5 a cell names by number or word."""
    if nothing(cell):
        return None
    text = word(cell.text)
    if found := STEP.get(text):
        return found
    if match := _NUMBERED.match(text):
        return int(match[1])
    parts = re.split(r"\s*[-–:(/]\s*", text)
    named = {STEP[part.strip(" )")] for part in parts if part.strip(" )") in STEP}
    if len(named) == 1 and parts[0] in STEP:  # "hoch / high", but not "low/medium"
        return named.pop()
    raise BadCell(f"'{cell.text[:40]}' is no step from 1 to 5, nor a word such as low, medium or high ({cell.ref}).")


def chance(cell: Cell) -> tuple[int, int | None] | None:
    """Return a probability as a step and, where it is told in percent, as percent."""
    if nothing(cell):
        return None
    found = _percent(cell)
    if found is None:
        known = step(cell)
        return None if known is None else (known, None)
    if not 0 <= found <= 100:
        raise BadCell(f"'{cell.text[:40]}' is no probability from 0 to 100 % ({cell.ref}).")
    return 1 + sum(found > most for most in _BANDS), found


def percent(cell: Cell) -> int | None:
    """Return whole percent, of a bare number as well."""
    if nothing(cell):
        return None
    found = _percent(cell)
    if found is None and cell.text.strip().isdecimal():
        found = int(cell.text)
    if found is None or not 0 <= found <= 100:
        raise BadCell(f"'{cell.text[:40]}' is no probability from 0 to 100 % ({cell.ref}).")
    return found


def kind(cell: Cell) -> str | None:
    """Return what an entry is."""
    return None if nothing(cell) else kind_named(cell.text) or _no_kind(cell)


def kind_named(text: str) -> str:
    """Return the kind a text names as a whole or as one of its words; empty where it names none, or several."""
    bare = word(text)
    if bare in KIND:
        return KIND[bare]
    found = {
        known
        for part in re.findall(r"\w+", bare)
        if len(part) > 1
        and (known := KIND.get(part) or KIND.get(part.removesuffix("s")) or KIND.get(part.removesuffix("n")))
    }
    found |= {KIND["risiko"]} if "risiken" in bare else set()
    return found.pop() if len(found) == 1 else ""


def _no_kind(cell: Cell) -> str:
    raise BadCell(f"'{cell.text[:40]}' is no risk, opportunity, issue, assumption or decision ({cell.ref}).")


def state(text: str) -> str:
    """Return the state a word names, empty where it names none."""
    bare = word(text)
    return STATE.get(bare) or STATE.get(bare.split(" ")[0] if bare else "", "")


def whole(cell: Cell) -> int | None:
    """Return a whole number, such as of days."""
    if nothing(cell):
        return None
    match = re.match(r"^(\d{1,6})(?:[.,]0+)?(?:\s*(?:d|days?|t|tage?|wd|at|jours?|dias))?$", word(cell.text))
    if match is None:
        raise BadCell(f"'{cell.text[:40]}' is no whole number of days ({cell.ref}).")
    return int(match[1])


def _percent(cell: Cell) -> int | None:
    if isinstance(cell.value, float) and not isinstance(cell.value, bool):
        if cell.is_percent or 0 < cell.value < 1:
            return round(cell.value * 100)
        return round(cell.value) if cell.value > 5 else None
    text = word(cell.text)
    if _FRACTION.match(cell.text):  # as text of CSV, what a workbook holds as a number
        return round(float(cell.text.replace(",", ".")) * 100)
    match = _SHARE.match(text)
    if match is None:
        return None
    return round(float(match[1].replace(",", ".")))
