"""What a column of reports may hold, and the headings people give it in several languages."""

from __future__ import annotations

from conspectus.formats.masterlist.fields import Field, ranked
from conspectus.formats.workbooks.words import fold

MARK = "conspectus:reports/1"  # stands before the codes of the columns in a workbook that was made here
MOST_ROWS = 1_000
DIMENSIONS = ("overall", "schedule", "cost", "scope", "quality", "risk", "benefits", "resources")
FIELDS: dict[str, Field] = {
    one.code: one
    for one in (
        Field("key", "Key of the report", "text"),
        Field("code", "Code", "text"),
        Field("name", "Name", "text"),
        *(
            Field(code, label, kind)
            for name in DIMENSIONS
            for code, label, kind in (
                (name, f"{name.capitalize()} status", "colour"),
                (f"{name}_words", f"Why {name}", "text"),
            )
        ),
        Field("summary", "Where the project stands", "text"),
        Field("achieved", "Achieved", "text"),
        Field("planned", "Planned next", "text"),
        Field("decisions", "Decisions wanted", "text"),
        Field("decide_on", "Decision wanted by", "day"),
        Field("finish_on", "Forecast finish", "day"),
        Field("forecast", "Forecast cost", "money"),
        Field("minutes", "Minutes", "number"),
        Field("answer", "Answer to findings", "text"),
        Field("deed", "Hand in", "deed"),
    )
}
SHOWN = ("manager", "doubts")  # written for the reader, and not read back
# Separated by commas, in plain letters, the surest first.
HEADINGS = ranked({
    "code": """
        project code, project id, project no, project number, projektnummer, projekt nr, projektcode, projekt id,
        code projet, numero de projet, codigo, code, id, nr, no, ref, kennung, kuerzel, nummer
    """,
    "name": """
        project name, project title, projektname, projekttitel, projektbezeichnung, project, name, title, projekt,
        bezeichnung, vorhaben, projet, nom du projet, proyecto, progetto, initiative
    """,
    "overall": """
        overall status, overall rag, gesamtstatus, rag status, rag, overall, status, ampel, gesamt, gesamtampel,
        projektstatus, health, traffic light, statut, meteo, semaforo
    """,
    "schedule": """
        schedule status, schedule rag, terminstatus, ampel termine, schedule, time status, time, termine, zeit,
        terminampel, delais
    """,
    "cost": """
        cost status, cost rag, budget rag, budget status, kostenstatus, ampel kosten, kostenampel, cost, budget,
        kosten, couts
    """,
    "scope": "scope status, scope rag, scope, umfang, inhalt, leistung, ampel umfang, perimetre",
    "quality": "quality status, quality rag, quality, qualitaet, ampel qualitaet, qualite",
    "risk": "risk status, risk rag, risk, risks, risiko, risiken, ampel risiken, ampel risiko, risques",
    "benefits": "benefits status, benefits rag, benefits, benefit, nutzen, benefices",
    "resources": """
        resources status, resource status, resources rag, resources, ressourcen, team, ampel ressourcen, ressources
    """,
    "overall_words": "why overall, overall comment, status comment, begruendung gesamt, begruendung, kommentar status",
    "schedule_words": """
        why schedule, schedule comment, time comment, begruendung termine, kommentar termine, comment on schedule
    """,
    "cost_words": """
        why cost, cost comment, budget comment, begruendung kosten, kommentar kosten, comment on cost
    """,
    "scope_words": "why scope, scope comment, begruendung umfang, kommentar umfang",
    "quality_words": "why quality, quality comment, begruendung qualitaet, kommentar qualitaet",
    "risk_words": "why risk, risk comment, begruendung risiko, kommentar risiken, begruendung risiken",
    "benefits_words": "why benefits, benefits comment, begruendung nutzen",
    "resources_words": "why resources, resources comment, begruendung ressourcen, kommentar ressourcen",
    "summary": """
        where the project stands, summary, management summary, executive summary, comment, comments, highlights,
        kommentar, sachstand, stand, statusbericht, bemerkung, bemerkungen, zusammenfassung, resume, commentaire
    """,
    "achieved": """
        achieved, achievements, accomplishments, done this month, done, achieved in this period, erreicht, erledigt,
        erreichte ergebnisse, fortschritt, realise, realise ce mois
    """,
    "planned": """
        planned next, planned, planned for the next, next steps, plans, next period, naechste schritte, geplant,
        ausblick, prochaines etapes
    """,
    "decisions": """
        decisions wanted, decisions wanted from management, decision needed, decisions needed, decisions,
        entscheidungsbedarf, entscheidungen, offene entscheidungen, decisions attendues
    """,
    "decide_on": """
        decision wanted by, decisions wanted by, decide by, decision by, entscheidung bis, zu entscheiden bis
    """,
    "finish_on": """
        forecast finish, expected finish, finish, forecast end, end date, go live, prognose ende, prognosetermin,
        endtermin, voraussichtliches ende, ende, end, fin prevue
    """,
    "forecast": """
        forecast cost, cost forecast, forecast at completion, estimate at completion, eac, forecast, prognose kosten,
        kostenprognose, prognose, hochrechnung, cout prevu
    """,
    "minutes": "minutes this took, minutes, effort, minuten, aufwand",
    "answer": "your answer, answer to findings, answer, answers, antwort, antworten",
    "deed": "what becomes of this row, hand in, submit, einreichen, abgeben",
})  # fmt: skip
DEEDS = {"submit": ("Submit", "Einreichen"), "keep": ("Keep as a draft", "Als Entwurf behalten"),
         "unchanged": ("Nothing changed", "Nichts hat sich geändert")}  # fmt: skip
DEED_WORDS = {fold(word): code for code, words in DEEDS.items() for word in (code, *words)} | {
    fold(word): "submit" for word in ("yes", "y", "x", "ja", "j", "oui", "si", "✓")
}
