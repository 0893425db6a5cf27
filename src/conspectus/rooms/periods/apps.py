"""The periods room as Django knows it."""

from django.apps import AppConfig


class PeriodsConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.periods"
    label = "periods"
    verbose_name = "Periods"
    default_auto_field = "django.db.models.BigAutoField"
