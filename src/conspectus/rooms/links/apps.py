"""The links room as Django knows it."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.links"
    label = "links"
    verbose_name = "Links"
    default_auto_field = "django.db.models.BigAutoField"
