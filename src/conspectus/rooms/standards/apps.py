"""The standards room as Django knows it."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.standards"
    label = "standards"
    verbose_name = "Standards"
    default_auto_field = "django.db.models.BigAutoField"
