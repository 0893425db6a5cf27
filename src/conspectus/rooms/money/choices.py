"""Kinds of ledger entries and of budget lines, and whether money is capital or operating expenditure."""

from __future__ import annotations

from django.db.models import TextChoices


class Kind(TextChoices):
    """What a ledger entry says of the money."""

    ACTUAL = "actual", "Actual cost"
    DIRECT_COST = "direct_cost", "Direct cost"
    COMMITMENT = "commitment", "Commitment"
    REVENUE = "revenue", "Revenue"


SPENT = (Kind.ACTUAL, Kind.DIRECT_COST)  # together they are the actual cost


class Nature(TextChoices):
    """How the money is treated in the accounts."""

    CAPEX = "capex", "Capital"
    OPEX = "opex", "Operating"


class LineKind(TextChoices):
    """What a budget line is for."""

    BASE = "base", "Base"
    CONTINGENCY = "contingency", "Contingency"
    RESERVE = "reserve", "Management reserve"
