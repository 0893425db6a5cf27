"""The scope room as Django knows it."""

from django.apps import AppConfig


class ScopeConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.scope"
    label = "scope"
    verbose_name = "Scope"
    default_auto_field = "django.db.models.BigAutoField"
