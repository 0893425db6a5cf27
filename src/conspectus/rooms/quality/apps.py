"""The quality room as Django knows it."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.quality"
    label = "quality"
    verbose_name = "Quality"
    default_auto_field = "django.db.models.BigAutoField"
