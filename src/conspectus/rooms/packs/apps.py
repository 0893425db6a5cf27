"""The packs room as Django knows it."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.packs"
    label = "packs"
    verbose_name = "Packs"
    default_auto_field = "django.db.models.BigAutoField"
