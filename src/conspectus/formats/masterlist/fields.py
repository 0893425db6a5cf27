"""What a column of a master list may hold, and the headings people give it in several languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from conspectus.formats.workbooks.cells import BRACKETS
from conspectus.formats.workbooks.words import fold


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a list may say of a project; ``kind`` is text, number, day, money, yes_no, colour or state.

    ``headings`` name it beside those known by heart; ``currency`` is that of money that names none.
    """

    code: str
    label: str
    kind: str
    headings: tuple[str, ...] = ()
    currency: str = ""


FIELDS: dict[str, Field] = {
    one.code: one
    for one in (
        Field("code", "Code", "text"),
        Field("name", "Name", "text"),
        Field("alias", "Other names and codes", "text"),
        Field("programme", "Programme", "text"),
        Field("division", "Division", "text"),
        Field("manager", "Project manager", "text"),
        Field("sponsor", "Sponsor", "text"),
        Field("state", "State", "state"),
        Field("status", "Overall status", "colour"),
        Field("schedule", "Schedule status", "colour"),
        Field("cost_status", "Cost status", "colour"),
        Field("scope", "Scope status", "colour"),
        Field("risk", "Risk status", "colour"),
        Field("benefits", "Benefits status", "colour"),
        Field("resources", "Resources status", "colour"),
        Field("start", "Start", "day"),
        Field("finish", "Finish", "day"),
        Field("budget", "Budget", "money"),
        Field("cost", "Whole-life cost", "money"),
        Field("summary", "Description", "text"),
        Field("comment", "Comment of the report", "text"),
    )
}
# Separated by commas, in plain letters, the surest first.
_HEADINGS_TOLD: dict[str, str] = {
    "code": """
        code, project code, project id, project no, project number, unique id, projektnummer, projekt nr,
        projektcode, projekt id, code projet, numero de projet, codigo, codigo de proyecto, codice, codice progetto,
        projectcode, projectnummer, id, ref, reference, key, nr, no, number, nummer, kennung, shortcode
    """,
    "name": """
        project name, project title, name, title, project, projektname, projekttitel, projektbezeichnung, projekt,
        bezeichnung, nom du projet, intitule, nom, projet, nombre del proyecto, proyecto, nombre, nome progetto,
        progetto, nome, projectnaam, naam, vorhaben, initiative
    """,
    "alias": """
        alias, aliases, also known as, aka, other names, former name, formerly, old code, alter name, andere namen,
        frueherer name, autre nom, ancien nom
    """,
    "programme": """
        programme, program, programm, programma, programa, programme name, program name, dachprogramm
    """,
    "division": """
        division, department, business unit, unit, directorate, bereich, abteilung, geschaeftsbereich, ressort,
        departement, direction, service, departamento, area, reparto, dipartimento, afdeling, org unit, organisation
    """,
    "manager": """
        project manager, pm, manager, project lead, lead, projektleiter, projektleiterin, projektleitung, pl,
        leitung, chef de projet, responsable, jefe de proyecto, director de proyecto, capo progetto, responsabile,
        projectleider, verantwortlich
    """,
    "sponsor": """
        sponsor, project sponsor, executive sponsor, sro, senior responsible owner, project owner, owner,
        auftraggeber, auftraggeberin, commanditaire, maitre d'ouvrage, patrocinador, committente, opdrachtgever
    """,
    "state": """
        state, stage, phase, lifecycle, life cycle, project state, zustand, projektstand, etat, estado, stato, fase
    """,
    "status": """
        overall status, overall rag, rag, rag status, overall, delivery confidence, dca, health, traffic light,
        ampel, gesamtstatus, projektstatus, statusampel, colour, color, farbe, meteo, feu, semaforo, stoplicht,
        status, statut
    """,
    "schedule": """
        schedule status, schedule rag, time rag, schedule, time, termine, delais
    """,
    "cost_status": """
        cost status, cost rag, budget rag, budget status, finance rag, kosten, couts
    """,
    "scope": """
        scope status, scope rag, scope, umfang, perimetre
    """,
    "risk": """
        risk status, risk rag, risks, risk, risiko, risiken, risques
    """,
    "benefits": """
        benefits status, benefits rag, nutzen
    """,
    "resources": """
        resources status, resources rag, resource rag, ressourcen
    """,
    "start": """
        start, start date, project start, planned start, begin, beginn, projektbeginn, projektstart, startdatum,
        startet, anfang, debut, date de debut, inicio, fecha de inicio, inizio, data inizio, from, von
    """,
    "finish": """
        finish, finish date, end, end date, project end, completion, completion date, planned finish, due date, due,
        deadline, go live, ende, enddatum, endtermin, projektende, fertig, fertigstellung, fin, date de fin,
        echeance, fecha de fin, fine, data fine, einddatum, to, until, bis
    """,
    "budget": """
        budget, approved budget, total budget, project budget, projektbudget, gesamtbudget, budget total,
        presupuesto, budget totale, funding, mittel
    """,
    "cost": """
        whole life cost, whole life costs, wlc, total cost, total costs, estimate at completion, eac, gesamtkosten,
        cout total, cout global, coste total, costo totale, totale kosten
    """,
    "summary": """
        description, summary, purpose, objective, beschreibung, zweck, ziel, objectif, descripcion, descrizione,
        doel
    """,
    "comment": """
        comment, comments, remark, remarks, note, notes, status comment, commentary, kommentar, bemerkung,
        bemerkungen, anmerkung, commentaire, remarque, comentario, commento, opmerking
    """,
}
Headings = Mapping[str, tuple[str, int]]


def ranked(told: Mapping[str, str]) -> Headings:
    """Return for each heading its field and how far back it stands among those of the field."""
    return MappingProxyType(
        {
            " ".join(heading.split()): (code, rank)
            for code, headings in told.items()
            for rank, heading in enumerate(headings.split(","))
        }
    )


HEADINGS = ranked(_HEADINGS_TOLD)
LATER = frozenset({"latest", "current", "actual", "aktuell", "aktuelles", "actuel", "forecast", "revised"})
EARLIER = frozenset({"original", "initial", "baseline", "first", "urspruenglich", "previous", "old", "last"})
SURE = 1.2  # more than any heading known by heart
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}


def plain(heading: str) -> str:
    """Return a heading in small plain letters with single blanks, words joined by capitals or signs apart."""
    spaced = _CAMEL.sub(" ", heading)
    for letter, pair in _LETTERS.items():
        spaced = spaced.replace(letter, pair)
    return " ".join(re.sub(r"[^\w' ]|_", " ", fold(spaced)).split())


def field_of(heading: str, own: Mapping[str, str], known: Headings = HEADINGS) -> tuple[str, float]:
    """Return the field a heading (without its unit) names and how surely, 0 to 1; no field where it names none.

    The whole heading counts more than its last words: ``latest project name`` still is a name. ``own`` are
    headings in plain letters that name another field for certain, ``known`` those known by heart.
    """
    bracket = BRACKETS.match(heading.strip())
    if bracket is not None and plain(bracket[1]):
        heading = bracket[1]
    if plain(heading) in own:
        return own[plain(heading)], SURE
    words = plain(heading).split()
    for skipped in range(len(words)):
        found = known.get(" ".join(words[skipped:]))
        if found is None:
            continue
        left = set(words[:skipped])
        if skipped and len(words) - skipped == 1 and words[-1] in ("no", "to", "from", "von", "bis", "time", "area"):
            continue  # "fit to", "part time": the last word alone says nothing
        sure = 1.0 - 0.005 * found[1] - (0.3 if skipped else 0.0)
        sure += 0.1 * bool(left & LATER) - 0.2 * bool(left & EARLIER)
        return found[0], sure
    return "", 0.0
