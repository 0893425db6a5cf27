"""The search room as Django knows it."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.search"
    label = "search"
    verbose_name = "Search"
    default_auto_field = "django.db.models.BigAutoField"
