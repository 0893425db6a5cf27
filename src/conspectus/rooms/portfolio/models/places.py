"""Rows of portfolios, programmes, projects, people in roles and grants."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import Division, Person
from conspectus.rooms.portfolio.choices import PlaceKind, RateKind, ScopeKind, ShareKind, SheetKind, State


class Portfolio(models.Model):
    """A set of programmes and projects steered together, summed in one currency."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=600, unique=True)
    purpose = models.TextField(blank=True, default="")
    currency = models.CharField(max_length=3)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Listed by name."""

        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """Projects that serve one aim within a portfolio; ``path`` lists the ids from the top, so a subtree is one prefix.

    ``own_plan`` is the project in it whose plan, milestones and budget are the programme's own.
    """

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="programmes")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=400, db_index=True, default="")
    own_plan = models.ForeignKey("portfolio.Project", models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=600)
    purpose = models.TextField(blank=True, default="")
    manager = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="managed_programmes")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Names differ within a portfolio."""

        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["portfolio", "name_key"], name="programme_name_in_portfolio"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lies_in(self) -> Programme | Portfolio:
        """The programme above it, else its portfolio: who steers that decides on its reports."""
        return self.parent or self.portfolio


class Project(models.Model):
    """A project: who runs it, for whom, in which currency, and where it stands in its life."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="projects")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="projects")
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True, related_name="projects")
    code = models.CharField(max_length=40)
    code_key = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=600, unique=True)
    summary = models.TextField(blank=True, default="")
    manager = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="managed_projects")
    sponsor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="sponsored_projects")
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=20, choices=State.choices, default=State.PROPOSED)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Listed by code."""

        ordering: ClassVar = ["code", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def lies_in(self) -> Programme | Portfolio:
        """Its programme, else its portfolio: who approves over that sets what it is judged by."""
        return self.programme or self.portfolio


class ProjectRole(models.Model):
    """A person in a role of one project; the role opens the project to them."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="roles")
    person = models.ForeignKey(Person, models.PROTECT, related_name="project_roles")
    role = models.CharField(max_length=30, choices=Role.choices)

    class Meta:
        """A person holds a role of a project once."""

        ordering: ClassVar = ["role", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "person", "role"], name="project_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Grant(models.Model):
    """A role given to a person over a scope and all below it, from a day until before another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    scope_kind = models.CharField(max_length=20, choices=ScopeKind.choices)
    scope_id = models.BigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        """Asked by person and by scope."""

        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["person", "scope_kind"], name="grant_person"),
            models.Index(fields=["scope_kind", "scope_id"], name="grant_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.role} on {self.scope_kind} {self.scope_id}"


class Objective(models.Model):
    """What a portfolio is there to reach; ``path`` lists the ids from the top, so a subtree is one prefix."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="objectives")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=400, db_index=True, default="")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=600)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="objectives")
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True, related_name="objectives")
    measure = models.CharField(max_length=200, blank=True, default="")
    unit = models.CharField(max_length=40, blank=True, default="")
    target = models.FloatField(null=True, blank=True)
    weight = models.PositiveSmallIntegerField(default=1)  # against those beside it
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)  # from this day on it counts no more
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Those in force beside each other have different names."""

        ordering: ClassVar = ["path"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parent", "name_key"],
                condition=models.Q(retired_on__isnull=True),
                name="objective_name_in_parent",
            ),
            models.UniqueConstraint(
                fields=["portfolio", "name_key"],
                condition=models.Q(parent__isnull=True, retired_on__isnull=True),
                name="objective_name_at_top",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contribution(models.Model):
    """The part of a project that serves an objective, from a day until before another."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="contributions")
    objective = models.ForeignKey(Objective, models.PROTECT, related_name="contributions")
    basis_points = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True, default="")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        """Asked by project and by objective."""

        ordering: ClassVar = ["project", "starts_on", "pk"]

    def __str__(self) -> str:
        return f"{self.project_id} serves {self.objective_id}"


class Rate(models.Model):
    """An exchange rate as recorded; it never changes, and a newer row for the same day or year corrects it."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="rates")
    kind = models.CharField(max_length=12, choices=RateKind.choices)
    currency = models.CharField(max_length=3)
    valid_on = models.DateField(null=True, blank=True)
    fiscal_year = models.PositiveSmallIntegerField(null=True, blank=True)  # of budget rates, in place of a day
    rate = models.CharField(max_length=24)  # exact: units of the portfolio's currency for one unit of this one
    inverse = models.BooleanField(default=False)  # the other way round: units of this one for one of the portfolio's
    source = models.CharField(max_length=200, blank=True, default="")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """Newest first; a budget rate has a fiscal year, any other a day."""

        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["portfolio", "kind", "currency", "valid_on"], name="rate_day")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind=RateKind.BUDGET, valid_on=None, fiscal_year__isnull=False)
                | models.Q(~models.Q(kind=RateKind.BUDGET), valid_on__isnull=False, fiscal_year=None),
                name="rate_day_or_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.kind} {self.fiscal_year or self.valid_on}"


class Share(models.Model):
    """The part in which a project serves a programme, or a division, from a day until before another.

    The parts of one kind on a day add to the whole. Without any, the project serves its home alone.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="shares")
    kind = models.CharField(max_length=10, choices=ShareKind.choices)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="shares")
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True, related_name="shares")
    basis_points = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        """Of one programme or one division."""

        ordering: ClassVar = ["project", "kind", "starts_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind=ShareKind.PROGRAMME, programme__isnull=False, division__isnull=True)
                | models.Q(kind=ShareKind.DIVISION, programme__isnull=True, division__isnull=False),
                name="share_of_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.basis_points} of {self.project_id} for {self.target}"

    @property
    def target(self) -> Programme | Division:
        """The programme or division that is served."""
        return self.programme or self.division  # type: ignore[return-value]  # one of them, by the constraint


class Alias(models.Model):
    """Another name or code a project is known by, so that lists and plans that use it find it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=600, unique=True)

    class Meta:
        """Listed by name; one leads to one project."""

        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class ListMapping(models.Model):
    """How the columns of a portfolio's master list, or of a register, are read, saved for the next time it comes."""

    kind = models.CharField(max_length=10, default=SheetKind.PROJECTS)  # a SheetKind; more of them need no migration
    portfolio = models.ForeignKey(Portfolio, models.CASCADE, related_name="list_mappings")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=600)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    columns = models.JSONField()  # heading: field; "" leaves the column out
    manner = models.JSONField(default=dict)  # how dates, amounts and text are written, where they do not tell
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Names differ within a portfolio and kind of list."""

        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["portfolio", "kind", "name_key"], name="list_mapping_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Stated(models.Model):
    """What a master list stated of a project on a day: its dates and money, beside what plans and ledgers say."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="stated")
    stated_on = models.DateField()
    starts_on = models.DateField(null=True, blank=True)
    finishes_on = models.DateField(null=True, blank=True)
    budget_minor = models.BigIntegerField(null=True, blank=True)
    cost_minor = models.BigIntegerField(null=True, blank=True)  # whole life
    currency = models.CharField(max_length=3)
    source = models.CharField(max_length=200)  # the list's name

    class Meta:
        """Oldest first; one for a project and day."""

        ordering: ClassVar = ["project", "stated_on"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "stated_on"], name="stated_once")]

    def __str__(self) -> str:
        return f"{self.project_id} on {self.stated_on}"


class Placement(models.Model):
    """A project's programme, division or manager from a day on; never changed.

    Of those of one kind that reach a day, the one recorded last counts.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="placements")
    kind = models.CharField(max_length=10, choices=PlaceKind.choices)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="+")
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True, related_name="+")
    manager = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        """In the order they were recorded."""

        ordering: ClassVar = ["project", "recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.project_id} from {self.from_on}"

    @property
    def value(self) -> Programme | Division | Person | None:
        """The programme, division or manager; none where it had none."""
        found: Programme | Division | Person | None = getattr(self, self.kind)
        return found
