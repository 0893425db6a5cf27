"""What a column of reports may hold, and the headings people give it in several languages."""

from __future__ import annotations

from conspectus.formats.masterlist.fields import Field
from conspectus.formats.workbooks.cells import plain_heading
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
# Separated by commas.
_TOLD = {
    "code": "code, project code, project id, project no, id, nr, no, projektnummer, projekt nr, projektcode, kennung",
    "name": "name, project, project name, title, projekt, projektname, bezeichnung, vorhaben, projet, proyecto",
    "overall": "overall, overall status, status, rag, rag status, overall rag, gesamt, gesamtstatus, ampel, statut",
    "schedule": "schedule, schedule status, time, time status, schedule rag, termine, zeit, terminstatus, delais",
    "cost": "cost, cost status, budget, budget status, cost rag, budget rag, kosten, kostenstatus, couts",
    "scope": "scope, scope status, scope rag, umfang, inhalt, leistung, perimetre",
    "quality": "quality, quality status, quality rag, qualitat, qualite",
    "risk": "risk, risks, risk status, risk rag, risiko, risiken, risques",
    "benefits": "benefits, benefit, benefits status, nutzen, benefices",
    "resources": "resources, resource status, resources status, ressourcen, team, ressources",
    "overall_words": "why overall, overall comment, status comment, begrundung, begrundung gesamt",
    "schedule_words": "why schedule, schedule comment, time comment, begrundung termine",
    "cost_words": "why cost, cost comment, budget comment, begrundung kosten",
    "scope_words": "why scope, scope comment, begrundung umfang",
    "quality_words": "why quality, quality comment, begrundung qualitat",
    "risk_words": "why risk, risk comment, begrundung risiko",
    "benefits_words": "why benefits, benefits comment, begrundung nutzen",
    "resources_words": "why resources, resources comment, begrundung ressourcen",
    "summary": "summary, comment, comments, where the project stands, highlights, kommentar, stand, bemerkung, resume",
    "achieved": "achieved, achievements, done, done this month, accomplishments, erreicht, erledigt, realise",
    "planned": "planned, planned next, next steps, plans, next period, nachste schritte, geplant, prochaines etapes",
    "decisions": "decisions, decisions wanted, decision needed, decisions needed, entscheidungen, entscheidungsbedarf",
    "decide_on": "decision wanted by, decide by, decision by, entscheidung bis",
    "finish_on": "forecast finish, finish, expected finish, end, end date, go live, prognose ende, endtermin, ende",
    "forecast": "forecast cost, forecast, cost forecast, eac, estimate at completion, prognose kosten, kostenprognose",
    "minutes": "minutes, effort, minutes this took, minuten, aufwand",
    "answer": "answer, answers, answer to findings, antwort, antworten",
    "deed": "hand in, submit, einreichen, abgeben",
}
HEADINGS = {plain_heading(one): code for code, told in _TOLD.items() for one in told.split(",")}
DEEDS = {"submit": ("Submit", "Einreichen"), "keep": ("Keep as a draft", "Als Entwurf behalten"),
         "unchanged": ("Nothing changed", "Nichts hat sich geändert")}  # fmt: skip
DEED_WORDS = {fold(word): code for code, words in DEEDS.items() for word in (code, *words)} | {
    fold(word): "submit" for word in ("yes", "y", "x", "ja", "j", "oui", "si", "✓")
}
