"""The facts room as Django knows it."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.facts"
    label = "facts"
    verbose_name = "Facts"
    default_auto_field = "django.db.models.BigAutoField"
