"""The knowledge room as Django knows it."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.knowledge"
    label = "knowledge"
    verbose_name = "Knowledge"
    default_auto_field = "django.db.models.BigAutoField"
