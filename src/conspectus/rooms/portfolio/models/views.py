"""Rows of saved views of lists."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.portfolio.models.places import Portfolio


class SavedView(models.Model):
    """What somebody chose of a list: what it is narrowed to, its order, groups and columns."""

    owner = models.ForeignKey(Person, models.PROTECT, related_name="saved_views")
    # Everybody who may see it may use the view; without one it is its owner's alone.
    portfolio = models.ForeignKey(Portfolio, models.CASCADE, null=True, blank=True, related_name="shared_views")
    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=240)
    of = models.CharField(max_length=12, default="portfolio")  # one of ``ViewOf``; the table names no choices
    choices = models.JSONField()  # as the list's address has them
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """By name; names differ with an owner."""

        ordering: ClassVar = ["name_key", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name_key"], name="saved_view_name_of_owner"),
        ]

    def __str__(self) -> str:
        return self.name


class FirstView(models.Model):
    """The view with which the portfolio table opens for a person."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="first_view")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="first_of")

    class Meta:
        """One a person."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.person_id} begins with {self.view_id}"
