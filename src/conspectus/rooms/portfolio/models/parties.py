"""Rows of outside parties, contracts with them, their variations and claims."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.portfolio.choices import ClaimState, ContractState, PartyKind
from conspectus.rooms.portfolio.models.places import Portfolio, Project


class Party(models.Model):
    """Somebody or somewhere outside: a supplier, a customer, a site, or several of these."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="parties")
    is_supplier = models.BooleanField(default=False)
    is_customer = models.BooleanField(default=False)
    is_site = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=600)
    code = models.CharField(max_length=40, blank=True, default="")
    code_key = models.CharField(max_length=120, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="parties")
    is_active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Listed by name; name and code are those of one party in a portfolio."""

        ordering: ClassVar = ["name_key", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["portfolio", "name_key"], name="party_name_in_portfolio"),
            models.UniqueConstraint(
                fields=["portfolio", "code_key"], condition=~models.Q(code_key=""), name="party_code_in_portfolio"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kinds(self) -> list[str]:
        """Return what it is."""
        return [kind.value for kind in PartyKind if getattr(self, f"is_{kind.value}")]


class Contract(models.Model):
    """What was agreed with a supplier for some projects, and for how much."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="contracts")
    supplier = models.ForeignKey(Party, models.PROTECT, related_name="contracts")
    projects = models.ManyToManyField(Project, related_name="contracts", blank=True)
    title = models.CharField(max_length=200)
    reference = models.CharField(max_length=80, blank=True, default="")
    value_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)  # the last day of its term
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="contracts")
    state = models.CharField(max_length=12, choices=ContractState.choices, default=ContractState.DRAFT)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Listed by title."""

        ordering: ClassVar = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class Variation(models.Model):
    """A change of a contract's value that was agreed; it never changes, another one takes it back."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="variations")
    value_minor = models.BigIntegerField()  # signed, in the contract's currency
    reason = models.TextField()
    agreed_on = models.DateField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """In order of time."""

        ordering: ClassVar = ["agreed_on", "pk"]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.value_minor}"


class Claim(models.Model):
    """What a party to a contract asks for beyond it; agreed, its value enters the contract by a variation."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="claims")
    amount_minor = models.BigIntegerField()
    words = models.TextField()
    raised_on = models.DateField()
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.OPEN)
    decision = models.TextField(blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """In order of time."""

        ordering: ClassVar = ["raised_on", "pk"]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.amount_minor} {self.state}"
