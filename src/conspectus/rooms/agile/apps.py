"""The agile room as Django knows it."""

from django.apps import AppConfig


class AgileConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.agile"
    label = "agile"
    verbose_name = "Agile"
    default_auto_field = "django.db.models.BigAutoField"
