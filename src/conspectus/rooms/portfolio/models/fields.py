"""Rows of the fields an organisation defines, of their options, and of what they hold."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.portfolio.choices import FieldKind, FieldRight, FieldSubject, Required, State


class Field(models.Model):
    """A field the organisation defined: what it holds, of what, who must fill it in, and who sees it."""

    subject_kind = models.CharField(max_length=20, choices=FieldSubject.choices)
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=FieldKind.choices)
    unit = models.CharField(max_length=20, blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")  # empty: that of the thing
    formula = models.TextField(blank=True, default="")
    required = models.CharField(max_length=20, choices=Required.choices, default=Required.NEVER)
    required_state = models.CharField(max_length=20, choices=State.choices, blank=True, default="")
    sees = models.CharField(max_length=20, choices=FieldRight.choices, default=FieldRight.EVERYBODY)
    help_words = models.CharField(max_length=400, blank=True, default="")
    position = models.PositiveIntegerField(default=0)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)  # the first day it is no longer asked
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """In the order the organisation gave them; never deleted."""

        ordering: ClassVar = ["subject_kind", "position", "label", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_kind", "key"], name="field_key_of_subject"),
        ]

    def __str__(self) -> str:
        return self.label


class FieldOption(models.Model):
    """What a choice offers, or a node of a tree; retired by its last day, never deleted."""

    field = models.ForeignKey(Field, models.PROTECT, related_name="options")
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(default=0)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        """In the order given."""

        ordering: ClassVar = ["field", "position", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["field", "key"], name="field_option_key")]

    def __str__(self) -> str:
        return self.label


class FieldValue(models.Model):
    """What a field held of one thing from a day on; written once, the newest on or before a day counts."""

    field = models.ForeignKey(Field, models.PROTECT, related_name="values")
    subject_id = models.BigIntegerField()
    text = models.TextField(blank=True, default="")
    number = models.CharField(max_length=40, blank=True, default="")  # exact; ``amount`` is for sorting
    amount = models.FloatField(null=True)
    minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    day = models.DateField(null=True)
    option = models.ForeignKey(FieldOption, models.PROTECT, null=True, related_name="values")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="field_values")
    yes = models.BooleanField(null=True)
    valid_from = models.DateField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="recorded_fields")
    recorded_at = models.DateTimeField()

    class Meta:
        """Asked for the newest of a field and a thing."""

        ordering: ClassVar = ["-valid_from", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["field", "subject_id", "-valid_from", "-id"], name="field_value_newest"),
        ]

    def __str__(self) -> str:
        return f"field {self.field_id} of {self.subject_id}"
