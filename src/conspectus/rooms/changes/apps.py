"""The changes room as Django knows it."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.changes"
    label = "changes"
    verbose_name = "Changes"
    default_auto_field = "django.db.models.BigAutoField"
