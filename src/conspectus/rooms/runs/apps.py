"""The room of runs as Django knows it."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.runs"
    label = "runs"
    verbose_name = "Runs"
    default_auto_field = "django.db.models.BigAutoField"
