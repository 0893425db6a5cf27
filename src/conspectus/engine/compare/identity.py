"""Who is who after a renumbering: the unique id counts, and where it changed the GUID tells."""

from __future__ import annotations

from dataclasses import replace

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import Plan

_SHOWN = 20


def as_before(new: Plan, old: Plan) -> tuple[Plan, tuple[Finding, ...]]:
    """Return the newer plan with its tasks under the ids they had in the older one, and a note if any differ.

    A task whose GUID the older plan knows under another id takes that id. Then the others keep theirs where
    it was nobody else's, and get a numbered one else.
    """
    ids = {guid: uid for guid, uid in zip(old.tasks.guid, old.tasks.uid, strict=True) if guid}
    known = [ids.get(guid, "") for guid in new.tasks.guid]
    claimed = {uid for uid in known if uid}
    moved = [row for row, uid in enumerate(known) if uid and uid != new.tasks.uid[row]]
    if not moved or len(claimed) < sum(map(bool, known)):  # a GUID that two tasks bear tells nothing
        return new, ()
    others = dict(zip(old.tasks.uid, old.tasks.guid, strict=True))
    taken = claimed | others.keys() | set(new.tasks.uid)
    names = []
    for uid, guid, same in zip(new.tasks.uid, new.tasks.guid, known, strict=True):
        free = uid not in claimed and not (guid and others.get(uid))
        names.append(same or (uid if free else _numbered(uid, taken)))
        taken.add(names[-1])
    told = tuple(names[row] for row in moved[:_SHOWN])
    words = (
        f"{len(moved)} tasks bear other numbers than in the plan before; their GUIDs tell that they are the same, "
        "so they are known by the ids they had."
    )
    note = Finding(Severity.NOTE, "TASKS_RENUMBERED", f"task {told[0]}", words, "", told)
    return replace(new, tasks=new.tasks.with_(uid=tuple(names))), (note,)


def _numbered(uid: str, taken: set[str]) -> str:
    number = 2
    while f"{uid} #{number}" in taken:
        number += 1
    return f"{uid} #{number}"
