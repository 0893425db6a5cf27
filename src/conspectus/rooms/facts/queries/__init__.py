"""What is known of projects on a day: the newest sheet of each, in a constant number of questions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from conspectus.kit.many import of_these
from conspectus.rooms.facts.bridge import Kept, Known, Stand, stands, unpacked, values
from conspectus.rooms.facts.choices import is_fact
from conspectus.rooms.facts.models import Followed, Sheet
from conspectus.rooms.portfolio.models import Project


@dataclass(frozen=True, slots=True)
class Facts:
    """What was known of one project; a name that is missing was not measured then. Values are read when asked for."""

    valid_on: date
    recorded_at: datetime
    source: str
    digest: str
    kept: Mapping[str, Kept]

    @property
    def stands(self) -> dict[str, Stand]:
        """Each fact as it stood, with its reason and since when."""
        return stands(self.kept)

    @property
    def known(self) -> dict[str, Known]:
        """The value of each fact, None where it was measured that there is none."""
        return values(self.kept)

    @property
    def reasons(self) -> dict[str, str]:
        """Why each fact that has no value has none."""
        return {name: one["r"] for name, one in self.kept.items() if "r" in one}


def facts_at(
    project_ids: Collection[int], on: date, known_by: date | None = None, *, names: Collection[str] | None = None
) -> dict[int, Facts]:
    """Return what is known of projects on a day, by their number; a project nothing is known of is absent.

    Of each the newest sheet valid on or before the day, among all there are today, or among those recorded by the
    end of ``known_by``. With ``names`` only those facts are read. Asks the database twice, however many there are.
    """
    wanted = set(project_ids)
    asked = None if names is None else set(names)
    rows = newest_sheets(wanted, on, known_by).values_list(
        "project", "valid_on", "recorded_at", "source", "digest", "body"
    )
    return {
        project: Facts(
            valid_on,
            recorded_at,
            source,
            digest,
            {
                name: one
                for name, one in unpacked(bytes(body)).items()
                if is_fact(name) and (asked is None or name in asked)
            },
        )
        for project, valid_on, recorded_at, source, digest, body in rows.iterator()
        if project in wanted
    }


def kept_at(project_ids: Collection[int], on: date) -> dict[int, dict[str, Kept]]:
    """Return the newest sheet of each project on or before a day as it is kept."""
    rows = newest_sheets(project_ids, on).values_list("project", "body")
    return {project: unpacked(bytes(body)) for project, body in rows.iterator()}


def newest_sheets(project_ids: Collection[int], on: date, known_by: date | None = None) -> QuerySet[Sheet]:
    """Return the newest sheet of each project on or before a day."""
    sheets = Sheet.objects.filter(project=OuterRef("pk"), valid_on__lte=on)
    if known_by is not None:
        sheets = sheets.filter(recorded_at__lt=datetime.combine(known_by + timedelta(days=1), time(), UTC))
    newest = of_these(Project.objects.order_by(), project_ids, "pk").annotate(
        sheet=Subquery(sheets.order_by("-valid_on", "-pk").values("pk")[:1])
    )
    return Sheet.objects.filter(pk__in=newest.values("sheet")).order_by()


def followed() -> Followed | None:
    """Return how far the audit log was followed; None where nothing was measured yet."""
    return Followed.objects.first()
