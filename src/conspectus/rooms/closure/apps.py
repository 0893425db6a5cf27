"""The closure room as Django knows it."""

from django.apps import AppConfig


class ClosureConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.closure"
    label = "closure"
    verbose_name = "Closure"
    default_auto_field = "django.db.models.BigAutoField"
