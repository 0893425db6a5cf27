"""The risks room as Django knows it."""

from django.apps import AppConfig


class RisksConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.risks"
    label = "risks"
    verbose_name = "Risks"
    default_auto_field = "django.db.models.BigAutoField"
