"""The governance room as Django knows it."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.governance"
    label = "governance"
    verbose_name = "Governance"
    default_auto_field = "django.db.models.BigAutoField"
