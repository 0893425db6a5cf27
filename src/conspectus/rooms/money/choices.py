"""Kinds of ledger entries and of budget lines, and whether money is capital or operating expenditure."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a ledger entry says of the money."""

    ACTUAL = "actual", _("Actual cost")
    DIRECT_COST = "direct_cost", _("Direct cost")
    COMMITMENT = "commitment", _("Commitment")
    REVENUE = "revenue", _("Revenue")


SPENT = (Kind.ACTUAL, Kind.DIRECT_COST)  # together they are the actual cost


class Nature(TextChoices):
    """How the money is treated in the accounts."""

    CAPEX = "capex", _("Capital")
    OPEX = "opex", _("Operating")


class LineKind(TextChoices):
    """What a budget line is for."""

    BASE = "base", _("Base")
    CONTINGENCY = "contingency", _("Contingency")
    RESERVE = "reserve", _("Management reserve")
