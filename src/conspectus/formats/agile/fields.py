"""What a column of an exported backlog may hold, and what the tools call it, in English and German."""

from __future__ import annotations

from conspectus.engine.agile import ItemState
from conspectus.formats.workbooks.words import fold

FIELDS = (
    "key", "type", "title", "epic", "sprint", "points", "state", "outcome",
    "created", "started", "done", "accepted", "blocked",
)  # fmt: skip
DAYS = ("created", "started", "done", "accepted")
NEEDED = ("title", "state")
# Separated by commas, the surest first; JSON gives its paths as headings.
_HEADINGS_TOLD = {
    "key": """
        issue key, key, vorgangsschlussel, schlussel, system.id, content.url, url, id, number,
        content.number, issue id, vorgangs-id, work item id, html_url
    """,
    "type": """
        issue type, fields.issuetype.name, vorgangstyp, work item type, system.workitemtype,
        arbeitselementtyp, arbeitsaufgabentyp, issuetype, type.name, type, typ, content.type
    """,
    "title": """
        summary, fields.summary, zusammenfassung, title, system.title, titel, content.title, title 1, titel
        1
    """,
    "epic": """
        epic link, custom field (epic link), benutzerdefinierte felder (epic link),
        fields.customfield_10014, epic-verknupfung, epos-verknupfung, parent key, fields.parent.key,
        ubergeordneter schlussel, parent, system.parent, ubergeordnetes element, ubergeordnet, parent issue,
        parent_issue_url, epic name, epic, epos
    """,
    "sprint": """
        sprint, fields.sprint, fields.customfield_10020, iteration path, system.iterationpath,
        iterationspfad, iteration, iteration.title, sprint.title, milestone.title, milestone, meilenstein
    """,
    "points": """
        story points, custom field (story points), custom field (story point estimate), story point
        estimate, story-points, storypoints, benutzerdefinierte felder (story points), benutzerdefinierte
        felder (story-points), fields.customfield_10016, microsoft.vsts.scheduling.storypoints,
        microsoft.vsts.scheduling.effort, microsoft.vsts.scheduling.size, effort, aufwand, size, grosse,
        estimate, points, punkte, schatzung
    """,
    "state": "status, fields.status.name, state, system.state, zustand",
    "outcome": """
        resolution, fields.resolution.name, losung, state_reason, statereason, content.statereason, reason,
        system.reason, grund
    """,
    "created": """
        created, fields.created, erstellt, created date, system.createddate, erstellungsdatum, erstellt am,
        created_at, created at, createdat, content.createdat
    """,
    "started": """
        actual start, custom field (actual start), fields.customfield_10008, started, activated date,
        microsoft.vsts.common.activateddate, aktivierungsdatum, aktiviert am, in progress since, begonnen
        am, start date, fields.startdate, startdatum
    """,
    "done": """
        resolved, fields.resolutiondate, fields.resolved, erledigt, gelost, losungsdatum, resolved date,
        microsoft.vsts.common.resolveddate, gelost am, done date, completed
    """,
    "accepted": """
        accepted, accepted on, abgenommen, abgenommen am, closed date, microsoft.vsts.common.closeddate,
        geschlossen am, abschlussdatum, datum der schliessung, closed, closed_at, closed at,
        closedat, content.closedat
    """,
    "blocked": """
        flagged, custom field (flagged), fields.customfield_10021, benutzerdefinierte felder (flagged), markiert,
        benutzerdefinierte felder (markiert), blocked, microsoft.vsts.cmmi.blocked, blockiert, impediment, hindernis
    """,
}  # fmt: skip
HEADINGS = {name: tuple(" ".join(one.split()) for one in told.split(",")) for name, told in _HEADINGS_TOLD.items()}
CATEGORY = ("status category", "fields.status.statuscategory.name", "statuskategorie")
# What the tools call their states; what ends the work counts as accepted, where nothing says otherwise.
_STATES_TOLD = {
    ItemState.NOT_STARTED: """
        to do, todo, open, new, proposed, backlog, selected for development, ready, approved, reopened, no
        status, zu erledigen, offen, neu, genehmigt, vorgeschlagen, bereit, geplant, planned
    """,
    ItemState.IN_PROGRESS: """
        in progress, doing, active, committed, in review, review, testing, in test, blocked, in development,
        on hold, waiting, impeded,
        in arbeit, aktiv, in bearbeitung, zugesagt, in prufung, im test, in uberprufung, blockiert, wartet, angehalten
    """,
    ItemState.DONE: """
        resolved, gelost, ready for release, ready for acceptance, in abnahme, bereit zur abnahme, to be
        accepted, uat
    """,
    ItemState.ACCEPTED: """
        done, closed, accepted, released, completed, fertig, erledigt, geschlossen, abgenommen,
        abgeschlossen, ausgeliefert
    """,
    ItemState.REMOVED: """
        removed, cancelled, canceled, rejected, won't do, wont do, abandoned, discarded, entfernt,
        abgebrochen, abgelehnt, verworfen, storniert
    """,
}  # fmt: skip
STATES = {" ".join(one.split()): state for state, told in _STATES_TOLD.items() for one in told.split(",")}


def _words(told: str) -> frozenset[str]:
    return frozenset(" ".join(one.split()) for one in told.split(","))


DROPPED = _words(
    """
    won't do, wont do, won't fix, wontfix, duplicate, cannot reproduce, declined, not_planned, not planned,
    abandoned, rejected, wird nicht erledigt, duplikat, nicht reproduzierbar, abgelehnt, verworfen, removed
    from the backlog, obsolete, veraltet
    """
)
EPICS = _words(
    """
    epic, epos, feature, initiative, capability, funktion, theme, thema
    """
)
PARTS = _words(
    """
    sub-task, subtask, teilaufgabe, unteraufgabe, test case, testfall, test suite, test plan, shared steps,
    pullrequest, pull request, pull_request, draftissue
    """
)
KINDS = ("item", "epic", "part")
HELD_UP = _words("blocked, on hold, waiting, impeded, blockiert, wartet, wartend, angehalten, zuruckgestellt")  # states
LABELS = _words("labels, label, tags, system.tags, fields.labels, content.labels, stichworter, kennzeichnungen")
NOT_BLOCKED = _words("no, false, nein, 0, none, not blocked, nicht blockiert, -")


def usual_state(text: str, category: str = "") -> ItemState | None:
    """Return what a state of a tool most likely means; None where neither it nor its category tells."""
    return STATES.get(fold(text)) or STATES.get(fold(category))


def usual_kind(text: str, *, tasks_are_parts: bool = False) -> str:
    """Return whether a type of item is counted, an epic that holds others, or a part of one that is counted."""
    plain = fold(text)
    if plain in EPICS:
        return "epic"
    is_part = plain in PARTS or (tasks_are_parts and plain in ("task", "aufgabe"))
    return "part" if is_part else "item"
