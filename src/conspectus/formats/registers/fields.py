"""What a column of a register may hold, and the headings people give it in several languages."""

from __future__ import annotations

from conspectus.formats.masterlist.fields import Field, ranked

REGISTER_FIELDS: dict[str, Field] = {
    one.code: one
    for one in (
        Field("title", "Event", "text"),
        Field("key", "Its number in the list", "text"),
        Field("entry", "Number of the entry here", "text"),
        Field("kind", "Kind", "kind"),
        Field("project", "Project", "text"),
        Field("cause", "Cause", "text"),
        Field("effect", "Effect", "text"),
        Field("category", "Category", "text"),
        Field("probability", "Probability", "chance"),
        Field("percent", "Probability, %", "chance"),
        Field("impact_time", "Impact on time", "step"),
        Field("impact_cost", "Impact on cost", "step"),
        Field("impact_quality", "Impact on quality", "step"),
        Field("impact", "Impact", "step"),
        Field("cost", "Impact in money", "money"),
        Field("days", "Impact in working days", "count"),
        Field("expected_on", "Expected, due or decided by", "day"),
        Field("response", "Response", "text"),
        Field("response_words", "What is done", "text"),
        Field("residual_probability", "Remaining probability", "chance"),
        Field("residual_impact", "Remaining impact", "step"),
        Field("residual_percent", "Remaining probability, %", "chance"),
        Field("residual_cost", "Remaining impact in money", "money"),
        Field("owner", "Owner", "text"),
        Field("review_on", "Next review", "day"),
        Field("state", "State", "text"),
        Field("outcome", "How it ended", "text"),
        Field("currency", "Currency", "text"),
        Field("tasks", "Tasks it touches", "text"),
        Field("objectives", "Objectives it touches", "text"),
        Field("parties", "Suppliers it comes from", "text"),
        Field("contracts", "Contracts it concerns", "text"),
    )
}
# Separated by commas, in plain letters, the surest first.
HEADINGS = ranked({
    "title": """
        risk title, risk name, event, title, risk event, risk description, issue description, risk, issue, opportunity,
        assumption, decision, risikobezeichnung, risikotitel, risiko, ereignis, titel, bezeichnung, problem, chance,
        annahme, entscheidung, risque, intitule, evenement, riesgo, rischio, risico, description, beschreibung,
        summary, name, what, was
    """,
    "key": """
        risk id, risk no, issue id, issue no, id, no, nr, number, nummer, ref, reference, key, lfd nr, risiko nr,
        risiko id, kennung, numero, num, n, #
    """,
    "entry": "entry, eintrag",
    "kind": "kind, entry type, record type, art des eintrags, threat opportunity, risk issue",
    "project": """
        project code, code, project, project name, projekt, projektcode, projektname, projet, proyecto, progetto
    """,
    "cause": "cause, root cause, causes, source of risk, ursache, grund, cause du risque, causa, oorzaak",
    "effect": """
        effect, consequence, consequences, impact description, auswirkungen beschreibung, folge, folgen, wirkung,
        konsequenz, consequence du risque, effet, efecto, effetto, gevolg
    """,
    "category": "category, risk category, kategorie, risikokategorie, type, art, categorie, categoria",
    "probability": """
        probability, likelihood, eintrittswahrscheinlichkeit, wahrscheinlichkeit, probabilite, probabilidad,
        probabilita, kans, inherent probability, initial probability, brutto wahrscheinlichkeit, prob, p, w, ew
    """,
    "percent": "probability in percent, probability percent, wahrscheinlichkeit in prozent",
    "impact_time": """
        impact on time, time impact, schedule impact, auswirkung termin, auswirkung zeit, impact time, impact delai
    """,
    "impact_cost": "impact on cost, cost impact score, auswirkung kosten, impact cost, budget impact score",
    "impact_quality": "impact on quality, quality impact, auswirkung qualitaet, impact quality, scope impact",
    "impact": """
        impact, severity, auswirkung, schadensausmass, tragweite, ausmass, schadenshoehe, gravite, impacto, impatto,
        inherent impact, initial impact, brutto auswirkung, priority, prioritaet, imp, i, a, s
    """,
    "cost": """
        impact in money, cost impact, financial impact, exposure gross, schaden, schaden in eur, kostenauswirkung,
        impact financier, cost, kosten, amount, betrag
    """,
    "days": "impact in working days, impact in days, delay days, delay, verzoegerung, verzug in tagen, verzug",
    "expected_on": """
        expected on, expected, proximity, expected date, due date, due, target date, resolve by, decide by, needed by,
        eintritt am, eintrittszeitpunkt, faellig, faellig am, termin, zu loesen bis, echeance, deadline
    """,
    "response": """
        response, response type, strategy, risk strategy, strategie, massnahmenart, reaktion, strategie de reponse
    """,
    "response_words": """
        what is done, mitigation, mitigation plan, mitigation actions, response plan, measures, countermeasures,
        action plan, actions, action, massnahme, massnahmen, gegenmassnahme, gegenmassnahmen, plan d'action, medidas
    """,
    "residual_probability": """
        remaining probability, residual probability, residual likelihood, target probability, restwahrscheinlichkeit,
        residual p, rest wahrscheinlichkeit, netto wahrscheinlichkeit, nachher wahrscheinlichkeit, after probability,
        after mitigation probability, nach massnahmen wahrscheinlichkeit, residual w, target likelihood,
        residual wahrscheinlichkeit
    """,
    "residual_impact": """
        remaining impact, residual impact, target impact, restauswirkung, residual i, rest auswirkung,
        netto auswirkung, nachher auswirkung, after impact, after mitigation impact, nach massnahmen auswirkung,
        residual a, residual severity, residual auswirkung
    """,
    "residual_percent": "remaining probability in percent, remaining probability percent, residual probability percent",
    "residual_cost": """
        remaining impact in money, residual cost impact, residual cost, restschaden, residual amount, rest kosten
    """,
    "owner": """
        owner, risk owner, issue owner, action owner, responsible, verantwortlich, verantwortlicher, verantwortliche,
        eigner, risikoeigner, risikoverantwortlicher, responsable, proprietaire, responsabile, assigned to, zustaendig
    """,
    "review_on": """
        next review, review date, review on, review, ueberpruefung, naechste pruefung, wiedervorlage, prochaine revue
    """,
    "state": "state, status, risk status, stand, zustand, statut, estado, stato",
    "outcome": "how it ended, outcome, resolution, result, closing remark, ergebnis, loesung, closure comment",
    "currency": "currency, waehrung, devise, moneda",
    "tasks": """
        tasks, tasks it touches, task, task id, activity, activity id, activities, affected tasks, vorgang, vorgaenge,
        betroffene vorgaenge, arbeitspaket, milestone, meilenstein, tache, taches, tarea, attivita
    """,
    "objectives": "objectives, objective, objectives it touches, goal, goals, ziel, ziele, betroffene ziele, objectif",
    "parties": """
        suppliers, supplier, suppliers it comes from, vendor, vendors, contractor, subcontractor, lieferant,
        lieferanten, nachunternehmer, fournisseur, proveedor, fornitore, leverancier
    """,
    "contracts": "contracts, contract, contracts it concerns, vertrag, vertraege, contrat, contrato, contratto",
})  # fmt: skip
