"""What a column of a list of links may hold, and the headings people give it in several languages."""

from __future__ import annotations

from conspectus.formats.masterlist.fields import Field, ranked

LINK_FIELDS: dict[str, Field] = {
    one.code: one
    for one in (
        Field("link", "Number of the link here", "text"),
        Field("words", "What is handed over", "text"),
        Field("giver", "Project that gives", "text"),
        Field("giver_name", "Name of the project that gives, or whose the event is", "text"),
        Field("giver_task", "Task that gives", "text"),
        Field("giver_owner", "Owner of the giving side", "text"),
        Field("taker", "Project that takes", "text"),
        Field("taker_name", "Name of the project that takes, or whose the event is", "text"),
        Field("taker_task", "Task that takes", "text"),
        Field("taker_owner", "Owner of the taking side", "text"),
        Field("direction", "Gives or takes", "text"),
        Field("project", "Own project", "text"),
        Field("task", "Own task", "text"),
        Field("other", "The other project", "text"),
        Field("other_task", "Its task", "text"),
        Field("event", "Event outside", "text"),
        Field("party", "Whose the event is", "text"),
        Field("event_on", "When the event comes", "day"),
        Field("by_on", "Agreed day", "day"),
        Field("asked_on", "Day asked for", "day"),
        Field("kind", "Type of link", "text"),
        Field("lag", "Lag in working days", "text"),
        Field("state", "State", "text"),
    )
}
TASKS = frozenset({"giver_task", "taker_task", "task"})
# Separated by commas, in plain letters, the surest first.
HEADINGS = ranked({
    "link": "link, link no, link id, verknuepfung, verknuepfung nr",
    "words": """
        what, what is handed over, handed over, deliverable, hand over, handover, description, subject, was,
        was wird uebergeben, liefergegenstand, uebergabe, gegenstand, leistung, beschreibung, livrable, entregable
    """,
    "giver": """
        giver, giver code, giving project, from project, source project, supplier project, predecessor project, geber,
        gebendes projekt, lieferndes projekt, von projekt, quellprojekt, vorgaengerprojekt, projet source
    """,
    "giver_name": "giver project, giver project name, projektname geber",
    "giver_task": """
        giver task, giving task, from task, source task, predecessor, predecessor task, giver milestone, from milestone,
        source milestone, geber vorgang, gebender vorgang, von vorgang, vorgaenger, geber meilenstein, von meilenstein
    """,
    "giver_owner": "giver owner, giving owner, source owner, geber verantwortlich, verantwortlich geber",
    "taker": """
        taker, taker code, taking project, receiver, to project, target project, receiving project, successor project,
        nehmer, empfaenger, nehmendes projekt, empfangendes projekt, an projekt, zielprojekt, nachfolgerprojekt,
        projet cible
    """,
    "taker_name": "taker project, taker project name, projektname nehmer",
    "taker_task": """
        taker task, taking task, to task, target task, successor, successor task, taker milestone, to milestone,
        target milestone, nehmer vorgang, nehmender vorgang, an vorgang, nachfolger, nehmer meilenstein, an meilenstein
    """,
    "taker_owner": "taker owner, taking owner, target owner, nehmer verantwortlich, verantwortlich nehmer",
    "direction": """
        direction, give get, give or get, gives or takes, give take, in out, richtung, gibt nimmt, geben nehmen,
        gibt oder nimmt, sens
    """,
    "project": "own project, our project, project, project code, eigenes projekt, projekt, projektcode",
    "task": "own task, our task, task, milestone, own milestone, eigener vorgang, vorgang, meilenstein",
    "other": """
        other project, the other project, partner, partner project, counterpart, depends on project, related project,
        anderes projekt, das andere projekt, partnerprojekt, gegenseite, autre projet
    """,
    "other_task": """
        other task, its task, partner task, other milestone, related task, depends on task, anderer vorgang,
        partner vorgang, vorgang der gegenseite, autre tache
    """,
    "event": """
        event, event outside, outside event, external event, external, ereignis, externes ereignis, ereignis ausserhalb,
        evenement externe
    """,
    "party": "party, whose it is, supplier, authority, outside party, partei, lieferant, behoerde, dritter",
    "event_on": "event on, event date, when the event comes, ereignis am, datum des ereignisses",
    "by_on": """
        agreed, agreed on, agreed date, agreed day, handed over by, to be handed over by, due, due date, needed by, by,
        date, vereinbart, vereinbart am, vereinbarter termin, termin, faellig, faellig am, uebergabe am, bis, datum,
        date convenue, fecha
    """,
    "asked_on": "asked for, day asked for, requested date, requested, gewuenscht, gewuenscht zum, angefragt",
    "kind": "type, type of link, link type, dependency type, relation, art, typ, art der verknuepfung, beziehung",
    "lag": "lag, lag d, lag days, lag in working days, offset, zeitabstand, abstand, versatz, puffer tage",
    "state": "state, zustand, estado, etat",
})  # fmt: skip
