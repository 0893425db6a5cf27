"""What is somebody's own: what they manage, sponsor, own or look after."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from conspectus.kit.subjects import Reference, SubjectKind
from conspectus.rooms.portfolio.models import Contract, Objective, Party, Programme, Project


@dataclass(frozen=True, slots=True)
class Owned:
    """One thing somebody answers for, and as what."""

    kind: str
    id: str
    name: str
    part: str  # the field that names its owner

    @property
    def reference(self) -> Reference:
        """Kind and id."""
        return self.kind, self.id


_OWNERS = (
    (SubjectKind.PROJECT, Project, "manager"),
    (SubjectKind.PROJECT, Project, "sponsor"),
    (SubjectKind.PROGRAMME, Programme, "manager"),
    (SubjectKind.OBJECTIVE, Objective, "owner"),
    (SubjectKind.PARTY, Party, "owner"),
    (SubjectKind.CONTRACT, Contract, "owner"),
)


def owned_by(persons: Collection[int]) -> list[Owned]:
    """Return everything these people are named in as manager, sponsor or owner; who reads it may not see it all."""
    return [
        Owned(kind.value, str(row.pk), str(row), part)
        for kind, model, part in _OWNERS
        for row in model._default_manager.filter(**{f"{part}__in": list(persons)})
    ]


def is_owned(person: int, kind: str, subject_id: str) -> bool:
    """Return whether a person is named in a thing as its manager, sponsor or owner."""
    return any(
        model._default_manager.filter(pk=subject_id, **{part: person}).exists()
        for found, model, part in _OWNERS
        if found == kind
    )
