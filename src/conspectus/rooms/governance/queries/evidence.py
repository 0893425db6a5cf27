"""What was chosen as evidence, and what could be: documents and deliverables of a project for what a gate asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from conspectus.formats.methods import Method
from conspectus.formats.methods.method import Gate
from conspectus.kit.errors import Conflict, Invalid
from conspectus.rooms.files.models import Document
from conspectus.rooms.governance.bridge.readiness import evidence_of, is_called
from conspectus.rooms.governance.queries.chosen import DELIVERABLE, DOCUMENT, Thing, chosen_evidence, evidence_revision
from conspectus.rooms.governance.queries.readiness import passed_gates
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.scope.choices import DeliverableState
from conspectus.rooms.scope.models import Deliverable
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.models import Version
from conspectus.rooms.standards.queries import followed_version, get_version


@dataclass(frozen=True, slots=True)
class EvidenceOption:
    """A document or a deliverable of the project that may be chosen."""

    kind: str
    number: int
    name: str
    proposed: bool  # by its name


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """What a gate asks for with what was chosen for it, None where nothing was, and what could be."""

    evidence: str
    name: str
    chosen: EvidenceOption | None
    options: tuple[EvidenceOption, ...]  # those proposed first


@dataclass(frozen=True, slots=True)
class EvidenceOptions:
    """All that a gate asks for; ``revision`` names the newest choice of the project, 0 before the first."""

    project_id: int
    gate: str
    name: str
    items: tuple[EvidenceItem, ...]
    revision: int


def evidence_options(project: Project, gate: str, on: date) -> EvidenceOptions:
    """Return what a gate of a visible project asks for, the next one where none is named, and what may be chosen."""
    version, method, found = _gate(project, gate, on)
    chosen = chosen_evidence([project.pk], on).get(project.pk, {})
    things = choosable(project)
    items = []
    for wanted, _asked in evidence_of(method, found, ""):
        options = [EvidenceOption(*thing, name, is_called(wanted, name)) for thing, name in things.items()]
        options.sort(key=lambda one: not one.proposed)
        kept = chosen.get((version.method_id, wanted.key))
        picked = next((one for one in options if (one.kind, one.number) == kept), None)
        items.append(EvidenceItem(wanted.key, wanted.name, picked, tuple(options)))
    return EvidenceOptions(project.pk, found.key, found.name, tuple(items), evidence_revision(project))


def choosable(project: Project) -> dict[Thing, str]:
    """Return the documents and deliverables of a project that may be evidence, by name."""
    papers = Document.objects.filter(subject_kind="project", subject_id=str(project.pk), withdrawn_at=None)
    pieces = Deliverable.objects.filter(project=project).exclude(state=DeliverableState.DROPPED).order_by("name", "pk")
    found: dict[Thing, str] = {(DOCUMENT, pk): title for pk, title in papers.values_list("pk", "title")}
    return found | {(DELIVERABLE, pk): name for pk, name in pieces.values_list("pk", "name")}


def _gate(project: Project, gate: str, on: date) -> tuple[Version, Method, Gate]:
    version = followed_version(project, on)
    if version is None:
        raise Conflict("no_method", "This project follows no method. Let it adopt one; its gates come with it.")
    method = method_of(get_version(version.pk))
    if not gate:
        passed = passed_gates([project.pk], on).get(project.pk, set())
        gate = next((one.key for one in method.gates if (version.method_id, one.key) not in passed), "")
    found = next((one for one in method.gates if one.key == gate), None)
    if found is None:
        raise Invalid("gate", "There is no such gate, or all of them are passed.", "gate")
    return version, method, found
