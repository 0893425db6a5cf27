"""What a column of a list of actions may hold, and the headings people give it in several languages."""

from __future__ import annotations

from conspectus.formats.masterlist.fields import Field, ranked
from conspectus.formats.registers.described import Described

ACTION_FIELDS: dict[str, Field] = {
    one.code: one
    for one in (
        Field("action", "Number of the action here", "text"),
        Field("words", "What is to be done", "text"),
        Field("project", "Project", "text"),
        Field("about", "What it is about", "text"),
        Field("owner", "Owner", "text"),
        Field("due_on", "Due", "day"),
        Field("first_due_on", "Day promised first", "day"),
        Field("state", "State", "text"),
        Field("opened_on", "Given on", "day"),
        Field("closed_on", "Done on", "day"),
        Field("answer", "Answer", "text"),
    )
}
# Separated by commas, in plain letters, the surest first.
HEADINGS = ranked({
    "action": "action number here, nummer der massnahme hier",
    "words": """
        action, action item, actions, what is to be done, action description, action required, task description,
        massnahme, massnahmen, aufgabe, aufgaben, offener punkt, was ist zu tun, zu erledigen, action a mener, accion,
        azione, actie, to do, todo, task, next step, measure, tache, tarea, compito, taak, what, was, item, title,
        titel, subject, betreff, description, beschreibung
    """,
    "project": """
        project code, code, project, project name, projekt, projektcode, projektname, projet, proyecto, progetto
    """,
    "about": """
        about, what it is about, concerns, relates to, related to, related risk, related issue, risk, risk id, issue,
        issue id, gate, milestone, deliverable, change request, betrifft, bezug, bezieht sich auf, zu risiko, risiko,
        risiko id, problem, meilenstein, liefergegenstand, thema, topic, concerne, risque, riesgo, rischio
    """,
    "owner": """
        owner, action owner, responsible, responsible person, assigned to, assignee, who, by whom, lead,
        verantwortlich, verantwortlicher, verantwortliche, zustaendig, bearbeiter, wer, durch, owner e mail, e mail,
        email, responsable, responsabile, verantwoordelijk, qui, quien, chi
    """,
    "due_on": """
        revised due date, new due date, due, due date, due on, due by, target date, target, deadline, by when, until,
        neuer termin, faellig, faellig am, faelligkeit, termin, zieltermin, bis wann, bis, erledigen bis,
        zu erledigen bis, frist, echeance, date limite, pour le, fecha limite, vencimiento, scadenza, deadline datum,
        when, wann, finish date, end date
    """,
    "first_due_on": """
        first due, first due date, original due date, original due, baseline due date, initial due date, erster termin,
        urspruenglicher termin, day promised first
    """,
    "state": """
        state, status, action status, stand, zustand, statut, etat, estado, stato, done, open closed, erledigt,
        offen erledigt, progress, fortschritt, complete
    """,
    "opened_on": """
        given on, opened on, opened, raised on, date raised, raised, created on, created, date created, date opened,
        entry date, erstellt am, erstellt, angelegt am, eroeffnet am, aufgenommen am, vom, ouvert le, date d'ouverture,
        cree le, fecha de alta, aperto il
    """,
    "closed_on": """
        done on, closed on, completed on, date closed, date completed, completion date, closure date, actual date,
        closed, completed, finished on, erledigt am, abgeschlossen am, geschlossen am, erledigungsdatum, clos le,
        ferme le, date de cloture, fecha de cierre, chiuso il
    """,
    "answer": """
        answer, outcome, result, resolution, closing remark, closure comment, comment, comments, remark, remarks,
        notes, update, latest update, antwort, ergebnis, bemerkung, bemerkungen, kommentar, notiz, resultat, resultado,
        risultato, commentaire
    """,
})  # fmt: skip
ACTION_LIST = Described(
    thing="an action",
    fields=ACTION_FIELDS,
    headings=HEADINGS,
    telling=frozenset({"words"}),
    missing=("ACTION_MISSING", "No column holds what is to be done.", "Say which column holds it."),
    example="Name a column Action, and at least one more such as Owner, Due or Status.",
    none_found="No list of actions was found on {names}.",
    unheaded="Action\tOwner\tDue",
    instead={"closed_on": "state"},  # "Closed: yes"
)
