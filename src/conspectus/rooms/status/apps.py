"""The status room as Django knows it."""

from django.apps import AppConfig


class StatusConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.status"
    label = "status"
    verbose_name = "Status"
    default_auto_field = "django.db.models.BigAutoField"
