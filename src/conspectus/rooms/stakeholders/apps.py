"""The stakeholders room as Django knows it."""

from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.stakeholders"
    label = "stakeholders"
    verbose_name = "Stakeholders"
    default_auto_field = "django.db.models.BigAutoField"
