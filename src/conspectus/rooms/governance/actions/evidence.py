"""Evidence of gates chosen: this document, that deliverable, is what the method asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, Stale
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance.models import EvidenceChoice
from conspectus.rooms.governance.queries.chosen import DELIVERABLE, DOCUMENT, Thing, chosen_evidence, evidence_revision
from conspectus.rooms.governance.queries.evidence import choosable
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.queries import followed_version, get_version


@dataclass(frozen=True, slots=True)
class ChosenEvidence:
    """What is evidence by its key in the method: a document or a deliverable by its number, or neither any more."""

    evidence: str
    document: int | None = None
    deliverable: int | None = None

    @property
    def thing(self) -> Thing | None:
        """Return which thing it is."""
        if self.document is not None:
            return DOCUMENT, self.document
        return None if self.deliverable is None else (DELIVERABLE, self.deliverable)


@deed("choose_evidence", "chose what is evidence for gates", needs=Ability.PLAN)
def choose_evidence(
    *, project: Project, chosen: Sequence[ChosenEvidence], revision: int, by: User, at: datetime
) -> list[EvidenceChoice]:
    """Choose documents and deliverables of a project as what its method's gates ask for; what stands so stays.

    ``revision`` names the newest choice that was looked at. Refuses things of
    other projects, withdrawn documents and dropped deliverables.
    """
    require(by, "choose_evidence", project, at.date())
    version = followed_version(project, at.date())
    if version is None:
        raise Conflict("no_method", "This project follows no method. Let it adopt one; its gates come with it.")
    known = {one.key for one in method_of(get_version(version.pk)).deliverables}
    things = choosable(project)
    for one in chosen:
        if one.evidence not in known:
            raise Invalid("evidence", "The method asks for no such thing.", "evidence")
        if one.document is not None and one.deliverable is not None:
            raise Invalid("two", "Choose a document or a deliverable, not both.", "evidence")
        if one.thing is not None and one.thing not in things:
            raise Invalid("thing", "Choose a document or a deliverable of this project that is still kept.", "evidence")
    with audited("choose_evidence", by=by, at=at) as line:
        Project.objects.select_for_update().get(pk=project.pk)
        if evidence_revision(project) != revision:
            raise Stale("Somebody chose other evidence meanwhile. Look at it, then choose.", evidence_revision(project))
        stands = chosen_evidence([project.pk], at.date()).get(project.pk, {})
        wanted = {one.evidence: one.thing for one in chosen}
        new = {key: thing for key, thing in wanted.items() if stands.get((version.method_id, key)) != thing}
        if not new:
            raise Conflict("nothing", "All of it is chosen so already.")
        made = [_row(project, version.method_id, key, thing, by, at) for key, thing in new.items()]
        told = {key: "" if thing is None else f"{thing[0]}/{thing[1]}" for key, thing in new.items()}
        line.about("project", project.pk, evidence=told)
    return made


def _row(project: Project, method: int, key: str, thing: Thing | None, by: User, at: datetime) -> EvidenceChoice:
    given = {} if thing is None else {f"{thing[0]}_id": thing[1]}
    return EvidenceChoice.objects.create(
        project=project, method_id=method, evidence=key, chosen_by=by.person, chosen_at=at, **given
    )
