"""The headings a plain plan may use in several languages, folded to plain letters, and the field each one means."""

from __future__ import annotations

HEADINGS: dict[str, str] = {
    "id": "id|task id|activity id|no|nr|number|#|uid|code|activity code|n°|num|numero|lfd nr|pos|position|"
    "vorgangsnr|vorgang nr|vorgangsnummer|item|ref|unique id|kennung|identifiant|identificador",
    "wbs": "wbs|wbs code|outline number|outline|psp|psp code|gliederungsnummer|gliederung|edt|n° edt|wbs nr|"
    "numero d'organigramme|code wbs|edt code",
    "level": "level|outline level|indent|ebene|gliederungsebene|niveau|niveau hierarchique|nivel|livello",
    "phase": "phase|project phase|stage|work stream|workstream|projektphase|teilprojekt|fase|lot",
    "name": "task|name|task name|activity|activity name|title|description|work package|task description|vorgang|"
    "vorgangsname|aufgabe|aktivitat|arbeitspaket|bezeichnung|beschreibung|titel|tatigkeit|tache|nom|nom de la tache|"
    "activite|libelle|intitule|designation|tarea|nombre|nombre de tarea|nombre de la tarea|actividad|attivita|"
    "nome attivita|nome|taak|taaknaam|activiteit|naam|step",
    "start": "start|start date|begin|begins|planned start|early start|plan start|scheduled start|anfang|beginn|"
    "startdatum|anfangsdatum|start geplant|geplanter start|plan beginn|plan anfang|debut|date de debut|debut prevu|"
    "comienzo|inicio|fecha de inicio|inizio|data inizio|from|von|du|date start",
    "not_before": "start no earlier than|not before|start not before|anfang nicht fruher als|start nicht vor|"
    "debut au plus tot le|no comenzar antes del",
    "finish": "finish|finish date|end|end date|ends|planned finish|due|due date|plan finish|plan end|planned end|"
    "scheduled finish|ende|enddatum|fertigstellung|ende geplant|geplantes ende|plan ende|termin|falligkeit|fin|"
    "date de fin|fin prevue|fecha de fin|final|fine|data fine|einde|einddatum|to|bis|au|echeance",
    "duration": "duration|dur|length|planned duration|days|effort days|dauer|dauer tage|dauer in tagen|tage|duree|"
    "duree jours|duracion|durata|duur|weeks|wochen|hours",
    "predecessors": "predecessors|predecessor|depends on|after|dependencies|dependency|waits for|pred|preds|"
    "vorganger|nach|abhangig von|abhangigkeit|abhangigkeiten|predecesseurs|predecesseur|antecedents|depend de|"
    "predecesoras|predecesora|predecesores|predecessori|predecessore|voorgangers|voorganger",
    "successors": "successors|successor|nachfolger|successeurs|successeur|sucesoras|sucesora|successori|opvolgers",
    "cost": "cost|costs|budget|planned cost|planned costs|total cost|budgeted cost|plan cost|kosten|plankosten|"
    "gesamtkosten|kosten geplant|cout|couts|cout prevu|cout total|coste|costo|costes|costi|kosten totaal",
    "actual_cost": "actual cost|actual costs|cost to date|spent|istkosten|ist kosten|kosten ist|cout reel|"
    "couts reels|coste real|costo real|costo effettivo|werkelijke kosten|ac",
    "currency": "currency|currency code|ccy|wahrung|devise|moneda|valuta",
    "percent": "percent|percent complete|% complete|complete|%|progress|% done|done|% compl|pct complete|"
    "fortschritt|% abgeschlossen|fertigstellungsgrad|% fertig|abgeschlossen|erledigt|% acheve|avancement|"
    "% avancement|% completado|progreso|avance|% completamento|avanzamento|% voltooid|voortgang|status %|"
    "actual progress|actual % complete",
    "actual_start": "actual start|started|actual begin|actual start date|ist start|ist anfang|ist beginn|"
    "tatsachlicher start|tatsachlicher anfang|debut reel|comienzo real|inicio real|inizio effettivo|started on",
    "actual_finish": "actual finish|finished|actual end|completed on|actual finish date|actual end date|finished on|"
    "ist ende|tatsachliches ende|fin reelle|fin real|fine effettiva|completed",
    "baseline_start": "baseline start|bl start|original start|baseline start date|geplanter anfang|basisplan start|"
    "basisplan anfang|debut planifie|comienzo previsto|original begin",
    "baseline_finish": "baseline finish|bl finish|original finish|baseline end|baseline finish date|"
    "baseline end date|basisplan ende|fin planifiee|fin prevista|original end",
    "baseline_cost": "baseline cost|bl cost|baseline budget|original cost|original budget|basisplan kosten",
    "milestone": "milestone|is milestone|meilenstein|jalon|hito|milestone?|mijlpaal",
    "resource": "resource|resources|resource names|assigned to|owner|who|responsible|assignee|ressource|ressourcen|"
    "ressourcennamen|verantwortlich|verantwortlicher|zustandig|wer|responsable|nom ressources|noms ressources|"
    "recurso|recursos|nombres de los recursos|risorse|nomi risorse|person",
    "deadline": "deadline|must be done by|stichtag fertig|date limite|fecha limite|scadenza",
    "note": "note|notes|comment|comments|remarks|notiz|notizen|bemerkung|bemerkungen|kommentar|anmerkung|"
    "remarque|remarques|commentaire|nota|notas|comentario",
    "status_date": "status date|data date|as of|statusdatum|stichtag|stand|date d'etat|fecha de estado",
}
SYNONYMS = {heading: field for field, headings in HEADINGS.items() for heading in headings.split("|")}
DATES = (
    "start", "not_before", "finish", "actual_start", "actual_finish", "baseline_start", "baseline_finish", "deadline",
    "status_date",
)  # fmt: skip
YES = frozenset(
    {"y", "yes", "true", "x", "1", "✓", "milestone", "ja", "j", "wahr", "meilenstein", "oui", "o", "vrai", "si", "sì"}
)
TOTALS = frozenset(
    {
        "total", "totals", "grand total", "sum", "overall", "summe", "gesamt", "gesamtsumme", "summe gesamt",
        "total general", "totaal", "totale", "project total", "total cost", "total costs",
    }
)  # fmt: skip
UNITS_IN_HEADINGS = {"days": "d", "weeks": "w", "wochen": "w", "hours": "h", "tage": "d"}
# Headings that give way where another column names the same field more plainly.
WEAK = frozenset(
    {
        "description", "title", "work package", "task description", "beschreibung", "titel", "bezeichnung", "libelle",
        "designation", "intitule", "step", "due", "due date", "termin", "falligkeit", "echeance", "to", "bis", "from",
        "von", "early start", "planned start", "planned finish", "planned end", "plan start", "plan finish", "plan end",
        "budget", "code", "ref", "item", "pos", "position", "owner", "after", "nach", "days", "weeks", "hours", "tage",
        "outline", "stand", "status %", "progress", "done", "completed", "ac", "planned cost", "activity code",
    }
)  # fmt: skip
