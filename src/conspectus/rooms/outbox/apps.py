"""The room of outbox as Django knows it."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.outbox"
    label = "outbox"
    verbose_name = "Outbox"
    default_auto_field = "django.db.models.BigAutoField"
